"""What takes minutes: no picture, a closed lid, a wait that blocks, a long session.

On the runtime's virtual clock they take seconds. `pytest tests/xr_fault -m long --real-time` lets
them take the time they are about, by the clock of the machine: half an hour.
"""

from __future__ import annotations

import itertools
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
import xr

from tests.xr_fault.clocks import RealClock
from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw, remembered, until, words
from vrexposure.core.inputs import Frame, Tick
from vrexposure.openxr.headset import Headset

pytestmark = pytest.mark.long

S = xr.SessionState
MINUTE_NS = 60_000_000_000
SLOW_NS = 50_000_000
"""The period of a compositor that throttles what nobody sees; of Monado's without a display."""


@pytest.fixture
def runtime(runtime: FaultRuntime, request: pytest.FixtureRequest) -> FaultRuntime:
    """The runtime on the clock that was asked for."""
    if request.config.getoption("--real-time", default=False):
        runtime.clock = RealClock()
    return runtime


def opened(open_on: Opener) -> Headset:
    return open_on(virtual=True, reconnect_for_s=600)


def for_minutes(minutes: int, runtime: FaultRuntime, moments: Iterator[object]) -> Iterator[object]:
    """What comes in the next minutes by the runtime's clock."""
    end_ns = runtime.time_ns + minutes * MINUTE_NS
    return itertools.takewhile(lambda _: runtime.time_ns < end_ns, moments)


def test_ten_minutes_without_a_picture_are_ten_minutes_of_ticks(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.should_render = False
    runtime.period_ns = SLOW_NS
    runtime.enter(S.IDLE, S.READY, S.SYNCHRONIZED)
    headset = opened(open_on)
    moments = headset.input.moments()
    ticks = 0
    for moment in for_minutes(10, runtime, moments):
        assert isinstance(moment, Tick)
        ticks += 1
        draw(headset)

    assert ticks >= 3000
    assert set(runtime.layers) == {0}
    runtime.should_render = True
    runtime.enter(S.VISIBLE, S.FOCUSED)
    assert until(moments, "frame")[-2:] == ["focus_gained", "frame"]


def test_a_lid_that_is_closed_for_ten_minutes_is_opened_to_the_same_session(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = opened(open_on)
    moments = headset.input.moments()
    until(moments, "frame")
    draw(headset)
    runtime.enter(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE)
    assert until(moments, "headset_off") == ["focus_lost", "headset_off"]
    waits = runtime.calls["xrWaitFrame"]
    ticks = 0
    for moment in for_minutes(10, runtime, moments):
        assert isinstance(moment, Tick)
        ticks += 1

    assert ticks >= 3000
    assert runtime.calls["xrWaitFrame"] == waits, "nobody waits for frames of a closed headset"
    runtime.open_up()
    assert until(moments, "frame")[-3:] == ["headset_on", "focus_gained", "frame"]
    draw(headset)
    assert runtime.layers[-1] == 1
    assert runtime.calls["xrCreateSession"] == 1


def test_a_wait_that_blocks_for_seconds_is_followed_by_the_next_frame(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = opened(open_on).input.moments()
    until(moments, "frame")
    before_ns = runtime.time_ns
    runtime.blocks_ns.append(5_000_000_000)

    assert words(moments, 2) == ["frame", "frame"]
    assert runtime.time_ns - before_ns > 5_000_000_000


def handles_and_files(runtime: FaultRuntime) -> tuple[object, int]:
    return runtime.living(), len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.slow
def test_ten_minutes_of_drawn_frames_leave_nothing_behind(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.period_ns = SLOW_NS
    for name in ("grip/left", "grip/right", "aim/left", "aim/right"):
        runtime.poses[name] = (ALL_VALID, (0, 0, 0, 1, 0.2, 1.1, -0.3))
    runtime.buttons = {"select/right": False, "menu/left": False}
    runtime.open_up()
    headset = opened(open_on)
    moments = headset.input.moments()
    until(moments, "frame")
    draw(headset)
    for moment in for_minutes(1, runtime, moments):
        assert isinstance(moment, Frame)
        draw(headset)
    before = handles_and_files(runtime)
    frames = 0
    for moment in for_minutes(7, runtime, moments):
        assert isinstance(moment, Frame)
        draw(headset)
        frames += 1
    tracemalloc.start()  # makes everything slow, so not from the first frame on
    try:
        held = remembered(runtime, caplog)
        for moment in for_minutes(2, runtime, moments):
            assert isinstance(moment, Frame)
            draw(headset)
            frames += 1
        grown = remembered(runtime, caplog) - held
    finally:
        tracemalloc.stop()

    assert frames > 5000  # in real time a busy machine makes fewer
    assert handles_and_files(runtime) == before
    assert grown < 50_000, f"{grown} bytes in two minutes"


def test_on_the_machine_s_clock_the_runtime_keeps_its_beat(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.clock = RealClock()
    runtime.period_ns = 20_000_000
    runtime.open_up()
    moments = opened(open_on).input.moments()
    until(moments, "frame")
    began_ns = time.monotonic_ns()

    frames = [moment for moment in itertools.islice(moments, 15) if isinstance(moment, Frame)]

    assert len(frames) == 15
    assert frames[-1].time_ns - frames[0].time_ns >= 14 * runtime.period_ns
    assert time.monotonic_ns() - began_ns >= 15 * runtime.period_ns
