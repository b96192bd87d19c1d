"""Walking seen from the head: how far, when it begins and ends, and what is no walking."""

from __future__ import annotations

import math
import typing
from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from tests.core.tracking.counting import play
from tests.core.tracking.frames import MS, feed, frame, only
from tests.motion.people import Person
from tests.motion.recording import Quality, degraded, record
from vrexposure.core.geometry import IDENTITY, Pose, Vec3
from vrexposure.core.inputs import Frame, Point
from vrexposure.core.observations import (
    Halted,
    HandAbsent,
    MovementStarted,
    Observation,
    StepTaken,
    ThingDropped,
    ThingTaken,
    WalkedOn,
)
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch, WatchWalk

GOOD = Quality(rate_hz=60)


def standing(seed: int = 1) -> Person:
    person = Person(Random(seed))
    person.rise.value, person.lean.value = 1.0, 0.30
    person.hands = dict.fromkeys(("left", "right"), "hanging")
    person.wait(2.0)
    return person


def watch(**change: typing.Any) -> WatchWalk:
    values: dict[str, typing.Any] = {
        "go_ns": 0,
        "standing_head_mm": 1620,
        "locomotion": "room",
        "distance_mm": 4000,
        "leg_mm": 2000,
    }
    return WatchWalk(**(values | change))


def way_mm(said: list[Observation]) -> int:
    told = only(said, WalkedOn)
    return told[-1].distance_mm if told else 0


def to_and_fro(seed: int, legs: int = 2) -> Person:
    person = standing(seed)
    for leg in range(legs):
        person.walk(0.0, 0.0 if leg % 2 else 2.5, 0.8)
        person.wait(1.5)
    return person


@pytest.mark.parametrize("seed", range(4))
def test_the_way_there_and_back_is_measured_and_the_stand_between(seed: int) -> None:
    person = to_and_fro(seed)
    said = play(person, watch(), GOOD)
    assert way_mm(said) == pytest.approx(5000, rel=0.05)
    assert [one.on for one in only(said, Halted)] == [True, False, True]
    # A second and a half, nine tenths for turning round, and the way's slow beginning and end.
    assert only(said, Halted)[1].stood_ms == pytest.approx(2800, abs=400)
    assert only(said, MovementStarted)[0].hesitation_ms == pytest.approx(2900, abs=350)
    told = only(said, WalkedOn)
    assert all(one.timed for one in told)
    assert [one.distance_mm // 500 for one in told] == sorted(
        one.distance_mm // 500 for one in told
    )


def test_a_way_through_a_bad_device_is_about_as_long() -> None:
    for seed in range(6):
        said = play(to_and_fro(seed), watch(), degraded(Random(seed)), seed)
        assert way_mm(said) == pytest.approx(5000, rel=0.25)


def test_steps_are_seen_about_as_many_as_were_taken() -> None:
    person = standing(3)
    person.walk(0.0, 6.0, 0.9)
    person.wait(1.0)
    said = play(person, watch(), GOOD)
    taken = only(said, StepTaken)
    assert abs(len(taken) - len(person.bobs)) <= 2
    assert {one.direction for one in taken} == {"on"}
    assert only(said, WalkedOn)[-1].steps == len(taken)
    paced = [one.interval_ms for one in taken if one.interval_ms]
    assert all(250 <= one <= 2000 for one in paced)


def test_the_steady_speed_leaves_out_starts_and_stops() -> None:
    person = standing(3)
    person.walk(0.0, 9.0, 1.0)
    person.wait(1.0)
    last = only(play(person, watch(), GOOD), WalkedOn)[-1]
    mean = last.distance_mm / last.duration_ms
    assert last.straight_mm >= 4000
    assert last.straight_mm / last.straight_ms > 1.1 * mean


def turns_the_head(person: Person) -> None:
    for yaw in (1.2, -1.2, 0.0):
        person.look(yaw, -0.3, 0.6)


def leans(person: Person) -> None:
    person.bend(1.2, 1.0, 0.25)


def marches(person: Person) -> None:
    for index in range(12):
        person.step(0.6, 0.04, 0.03 if index % 2 else -0.03)


def shifts_the_weight(person: Person) -> None:
    for x in (0.12, -0.12, 0.0):
        person.x.glide(person.t, 0.9, x)
        person.wait(1.2)


