"""Hands, trackers and body go along when the stage moves and when the runtime is another one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID, R
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import lose_and_return, until
from vrexposure.core.inputs import Device, DeviceChange, Frame, Point
from vrexposure.openxr.hands import DATA_SOURCE_EXTENSION, HAND_TRACKING_EXTENSION
from vrexposure.openxr.headset import Headset
from vrexposure.openxr.trackers import TRACKER_EXTENSION

HERE = (ALL_VALID, (0.0, 0.0, 0.0, 1.0, 0.1, 1.2, -0.3))
TOUCH = "/interaction_profiles/oculus/touch_controller"


@pytest.fixture
def whole(runtime: FaultRuntime) -> FaultRuntime:
    """A runtime that sees hands, a worn tracker and a body."""
    runtime.extensions += [
        *(HAND_TRACKING_EXTENSION, DATA_SOURCE_EXTENSION, "XR_BD_body_tracking"),
        TRACKER_EXTENSION,
    ]
    runtime.hands = {side: dict.fromkeys(range(26), HERE) for side in ("left", "right")}
    runtime.body = dict.fromkeys(range(24), HERE)
    runtime.poses |= {"view": HERE, "tracker/waist": HERE}
    runtime.open_up()
    return runtime


def next_frame(moments: Iterator[object]) -> Frame:
    return next(moment for moment in itertools.islice(moments, 50) if isinstance(moment, Frame))


def is_whole(frame: Frame) -> bool:
    return frame.hands is not None and frame.tracked(Point.WAIST)


def opened(open_on: Opener) -> Headset:
    return open_on(virtual=True, reconnect_for_s=600)


def test_all_is_told_in_the_stage_as_it_lies_after_recentring(
    whole: FaultRuntime, open_on: Opener
) -> None:
    headset = opened(open_on)
    moments = headset.input.moments()
    assert is_whole(next_frame(moments))

    headset.recentre()
    told = list(itertools.islice(moments, 6))

    assert any(isinstance(one, Device) and one.change == DeviceChange.RECENTRED for one in told)
    frame = told[-1]
    assert isinstance(frame, Frame)
    assert is_whole(frame)
    # All is where the head is, beneath which the middle of the stage now lies.
    assert frame.hands is not None
    for pose in (frame.pose(Point.HEAD), frame.pose(Point.WAIST), frame.pose(Point.LEFT_FOOT)):
        assert pose.position == pytest.approx((0.0, 0.0, 1.2), abs=1e-6)
    middle = np.full((2, 26, 3), (0.0, 0.0, 1.2))
    assert frame.hands.poses[:, :, :3] == pytest.approx(middle, abs=1e-6)


def test_all_comes_back_with_the_runtime_and_nothing_is_left_behind(
    whole: FaultRuntime, open_on: Opener
) -> None:
    headset = opened(open_on)
    moments = headset.input.moments()
    until(moments, "frame")
    lose_and_return(whole, headset, moments)
    living = whole.living()
    for _ in range(5):
        lose_and_return(whole, headset, moments)
        assert is_whole(next_frame(moments))

    assert whole.living() == living
    assert whole.forsaken == {}


@pytest.mark.parametrize("function", ["xrLocateHandJointsEXT", "xrGetCurrentInteractionProfile"])
@pytest.mark.parametrize("code", [R.ERROR_INSTANCE_LOST, R.ERROR_SESSION_LOST])
def test_a_loss_that_hands_tell_first_is_a_loss(
    whole: FaultRuntime, open_on: Opener, function: str, code: int
) -> None:
    moments = opened(open_on).input.moments()
    until(moments, "frame")
    whole.fail(function, code)
    whole.send(xr.EventDataInteractionProfileChanged())
    until(moments, "runtime_lost")
    whole.come_back()
    whole.open_up()
    until(moments, "runtime_back")

    assert is_whole(next_frame(moments))


def test_a_new_runtime_has_not_yet_said_which_controllers_there_are(
    whole: FaultRuntime, open_on: Opener
) -> None:
    headset = opened(open_on)
    moments = headset.input.moments()
    whole.profiles = {"left": TOUCH, "right": TOUCH}
    whole.send(xr.EventDataInteractionProfileChanged())
    until(moments, "frame")
    assert headset.input.profiles == (TOUCH, TOUCH)
    assert headset.stick("left") is None

    whole.vanish()
    until(moments, "tick")

    assert headset.input.profiles == ("", "")
    assert headset.stick("left") is None
