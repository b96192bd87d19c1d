"""A runtime goes away in mid-session and comes back: nothing ends, nothing is left behind."""

from __future__ import annotations

import itertools
import tracemalloc
from pathlib import Path

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import R
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import (
    BACK,
    draw,
    lose_and_return,
    remembered,
    told_apart,
    until,
    word,
    words,
)
from vrexposure.core.inputs import Ended, Frame, Tick
from vrexposure.openxr.headset import Headset
from vrexposure.openxr.patience import Patience

S = xr.SessionState
LOSSES = [R.ERROR_INSTANCE_LOST, R.ERROR_SESSION_LOST, R.SESSION_LOSS_PENDING]
EVERY_FRAME = [
    "xrPollEvent",
    "xrWaitFrame",
    "xrSyncActions",
    "xrLocateSpace",
    "xrGetActionStateBoolean",
    "xrGetActionStatePose",
    "xrBeginFrame",
    "xrEndFrame",
    "xrLocateViews",
    "xrAcquireSwapchainImage",
    "xrWaitSwapchainImage",
    "xrReleaseSwapchainImage",
    "xrConvertTimeToTimespecTimeKHR",
]
AT_TIMES = ["xrBeginSession", "xrEndSession", "xrGetCurrentInteractionProfile"]


def opened(open_on: Opener, **options: object) -> Headset:
    return open_on(virtual=True, **{"reconnect_for_s": 600, **options})


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("function", [*EVERY_FRAME, *AT_TIMES])
@pytest.mark.parametrize("code", LOSSES)
def test_whichever_call_tells_the_loss_the_session_goes_on_with_another_runtime(
    runtime: FaultRuntime, open_on: Opener, function: str, code: int
) -> None:
    headset = opened(open_on)
    moments = headset.input.moments()
    told = []
    if function == "xrBeginSession":
        runtime.fail(function, code)
    runtime.open_up()
    for moment in itertools.islice(moments, 200):
        told.append(word(moment))
        if isinstance(moment, Frame):
            if told.count("frame") == 3:
                runtime.fail(function, code)
                runtime.send(xr.EventDataInteractionProfileChanged())
                if function == "xrEndSession":
                    runtime.enter(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING)
            draw(headset)
            if "runtime_back" in told:
                break
        elif told[-1] == "runtime_lost":
            runtime.come_back()
        elif told[-1] == "tick" and runtime.calls["xrCreateSession"] == 2 and not runtime.ready:
            runtime.open_up()

    assert told[told.index("runtime_lost") :].count("recentred") == 1
    told = [name for name in told if name != "recentred" and not name.startswith("headset")]
    assert told_apart(iter(told))[-5:] == [
        "runtime_lost", "tick", "runtime_back", "focus_gained", "frame",
    ]  # fmt: skip
    assert told.count("runtime_lost") == told.count("runtime_back") == 1
    assert runtime.calls["xrCreateInstance"] == runtime.calls["xrDestroyInstance"] + 1 == 2


@pytest.mark.parametrize("code", LOSSES)
@pytest.mark.parametrize(
    "function",
    [
        "xrCreateInstance",
        "xrGetInstanceProperties",
        "xrGetSystem",
        "xrGetSystemProperties",
        "xrGetOpenGLGraphicsRequirementsKHR",
        "xrCreateSession",
        "xrEnumerateReferenceSpaces",
        "xrCreateReferenceSpace",
        "xrStringToPath",
        "xrCreateActionSet",
        "xrCreateAction",
        "xrSuggestInteractionProfileBindings",
        "xrAttachSessionActionSets",
        "xrCreateActionSpace",
        "xrEnumerateEnvironmentBlendModes",
        "xrEnumerateSwapchainFormats",
        "xrCreateSwapchain",
        "xrEnumerateSwapchainImages",
    ],
)
def test_a_loss_on_the_way_back_in_is_one_more_try(
    runtime: FaultRuntime, open_on: Opener, function: str, code: int
) -> None:
    runtime.open_up()
    headset = opened(open_on)
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    runtime.vanish()
    until(moments, "runtime_lost")
    runtime.come_back()
    runtime.fail(function, code)

    assert set(words(moments, 20)) == {"tick"}
    runtime.come_back()
    runtime.open_up()

    assert until(moments, "frame")[-4:] == BACK


@pytest.mark.parametrize(
    "event", [None, xr.EventDataInstanceLossPending(loss_time=1)], ids=["session", "instance"]
)
def test_a_loss_that_is_announced_is_survived(
    runtime: FaultRuntime, open_on: Opener, event: object
) -> None:
    runtime.open_up()
    moments = opened(open_on).input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    if event is None:
        runtime.enter(S.LOSS_PENDING)
    else:
        runtime.send(event)

    assert words(moments, 3) == ["focus_lost", "runtime_lost", "tick"]
    runtime.come_back()
    runtime.open_up()
    assert until(moments, "frame")[-4:] == BACK


