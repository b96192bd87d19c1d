"""Seeing a virtual thing being taken, carried and put down, by one hand or by both.

Nothing but the hands tells where it is: it is taken by closing a hand at it or by staying there,
goes with the hand, and is put down by keeping still where it belongs. How people get down to it,
by stooping or by squatting, is measured and never judged.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from vrexposure.core.inputs import Point
from vrexposure.core.observations import (
    HandAbsent,
    MovementStarted,
    NearMiss,
    Observation,
    ThingDropped,
    ThingPut,
    ThingTaken,
)
from vrexposure.core.tracking.body import Rest
from vrexposure.core.tracking.buttons import HELD_NS
from vrexposure.core.tracking.grasp import Grasp
from vrexposure.core.tracking.hand_way import Place
from vrexposure.core.tracking.head import Middle, head_of
from vrexposure.core.tracking.lean import Lean
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS, Moment
from vrexposure.core.watch import WatchLift

# DEF: a fist is not a point: this far outside the thing it is still at it.
GRIP_M = 0.08
# DEF: the thing belongs in a ring, and a ring is not hit to the centimetre.
PLACE_M = 0.12
# DEF: how much further than that a hand must go before coming back counts as coming.
AWAY_M = 0.05
# DEF: one hand is still at the thing if it was seen there so short a time ago.
TOGETHER_NS = 300 * NS_PER_MS
# DEF: hands that come so much further apart than when they took it, so long, have let it fall.
APART_M = 0.12
APART_NS = 250 * NS_PER_MS
# A button that is held so long stops the session, so that carrying must not need it: a shorter
# press takes the thing, and opening the hand again means nothing.
TAP_NS = HELD_NS
# DEF: faster than this a hand that opens at the place throws; it does not put.
PUT_M_PER_S = 0.6
# DEF: where a hand was when it opened is known so much later, after a glance that was lost.
OPENS_NS = 200 * NS_PER_MS
# facts/clinical 3.12: a longer gap voids the times, and keeps the count.
GAP_NS = 500 * NS_PER_MS
# DEF: a fifth of the way is a beginning; half of it and back again was begun and given up.
BEGUN = 0.2
NEAR = 0.5
GIVEN_UP = 0.35
LEAST_WAY_M = 0.15
# DEF: a bend is a rise upside down; the head rests within a twentieth of it.
BEND_M = 0.7
# DEF: a jump of the stage is found in head and hand within this time of each other, and takes both
# along alike; hands that were out of sight have gone another way than the head.
JUMPED_NS = 500 * NS_PER_MS
ALIKE = 0.5
# DEF: without a tracker at the waist bent knees look like leaning. Standing people who lift from
# low places seem to lean some 13 degrees more than they do, and up to 27.
KNEES_DEG = 15
ABSENT_NS = 1_500 * NS_PER_MS

_HANDS = (Point.LEFT_HAND, Point.RIGHT_HAND)


class Lift:
    """Follows the thing from place to place.

    `seen`: the hand points that were ever tracked in this session, for people with one hand.
    """

    def __init__(self, watch: WatchLift, seen: Collection[Point] = _HANDS) -> None:
        self._watch = watch
        self._seen_hands = seen
        self._spots: tuple[Place, Place] = (_metres(watch.places[0]), _metres(watch.places[1]))
        self._grip_m = watch.size_mm / 2000 + GRIP_M
        self._place_m = watch.size_mm / 2000 + PLACE_M
        self._grasps = (Grasp("left"), Grasp("right"))
        self._lean = Lean(watch.head_mm, watch.hip_mm, watch.hip_error_mm, watch.posture)
        self._rest = Rest(BEND_M)
        self._middle = Middle()
        self._head_ns: int | None = None
        self._since_ns: int | None = None
        self._started = False
        self._told_absent = False
        self._done = 0
        # Whether each hand has been away from the thing, so that staying there is coming there.
        self._came = [False, False]
        self._moved: tuple[int, Place] | None = None
        self._armed = False
        self._begin_lift()

    def _begin_lift(self) -> None:
        self._holders: tuple[Grasp, ...] = ()
        self._low_m = math.inf
        self._timed = True
        self._lean.begin()
        self._lie()

    def _lie(self) -> None:
        """The thing lies where it is to be taken from."""
        self._holders = ()
        self._stays_ns = 0
        self._arrived_ns: int | None = None
        self._home_m = 0.0
        self._nearest_m = math.inf
        self._going = False

    @property
    def _spot(self) -> Place:
        """Where it is taken from."""
        return self._spots[(self._watch.first + self._done) % 2]

    @property
    def _goal(self) -> Place:
        return self._spots[(self._watch.first + self._done + 1) % 2]

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        now = moment.time_ns
        if self._since_ns is None:
            self._since_ns = now
        if moment.moved is not None:
            self._lean.shift(moment.moved[0], moment.moved[1])
            self._middle.clear()
            self._rest.clear()
            self._moved = (now, moment.moved)
        for grasp in self._grasps:
            grasp.update(moment)
            if grasp.gap_ns > GAP_NS and grasp in self._holders:
                self._timed = False
        self._judge_jump(now)
        if self._done >= self._watch.lifts:
            return
        self._see_head(moment)
        self._tell_absent(now, said)
        if self._holders:
            self._carry(now, said)
        else:
            self._approach(now, said)

    def _judge_jump(self, now: int) -> None:
        """If the stage was moved under head and hands, hands did not come to where they are now."""
        if self._moved is None:
            return
        moved_ns, moved = self._moved
        if now - moved_ns > JUMPED_NS:
            self._moved = None
            return
        way_m = math.dist(moved, (0.0, 0.0, 0.0))
        for grasp in self._grasps:
            leapt = grasp.leapt
            if leapt is None or now - leapt[0] > JUMPED_NS:
                continue
            if math.dist(moved, leapt[1]) <= ALIKE * way_m:
                self._moved = None
                self._came = [False, False]
                self._armed = False
                self._stays_ns, self._arrived_ns = 0, None
                self._timed = False
                return

    def _see_head(self, moment: Moment) -> None:
        sample = moment.points[Point.HEAD]
        if sample is None:
            return
        now = moment.time_ns
        elapsed_ns = 0 if self._head_ns is None else now - self._head_ns
        self._head_ns = now
        if elapsed_ns > LOST_NS:
            self._middle.clear()
            self._rest.clear()
        head = self._middle.update(head_of(sample))
        elapsed_s = min(elapsed_ns, LOST_NS) * 1e-9
        self._low_m = min(self._low_m, head.raw_height)
        self._lean.update(sample, head, elapsed_s, at_rest=self._rests())
        if not self._started:
            self._rest.update(head, now, elapsed_s)

    def _rests(self) -> bool:
        """Whether the person is about upright: no way to the thing has begun, or is just over."""
        if self._holders or self._going:
            return False
        return all(one.away_m(self._spot) > self._grip_m + AWAY_M for one in self._grasps)

    def _tell_absent(self, now: int, said: list[Observation]) -> None:
        assert self._since_ns is not None
        if not self._watch.both_hands or self._told_absent or now - self._since_ns < ABSENT_NS:
            return
        absent = [one for one in self._grasps if one.point not in self._seen_hands]
        if len(absent) == 1:
            self._told_absent = True
            said.append(HandAbsent(now, absent[0].side))

    # Coming to it.

    def _approach(self, now: int, said: list[Observation]) -> None:
        spot = self._spot
        for index, grasp in enumerate(self._grasps):
            if grasp.fresh and grasp.away_m(spot) > self._grip_m + AWAY_M:
                self._came[index] = True
        self._judge_way(now, spot, said)
        at_it = [one for one in self._grasps if one.away_m(spot) <= self._grip_m]
        wanted = self._wanted(at_it, now)
        if not wanted:
            if not at_it:
                self._stays_ns, self._arrived_ns = 0, None
            return
        if any(one.pressed and one.fresh for one in wanted):
            self._take(now, wanted, now, said)
            return
        came = all(self._came[self._grasps.index(one)] for one in wanted)
        if not came or not any(one.fresh for one in wanted):
            return
        if not all(one.slow for one in wanted):
            self._stays_ns, self._arrived_ns = 0, None
            return
        if self._arrived_ns is None:
            self._arrived_ns = now
        else:
            self._stays_ns += max(one.elapsed_ns for one in wanted)
        if self._stays_ns >= self._watch.take_ms * NS_PER_MS:
            self._take(now, wanted, self._arrived_ns, said)

    def _wanted(self, at_it: list[Grasp], now: int) -> tuple[Grasp, ...]:
        """The hands that take it together, once all of them are there."""
        at_it = [one for one in at_it if now - one.seen_ns <= TOGETHER_NS]
        if self._watch.both_hands:
            return tuple(at_it) if len(at_it) == len(self._grasps) else ()
        nearest = sorted(at_it, key=lambda one: (not one.pressed, one.away_m(self._spot)))
        return tuple(nearest[:1])

    def _judge_way(self, now: int, spot: Place, said: list[Observation]) -> None:
        """Tell the first movement, and ways to the thing that were begun and given up."""
        away_m = min(one.away_m(spot) for one in self._grasps)
        if math.isinf(away_m) or not any(one.fresh for one in self._grasps):
            return
        if self._nearest_m > away_m:
            self._nearest_m = away_m
        if away_m > self._home_m:
            self._home_m, self._nearest_m = away_m, away_m
        whole_m = self._home_m - self._grip_m
        if whole_m < LEAST_WAY_M:
            return
        best = (self._home_m - self._nearest_m) / whole_m
        self._going = best >= BEGUN
        if self._going:
            self._start(now, said)
        if (away_m - self._nearest_m) / whole_m >= GIVEN_UP:
            if best >= NEAR:
                said.append(NearMiss(now, max(0, min(99, round(100 * best)))))
            self._home_m = self._nearest_m = away_m
            self._going = False

    def _start(self, now: int, said: list[Observation]) -> None:
        if not self._started:
            self._started = True
            begun_ns = max(0, self._rest.until_ns - self._watch.go_ns)
            said.append(MovementStarted(now, begun_ns // NS_PER_MS))

    # Having it.

    def _take(
        self, now: int, hands: tuple[Grasp, ...], since_ns: int, said: list[Observation]
    ) -> None:
        self._start(now, said)
        self._holders = hands
        self._taken_ns = since_ns
        self._closed_ns: int | None = None
        self._opened_ns: int | None = None
        self._wide_m = self._width_m()
        self._wide_ns = 0
        self._stays_ns = 0
        self._armed = False
        side = hands[0].side if len(hands) == 1 else "both"
        closed = any(one.closed for one in hands)
        said.append(ThingTaken(now, self._watch.first + self._done, side, closed))

    def _carry(self, now: int, said: list[Observation]) -> None:
        fresh = [one for one in self._holders if one.fresh]
        closed = any(one.closed for one in self._holders)
        if closed:
            self._opened_ns = None
        if closed and self._closed_ns is None:
            self._closed_ns = now
        elif not closed and self._closed_ns is not None and now - self._closed_ns < TAP_NS:
            self._closed_ns = None
        if not fresh:
            return
        at_m = self._thing_at_m()
        if at_m > self._place_m + AWAY_M:
            self._armed = True
        there = self._armed and at_m <= self._place_m
        if not closed and self._closed_ns is not None:
            self._open(now, there=there, said=said)
            return
        if self._let_fall(fresh):
            self._drop(now, said)
            return
        # A tremor is no leaving: what has come to rest only has to stay slow.
        rests = all(one.slow if self._stays_ns else one.still for one in fresh)
        if not there or not rests:
            self._stays_ns = 0
            return
        self._stays_ns += max(one.elapsed_ns for one in fresh)
        if not closed and self._stays_ns >= self._watch.put_ms * NS_PER_MS:
            self._put(now, said)

    def _open(self, now: int, *, there: bool, said: list[Observation]) -> None:
        """Hands that were kept closed have opened."""
        if self._opened_ns is None:
            self._opened_ns = now
        speeds = [one.speed_m_per_s or 0.0 for one in self._holders]
        if there and max(speeds) < PUT_M_PER_S:
            self._put(now, said)
        elif now - self._opened_ns >= OPENS_NS:
            self._drop(now, said)

    def _thing_at_m(self) -> float:
        """How far the thing is from where it belongs: the middle of the hands that hold it."""
        places = [one.place for one in self._holders if one.place is not None]
        n = len(places)
        x, y, z = (sum(place[axis] for place in places) / n for axis in range(3))
        return math.dist((x, y, z), self._goal)

    def _width_m(self) -> float:
        if len(self._holders) < len(self._grasps):
            return 0.0
        left, right = (one.place for one in self._grasps)
        return 0.0 if left is None or right is None else math.dist(left, right)

    def _let_fall(self, fresh: list[Grasp]) -> bool:
        """Whether both hands were needed, and have come apart for good."""
        if len(fresh) < len(self._grasps):
            return False
        most_m = max(self._wide_m, self._watch.size_mm / 1000) + APART_M
        if self._width_m() <= most_m:
            self._wide_ns = 0
            return False
        self._wide_ns += max(one.elapsed_ns for one in fresh)
        return self._wide_ns >= APART_NS

    def _drop(self, now: int, said: list[Observation]) -> None:
        said.append(ThingDropped(now, self._watch.first + self._done))
        self._lie()
        self._came = [False, False]

    def _put(self, now: int, said: list[Observation]) -> None:
        lean = self._lean.told()
        knees_deg = KNEES_DEG if self._watch.posture == "standing" else 0
        said.append(
            ThingPut(
                time_ns=now,
                index=self._watch.first + self._done,
                lift_ms=max(0, now - self._taken_ns) // NS_PER_MS,
                low_mm=round(1000 * min(self._low_m, self._watch.head_mm / 1000)),
                trunk_deg=None if lean is None else max(0, lean.most_deg),
                timed=self._timed,
                trunk_error_deg=None if lean is None else _both(lean.error_deg, knees_deg),
            )
        )
        self._done += 1
        self._came = [False, False]
        self._begin_lift()


def _both(error: int, other: int) -> int:
    return math.ceil(math.hypot(error, other))


def _metres(place: tuple[int, int, int]) -> Place:
    x, y, z = place
    return (x / 1000, y / 1000, z / 1000)