def is_rolled(person: Person) -> None:
    """Upright and without a step, as on a standing frame that somebody pushes."""
    person.y.glide(person.t, 4.0, 3.0)
    person.wait(4.0)


def is_wheeled_seated(person: Person) -> None:
    person.rise_to(0.0, 1.5)
    person.wait(1.0)
    person.walk(0.0, 3.0, 1.0)


@pytest.mark.parametrize(
    "act",
    [turns_the_head, leans, marches, shifts_the_weight, is_rolled, is_wheeled_seated],
)
def test_what_takes_no_step_ahead_walks_nowhere(act: Callable[[Person], None]) -> None:
    for seed in range(3):
        person = standing(seed)
        act(person)
        person.wait(1.5)
        said = play(person, watch(), GOOD)
        assert only(said, WalkedOn) == []
        assert only(said, MovementStarted) == []


def test_a_jump_of_the_stage_is_no_way() -> None:
    person = standing(2)
    person.wait(4.0)
    half = person.t / 2
    tracker = Tracker()
    tracker.watch(Watch(watch()))
    said = []
    for one in record(person, GOOD, 2):
        if one.time_ns > half * 1e9:
            one.poses[:, :2] += 1.5
        said += tracker.update(one)
    assert only(said, WalkedOn) == []


def test_walking_on_unseen_for_a_moment_is_walking_on() -> None:
    person = standing(2)
    person.walk(0.0, 5.0, 0.9)
    person.wait(1.0)
    middle = (person.t - 1.0 + 2.9) / 2
    frames = [
        one
        for one in record(person, GOOD, 2)
        if abs(one.time_ns / 1e9 - middle) > 0.4 or not one.flags.any()
    ]
    tracker = Tracker()
    tracker.watch(Watch(watch()))
    said = feed(tracker, frames)
    assert way_mm(said) == pytest.approx(5000, rel=0.06)
    assert [one.on for one in only(said, Halted)] == [True]
    assert not only(said, WalkedOn)[-1].timed


def test_a_picture_that_stands_still_is_no_stand() -> None:
    person = standing(2)
    person.walk(0.0, 5.0, 0.9)
    person.wait(1.0)
    frames = list(record(person, GOOD, 2))
    first = next(k for k, one in enumerate(frames) if one.time_ns > 4.5e9)
    for one in frames[first : first + 40]:
        one.poses[:] = frames[first].poses
    tracker = Tracker()
    tracker.watch(Watch(watch()))
    assert [one.on for one in only(feed(tracker, frames), Halted)] == [True]


# On the spot.


@pytest.mark.parametrize("seed", range(3))
def test_own_steps_on_the_spot_add_up_strides_and_a_pause_is_a_stand(seed: int) -> None:
    person = standing(seed)
    for count in (6, 4):
        for index in range(count):
            person.step(0.6, 0.04, 0.03 if index % 2 else -0.03)
        person.wait(3.5)
    said = play(person, watch(locomotion="in_place", stride_mm=500), GOOD)
    taken = only(said, StepTaken)
    assert len(taken) == 10
    assert way_mm(said) == 5000
    assert [one.on for one in only(said, Halted)] == [True, False, True]
    assert only(said, Halted)[1].stood_ms == pytest.approx(3500, abs=500)
    assert taken[0].interval_ms == taken[6].interval_ms == 0
    assert taken[3].interval_ms == pytest.approx(600, abs=120)


def test_walking_about_is_no_walking_on_the_spot() -> None:
    said = play(to_and_fro(1), watch(locomotion="in_place"), GOOD)
    assert way_mm(said) <= 600


# Carrying.


def carrier(
    begin_s: float, end_s: float, hands: Callable[[float], dict[Point, Vec3]]
) -> list[Frame]:
    """Stands with the hands where they are told to be."""
    frames = []
    for k in range(round(begin_s * 60), round(end_s * 60)):
        t = k / 60
        sway = 0.004 * math.sin(2 * t)
        points = {point: Pose(at, IDENTITY) for point, at in hands(t).items()}
        frames.append(frame(t * 1000, Vec3(sway, 0.002 * math.sin(3 * t), 1.62), points=points))
    return frames