def test_a_runtime_that_says_when_it_will_be_gone_is_not_called_before(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = opened(open_on).input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    gone_ns = runtime.time_ns + 12_000_000_000
    runtime.send(xr.EventDataInstanceLossPending(loss_time=gone_ns))
    until(moments, "runtime_lost")

    while runtime.calls["xrCreateInstance"] == 1:
        assert words(moments, 1)[0] in ("tick", "recentred")

    assert 0 <= runtime.time_ns - gone_ns < 300_000_000


def test_while_it_is_away_ticks_come_and_it_is_tried_again_and_again_until_it_is_given_up(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = opened(open_on, reconnect_for_s=20).input.moments()
    until(moments, "frame")
    runtime.vanish()
    until(moments, "runtime_lost")
    began_ns = runtime.time_ns
    tries_s: list[int] = []
    ticks_ns: list[int] = []

    tries = runtime.calls["xrEnumerateInstanceExtensionProperties"]

    last = None
    for last in moments:
        if runtime.calls["xrEnumerateInstanceExtensionProperties"] > tries:
            tries = runtime.calls["xrEnumerateInstanceExtensionProperties"]
            tries_s.append(round((runtime.time_ns - began_ns) / 1e9))
        if isinstance(last, Tick):
            ticks_ns.append(last.time_ns)

    assert tries_s == [1, 3, 7, 12, 17]
    assert isinstance(last, Ended)
    assert last.reason == "runtime_lost"
    gaps_ns = [after - before for before, after in itertools.pairwise(ticks_ns)]
    assert 0 < min(gaps_ns) <= max(gaps_ns) <= 200_000_000
    assert 20e9 <= runtime.time_ns - began_ns < 20.2e9


def test_a_session_that_is_lost_again_before_it_begins_is_no_return(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = opened(open_on, reconnect_for_s=30).input.moments()
    until(moments, "frame")
    runtime.vanish()
    until(moments, "runtime_lost")
    runtime.come_back()

    told = []
    for moment in moments:
        told.append(word(moment))
        runtime.enter(S.IDLE, S.LOSS_PENDING)

    assert told_apart(iter(told)) == ["tick", "runtime_lost"]
    assert told.count("runtime_lost") == 1, "only the end is told, not every loss"
    assert 5 < runtime.calls["xrCreateInstance"] < 10


def test_ready_that_never_comes_is_waited_for_in_ticks(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    headset = opened(open_on)
    runtime.enter(S.IDLE)
    began_ns = runtime.time_ns

    told = words(headset.input.moments(), 3000)

    assert set(told) == {"tick"}
    assert runtime.time_ns - began_ns < 3000 * 200_000_000
    assert not runtime.calls["xrBeginSession"]


@pytest.mark.slow
def test_a_hundred_losses_leave_nothing_behind(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.open_up()
    headset = opened(open_on)
    moments = headset.input.moments()
    until(moments, "frame")
    eyes = headset.eyes
    for _ in range(3):
        lose_and_return(runtime, headset, moments)
    living, files = runtime.living(), open_files()
    tracemalloc.start()
    try:
        for _ in range(10):
            lose_and_return(runtime, headset, moments)
        before = remembered(runtime, caplog)
        for _ in range(90):
            lose_and_return(runtime, headset, moments)
        after = remembered(runtime, caplog)
    finally:
        tracemalloc.stop()

    assert runtime.living() == living
    assert runtime.forsaken == {}
    assert open_files() == files
    assert headset.eyes is eyes
    # What pytest keeps of the log for its own report is among it.
    assert after - before < 90 * 2000, f"{(after - before) / 90} bytes a loss"


def test_what_asks_the_runtime_while_it_is_away_gets_nothing_and_breaks_nothing(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = opened(open_on)
    moments = headset.input.moments()
    until(moments, "frame")
    runtime.vanish()
    until(moments, "runtime_lost")
    assert words(moments, 1) == ["tick"]
    before = runtime.calls.copy()

    headset.haptic("left", 20)
    headset.recentre()
    draw(headset)
    assert headset.input.clock_map() is None
    assert headset.properties.left_profile == ""

    assert runtime.calls == before
    headset.close()


def test_a_headset_that_was_off_when_it_was_lost_is_on_again_with_the_new_session(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = opened(open_on).input.moments()
    until(moments, "frame")
    runtime.enter(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE, S.LOSS_PENDING)
    assert until(moments, "runtime_lost") == ["focus_lost", "headset_off", "runtime_lost"]

    runtime.open_up()

    assert until(moments, "frame")[-5:] == ["runtime_back", "headset_on", *BACK[1:]]


def test_patience_starts_anew_only_after_a_return() -> None:
    patience = Patience(600)
    patience.lost(0)
    patience.lost(1_000_000_000)
    assert not patience.due(2_900_000_000)
    assert patience.due(3_000_000_000)
    patience.back()
    patience.lost(10_000_000_000)

    assert patience.due(11_000_000_000)
    assert not patience.over(609_000_000_000)
    assert patience.over(610_000_000_000)


def test_a_runtime_that_was_not_there_at_the_first_tries_is_found_later(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = opened(open_on).input.moments()
    until(moments, "frame")
    runtime.vanish()
    until(moments, "runtime_lost")
    assert set(words(moments, 100)) == {"tick"}

    runtime.come_back()
    runtime.open_up()

    assert until(moments, "frame", most=300)[-4:] == BACK
