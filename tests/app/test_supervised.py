"""The real program under its supervisor: stopped in the middle, it comes back in the lobby."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vrexposure.core.outputs import OUTPUT, PhaseChanged
from vrexposure.core.view import Phase
from vrexposure.errors import RecordingError
from vrexposure.recording.reader import read_recording

pytestmark = [
    pytest.mark.gl,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds child processes in /proc"),
]

STARTING_S = 60.0


@pytest.fixture
def display() -> Iterator[str]:
    """An X server without a screen."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("needs Xvfb")
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(writing), "-screen", "0", "1400x800x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        name = f":{told.readline().strip()}"
    yield name
    process.terminate()
    process.wait(timeout=10)


def wait_for(condition: Callable[[], bool], seconds: float = STARTING_S) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def children(process: int) -> list[int]:
    return [
        int(one)
        for one in Path(f"/proc/{process}/task/{process}/children")
        .read_text(encoding="ascii")
        .split()
    ]


def folders(out: Path) -> list[Path]:
    return sorted(out.glob("p-1/*Z-*"))


def changes(folder: Path) -> list[PhaseChanged]:
    given = (OUTPUT.validate_json(payload) for _, _, payload in read_recording(folder).outputs())
    return [one for one in given if isinstance(one, PhaseChanged)]


def has_begun(folder: Path) -> bool:
    try:
        return len(read_recording(folder).motion().time_ns) > 3
    except RecordingError:
        return False  # the recorder has not begun yet


def is_in_exposure(folder: Path) -> bool:
    return has_begun(folder) and any(one.after is Phase.RUNNING for one in changes(folder))


def test_a_stopped_session_is_ended_and_the_next_begins_in_the_lobby(
    display: str, tmp_path: Path
) -> None:
    program = subprocess.Popen(
        [
            *(sys.executable, "-m", "vrexposure", "run", "everyday-movements"),
            *("--patient", "p-1", "--display", "desktop", "--input", "simulated:avoider"),
            *("--out", str(tmp_path), "--seed", "3"),
        ],
        env={**os.environ, "DISPLAY": display, "ALSOFT_DRIVERS": "null"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(lambda: len(folders(tmp_path)) == 1)
        (first,) = folders(tmp_path)
        wait_for(lambda: is_in_exposure(first))
        (session,) = children(program.pid)
        recorder = children(session)
        os.kill(session, signal.SIGSTOP)
        wait_for(lambda: len(folders(tmp_path)) == 2)
        second = next(one for one in folders(tmp_path) if one != first)
        wait_for(lambda: has_begun(second))
        program.send_signal(signal.SIGTERM)
        _, errors = program.communicate(timeout=STARTING_S)
    finally:
        program.terminate()  # the supervisor ends the session with itself
        program.wait(timeout=STARTING_S)
    assert program.returncode == 0, errors
    for one in (session, *recorder):
        assert not Path(f"/proc/{one}").exists()
    assert "ALARM" in errors
    log = (first / "supervisor.log").read_text(encoding="utf-8")
    assert "ALARM" in log
    assert "a new one begins in the lobby" in log
    broken = read_recording(first)
    assert broken.salvage.reasons == ("it was ended as interrupted",)
    assert broken.manifest.device.get("restarted_after") is None
    again = read_recording(second)
    assert again.manifest.device["restarted_after"] == broken.manifest.session
    assert changes(second)[0].before is Phase.LOBBY
    assert (second / "report.html").exists()
