"""The joints of hands out of a real runtime."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest

from tests.openxr.programs import run_beside_service
from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from tests.openxr.test_monado_marker import projected
from vrexposure.core.geometry import Pose, Vec3
from vrexposure.core.inputs import TRACKED, Button, Frame, HandSource, Joint, Point
from vrexposure.openxr.headset import Headset, open_headset

pytestmark = pytest.mark.xr

LEFT, RIGHT = Vec3(-0.3, 0.5, 1.1), Vec3(0.25, 0.6, 1.2)


def body(**hand: bool) -> BodyState:
    """A person whose hands are as `hand` says."""
    head = Pose(Vec3(0.0, 0.1, 1.7))
    return BodyState(head, HandState(Pose(LEFT), **hand), HandState(Pose(RIGHT), **hand))


@pytest.fixture
def headset(monado: int) -> Iterator[Headset]:
    opened = open_headset(
        native_context=None,
        space="stage",
        origin_monotonic_ns=time.monotonic_ns(),
        app_name="tests",
    )
    yield opened
    opened.close()


def later(headset: Headset, frames: int = 30) -> Frame:
    """A frame after the runtime has had time to take what was sent."""
    last = None
    for moment in headset.input.moments():
        if isinstance(moment, Frame):
            last, frames = moment, frames - 1
            if frames == 0:
                return last
    raise AssertionError("the headset ended")


def test_both_hands_have_26_joints_near_where_they_hold(headset: Headset) -> None:
    remote = RemoteHeadset()
    remote.send(body())
    frame = later(headset)
    remote.close()

    assert headset.properties.hands in ("joints", "joints and source")
    assert frame.hands is not None
    assert (frame.hands.flags == TRACKED).all()
    assert np.isfinite(frame.hands.poses).all()
    for hand, place in enumerate((LEFT, RIGHT)):
        for joint in Joint:
            assert frame.hands.place(hand, joint).minus(place).length() < 0.25, joint
        wrist = frame.hands.place(hand, Joint.WRIST)
        tip = frame.hands.place(hand, Joint.MIDDLE_TIP)
        assert 0.05 < tip.minus(wrist).length() < 0.25
        assert frame.hands.sources[hand] != HandSource.NONE
    assert np.linalg.norm(frame.hands.poses[:, :, 3:], axis=2) == pytest.approx(1.0, abs=1e-3)


def test_the_profile_in_use_is_known(headset: Headset) -> None:
    remote = RemoteHeadset()
    remote.send(body())
    later(headset)
    remote.close()

    index = "/interaction_profiles/valve/index_controller"
    assert headset.input.profiles == (index, index)
    assert headset.stick("left") == (0.0, 0.0)


def test_no_tracker_is_made_up(headset: Headset) -> None:
    frame = later(headset, 3)

    assert not frame.flags[Point.WAIST :].any()
    assert set(headset.properties.worn.values()) == {"none"}


def test_a_bare_hand_holds_and_points(headset: Headset) -> None:
    remote = RemoteHeadset()
    remote.send(body(active=False, bare=True))
    frame = later(headset)
    remote.close()

    assert frame.hands is not None
    assert not frame.buttons & (Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE)
    assert frame.tracked(Point.LEFT_HAND)
    assert frame.tracked(Point.RIGHT_AIM)
    assert frame.pose(Point.LEFT_HAND).position.minus(LEFT).length() < 0.2


@pytest.mark.timeout(150)
def test_the_picture_handed_over_has_both_hands_where_each_eye_sees_them(monado: int) -> None:
    done = run_beside_service("held_up", limit_s=60)
    assert done.exit_code == 0, done.errors
    (told,) = (line for line in done.lines if "seen" in line)

    for places, seen in zip(told["hands"], told["seen"], strict=True):
        lefts = []
        for view, (left, right, low, top, pixels) in zip(told["views"], seen, strict=True):
            outline = np.array([projected(place, view) for place in places])
            assert pixels > 300
            assert (left, low) == pytest.approx(tuple(outline.min(axis=0)), abs=2)
            assert (right, top) == pytest.approx(tuple(outline.max(axis=0)), abs=2)
            lefts.append(left)
        assert lefts[0] - lefts[1] > 10, "both eyes see it from one place"
