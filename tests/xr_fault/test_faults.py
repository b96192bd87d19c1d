"""The headset on a runtime that does what a good runtime never does."""

from __future__ import annotations

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import R
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw, until_the_end, word
from vrexposure.core.inputs import Frame
from vrexposure.errors import DeviceError
from vrexposure.openxr.probe import probe

S = xr.SessionState


@pytest.mark.parametrize(
    "function",
    [
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
    ],
)
@pytest.mark.parametrize(
    "code", [R.ERROR_INSTANCE_LOST, R.ERROR_SESSION_LOST, R.ERROR_RUNTIME_FAILURE]
)
def test_wherever_the_runtime_goes_away_it_is_told_once_and_drawing_never_raises(
    runtime: FaultRuntime, open_on: Opener, function: str, code: int
) -> None:
    runtime.open_up()
    headset = open_on()
    told = []
    for moment in headset.input.moments():
        told.append(word(moment))
        assert len(told) < 50, "it never ended"
        if isinstance(moment, Frame):
            if told.count("frame") == 3:
                runtime.fail(function, code)
            draw(headset)
            if told.count("frame") == 3 and code != R.ERROR_RUNTIME_FAILURE:
                runtime.die()

    assert told[-3:] == ["focus_lost", "runtime_lost", "runtime_lost"]
    assert told.count("frame") == 3
    headset.close()


def test_a_loss_that_is_announced_is_told(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    runtime.enter(S.LOSS_PENDING)

    assert until_the_end(open_on())[-3:] == ["focus_lost", "runtime_lost", "runtime_lost"]


def test_an_instance_that_is_about_to_go_is_told(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    runtime.send(xr.EventDataInstanceLossPending())

    assert until_the_end(open_on())[-2:] == ["runtime_lost", "runtime_lost"]


def test_a_display_that_keeps_its_pictures_is_a_loss_and_no_endless_wait(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = open_on()
    told = []
    for moment in headset.input.moments():
        told.append(word(moment))
        if isinstance(moment, Frame):
            runtime.hangs = told.count("frame") == 3
            draw(headset)

    assert told == ["focus_gained", *["frame"] * 3, "focus_lost", "runtime_lost", "runtime_lost"]
    # Waited for once, and not asked for again.
    assert runtime.calls["xrWaitSwapchainImage"] == runtime.calls["xrAcquireSwapchainImage"] == 3
    assert runtime.calls["xrReleaseSwapchainImage"] == 2


@pytest.mark.parametrize(
    ("function", "code", "remedy"),
    [
        ("xrCreateInstance", R.ERROR_RUNTIME_FAILURE, "start the headset's software"),
        ("xrGetSystem", R.ERROR_FORM_FACTOR_UNAVAILABLE, "connect the headset"),
        ("xrCreateSession", R.ERROR_GRAPHICS_DEVICE_INVALID, "graphics card"),
        ("xrCreateSwapchain", R.ERROR_OUT_OF_MEMORY, "restart the headset's software"),
        ("xrAttachSessionActionSets", R.ERROR_INSTANCE_LOST, "again"),
    ],
)
def test_a_failure_on_the_way_in_is_told_with_its_remedy_and_leaves_nothing_open(
    runtime: FaultRuntime, open_on: Opener, function: str, code: int, remedy: str
) -> None:
    runtime.fail(function, code)

    with pytest.raises(DeviceError, match=remedy):
        open_on()

    made = runtime.calls["xrCreateInstance"] if function != "xrCreateInstance" else 0
    assert runtime.calls["xrDestroyInstance"] == made


def test_a_picture_too_large_for_the_runtime_is_refused(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.largest_px = (639, 1024)

    with pytest.raises(DeviceError, match="lower the render resolution"):
        open_on()


def test_the_probe_tells_what_is_missing(runtime: FaultRuntime) -> None:
    runtime.fail("xrGetSystem", R.ERROR_FORM_FACTOR_UNAVAILABLE)

    report = probe()

    assert report.runtime == "fault"
    assert report.version == "1.2.3"
    assert report.system == ""
    assert "connect the headset" in report.problem


def test_the_probe_survives_a_runtime_that_dies(runtime: FaultRuntime) -> None:
    runtime.fail("xrGetInstanceProperties", R.ERROR_INSTANCE_LOST)

    assert "start the headset's software again" in probe().problem
