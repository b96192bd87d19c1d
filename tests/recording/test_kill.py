from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.recording.story import SmallCore
from vrexposure.recording.reader import Recording, read_recording
from vrexposure.recording.replay import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills process groups")

LOST_MS = 250 + 50  # design: at most 0.25 s of motion, and the recorder's polling


@dataclass
class Killed:
    """What a session had written when it was killed."""

    frames: int
    acknowledged: int
    silent_ms: int
    recording: Recording


def kill(folder: Path, after_s: float, *, whole_group: bool) -> Killed:
    folder.mkdir()
    log = folder / "log"
    session = subprocess.Popen(
        [sys.executable, "-m", "tests.recording.producer", str(folder / "s"), str(log)],
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 20
        while not log.exists():
            assert time.monotonic() < deadline, "the session did not start"
            time.sleep(0.01)
        time.sleep(after_s)
    finally:
        if whole_group:
            os.killpg(session.pid, signal.SIGKILL)
        else:
            session.kill()
        session.wait()
    ended = "it was ended as interrupted"
    while not whole_group and ended not in read_recording(folder / "s").salvage.reasons:
        assert time.monotonic() < deadline + 20, "the recorder did not finish alone"
        time.sleep(0.02)
    frames, acknowledged, silent_ms = log.read_text(encoding="ascii").splitlines()[-1].split()
    return Killed(int(frames), int(acknowledged), int(silent_ms), read_recording(folder / "s"))


def check(killed: Killed, *, lost_ms: float) -> float:
    """Assert that a kill cost no more than promised; returns what it cost, milliseconds."""
    recording = killed.recording
    assert recording.salvage.interrupted
    assert not recording.salvage.complete
    assert recording.salvage.chunks_lost == 0
    report = verify(recording, SmallCore)
    assert report.identical
    assert report.verified_seq >= killed.acknowledged
    lost = (killed.frames - len(recording.motion().time_ns)) * 1000 / 120
    # A recorder that got no processor could not keep its promise, and had said nothing for long.
    assert lost <= (lost_ms and lost_ms + killed.silent_ms)
    return lost


def moments(count: int) -> list[float]:
    chance = random.Random(9)
    return [chance.uniform(0.05, 0.5) for _ in range(count)]


@pytest.mark.slow
def test_twenty_killed_sessions_lose_no_motion_while_their_recorder_lives(tmp_path: Path) -> None:
    for number, after_s in enumerate(moments(20)):
        check(kill(tmp_path / str(number), after_s, whole_group=False), lost_ms=0)


@pytest.mark.slow
def test_twenty_killed_groups_lose_a_quarter_second_and_nothing_acknowledged(
    tmp_path: Path,
) -> None:
    lost = [
        check(kill(tmp_path / str(number), after_s, whole_group=True), lost_ms=LOST_MS)
        for number, after_s in enumerate(moments(20))
    ]
    assert max(lost) > 0, "nothing was ever lost: did the kill reach the recorder?"


def test_a_killed_session_is_finished_by_its_recorder(tmp_path: Path) -> None:
    killed = kill(tmp_path / "k", 0.4, whole_group=False)
    check(killed, lost_ms=0)
    assert "it was ended as interrupted" in killed.recording.salvage.reasons
    assert [path.name for path in (tmp_path / "k" / "s").iterdir()] == ["recording.mcap.partial"]


def test_a_killed_group_leaves_a_file_that_can_be_read(tmp_path: Path) -> None:
    check(kill(tmp_path / "k", 0.4, whole_group=True), lost_ms=LOST_MS)
