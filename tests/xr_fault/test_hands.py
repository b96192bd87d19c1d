"""Hands: 26 joints each, with what is known of each, and what stands in for a controller."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID, Joints, R
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.core.geometry import FORWARD, Vec3
from vrexposure.core.inputs import Button, Ended, Frame, HandSource, Joint, Point
from vrexposure.openxr.hands import DATA_SOURCE_EXTENSION, HAND_TRACKING_EXTENSION

UNTURNED = (0.0, 0.0, 0.0, 1.0)
SOURCE = xr.HandTrackingDataSourceEXT


def hand(x: float, *, apart_m: float = 0.08, flags: int = ALL_VALID) -> Joints:
    """A flat hand at x, half a metre ahead, 1.2 m up; thumb and index tip so far apart."""
    joints: Joints = {
        joint: (flags, (*UNTURNED, x + 0.002 * joint, 1.2, -0.5 - 0.004 * joint))
        for joint in range(26)
    }
    _, tip = joints[int(Joint.INDEX_TIP)]
    x_tip, y_tip, z_tip = tip[4:]
    joints[int(Joint.THUMB_TIP)] = (flags, (*UNTURNED, x_tip, y_tip - apart_m, z_tip))
    joints[int(Joint.MIDDLE_TIP)] = (flags, (*UNTURNED, x, 1.2, -0.6))
    return joints


@pytest.fixture
def tracking(runtime: FaultRuntime) -> FaultRuntime:
    runtime.extensions += [HAND_TRACKING_EXTENSION, DATA_SOURCE_EXTENSION]
    runtime.poses["view"] = (ALL_VALID, (*UNTURNED, 0.0, 1.6, 0.0))
    runtime.open_up()
    return runtime


def frames(open_on: Opener) -> Iterator[Frame]:
    return (moment for moment in open_on().input.moments() if isinstance(moment, Frame))


def test_both_hands_come_with_every_joint_its_validity_and_their_source(
    tracking: FaultRuntime, open_on: Opener
) -> None:
    tracking.hands = {"left": hand(-0.2), "right": hand(0.2)}
    tracking.hands["left"][int(Joint.LITTLE_TIP)] = (3, (0.0, 0.6, 0.0, 0.8, 1.0, 2.0, 3.0))
    tracking.hand_sources = {"left": SOURCE.UNOBSTRUCTED, "right": SOURCE.CONTROLLER}

    frame = next(frames(open_on))

    assert frame.hands is not None
    assert frame.hands.sources == (HandSource.OPTICAL, HandSource.CONTROLLER)
    assert frame.hands.poses.dtype == np.float32
    for index, x in enumerate((-0.2, 0.2)):
        place = frame.hands.place(index, Joint.INDEX_INTERMEDIATE)
        assert place == pytest.approx((x + 0.002 * 8, 0.5 + 0.004 * 8, 1.2))
    assert frame.hands.poses[0, Joint.LITTLE_TIP] == pytest.approx([1, -3, 2, 0.8, 0, 0, 0.6])
    assert frame.hands.flags[0].tolist() == [15] * 25 + [3]
    assert frame.hands.flags[1].tolist() == [15] * 26
    assert not frame.hands.tracked(0, Joint.LITTLE_TIP)
    assert frame.hands.tracked(1, Joint.LITTLE_TIP)


def test_a_frame_keeps_its_joints_when_the_next_is_read(
    tracking: FaultRuntime, open_on: Opener
) -> None:
    tracking.hands = {"right": hand(0.2)}
    told = frames(open_on)
    first = next(told)
    tracking.hands = {"right": hand(0.7)}
    second = next(told)

    assert first.hands is not None
    assert second.hands is not None
    assert first.hands.place(1, Joint.PALM).x == pytest.approx(0.2)
    assert second.hands.place(1, Joint.PALM).x == pytest.approx(0.7)


def test_a_hand_out_of_sight_has_no_valid_joint_whatever_the_runtime_left_there(
    tracking: FaultRuntime, open_on: Opener
) -> None:
    tracking.hands = {"left": hand(-0.2), "right": hand(0.2)}
    told = frames(open_on)
    next(told)
    del tracking.hands["left"]
    one = next(told)
    tracking.hands = {}
    none = next(told)

    assert one.hands is not None
    assert one.hands.sources == (HandSource.NONE, HandSource.UNKNOWN)
    assert not one.hands.flags[0].any()
    assert one.hands.flags[1].all()
    assert none.hands is None


def test_a_runtime_that_does_not_tell_the_source_is_asked_for_none(
    tracking: FaultRuntime, open_on: Opener
) -> None:
    tracking.extensions.remove(DATA_SOURCE_EXTENSION)
    tracking.hands = {"left": hand(-0.2)}
    headset = open_on()
    frame = next(moment for moment in headset.input.moments() if isinstance(moment, Frame))

    assert frame.hands is not None
    assert frame.hands.sources == (HandSource.UNKNOWN, HandSource.NONE)
    assert headset.properties.hands == "joints"


def test_a_headset_that_tracks_no_hands_has_none(tracking: FaultRuntime, open_on: Opener) -> None:
    tracking.tracks_hands = False
    headset = open_on()
    frame = next(moment for moment in headset.input.moments() if isinstance(moment, Frame))

    assert frame.hands is None
    assert headset.properties.hands == "none"
    assert not tracking.calls["xrLocateHandJointsEXT"]


def test_without_the_extension_nobody_asks_for_hands(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    runtime.hands = {"left": hand(-0.2)}

    assert next(frames(open_on)).hands is None
    assert not runtime.calls["xrCreateHandTrackerEXT"]


def test_hands_that_fail_end_hands_and_not_the_session(
    tracking: FaultRuntime, open_on: Opener
) -> None:
    tracking.hands = {"left": hand(-0.2)}
    told = frames(open_on)
    assert next(told).hands is not None

    tracking.fail("xrLocateHandJointsEXT", R.ERROR_RUNTIME_FAILURE)

    assert next(told).hands is None
    asked = tracking.calls["xrLocateHandJointsEXT"]
    assert next(told).hands is None
    assert tracking.calls["xrLocateHandJointsEXT"] == asked
    assert tracking.calls["xrDestroyHandTrackerEXT"] == 2


@pytest.mark.parametrize("code", [R.ERROR_INSTANCE_LOST, R.ERROR_SESSION_LOST])
def test_a_runtime_that_goes_away_while_hands_are_read_is_told(
    tracking: FaultRuntime, open_on: Opener, code: int
) -> None:
    tracking.hands = {"left": hand(-0.2)}
    headset = open_on()
    told = []
    for moment in headset.input.moments():
        told.append(moment)
        tracking.fail("xrLocateHandJointsEXT", code)
        assert len(told) < 20

    assert isinstance(told[-1], Ended)
    assert told[-1].reason == "runtime_lost"


def test_bare_hands_hold_and_point(tracking: FaultRuntime, open_on: Opener) -> None:
    tracking.hands = {"left": hand(-0.2), "right": hand(0.2)}

    frame = next(frames(open_on))

    assert frame.tracked(Point.LEFT_HAND)
    assert frame.tracked(Point.RIGHT_AIM)
    assert frame.pose(Point.LEFT_HAND).position == pytest.approx((-0.2, 0.5, 1.2))
    knuckle = Joint.INDEX_PROXIMAL
    aim = frame.pose(Point.RIGHT_AIM)
    assert aim.position == pytest.approx((0.2 + 0.002 * knuckle, 0.5 + 0.004 * knuckle, 1.2))
    shoulder = (0.17, 0.0, 1.4)
    way = [a - b for a, b in zip(aim.position, shoulder, strict=True)]
    length = math.hypot(*way)
    assert tuple(aim.orientation.rotate(FORWARD)) == pytest.approx(
        [part / length for part in way], abs=1e-5
    )
    assert not frame.buttons & (Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE)


def test_a_grip_from_a_palm_is_turned_as_a_controller_is(
    tracking: FaultRuntime, open_on: Opener
) -> None:
    # Palms down, fingers ahead: the tube of a closed fist runs across, thumbs to the middle; the
    # grip's -Z (in stage axes its +Y) runs along it to the thumb, its +X out of the left palm and
    # into the right one.
    tracking.hands = {"left": hand(-0.2), "right": hand(0.2)}

    frame = next(frames(open_on))

    left, right = frame.pose(Point.LEFT_HAND), frame.pose(Point.RIGHT_HAND)
    assert left.orientation.rotate(FORWARD) == pytest.approx((1, 0, 0), abs=1e-6)
    assert right.orientation.rotate(FORWARD) == pytest.approx((-1, 0, 0), abs=1e-6)
    assert left.orientation.rotate(Vec3(1.0, 0.0, 0.0)) == pytest.approx((0, 0, -1), abs=1e-6)
    assert right.orientation.rotate(Vec3(1.0, 0.0, 0.0)) == pytest.approx((0, 0, 1), abs=1e-6)


def test_a_controller_in_the_hand_is_left_alone(tracking: FaultRuntime, open_on: Opener) -> None:
    tracking.poses["grip/right"] = (ALL_VALID, (*UNTURNED, 0.3, 1.0, -0.2))
    tracking.hands = {"left": hand(-0.2), "right": hand(0.2, apart_m=0.0)}

    frame = next(frames(open_on))

    assert frame.pose(Point.RIGHT_HAND).position == pytest.approx((0.3, 0.2, 1.0))
    assert not frame.flags[Point.RIGHT_AIM]
    assert frame.buttons == Button.RIGHT_ACTIVE


def test_joints_guessed_from_a_controller_never_stand_in_for_it(
    tracking: FaultRuntime, open_on: Opener
) -> None:
    tracking.hands = {"left": hand(-0.2, apart_m=0.0)}
    tracking.hand_sources = {"left": SOURCE.CONTROLLER}

    frame = next(frames(open_on))

    assert not frame.flags[Point.LEFT_HAND]
    assert frame.buttons == 0


def test_a_pinch_is_a_choice_and_does_not_flutter(tracking: FaultRuntime, open_on: Opener) -> None:
    told = frames(open_on)
    seen = []
    for apart_mm in (40, 20, 16, 14, 16, 25, 29, 31, 20, 10):
        tracking.hands = {"left": hand(-0.2, apart_m=apart_mm / 1000), "right": hand(0.2)}
        seen.append(next(told).buttons)

    left = int(Button.LEFT_SELECT)
    assert seen == [0, 0, 0, left, left, left, left, 0, 0, left]


def test_a_hand_closed_about_a_rail_does_not_pinch(tracking: FaultRuntime, open_on: Opener) -> None:
    joints = hand(0.2, apart_m=0.005)
    _, palm = joints[int(Joint.PALM)]
    joints[int(Joint.MIDDLE_TIP)] = (ALL_VALID, (*palm[:4], palm[4], palm[5] - 0.04, palm[6]))
    tracking.hands = {"right": joints}

    assert next(frames(open_on)).buttons == 0


def test_fingertips_that_are_guessed_do_not_pinch(tracking: FaultRuntime, open_on: Opener) -> None:
    tracking.hands = {"right": hand(0.2, apart_m=0.0, flags=3)}

    frame = next(frames(open_on))

    assert frame.buttons == 0
    assert frame.flags[Point.RIGHT_HAND] == 3
    assert frame.flags[Point.RIGHT_AIM] == 3


def test_without_focus_a_pinch_is_for_somebody_else(runtime: FaultRuntime, open_on: Opener) -> None:
    states = xr.SessionState
    runtime.extensions += [HAND_TRACKING_EXTENSION]
    runtime.enter(states.IDLE, states.READY, states.SYNCHRONIZED, states.VISIBLE)
    runtime.hands = {"right": hand(0.2, apart_m=0.0)}

    assert next(frames(open_on)).buttons == 0


def test_hands_are_left_behind_with_the_session(tracking: FaultRuntime, open_on: Opener) -> None:
    open_on().close()

    assert tracking.calls["xrCreateHandTrackerEXT"] == 2
    assert tracking.calls["xrDestroyHandTrackerEXT"] == 2


def test_both_hands_take_two_calls_a_frame(tracking: FaultRuntime, open_on: Opener) -> None:
    tracking.hands = {"left": hand(-0.2), "right": hand(0.2)}
    told = frames(open_on)
    next(told)
    before = tracking.calls["xrLocateHandJointsEXT"]
    for _ in range(20):
        next(told)

    assert tracking.calls["xrLocateHandJointsEXT"] - before == 40
