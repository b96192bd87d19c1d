"""The scripted body, judged by the very tracking that will see it through the headset."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.openxr.body import RATE_HZ, SEATED_HEAD_M, STANDING_HEAD_M, Body, turn_towards
from tests.openxr.remote import PACKET_SIZE, BodyState, HandState, packet
from vrexposure.core.geometry import FORWARD, Vec3
from vrexposure.core.inputs import TRACKED, Button, Frame, Point, empty_arrays
from vrexposure.core.observations import Observation, RepetitionDone, Selected, StepTaken
from vrexposure.core.panel import option_middle
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.view import Option, Panel, Text
from vrexposure.core.watch import Watch, WatchSitToStand, WatchStairs

SIT_TO_STAND = Watch(
    WatchSitToStand(
        go_ns=0,
        seated_head_mm=round(SEATED_HEAD_M * 1000),
        standing_head_mm=round(STANDING_HEAD_M * 1000),
        seat_mm=450,
    )
)
STAIRS = Watch(
    WatchStairs(
        go_ns=0,
        direction="up",
        standing_head_mm=round(STANDING_HEAD_M * 1000),
        riser_mm=150,
    )
)


def seen(watch: Watch, *motions: Iterator[BodyState]) -> list[Observation]:
    """What tracking says of the motions, one after the other."""
    tracker = Tracker()
    tracker.watch(watch)
    said: list[Observation] = []
    index = 0
    for motion in motions:
        for state in motion:
            said += tracker.update(frame_of(state, index * 1_000_000_000 // RATE_HZ))
            index += 1
    return said


def frame_of(state: BodyState, time_ns: int) -> Frame:
    """The frame in which a headset would tell it."""
    poses, flags = empty_arrays()
    rows = (
        (Point.HEAD, state.head),
        (Point.LEFT_HAND, state.left.pose),
        (Point.RIGHT_HAND, state.right.pose),
        (Point.LEFT_AIM, state.left.pose),
        (Point.RIGHT_AIM, state.right.pose),
    )
    for point, pose in rows:
        poses[point] = (*pose.position, *pose.orientation)
        flags[point] = TRACKED
    buttons = Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE
    if pressed(state.left):
        buttons |= Button.LEFT_SELECT
    if pressed(state.right):
        buttons |= Button.RIGHT_SELECT
    return Frame(time_ns, poses, flags, int(buttons))


def pressed(hand: HandState) -> bool:
    """Whether the trigger counts as pulled."""
    return hand.trigger > 0.5


def test_five_sit_to_stands_are_counted_as_five() -> None:
    body = Body()

    said = seen(
        SIT_TO_STAND, body.stay(1.5), *(body.sit_to_stand() for _ in range(5)), body.stay(1.0)
    )

    done = [one for one in said if isinstance(one, RepetitionDone)]
    assert [one.index for one in done] == [1, 2, 3, 4, 5]
    assert all(one.timed for one in done)


def test_ten_marching_steps_are_counted_as_ten_on_alternate_sides() -> None:
    body = Body(STANDING_HEAD_M)

    said = seen(STAIRS, body.stay(1.5), body.march(10), body.stay(1.5))

    steps = [one for one in said if isinstance(one, StepTaken)]
    assert [one.index for one in steps] == list(range(1, 11))


@pytest.mark.parametrize("option", [0, 3, 10])
@pytest.mark.parametrize("seated", [True, False])
def test_pointing_and_pulling_the_trigger_chooses_the_option(option: int, seated: bool) -> None:
    options = tuple(Option(value, Text("scale")) for value in range(11))
    panel = Panel("pain", Text("pain.now"), options=options)
    body = Body(SEATED_HEAD_M if seated else STANDING_HEAD_M)

    said = seen(
        Watch(panel=panel),
        body.stay(0.5),
        body.choose(option_middle(panel, option)),
        body.stay(0.5),
    )

    assert [one.option for one in said if isinstance(one, Selected)] == [option]


def test_a_turn_towards_a_place_leads_there() -> None:
    origin, target = Vec3(0.2, 0.3, 1.0), Vec3(-1.0, 1.5, 1.8)
    way = target.minus(origin)

    ahead = turn_towards(origin, target).rotate(FORWARD)

    assert ahead == pytest.approx(tuple(way.scaled(1 / way.length())))


def test_a_motion_takes_the_time_it_says() -> None:
    states = list(Body().sit_to_stand(rise_s=1.0, stand_s=0.5, lower_s=1.0, sit_s=0.5))

    assert len(states) == 3 * RATE_HZ
    assert max(state.head.position.z for state in states) == pytest.approx(STANDING_HEAD_M)
    assert states[-1].head.position.z == pytest.approx(SEATED_HEAD_M)


def test_a_packet_is_as_long_as_the_driver_reads() -> None:
    assert len(packet(Body().state)) == PACKET_SIZE
