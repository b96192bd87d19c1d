"""The supervisor with real processes that stand still in the ways in which processes do."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vrexposure.errors import DeviceError
from vrexposure.supervisor.rules import SECOND_NS, Limits
from vrexposure.supervisor.watching import LOG_NAME, watch

pytestmark = pytest.mark.skipif(os.name != "posix", reason="stops processes by signals")

CHILD = Path(__file__).with_name("child.py")
LIMITS = Limits(
    alarm_ns=SECOND_NS // 10,
    restart_ns=SECOND_NS // 5,
    loading_ns=10 * SECOND_NS,
    look_ns=SECOND_NS // 100,
)
# Where nothing may be said, however busy the machine is.
PATIENT = Limits(look_ns=SECOND_NS // 100)


@dataclass
class Watching:
    """One watch over dummy sessions, and what came of it."""

    folder: Path
    said: list[str] = field(default_factory=list)

    def run(self, *scripts: str, limits: Limits = LIMITS) -> int:
        command = [sys.executable, str(CHILD), str(self.folder), *scripts]
        return watch(command, say=self.said.append, limits=limits)

    @property
    def starts(self) -> list[tuple[int, str]]:
        path = self.folder / "starts"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [(int(process), after) for process, after in (line.split() for line in lines)]

    def log(self, session: str) -> str:
        return (self.folder / session / LOG_NAME).read_text(encoding="utf-8")


@pytest.fixture
def watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watching:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return Watching(tmp_path)


@pytest.mark.parametrize("stand_still", ["stop_itself", "busy", "deadlock"])
def test_a_session_that_stands_still_is_ended_and_another_begins(
    watching: Watching, stand_still: str
) -> None:
    before = left_in_memory()
    assert watching.run(f"beat=0.05,{stand_still}", "beat=0.05,ending,exit=7") == 7
    (first, none), (second, after) = watching.starts
    assert (none, after) == ("-", "s1")
    assert first != second
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert left_in_memory() <= before
    alarm, ended = watching.said
    assert alarm.startswith("ALARM: the picture stands still for 0.")
    assert "a new one begins in the lobby" in ended
    assert str(watching.folder / "s1") in ended
    lines = watching.log("s1").splitlines()
    assert [" ".join(line.split()[1:3]) for line in lines] == ["ALARM: the", "the picture"]
    assert all("[beating, running, " in line for line in lines)
    assert not (watching.folder / "s2" / LOG_NAME).exists()


def test_a_short_silence_is_an_alarm_and_no_more(watching: Watching) -> None:
    limits = Limits(alarm_ns=SECOND_NS // 10, restart_ns=20 * SECOND_NS, look_ns=SECOND_NS // 100)
    assert watching.run("beat=0.05,sleep=0.2,beat=0.05,sleep=0.2,ending", limits=limits) == 0
    assert len(watching.starts) == 1
    (alarm,) = watching.said  # the second comes too soon after the first to be said
    assert alarm.startswith("ALARM")
    assert "the picture goes on after" in watching.log("s1")


def test_starting_loading_and_ending_take_their_time(watching: Watching) -> None:
    script = "sleep=0.3,beat=0.05,load=0.3,beat=0.05,ending,sleep=0.3,exit=3"
    assert watching.run(script) == 3
    assert watching.said == []
    assert len(watching.starts) == 1


def test_loading_without_end_is_ended(watching: Watching) -> None:
    limits = Limits(loading_ns=SECOND_NS // 4, restarts=0, look_ns=SECOND_NS // 100)
    # The interpreter itself must start within this time, or the watch ends all the sooner.
    with pytest.raises(DeviceError, match="stays stopped"):
        watching.run("sleep=60", limits=limits)


def test_after_three_restarts_it_stays_stopped_and_says_what_to_do(watching: Watching) -> None:
    with pytest.raises(DeviceError, match="after 3 restarts within 10 minutes") as caught:
        watching.run("beat=0.05,busy")
    assert [after for _, after in watching.starts] == ["-", "s1", "s2", "s3"]
    for what in ("headset", "doctor", str(watching.folder / "s4")):
        assert what in str(caught.value)
    assert "not begun anew" in watching.log("s4")


def test_restarts_of_long_ago_do_not_count(watching: Watching) -> None:
    limits = Limits(
        alarm_ns=SECOND_NS // 10,
        restart_ns=SECOND_NS // 5,
        restarts=1,
        window_ns=SECOND_NS // 20,
        look_ns=SECOND_NS // 100,
    )
    assert watching.run("beat=0.05,busy", "beat=0.05,busy", "exit=0", limits=limits) == 0
    assert len(watching.starts) == 3


@pytest.mark.parametrize("code", [0, 4, 130])
def test_a_session_that_ends_by_itself_is_not_begun_anew(watching: Watching, code: int) -> None:
    assert watching.run(f"beat=0.05,ending,exit={code}", limits=PATIENT) == code
    assert len(watching.starts) == 1
    assert watching.said == []


def test_a_crash_is_told_and_not_begun_anew(watching: Watching) -> None:
    assert watching.run("beat=0.05,crash", limits=PATIENT) == 128 + signal.SIGSEGV
    assert len(watching.starts) == 1
    (said,) = watching.said
    assert "crashed" in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_end_reaches_the_session_once(watching: Watching, number: int) -> None:
    _later(watching, number)
    before = signal.getsignal(number)
    assert watching.run("beat_to_the_end", limits=PATIENT) == 41
    assert signal.getsignal(number) == before
    assert watching.said == []


def test_who_does_not_end_when_asked_is_ended_and_not_begun_anew(watching: Watching) -> None:
    _later(watching, signal.SIGINT)
    assert watching.run("deaf,beat=0.2,busy") == 128 + signal.SIGINT
    assert len(watching.starts) == 1
    assert "did not end when asked to" in watching.said[-1]


def test_without_room_for_the_page_the_remedy_is_said(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = left_in_memory()
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DeviceError, match=r"No space left on device.*--no-supervisor"):
        watching.run("exit=0")
    monkeypatch.undo()
    assert left_in_memory() <= before
    assert watching.starts == []


def left_in_memory() -> set[Path]:
    return set(Path("/dev/shm").glob("vrexposure-*.beat"))


def _later(watching: Watching, number: int) -> None:
    """Send this process a signal once the dummy session has begun to beat."""

    def send() -> None:
        deadline = time.monotonic() + 10
        while not (watching.folder / "s1").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.05)
        os.kill(os.getpid(), number)

    threading.Thread(target=send, daemon=True).start()
