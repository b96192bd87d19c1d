"""What a headset's end or loss leaves behind: a session that is whole on the disk."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xr
from typing_extensions import override

from tests.recording.story import manifest, setup
from tests.xr_fault.conftest import Opener
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Device, Ended, Frame, Input, Tick
from vrexposure.core.view import Phase
from vrexposure.loop import Wiring, run
from vrexposure.openxr.headset import Headset
from vrexposure.ports import InputSource
from vrexposure.recording.reader import read_recording
from vrexposure.recording.recorder import SessionRecorder

S = xr.SessionState


class Tampered(InputSource):
    """A headset whose runtime does something after so many moments."""

    def __init__(self, headset: Headset, script: dict[int, list[str]], runtime: FaultRuntime):
        self._headset = headset
        self._script = script
        self._runtime = runtime
        self.told_ns: dict[str, int] = {}
        self.given: list[Input] = []

    @override
    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        for number, moment in enumerate(self._headset.input.moments()):
            self.given.append(moment)
            yield moment
            for what in self._script.get(number, []):
                self.told_ns[what] = time.monotonic_ns()
                getattr(self, what)()

    def leave(self) -> None:
        """The person ends the program in the headset's menu."""
        states = (S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE, S.EXITING)
        self._runtime.enter(*states)

    def vanish(self) -> None:
        """The runtime is killed."""
        self._runtime.vanish()

    def come_back(self) -> None:
        """It was started again."""
        self._runtime.come_back()
        self._runtime.open_up()


def session(source: InputSource, folder: Path) -> tuple[Engine, int]:
    """One session, recorded by a process of its own; when its recorder was closed."""
    engine = Engine(setup())
    recorder = SessionRecorder.create(folder, manifest())
    try:
        run(engine, Wiring(source=source, recorder=recorder, clock_ns=time.monotonic_ns))
    finally:
        recorder.close(complete=engine.closed)
    return engine, time.monotonic_ns()


@pytest.mark.slow
def test_leaving_by_the_headset_s_menu_leaves_everything_on_the_disk(
    runtime: FaultRuntime,
    open_on: Opener,
    tmp_path: Path,
) -> None:
    runtime.open_up()
    source = Tampered(open_on(), {60: ["leave"]}, runtime)

    _, closed_ns = session(source, tmp_path / "session")

    took_ms = (closed_ns - source.told_ns["leave"]) / 1e6
    recording = read_recording(tmp_path / "session")
    told = [given for _, given in recording.inputs()]
    assert len(told) == len(source.given)
    assert isinstance(told[-1], Ended)
    assert told[-1].reason == "runtime_ended"
    # The promise is 250 ms; a shared machine may take its time, but not seconds.
    assert took_ms < 2000, f"{took_ms:.0f} ms from EXITING to the end of the recording"


@pytest.mark.slow
def test_a_loss_and_a_return_are_in_the_record_and_the_session_stays_paused(
    runtime: FaultRuntime, open_on: Opener, tmp_path: Path
) -> None:
    runtime.open_up()
    script = {30: ["vanish"], 40: ["come_back"], 80: ["leave"]}
    headset = open_on(virtual=True, reconnect_for_s=60)
    source = Tampered(headset, script, runtime)

    engine, _ = session(source, tmp_path / "session")

    told = [given for _, given in read_recording(tmp_path / "session").inputs()]
    assert len(told) == len(source.given)
    changes = [str(given.change) for given in told if isinstance(given, Device)]
    lost, back = changes.index("runtime_lost"), changes.index("runtime_back")
    assert lost < back < changes.index("focus_gained", back)
    assert engine.view.phase is not Phase.RUNNING
    times = [given.time_ns for given in told if isinstance(given, Frame)]
    assert all(before < after for before, after in itertools.pairwise(times))