def both(x: float = 0.13, z: float = 1.15, y: float = 0.3) -> dict[Point, Vec3]:
    return {Point.LEFT_HAND: Vec3(-x, y, z), Point.RIGHT_HAND: Vec3(x, y, z)}


HANGING = {Point.LEFT_HAND: Vec3(-0.22, 0.0, 0.75), Point.RIGHT_HAND: Vec3(0.22, 0.0, 0.75)}


def test_both_hands_take_a_thing_and_lose_it_when_they_sink_or_part() -> None:
    def hands(t: float) -> dict[Point, Vec3]:
        if t < 1 or 4 <= t < 5:
            return HANGING
        return both(0.6) if t >= 7 else both()

    tracker = Tracker()
    tracker.watch(Watch(watch(carried="both_hands")))
    said = feed(tracker, carrier(0, 9, hands))
    told = [one for one in said if isinstance(one, ThingTaken | ThingDropped)]
    assert [type(one) for one in told] == [ThingTaken, ThingDropped, ThingTaken, ThingDropped]
    assert [one.time_ns / 1e9 for one in told] == pytest.approx([1.3, 4.25, 5.3, 7.25], abs=0.1)
    assert [one.index for one in told] == [0, 0, 1, 1]


def test_one_hand_takes_a_thing_whichever_it_is() -> None:
    def hands(t: float) -> dict[Point, Vec3]:
        left = Vec3(-0.1, 0.3, 1.15) if t > 1 else HANGING[Point.LEFT_HAND]
        return HANGING | {Point.LEFT_HAND: left}

    tracker = Tracker()
    tracker.watch(Watch(watch(carried="one_hand")))
    (taken,) = only(feed(tracker, carrier(0, 3, hands)), ThingTaken)
    assert taken.side == "left"


def test_a_hand_that_has_just_pointed_takes_nothing_at_once() -> None:
    def hands(t: float) -> dict[Point, Vec3]:
        right = Vec3(0.15, 0.4, 1.2) if t < 1 else HANGING[Point.RIGHT_HAND]
        return HANGING | {Point.RIGHT_HAND: right}

    tracker = Tracker()
    tracker.watch(Watch(watch(carried="one_hand")))
    assert only(feed(tracker, carrier(0, 3, hands)), ThingTaken) == []


def test_hands_that_are_not_seen_lose_nothing_and_one_alone_decides_after_a_second() -> None:
    def hands(t: float) -> dict[Point, Vec3]:
        if t < 1:
            return HANGING
        if t < 3:
            return both()
        if t < 6:
            return {}
        left = both()[Point.LEFT_HAND] if t < 8 else HANGING[Point.LEFT_HAND]
        return {Point.LEFT_HAND: left}

    tracker = Tracker()
    tracker.watch(Watch(watch(carried="both_hands")))
    said = feed(tracker, carrier(0, 10, hands))
    (dropped,) = only(said, ThingDropped)
    assert dropped.time_ns == pytest.approx(8_250 * MS, abs=100 * MS)


@pytest.mark.parametrize(("carried", "told"), [("one_hand", 2), ("nothing", 0)])
def test_hands_that_are_never_seen_are_told_once_where_they_are_wanted(
    carried: str, told: int
) -> None:
    tracker = Tracker()
    tracker.watch(Watch(watch(carried=carried)))
    assert len(only(feed(tracker, carrier(0, 8, lambda t: {})), HandAbsent)) == told
    tracker = Tracker()
    tracker.watch(Watch(watch(carried=carried)))
    assert only(feed(tracker, carrier(0, 8, lambda t: HANGING)), HandAbsent) == []


def test_only_what_is_walked_with_the_thing_counts() -> None:
    person = to_and_fro(1)

    def carried(one: Frame) -> Frame:
        """The thing is in the right hand on the way there, not on the way back."""
        head = one.poses[Point.HEAD]
        there = one.time_ns / 1e9 < 7.0
        below = 0.45 if there else 0.9
        one.poses[Point.RIGHT_HAND, :3] = head[:3] + np.array([0.05, 0.3, -below])
        return one

    tracker = Tracker()
    tracker.watch(Watch(watch(carried="one_hand")))
    said = feed(tracker, (carried(one) for one in record(person, GOOD, 1)))
    assert len(only(said, ThingDropped)) == 1
    assert way_mm(said) == pytest.approx(2500, rel=0.08)
