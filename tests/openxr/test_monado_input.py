"""Head, hands and buttons out of a real runtime, moved by the test."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator

import pytest

from tests.openxr.body import turn_towards
from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from vrexposure.core.geometry import FORWARD, Pose, Quat, Vec3, quat_from_yaw
from vrexposure.core.inputs import Button, Device, DeviceChange, Frame, Point
from vrexposure.openxr.headset import Headset, open_headset
from vrexposure.openxr.probe import probe
from vrexposure.openxr.spaces import StageSpace

pytestmark = pytest.mark.xr

SPACE: StageSpace = "stage"
HANDS = int(Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE)
BODY = BodyState(
    Pose(Vec3(0.1, 0.4, 1.7), quat_from_yaw(math.radians(30))),
    HandState(Pose(Vec3(-0.3, 0.5, 1.1))),
    HandState(Pose(Vec3(0.25, 0.6, 1.2), quat_from_yaw(math.radians(-45)))),
)


@pytest.fixture
def headset(monado: int) -> Iterator[Headset]:
    opened = _open()
    yield opened
    opened.close()


def _open(space: StageSpace = SPACE) -> Headset:
    return open_headset(
        native_context=None,
        space=space,
        origin_monotonic_ns=time.monotonic_ns(),
        app_name="tests",
    )


def settled(headset: Headset, body: BodyState) -> Frame:
    """The first frame in which the head is where the body has it."""
    target = body.head.position
    deadline_s = time.monotonic() + 5.0
    for moment in headset.input.moments():
        if isinstance(moment, Frame):
            if moment.pose(Point.HEAD).position.minus(target).length() < 1e-3:
                return moment
            assert time.monotonic() < deadline_s, "the head never came to where it was sent"
    raise AssertionError("the headset ended")


def close_to(pose: Pose, expected: Pose) -> bool:
    """Same place within 1 mm; same forward and upward axes."""
    return (
        pose.position.minus(expected.position).length() < 1e-3
        and pose.orientation.rotate(FORWARD).minus(expected.orientation.rotate(FORWARD)).length()
        < 1e-3
        and pose.orientation.rotate(Vec3(0, 0, 1))
        .minus(expected.orientation.rotate(Vec3(0, 0, 1)))
        .length()
        < 1e-3
    )


def test_the_probe_names_the_runtime_and_the_headset(monado: int) -> None:
    report = probe()

    assert report.runtime.startswith("Monado")
    assert "Remote HMD" in report.system
    assert report.draws
    assert report.problem == ""


def test_focus_comes_before_the_first_frame(headset: Headset) -> None:
    before = []
    for moment in headset.input.moments():
        if isinstance(moment, Frame):
            break
        before.append(moment)

    assert [m.change for m in before if isinstance(m, Device)] == [DeviceChange.FOCUS_GAINED]


def test_head_and_hands_are_where_they_were_put(headset: Headset, remote: RemoteHeadset) -> None:
    remote.send(BODY)

    frame = settled(headset, BODY)

    assert close_to(frame.pose(Point.HEAD), BODY.head)
    assert close_to(frame.pose(Point.LEFT_HAND), BODY.left.pose)
    assert close_to(frame.pose(Point.RIGHT_HAND), BODY.right.pose)
    assert close_to(frame.pose(Point.RIGHT_AIM), BODY.right.pose)
    assert all(frame.tracked(point) for point in (Point.HEAD, Point.LEFT_HAND, Point.RIGHT_AIM))
    assert not frame.tracked(Point.WAIST)
    assert frame.buttons == HANDS


def test_a_hand_that_points_points_there(headset: Headset, remote: RemoteHeadset) -> None:
    hand, target = Vec3(0.25, 0.3, 1.1), Vec3(-0.4, 1.6, 1.35)
    pointing = Pose(hand, turn_towards(hand, target))
    body = BodyState(Pose(Vec3(0.0, 0.1, 1.6)), BODY.left, HandState(pointing))
    remote.send(body)

    aim = settled(headset, body).pose(Point.RIGHT_AIM)

    distance_m = target.minus(aim.position).length()
    met = aim.position.plus(aim.orientation.rotate(FORWARD).scaled(distance_m))
    assert met.minus(target).length() < 2e-3


@pytest.mark.parametrize(
    ("hand", "button"),
    [
        (HandState(BODY.right.pose, trigger=1.0), Button.RIGHT_SELECT),
        (HandState(BODY.right.pose, squeeze=1.0), Button.RIGHT_SQUEEZE),
        (HandState(BODY.right.pose, b=True), Button.RIGHT_MENU),
    ],
    ids=["trigger", "squeeze", "b"],
)
def test_a_pressed_button_is_down_until_it_is_let_go(
    headset: Headset, remote: RemoteHeadset, hand: HandState, button: Button
) -> None:
    pressed = BodyState(BODY.head, BODY.left, hand)
    remote.send(pressed)
    assert settled(headset, pressed).buttons == HANDS | button

    released = BodyState(Pose(Vec3(0.0, 0.0, 1.5)), BODY.left, BODY.right)
    remote.send(released)
    assert settled(headset, released).buttons == HANDS


def test_a_controller_that_is_switched_off_is_not_active_and_not_tracked(
    headset: Headset, remote: RemoteHeadset
) -> None:
    body = BodyState(
        Pose(Vec3(0.0, 0.0, 1.4)), HandState(BODY.left.pose, trigger=1.0, active=False), BODY.right
    )
    remote.send(body)

    frame = settled(headset, body)

    assert frame.buttons == int(Button.RIGHT_ACTIVE)
    assert not frame.tracked(Point.LEFT_HAND)
    assert frame.tracked(Point.RIGHT_HAND)


def test_times_rise_on_the_session_clock(headset: Headset) -> None:
    origin_ns = time.monotonic_ns()
    times = []
    for moment in headset.input.moments():
        if isinstance(moment, Frame):
            times.append(moment.time_ns)
        if len(times) == 30:
            break

    assert all(later > earlier for earlier, later in itertools.pairwise(times))
    # The origin was set when the fixture opened the headset, a moment before this test began.
    since_ns = time.monotonic_ns() - origin_ns
    assert times[-1] - times[0] < since_ns
    told = headset.input.clock_map()
    assert told is not None
    assert told.exact


def test_the_local_floor_can_be_the_stage(monado: int, remote: RemoteHeadset) -> None:
    remote.send(BODY)
    headset = _open("local_floor")
    try:
        assert headset.properties.space == "local_floor"
        first = next(m for m in headset.input.moments() if isinstance(m, Frame))
        assert first.tracked(Point.HEAD)
    finally:
        headset.close()


def test_properties_name_the_controllers_once_they_are_known(
    headset: Headset, remote: RemoteHeadset
) -> None:
    remote.send(BODY)
    settled(headset, BODY)

    properties = headset.properties

    assert properties.right_profile == "/interaction_profiles/valve/index_controller"
    assert properties.eye_px is None
    assert "XR_MND_headless" in properties.extensions


def test_a_buzz_and_a_second_closing_do_no_harm(headset: Headset, remote: RemoteHeadset) -> None:
    remote.send(BODY)
    settled(headset, BODY)

    headset.haptic("left", 40)
    headset.close()
    headset.close()


def test_a_turned_head_keeps_its_quaternion_s_length(
    headset: Headset, remote: RemoteHeadset
) -> None:
    half = math.radians(20) / 2
    nod = Quat(math.cos(half), math.sin(half), 0.0, 0.0)
    body = BodyState(Pose(Vec3(0.2, 0.0, 1.65), nod), BODY.left, BODY.right)
    remote.send(body)

    turn = settled(headset, body).pose(Point.HEAD).orientation

    assert math.hypot(*turn) == pytest.approx(1.0, abs=1e-5)
    assert turn.rotate(FORWARD).z > 0.3  # looks up
