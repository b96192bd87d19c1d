"""Turning: what counts as it, what does not, and whose trunk went along."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np
import pytest

from tests.core.tracking.frames import feed, frame, only
from tests.core.tracking.turning import seen_in
from tests.strangers import record
from vrexposure.core.geometry import Pose, Vec3, quat_from_pitch, quat_from_yaw
from vrexposure.core.inputs import VALID, Frame, Point
from vrexposure.core.observations import MovementStarted, NearMiss, TurnDone, TurnHeld
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Side, Watch, WatchTurn

RATE_HZ = 60
NECK = Vec3(0.0, -0.08, 1.52)
Course = Callable[[float], float]
"""A heading at a time: seconds, degrees."""


def ramp(t: float, start: float, seconds: float) -> float:
    s = min(1.0, max(0.0, (t - start) / seconds))
    return s * s * s * (10 + s * (6 * s - 15))


def turned(deg: float, start: float = 1.0, stay: float = 0.6, seconds: float = 0.9) -> Course:
    """There, a while, and back."""
    back = start + seconds + stay
    return lambda t: deg * (ramp(t, start, seconds) - ramp(t, back, seconds))


def still(t: float) -> float:
    return 0.0


def frames(
    seconds: float,
    head: Course,
    *,
    begin: float = 0.0,
    body: Course | None = None,
    chest: Course | None = None,
    hands: tuple[Point, ...] = (Point.LEFT_HAND, Point.RIGHT_HAND),
) -> Iterator[Frame]:
    """A head on a neck that stays; hands hang beside a body that turns by itself."""
    for k in range(round(begin * RATE_HZ), round((begin + seconds) * RATE_HZ)):
        t = k / RATE_HZ
        look = 2.0 * math.sin(1.3 * t)
        turn = quat_from_yaw(math.radians(head(t) + look)).times(quat_from_pitch(-0.1))
        points = {}
        round_ = quat_from_yaw(math.radians(0.0 if body is None else body(t)))
        for hand in hands:
            side = -1.0 if hand is Point.LEFT_HAND else 1.0
            sway = 0.004 * math.sin(2 * t + side)
            points[hand] = Pose(NECK.plus(round_.rotate(Vec3(side * 0.26, 0.09 + sway, -0.75))))
        if chest is not None:
            points[Point.CHEST] = Pose(Vec3(0.0, 0.1, 1.3), quat_from_yaw(math.radians(chest(t))))
        yield frame(
            1000 * t, NECK.plus(turn.rotate(Vec3(0.0, 0.09, 0.08))), turn=turn, points=points
        )


def watching(
    angle_deg: int = 60,
    *sides: Side,
    part: Literal["head", "trunk"] = "head",
    hold_ms: int = 300,
) -> Tracker:
    tracker = Tracker()
    wanted: tuple[Side, ...] = sides or ("left",)
    tracker.watch(Watch(WatchTurn(0, part, angle_deg, wanted, hold_ms, 1600)))
    return tracker


@pytest.mark.parametrize(("sign", "side"), [(1, "left"), (-1, "right")])
@pytest.mark.parametrize("angle_deg", [15, 40, 75])
def test_a_turn_there_and_back_is_seen_once(angle_deg: int, sign: int, side: Side) -> None:
    said = feed(watching(angle_deg, side), frames(5.0, turned(sign * (angle_deg + 4))))
    (began,) = only(said, MovementStarted)
    assert 600 < began.hesitation_ms < 1300
    (held,) = only(said, TurnHeld)
    (done,) = only(said, TurnDone)
    assert (done.side, done.timed, done.trunk_deg) == (side, True, None)
    assert abs(done.peak_deg - angle_deg - 4) <= 4
    # 2.4 s from the first sign to the last.
    assert done.time_ns == pytest.approx(3.4e9, abs=0.25e9)
    assert done.turn_ms == pytest.approx(2400, abs=400)
    assert held.time_ns < done.time_ns
    assert not only(said, NearMiss)


def test_a_look_that_is_too_short_a_way_is_a_near_miss() -> None:
    said = feed(watching(60), frames(5.0, turned(38)))
    assert not only(said, TurnDone)
    (miss,) = only(said, NearMiss)
    assert miss.reached_percent == pytest.approx(63, abs=6)


def test_a_glance_is_nothing_at_all() -> None:
    assert not feed(watching(60), frames(5.0, turned(18)))


def test_who_does_not_stay_has_not_held_it() -> None:
    said = feed(watching(60, hold_ms=1500), frames(5.0, turned(64, stay=0.3)))
    assert not only(said, TurnHeld)
    assert not only(said, TurnDone)
    assert len(only(said, NearMiss)) == 1


def test_the_other_side_does_not_count() -> None:
    said = feed(watching(60, "right"), frames(5.0, turned(64)))
    assert not only(said, TurnDone)
    assert not only(said, NearMiss)


def test_from_side_to_side_without_a_stop_both_count() -> None:
    def course(t: float) -> float:
        return 64 * ramp(t, 1, 0.8) - 128 * ramp(t, 2.2, 1.2) + 64 * ramp(t, 4.0, 0.8)

    said = feed(watching(60, "left", "right"), frames(6.0, course))
    assert [one.side for one in only(said, TurnDone)] == ["left", "right"]


@pytest.mark.parametrize(
    "hands", [(Point.LEFT_HAND, Point.RIGHT_HAND), (Point.RIGHT_HAND,), (Point.LEFT_HAND,)]
)
def test_turning_the_whole_body_by_steps_does_not_count(hands: tuple[Point, ...]) -> None:
    course = turned(70, seconds=1.4)
    said = feed(watching(60), frames(6.0, course, body=course, hands=hands))
    assert not only(said, TurnDone)
    assert not only(said, NearMiss)


def test_without_hands_the_head_is_believed() -> None:
    assert len(only(feed(watching(60), frames(5.0, turned(64), hands=())), TurnDone)) == 1


def test_who_sits_may_point_where_they_look() -> None:
    course = turned(64)
    tracker = Tracker()
    tracker.watch(Watch(WatchTurn(0, "head", 60, ("left",), 300, 1600, seated=True)))
    said = feed(tracker, frames(5.0, course, body=course, hands=(Point.LEFT_HAND,)))
    assert len(only(said, TurnDone)) == 1


def test_a_hand_that_moves_by_itself_takes_nothing_away() -> None:
    said = feed(watching(60), frames(5.0, turned(64), body=turned(20)))
    assert len(only(said, TurnDone)) == 1


def test_the_trunk_must_go_along_where_it_is_tracked() -> None:
    head = turned(94)
    for trunk_deg, count in ((10, 0), (45, 1)):
        said = feed(
            watching(90, part="trunk"),
            frames(5.0, head, body=turned(trunk_deg), chest=turned(trunk_deg)),
        )
        assert [one.trunk_deg for one in only(said, TurnDone)] == [trunk_deg] * count
    said = feed(watching(90, part="trunk"), frames(5.0, head, body=turned(45)))
    assert [one.trunk_deg for one in only(said, TurnDone)] == [None]


def test_behind_is_the_same_to_either_side() -> None:
    for sign, side in ((1, "left"), (-1, "right")):
        tracker = watching(150, "left" if side == "left" else "right", part="trunk")
        course = turned(sign * 155, seconds=1.8)
        said = feed(tracker, frames(7.0, course, body=turned(sign * 60, seconds=1.8)))
        assert [one.side for one in only(said, TurnDone)] == [side]


def test_a_gap_voids_the_time_and_what_was_held() -> None:
    course = turned(64, stay=2.5)
    tracker = watching(60, hold_ms=1500)
    said = feed(tracker, frames(2.0, course))
    said += feed(tracker, (frame(1000 * (2 + k / RATE_HZ), None) for k in range(48)))
    said += feed(tracker, frames(4.0, course, begin=2.8))
    (held,) = only(said, TurnHeld)
    assert held.time_ns > 4.2e9
    (done,) = only(said, TurnDone)
    assert not done.timed


def test_a_guessed_head_turns_nothing() -> None:
    tracker = watching(60)
    said = feed(tracker, frames(1.0, still))
    guessed = list(frames(4.0, turned(64, start=1.2), begin=1.0))
    for each in guessed:
        each.flags[Point.HEAD] = VALID
    said += feed(tracker, guessed)
    assert not only(said, TurnDone)
    assert not only(said, TurnHeld)


def test_a_stage_that_is_turned_under_the_person_is_no_turn() -> None:
    tracker = watching(60)
    said = feed(tracker, frames(2.0, still))
    moved = list(frames(3.0, lambda t: 70.0, begin=2.0, body=lambda t: 70.0))
    for each in moved:
        each.poses[:, 0] += np.float32(0.8)
    said += feed(tracker, moved)
    back = list(frames(3.0, lambda t: 0.0, begin=5.0))
    said += feed(tracker, back)
    assert not only(said, TurnDone)
    assert not only(said, TurnHeld)


def test_ahead_follows_a_person_who_shifts_slowly() -> None:
    def course(t: float) -> float:
        return -20 * min(1.0, t / 20) + turned(60, start=22)(t)

    assert len(only(feed(watching(55), frames(27.0, course)), TurnDone)) == 1


def test_no_more_is_counted_than_was_asked_for() -> None:
    def course(t: float) -> float:
        return turned(64)(t) + turned(64, start=5)(t)

    assert len(only(feed(watching(60, "left"), frames(9.0, course)), TurnDone)) == 1


def test_seeing_it_live_and_at_once_is_the_same() -> None:
    live, said = watching(60), []
    for each in frames(5.0, turned(64)):
        said += live.update(each)
    assert len(said) >= 3
    assert said == feed(watching(60), list(frames(5.0, turned(64))))


def judged(seeds: range, quality: str) -> tuple[list[bool], list[float]]:
    """For each recording whether the count is exact; for each turn its error at the end, ms."""
    exact, late = [], []
    for seed in seeds:
        for counts in (True, False):
            recording = record("turn", seed, quality=quality, counts=counts)
            done = only(seen_in(recording), TurnDone)
            true = recording.of("turn")
            exact.append(len(done) == len(true))
            if exact[-1]:
                pairs = zip(done, true, strict=True)
                late += [abs(one.time_ns - deed.end_ns) / 1e6 for one, deed in pairs]
    return exact, late


@pytest.mark.parametrize("quality", ["clean", "degraded"])
def test_strangers_are_seen_to_turn(quality: str) -> None:
    exact, late = judged(range(100, 102), quality)
    assert exact == [True] * 4
    assert float(np.median(late)) < 150


@pytest.mark.slow
@pytest.mark.parametrize(
    ("quality", "least"), [("clean", 0.98), ("degraded", 0.95), ("jitter", 0.95)]
)
def test_many_strangers_are_seen_to_turn(quality: str, least: float) -> None:
    exact, late = judged(range(30), quality)
    assert sum(exact) / len(exact) >= least
    assert float(np.median(late)) <= 100
