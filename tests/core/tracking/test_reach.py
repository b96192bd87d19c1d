"""What counts as a reach, by hands whose every motion is written down here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.core.tracking.frames import MS, feed, frame, only
from vrexposure.core.geometry import IDENTITY, Pose, Vec3
from vrexposure.core.inputs import Frame, Point, PoseFlag
from vrexposure.core.observations import HandAbsent, MovementStarted, NearMiss, TargetReached
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Target, Watch, WatchReach

HEAD = Vec3(0.0, 0.0, 1.20)
HOME = Vec3(0.15, 0.30, 0.65)
THERE = Vec3(0.18, 0.75, 0.95)
RIGHT = Target("right", 180, 750, 950)
LEFT = Target("left", -180, 750, 950)
WATCH = WatchReach(
    go_ns=0,
    targets=(RIGHT,) * 3,
    size_mm=140,
    hold_ms=300,
    head_mm=1200,
    arm_mm=650,
    hip_mm=540,
    posture="seated",
)
STEP_MS = 11

Way = Callable[[float], Vec3 | None]
Leg = tuple[float, Vec3]


def along(*legs: Leg, begin: Vec3 = HOME) -> Way:
    """From leg to leg, each of so many seconds and, as people move, of minimum jerk."""

    def at(seconds: float) -> Vec3:
        here, since = begin, 0.0
        for length, there in legs:
            if seconds < since + length:
                s = (seconds - since) / length
                k = s * s * s * (10 - s * (15 - 6 * s))
                return here.plus(there.minus(here).scaled(k))
            here, since = there, since + length
        return here

    return at


OUT = ((1.0, HOME), (0.9, THERE), (1.0, THERE))
"""A second at rest, there in 0.9 s, and a second there."""


def frames(
    way: Way,
    seconds: float,
    *,
    hand: Point = Point.RIGHT_HAND,
    head: Way = lambda _: HEAD,
    lost: tuple[float, float] = (9e9, 9e9),
) -> Iterator[Frame]:
    """What is seen of a hand; within `lost` its place is told, but guessed."""
    for ms in range(0, round(seconds * 1000), STEP_MS):
        at = ms / 1000
        tremor = 0.0005 * math.sin(50 * at)
        place, eyes = way(at), head(at)
        points = {}
        if place is not None:
            points[hand] = Pose(place.plus(Vec3(tremor, 0.0, tremor)), IDENTITY)
        # A living head is never quite still.
        assert eyes is not None
        made = frame(ms, eyes.plus(Vec3(0.5 * tremor, 0.0, 0.0)), points=points)
        if lost[0] <= at < lost[1]:
            made.flags[hand] = int(PoseFlag.POSITION_VALID | PoseFlag.ORIENTATION_VALID)
        yield made


def seen(watch: WatchReach, *streams: Iterator[Frame]) -> list[object]:
    tracker = Tracker()
    tracker.watch(Watch(watch))
    said: list[object] = []
    for stream in streams:
        said += feed(tracker, stream)
    return said


def reached(said: list[object]) -> list[TargetReached]:
    return [one for one in said if isinstance(one, TargetReached)]


def test_a_reach_is_told_with_its_times_its_way_and_its_speed() -> None:
    said = seen(WATCH, frames(along(*OUT), 3.0))
    (one,) = reached(said)
    assert (one.index, one.side, one.timed) == (0, "right", True)
    assert abs(one.hesitation_ms - 1000) < 100
    assert abs(one.reach_ms - 900) < 150
    way_m = THERE.minus(HOME).length()
    assert one.path_permille < 1050
    # The peak of a minimum-jerk way is 1.875 times its mean.
    assert one.peak_mm_per_s == pytest.approx(1875 * way_m / 0.9, rel=0.03)
    (started,) = [one for one in said if isinstance(one, MovementStarted)]
    assert abs(started.hesitation_ms - 1000) < 100


def test_an_upright_reach_is_no_lean_and_a_lean_is_told_with_its_error() -> None:
    (upright,) = reached(seen(WATCH, frames(along(*OUT), 3.0)))
    assert upright.trunk_deg is not None
    assert abs(upright.trunk_deg) <= 3
    trunk_m = 1.20 - 0.075 - 0.54
    angle = math.radians(40)
    bent = Vec3(0.0, trunk_m * math.sin(angle), 1.20 - trunk_m * (1 - math.cos(angle)))
    head = along((1.0, HEAD), (0.9, bent), (1.0, bent), begin=HEAD)
    (leant,) = reached(seen(WATCH, frames(along(*OUT), 3.0, head=head)))
    assert leant.trunk_deg is not None
    assert leant.trunk_error_deg is not None
    assert abs(leant.trunk_deg - 40) <= 2 * leant.trunk_error_deg
    assert 1 <= leant.trunk_error_deg <= 8
    (blind,) = reached(seen(replace(WATCH, hip_mm=None), frames(along(*OUT), 3.0, head=head)))
    assert (blind.trunk_deg, blind.trunk_error_deg) == (None, None)


def test_resting_in_the_place_of_a_target_reaches_nothing_at_all() -> None:
    assert reached(seen(WATCH, frames(along(begin=THERE), 6.0))) == []


def test_resting_there_after_a_reach_reaches_nothing_twice() -> None:
    assert len(reached(seen(WATCH, frames(along(*OUT), 9.0)))) == 1


def test_half_the_way_back_is_enough_and_less_is_not() -> None:
    for share, count in ((0.35, 1), (0.7, 2)):
        back = THERE.plus(HOME.minus(THERE).scaled(share))
        way = along(*OUT, (0.7, back), (0.3, back), (0.7, THERE), (1.0, THERE))
        assert len(reached(seen(WATCH, frames(way, 6.0)))) == count, share


def test_passing_through_a_target_is_no_reach_unless_a_touch_is_enough() -> None:
    beyond = Vec3(0.21, 1.2, 1.25)
    way = along((1.0, HOME), (0.8, beyond), (0.8, HOME), (1.0, HOME))
    assert reached(seen(WATCH, frames(way, 3.6))) == []
    assert len(reached(seen(replace(WATCH, hold_ms=0), frames(way, 1.6)))) == 1


def test_a_reach_that_ends_short_is_a_near_miss() -> None:
    short = HOME.plus(THERE.minus(HOME).scaled(0.7))
    said = seen(WATCH, frames(along((1.0, HOME), (0.9, short), (0.5, short), (0.9, HOME)), 4.0))
    assert reached(said) == []
    (miss,) = [one for one in said if isinstance(one, NearMiss)]
    assert 60 <= miss.reached_percent <= 90


def test_the_other_hand_reaches_nothing() -> None:
    assert reached(seen(WATCH, frames(along(*OUT), 4.0, hand=Point.LEFT_HAND))) == []


def test_targets_are_reached_in_their_order_by_the_hand_of_each() -> None:
    watch = replace(WATCH, targets=(RIGHT, LEFT), first=4)
    right = along(*OUT, (0.9, HOME))
    left = along((4.0, Vec3(-0.15, 0.3, 0.65)), (0.9, Vec3(-0.18, 0.75, 0.95)),
                 begin=Vec3(-0.15, 0.3, 0.65))  # fmt: skip

    def both() -> Iterator[Frame]:
        for one, other in zip(
            frames(right, 7.0), frames(left, 7.0, hand=Point.LEFT_HAND), strict=True
        ):
            one.poses[Point.LEFT_HAND] = other.poses[Point.LEFT_HAND]
            one.flags[Point.LEFT_HAND] = other.flags[Point.LEFT_HAND]
            yield one

    found = reached(seen(watch, both()))
    assert [(one.index, one.side) for one in found] == [(4, "right"), (5, "left")]
    assert abs(found[1].reach_ms - 900) < 150


def test_time_in_which_the_hand_was_guessed_is_not_held() -> None:
    said = seen(WATCH, frames(along(*OUT, (0.6, HOME)), 4.0, lost=(1.75, 3.2)))
    assert reached(said) == []


def test_a_gap_on_the_way_keeps_the_count_and_voids_the_times() -> None:
    (one,) = reached(seen(WATCH, frames(along(*OUT), 3.5, lost=(1.1, 1.8))))
    assert not one.timed


def test_a_jump_of_the_stage_that_puts_the_hand_into_the_target_never_scores() -> None:
    shift = THERE.minus(HOME)

    def hand(seconds: float) -> Vec3:
        return HOME if seconds < 2.0 else HOME.plus(shift)

    def head(seconds: float) -> Vec3:
        return HEAD if seconds < 2.0 else HEAD.plus(shift)

    assert reached(seen(WATCH, frames(hand, 6.0, head=head))) == []


def test_a_hand_that_came_while_all_stood_still_has_come() -> None:
    """Tracking froze on the way: head and hand jump, but not alike."""
    way = along(*OUT)
    lean = along((1.0, HEAD), (0.9, HEAD.plus(Vec3(0.0, 0.30, -0.05))), begin=HEAD)

    def frozen(which: Way) -> Way:
        return lambda at: which(min(at, 1.2) if at < 1.8 else at)

    (one,) = reached(seen(WATCH, frames(frozen(way), 3.5, head=frozen(lean))))
    assert one.side == "right"


def test_a_touch_after_a_way_that_nobody_saw_counts_without_times() -> None:
    said = seen(replace(WATCH, hold_ms=0), frames(along(*OUT), 3.5, lost=(0.9, 2.2)))
    (one,) = reached(said)
    assert not one.timed
    assert len([one for one in said if isinstance(one, MovementStarted)]) == 1


def test_poses_that_are_repeated_bit_by_bit_are_not_held() -> None:
    made = list(frames(along(*OUT), 1.80))
    last = made[-1]
    stuck = [
        Frame(last.time_ns + n * STEP_MS * MS, last.poses.copy(), last.flags.copy(), 0)
        for n in range(1, 60)
    ]
    assert reached(seen(WATCH, iter(made), iter(stuck))) == []


@pytest.mark.parametrize(("hand", "absent"), [(Point.LEFT_HAND, 1), (Point.RIGHT_HAND, 0)])
def test_a_hand_that_is_never_seen_is_told_once_when_the_other_one_is(
    hand: Point, absent: int
) -> None:
    said = seen(WATCH, frames(along(*OUT), 5.0, hand=hand))
    told = [one for one in said if isinstance(one, HandAbsent)]
    assert [one.side for one in told] == ["right"] * absent


def test_nothing_is_said_of_hands_as_long_as_none_was_seen() -> None:
    said = seen(WATCH, frames(lambda _: None, 5.0))
    assert only(said, HandAbsent) == []  # type: ignore[arg-type]


def test_a_hand_that_was_seen_before_the_trial_is_not_absent() -> None:
    tracker = Tracker()
    feed(tracker, frames(along(), 0.5))
    tracker.watch(Watch(replace(WATCH, go_ns=500 * MS)))
    later = [
        Frame(one.time_ns + 500 * MS, one.poses, one.flags, 0)
        for one in frames(along(), 4.0, hand=Point.LEFT_HAND)
    ]
    assert only(feed(tracker, later), HandAbsent) == []
