"""Seeing targets being reached: a hand that leaves its rest, comes to the target and stays there.

A target counts only for a hand that has come to it: whoever rests in its place, or is put there by
a jump of tracking, must first go back. Sizes scale with the arm and with the way at hand.
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
    TargetReached,
)
from vrexposure.core.tracking.hand_way import Middle3, Place, Slot, Slots
from vrexposure.core.tracking.head import Middle, head_of
from vrexposure.core.tracking.lean import Lean
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS, Moment
from vrexposure.core.watch import Side, Target, WatchReach

# DEF: a fist is not a point, and a target's place is measured to about a centimetre.
SLACK_M = 0.01
# DEF: a hand within the target is let go only this much further out, so that tremor at the edge
# does not begin the hold anew.
KEEP_OF_RADIUS = 1.3
KEEP_M = 0.01
# DEF: a hand whose way is not known must be this part of the arm away before it can come.
AWAY_OF_ARM = 0.25
# The contract of `WatchReach`: back at least half the way.
BACK = 0.5
# DEF: slower than this a hand rests; tremor and sway of the trunk are below it once smoothed.
REST_M_PER_S = 0.06
RESTS_NS = 250 * NS_PER_MS
# DEF: a way has begun when a fifth of it is done; what was less was fidgeting.
BEGUN = 0.2
# DEF: half of the way and back again is a reach that was begun and given up.
NEAR = 0.5
GIVEN_UP = 0.35
# DEF: a hand has come to rest in the target below this share of its own highest speed.
ARRIVED = 0.05
SETTLED_M_PER_S = 0.03
# Time between samples further apart than this is not time that the hand was seen to hold.
UNSEEN_NS = 150 * NS_PER_MS
# facts/clinical 3.12: a longer gap voids the times, and keeps the count.
GAP_NS = 500 * NS_PER_MS
# DEF: a jump of the stage is found in head and hand within this time of each other, and takes both
# along alike; a hand that came while nothing was seen has gone another way than the head.
JUMPED_NS = 500 * NS_PER_MS
ALIKE = 0.5
ABSENT_NS = 1_500 * NS_PER_MS

_POINTS: dict[Side, Point] = {"left": Point.LEFT_HAND, "right": Point.RIGHT_HAND}
_OTHER: dict[Side, Side] = {"left": "right", "right": "left"}


class Reach:
    """Follows the wanted hand to one target after the other.

    `seen`: the hand points that were ever tracked in this session, for people with one hand.
    """

    def __init__(
        self, watch: WatchReach, seen: Collection[Point] = tuple(_POINTS.values())
    ) -> None:
        self._watch = watch
        self._seen_hands = seen
        self._radius_m = watch.size_mm / 2000 + SLACK_M
        self._least_way_m = AWAY_OF_ARM * watch.arm_mm / 1000 + self._radius_m
        self._lean = Lean(watch.head_mm, watch.hip_mm, watch.hip_error_mm, watch.posture)
        self._middle = Middle()
        self._head_ns: int | None = None
        self._done = 0
        self._due_ns = watch.go_ns
        self._started = False
        self._told_absent = False
        self._since_ns: int | None = None
        self._moved: tuple[int, Place] | None = None
        self._leapt: tuple[int, Place] | None = None
        self._before: tuple[Side, Place, float] | None = None
        """The target that was reached last, and how far from it its hand must go back."""
        self._last_place: tuple[Side, Place] | None = None
        self._last_ns = 0
        self._hand_middle = Middle3()
        self._slots = Slots()
        self._begin_target()

    def _begin_target(self) -> None:
        """The hand is wanted at the next target; how it stands to it is not known yet."""
        self._hand_middle.clear()
        self._slots.clear()
        self._armed = False
        self._under_way = False
        self._home: Place | None = None
        self._home_m = 0.0
        self._slow_since_ns: int | None = None
        self._left_ns = 0
        self._nearest_m = math.inf
        self._peak_m_per_s = 0.0
        self._way_m = 0.0
        self._timed = True
        self._within = False
        self._held_ns = 0
        self._arrived_ns: int | None = None

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        now = moment.time_ns
        if moment.moved is not None:
            self._lean.shift(moment.moved[0], moment.moved[1])
            self._middle.clear()
            self._moved = (now, moment.moved)
            self._judge_jump()
        if self._done >= len(self._watch.targets):
            return
        if self._since_ns is None:
            self._since_ns = now
        self._see_head(moment)
        target = self._watch.targets[self._done]
        hand = moment.points[_POINTS[target.side]]
        if hand is None:
            self._tell_absent(now, target.side, said)
            return
        place = (hand.x, hand.y, hand.z)
        before = self._last_place
        # Living hands are never bit-identical: what is repeated was not seen.
        if before is not None and before[1] == place and before[0] == target.side:
            return
        elapsed_ns = 0 if before is None or before[0] != target.side else now - self._last_ns
        self._last_place, self._last_ns = (target.side, place), now
        if elapsed_ns > LOST_NS:
            self._hand_middle.clear()
        if elapsed_ns > GAP_NS:
            self._timed = False
        if before is not None and elapsed_ns > UNSEEN_NS:
            x, y, z = before[1]
            self._leapt = (now, (place[0] - x, place[1] - y, place[2] - z))
            self._judge_jump()
        place = self._hand_middle.update(place)
        slot = self._slots.take(now, place)
        if slot is not None:
            self._follow(slot, target, said)
        self._hold(now, place, target, elapsed_ns, said)

    def _see_head(self, moment: Moment) -> None:
        sample = moment.points[Point.HEAD]
        if sample is None:
            return
        elapsed_ns = 0 if self._head_ns is None else moment.time_ns - self._head_ns
        self._head_ns = moment.time_ns
        if elapsed_ns > LOST_NS:
            self._middle.clear()
        head = self._middle.update(head_of(sample))
        elapsed_s = min(elapsed_ns, LOST_NS) * 1e-9
        self._lean.update(sample, head, elapsed_s, at_rest=not self._under_way)

    def _tell_absent(self, now: int, side: Side, said: list[Observation]) -> None:
        assert self._since_ns is not None
        if self._told_absent or now - self._since_ns < ABSENT_NS:
            return
        if _POINTS[side] not in self._seen_hands and _POINTS[_OTHER[side]] in self._seen_hands:
            self._told_absent = True
            said.append(HandAbsent(now, side))

    def _judge_jump(self) -> None:
        """If the stage was moved under head and hand, the hand did not come to where it is now."""
        moved, leapt = self._moved, self._leapt
        if moved is None or leapt is None or abs(moved[0] - leapt[0]) > JUMPED_NS:
            return
        if math.dist(moved[1], leapt[1]) <= ALIKE * math.dist(moved[1], (0.0, 0.0, 0.0)):
            self._moved = self._leapt = None
            self._before = None
            self._begin_target()
            self._timed = False

    # The way there.

    def _follow(self, slot: Slot, target: Target, said: list[Observation]) -> None:
        distance_m = math.dist(slot.place, _place(target))
        speed = slot.speed_m_per_s
        slow = speed is not None and speed < REST_M_PER_S
        if not slow:
            self._slow_since_ns = None
        elif self._slow_since_ns is None:
            self._slow_since_ns = slot.speed_ns
        if self._home is None:
            self._rest_at(slot, distance_m)
        elif not self._under_way:
            self._leave(slot, distance_m, slow=slow, said=said)
        else:
            self._go_on(slot, distance_m, said)
        if speed is not None and self._under_way:
            self._peak_m_per_s = max(self._peak_m_per_s, speed)
        settles = speed is not None and speed <= max(SETTLED_M_PER_S, ARRIVED * self._peak_m_per_s)
        if self._within and self._arrived_ns is None and settles:
            self._arrived_ns = slot.speed_ns

    def _rest_at(self, slot: Slot, distance_m: float) -> None:
        """From here the hand may begin its way."""
        self._home, self._home_m = slot.place, distance_m
        self._left_ns = slot.time_ns
        self._under_way = False
        self._nearest_m = distance_m
        self._peak_m_per_s = slot.speed_m_per_s or 0.0
        self._way_m = 0.0
        self._lean.begin()

    def _leave(self, slot: Slot, distance_m: float, *, slow: bool, said: list[Observation]) -> None:
        assert self._home is not None
        self._way_m += slot.way_m
        self._peak_m_per_s = max(self._peak_m_per_s, slot.speed_m_per_s or 0.0)
        if slow or distance_m > self._home_m:
            self._rest_at(slot, distance_m)
            if slow:
                self._left_ns = slot.speed_ns
            return
        gone_m = self._home_m - distance_m
        if gone_m < BEGUN * max(self._home_m - self._radius_m, 0.0):
            return
        self._under_way = True
        if not self._started and self._armed:
            self._started = True
            hesitation_ns = max(0, self._left_ns - self._watch.go_ns)
            said.append(MovementStarted(slot.time_ns, hesitation_ns // NS_PER_MS))

    def _go_on(self, slot: Slot, distance_m: float, said: list[Observation]) -> None:
        self._way_m += slot.way_m
        self._nearest_m = min(self._nearest_m, distance_m)
        whole_m = max(self._home_m - self._radius_m, 0.05)
        best = (self._home_m - self._nearest_m) / whole_m
        back = (distance_m - self._nearest_m) / whole_m
        rests = self._slow_since_ns is not None and slot.time_ns - self._slow_since_ns >= RESTS_NS
        if back >= GIVEN_UP:
            if self._armed and best >= NEAR:
                said.append(NearMiss(slot.time_ns, max(0, min(99, round(100 * best)))))
            self._rest_at(slot, distance_m)
        elif rests and best < NEAR:
            self._rest_at(slot, distance_m)

    # Being there.

    def _hold(
        self, now: int, place: Place, target: Target, elapsed_ns: int, said: list[Observation]
    ) -> None:
        distance_m = math.dist(place, _place(target))
        if not self._armed:
            self._armed = self._may_come(place, target, distance_m)
            return
        keeps_m = KEEP_OF_RADIUS * self._radius_m + KEEP_M
        if distance_m > (keeps_m if self._within else self._radius_m):
            self._within, self._held_ns, self._arrived_ns = False, 0, None
            return
        if self._within and elapsed_ns <= UNSEEN_NS:
            self._held_ns += elapsed_ns
        self._within = True
        if self._held_ns >= self._watch.hold_ms * NS_PER_MS:
            self._reached(now, target, place, said)

    def _may_come(self, place: Place, target: Target, distance_m: float) -> bool:
        """Whether the hand is far enough away for coming to count."""
        if self._before is not None and self._before[0] == target.side:
            _, reached, back_m = self._before
            return math.dist(place, reached) >= back_m and distance_m > self._radius_m
        return distance_m >= self._least_way_m

    def _reached(self, now: int, target: Target, place: Place, said: list[Observation]) -> None:
        arrived_ns = now if self._arrived_ns is None else self._arrived_ns
        if not self._started:
            self._started = True
            hesitation_ns = max(0, self._left_ns - self._watch.go_ns)
            said.append(MovementStarted(now, hesitation_ns // NS_PER_MS))
        straight_m = math.dist(self._home or place, place)
        ratio = max(1.0, self._way_m / straight_m) if straight_m > 0.05 else 1.0
        x, y, _ = _place(target)
        lean = self._lean.told((x, y))
        said.append(
            TargetReached(
                time_ns=now,
                index=self._watch.first + self._done,
                side=target.side,
                hesitation_ms=max(0, self._left_ns - self._due_ns) // NS_PER_MS,
                reach_ms=max(0, arrived_ns - self._left_ns) // NS_PER_MS,
                path_permille=round(1000 * ratio),
                peak_mm_per_s=round(1000 * self._peak_m_per_s),
                trunk_deg=None if lean is None else lean.most_deg,
                trunk_error_deg=None if lean is None else lean.error_deg,
                timed=self._timed,
            )
        )
        self._done += 1
        self._due_ns = now
        back_m = BACK * max(self._home_m, self._least_way_m)
        self._before = (target.side, _place(target), max(back_m, self._radius_m))
        self._begin_target()


def _place(target: Target) -> Place:
    return (target.x_mm / 1000, target.y_mm / 1000, target.z_mm / 1000)
