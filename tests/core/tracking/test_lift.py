"""Lifting by hand-made movement: what takes the thing, what drops it, what puts it down."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from tests.core.tracking.frames import feed, frame, only
from vrexposure.core.geometry import IDENTITY, Pose, Vec3
from vrexposure.core.inputs import Button, Frame, Point
from vrexposure.core.observations import (
    HandAbsent,
    MovementStarted,
    NearMiss,
    Observation,
    ThingDropped,
    ThingPut,
    ThingTaken,
)
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch, WatchLift

STEP_MS = 14
NOWHERE = Vec3(0.0, 0.0, 0.0)
HANGS = Vec3(0.25, 0.05, 0.75)
LOW = Vec3(0.0, 0.40, 0.20)
HIGH = Vec3(0.3, 0.30, 0.90)
BELLY = Vec3(0.0, 0.30, 1.05)
WATCH = WatchLift(
    go_ns=0,
    places=((0, 400, 200), (300, 300, 900)),
    size_mm=150,
    both_hands=False,
    lifts=2,
    head_mm=1600,
    hip_mm=906,
)
GRIP = Button.RIGHT_ACTIVE | Button.RIGHT_SQUEEZE
Stop = tuple[float, Vec3 | None]
Hands = Callable[[Vec3], dict[Point, Vec3]]


def right(place: Vec3) -> dict[Point, Vec3]:
    return {Point.RIGHT_HAND: place}


def both(place: Vec3, apart_m: float = 0.15) -> dict[Point, Vec3]:
    aside = Vec3(apart_m / 2, 0.0, 0.0)
    return {Point.LEFT_HAND: place.minus(aside), Point.RIGHT_HAND: place.plus(aside)}


def frames(
    stops: Sequence[Stop],
    *,
    hands: Hands = right,
    pressed: tuple[float, float] = (9e9, 9e9),
    button: int = int(GRIP),
    head: Callable[[float], Vec3] = lambda _: Vec3(0.0, 0.0, 1.6),
    begin_s: float = 0.0,
    shift: Vec3 = NOWHERE,
) -> Iterator[Frame]:
    """A hand that is at each stop at its time, going there smoothly; None: not tracked there."""
    end_s = stops[-1][0]
    for ms in range(round(begin_s * 1000), round(end_s * 1000), STEP_MS):
        at = ms / 1000
        (a_s, a), (b_s, b) = next(pair for pair in itertools.pairwise(stops) if at < pair[1][0])
        tremor = Vec3(0.0005 * math.sin(50 * at), 0.0, 0.0005 * math.cos(50 * at))
        points = {}
        if a is not None and b is not None:
            u = max(0.0, (at - a_s) / (b_s - a_s))
            place = a.plus(b.minus(a).scaled(u**3 * (10 - 15 * u + 6 * u * u)))
            points = {
                point: Pose(where.plus(tremor).plus(shift), IDENTITY)
                for point, where in hands(place).items()
            }
        buttons = button if pressed[0] <= at < pressed[1] else int(Button.RIGHT_ACTIVE)
        yield frame(ms, head(at).plus(tremor).plus(shift), points=points, buttons=buttons)


def seen(watch: WatchLift, *streams: Iterator[Frame]) -> list[Observation]:
    tracker = Tracker()
    tracker.watch(Watch(watch))
    return [one for stream in streams for one in feed(tracker, stream)]


def lifting(said: list[Observation]) -> list[str]:
    kinds = (ThingTaken, ThingDropped, ThingPut)
    return [one.kind for one in said if isinstance(one, kinds)]


TO_LOW: list[Stop] = [(0.0, HANGS), (1.0, HANGS), (2.0, LOW)]
UP: list[Stop] = [*TO_LOW, (3.0, LOW), (4.0, BELLY)]
LIFT: list[Stop] = [*UP, (5.0, HIGH), (6.0, HIGH), (7.0, HANGS)]


def test_a_hand_that_stays_at_the_thing_takes_it_and_puts_it_where_it_stays_again() -> None:
    said = seen(WATCH, frames(LIFT))
    (taken,) = only(said, ThingTaken)
    assert (taken.index, taken.side) == (0, "right")
    assert 1.9 < taken.time_ns / 1e9 < 2.5
    (put,) = only(said, ThingPut)
    assert put.timed
    assert 5.0 < put.time_ns / 1e9 < 5.6
    assert abs(put.lift_ms - 3300) < 300
    (started,) = only(said, MovementStarted)
    assert started.hesitation_ms >= 900


def test_a_tap_takes_it_at_once_and_the_hand_need_not_stay_closed() -> None:
    said = seen(WATCH, frames(LIFT, pressed=(2.0, 2.2)))
    assert lifting(said) == ["thing_taken", "thing_put"]
    assert only(said, ThingTaken)[0].time_ns / 1e9 == pytest.approx(2.0, abs=0.02)


def test_opening_the_hand_before_a_held_button_would_stop_the_session_keeps_it() -> None:
    said = seen(WATCH, frames(LIFT, pressed=(2.1, 3.9)))
    assert lifting(said) == ["thing_taken", "thing_put"]
    assert only(said, ThingTaken)[0].closed
    assert not only(seen(WATCH, frames(LIFT)), ThingTaken)[0].closed


def test_a_pinch_takes_it_too() -> None:
    said = seen(WATCH, frames(LIFT, pressed=(2.0, 2.2), button=int(Button.RIGHT_SELECT)))
    assert only(said, ThingTaken)[0].time_ns / 1e9 == pytest.approx(2.0, abs=0.02)


def test_pressing_away_from_the_thing_takes_nothing() -> None:
    assert lifting(seen(WATCH, frames([(0.0, HANGS), (3.0, HANGS)], pressed=(1.0, 2.0)))) == []


def test_opening_a_closed_hand_on_the_way_drops_it_and_it_can_be_taken_again() -> None:
    again: list[Stop] = [*UP, (5.0, BELLY), (6.0, LOW), (7.0, LOW), (8.0, BELLY), (9.0, HIGH)]
    said = seen(WATCH, frames([*again, (10.0, HIGH)], pressed=(2.1, 4.2)))
    assert lifting(said) == ["thing_taken", "thing_dropped", "thing_taken", "thing_put"]
    assert only(said, ThingPut)[0].index == 0


def test_opening_a_closed_hand_at_the_place_puts_it_there_at_once() -> None:
    said = seen(WATCH, frames(LIFT, pressed=(2.1, 5.2)))
    (put,) = only(said, ThingPut)
    assert put.time_ns / 1e9 == pytest.approx(5.2, abs=0.03)


def test_a_hand_that_stays_closed_has_not_put_it_down_yet() -> None:
    said = seen(WATCH, frames([*UP, (5.0, HIGH), (6.5, HIGH)], pressed=(2.1, 9.0)))
    assert lifting(said) == ["thing_taken"]


def test_a_hand_that_rests_at_the_thing_from_the_beginning_takes_nothing() -> None:
    assert lifting(seen(WATCH, frames([(0.0, LOW), (4.0, LOW)]))) == []


def test_passing_by_takes_nothing() -> None:
    past = Vec3(0.0, 0.5, 0.0)
    stops: list[Stop] = [(0.0, HANGS), (1.0, LOW.minus(past)), (2.0, LOW.plus(past))]
    assert lifting(seen(WATCH, frames(stops))) == []


def test_the_second_lift_goes_back_to_where_the_first_one_began() -> None:
    stops: list[Stop] = [*LIFT, (8.0, HIGH), (9.0, HIGH), (10.0, LOW), (11.0, LOW)]
    puts = only(seen(WATCH, frames(stops)), ThingPut)
    assert [put.index for put in puts] == [0, 1]


def test_what_comes_first_can_be_told() -> None:
    said = seen(replace(WATCH, first=3), frames([(0.0, HANGS), (1.0, HIGH), (2.0, HIGH)]))
    assert only(said, ThingTaken)[0].index == 3


def test_more_lifts_than_were_asked_for_are_not_told() -> None:
    stops: list[Stop] = [*LIFT, (8.0, HIGH), (9.0, HIGH), (10.0, LOW), (11.0, LOW)]
    assert len(only(seen(replace(WATCH, lifts=1), frames(stops)), ThingPut)) == 1


BOTH = replace(WATCH, both_hands=True)


def test_where_both_hands_are_asked_for_one_alone_takes_nothing() -> None:
    def one_at_it(place: Vec3) -> dict[Point, Vec3]:
        return {Point.RIGHT_HAND: place, Point.LEFT_HAND: Vec3(-0.25, 0.05, 0.75)}

    assert lifting(seen(BOTH, frames(LIFT, hands=one_at_it))) == []
    said = seen(BOTH, frames(LIFT, hands=both))
    assert lifting(said) == ["thing_taken", "thing_put"]
    assert only(said, ThingTaken)[0].side == "both"


def test_hands_that_come_apart_drop_it() -> None:
    def parting(place: Vec3) -> dict[Point, Vec3]:
        return both(place, 0.15 if place.z < 0.8 else 0.5)

    assert lifting(seen(BOTH, frames([*UP, (6.0, BELLY)], hands=parting))) == [
        "thing_taken",
        "thing_dropped",
    ]


def test_a_hand_that_was_never_seen_is_told_where_both_are_asked_for() -> None:
    said = seen(BOTH, frames([(0.0, HANGS), (3.0, HANGS)]))
    assert [one.side for one in only(said, HandAbsent)] == ["left"]
    assert only(seen(WATCH, frames([(0.0, HANGS), (3.0, HANGS)])), HandAbsent) == []


def test_a_hand_that_is_not_seen_for_a_while_keeps_the_thing_without_times() -> None:
    stops: list[Stop] = [*UP, (4.01, None), (5.5, None), (5.51, HIGH), (6.6, HIGH)]
    said = seen(WATCH, frames(stops))
    assert lifting(said) == ["thing_taken", "thing_put"]
    assert not only(said, ThingPut)[0].timed


def test_a_hand_that_comes_back_into_sight_at_the_thing_is_as_one_that_came() -> None:
    stops: list[Stop] = [(0.0, HANGS), (1.0, HANGS), (1.01, None), (2.0, None), (2.01, LOW)]
    assert lifting(seen(WATCH, frames([*stops, (3.0, LOW)]))) == ["thing_taken"]


def test_a_jump_of_the_stage_takes_nothing_and_puts_nothing() -> None:
    away = LOW.minus(HANGS)
    still = frames([(0.0, HANGS), (1.0, HANGS)])
    jumped = frames([(1.0, HANGS), (4.0, HANGS)], begin_s=1.0, shift=away)
    assert lifting(seen(WATCH, still, jumped)) == []
    carried = frames([*UP, (4.5, BELLY)])
    there = frames([(4.5, BELLY), (7.0, BELLY)], begin_s=4.5, shift=HIGH.minus(BELLY))
    assert lifting(seen(WATCH, carried, there)) == ["thing_taken"]


def test_coming_half_way_and_going_back_is_a_near_miss() -> None:
    most = HANGS.plus(LOW.minus(HANGS).scaled(0.6))
    said = seen(WATCH, frames([(0.0, HANGS), (1.0, HANGS), (2.0, most), (3.0, HANGS)]))
    (near,) = only(said, NearMiss)
    assert 50 <= near.reached_percent <= 95
    assert len(only(said, MovementStarted)) == 1


def test_fidgeting_hands_begin_nothing() -> None:
    by = HANGS.plus(Vec3(0.0, 0.03, -0.03))
    stops: list[Stop] = [(t, by if t % 2 else HANGS) for t in map(float, range(8))]
    assert seen(WATCH, frames(stops)) == []


@pytest.mark.parametrize("deep_m", [0.0, 0.3])
def test_the_lowest_that_the_head_came_is_told(deep_m: float) -> None:
    def bends(at: float) -> Vec3:
        u = max(0.0, 1 - abs(at - 2.2) / 1.5)
        return Vec3(0.0, 0.0, 1.6 - deep_m * u**3 * (10 - 15 * u + 6 * u * u))

    (put,) = only(seen(WATCH, frames(LIFT, head=bends)), ThingPut)
    assert put.low_mm == pytest.approx(1600 - 1000 * deep_m, abs=8)


def test_a_device_that_goes_with_its_button_down_drops_nothing() -> None:
    made = list(frames([*UP, (5.0, HIGH), (6.0, HIGH)], pressed=(2.1, 5.5)))
    gone = [replace(one, buttons=0) if 3.2e9 < one.time_ns < 4.5e9 else one for one in made]
    assert lifting(seen(WATCH, iter(gone))) == ["thing_taken", "thing_put"]
