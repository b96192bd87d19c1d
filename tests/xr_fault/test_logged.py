"""What a tracking system makes up is named in the recording of the session it happened in."""

from __future__ import annotations

import bisect
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xr
from typing_extensions import override

from tests.recording.story import manifest, setup
from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID, XrPose
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Device, Ended, Frame, Tick
from vrexposure.loop import Wiring, run
from vrexposure.openxr.headset import Headset
from vrexposure.ports import InputSource
from vrexposure.recording.reader import read_recording
from vrexposure.recording.recorder import SessionRecorder

S = xr.SessionState
FRAMES_EACH = 180  # two seconds at 90 Hz: what was dropped is reported once a second
REASONS = ("not_tracked", "not_finite", "stale", "jumped")
FAULTS = ("", "not_tracked", "", "not_finite", "", "stale", "", "jumped", "")


class Spoiling(InputSource):
    """A headset whose runtime tells one kind of untruth after the other, and then leaves."""

    def __init__(self, headset: Headset, runtime: FaultRuntime) -> None:
        self._headset = headset
        self._runtime = runtime

    @override
    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        frames = 0
        self._pose(0)
        for moment in self._headset.input.moments():
            yield moment
            if isinstance(moment, Frame):
                frames += 1
                self._pose(frames)

    def _pose(self, number: int) -> None:
        if number == FRAMES_EACH * len(FAULTS):
            states = (S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE, S.EXITING)
            self._runtime.enter(*states)
        fault = FAULTS[min(number // FRAMES_EACH, len(FAULTS) - 1)]
        hand: XrPose = (0, 0, 0, 1, 0.2, 1.0 + 0.002 * math.sin(number), -0.3)
        self._runtime.poses["grip/right"] = (ALL_VALID, hand)
        flags, height, x = ALL_VALID, 1.2 + 0.001 * math.sin(number), 0.0
        match fault:
            case "not_tracked":
                flags = 3
            case "not_finite":
                height = math.nan
            case "stale":
                height = 1.2
            case "jumped":
                x = 0.6 * (number % 16 < 8)
            case _:
                assert not fault
        self._runtime.poses["view"] = (flags, (0, 0, 0, 1, x, height, 0))


@pytest.mark.slow
def test_each_kind_of_untruth_is_named_and_counted_in_the_recording(
    runtime: FaultRuntime, open_on: Opener, tmp_path: Path
) -> None:
    runtime.open_up()
    source = Spoiling(open_on(virtual=True), runtime)
    engine = Engine(setup())
    recorder = SessionRecorder.create(tmp_path / "session", manifest())
    try:
        run(engine, Wiring(source=source, recorder=recorder, clock_ns=time.monotonic_ns))
    finally:
        recorder.close(complete=engine.closed)

    recording = read_recording(tmp_path / "session")
    times_ns = [given.time_ns for _, given in recording.inputs() if isinstance(given, Frame)]
    assert len(times_ns) >= FRAMES_EACH * len(FAULTS)
    named: list[set[str]] = [set() for _ in FAULTS]
    for _, kind, text in recording.outputs():
        seen = json.loads(text)["observation"] if kind == "observed" else {"kind": ""}
        if seen["kind"] == "samples_dropped":
            number = bisect.bisect_left(times_ns, seen["time_ns"])
            named[min(number // FRAMES_EACH, len(FAULTS) - 1)] |= {
                reason for reason in REASONS if seen[reason]
            }

    for fault, reasons in zip(FAULTS, named, strict=True):
        # The report of a second's end may come when the fault is over already.
        assert fault in reasons or not fault, (fault, named)
    assert named[0] == set(), "good motion was doubted"
    assert set().union(*named) == set(REASONS)
