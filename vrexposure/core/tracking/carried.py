"""Carrying: whether the hands are where a thing between waist and chest would be held."""

from __future__ import annotations

import math

from vrexposure.core.inputs import Point
from vrexposure.core.observations import Observation, Side, ThingDropped, ThingTaken
from vrexposure.core.tracking.head import Head
from vrexposure.core.tracking.signal import NS_PER_MS, Moment, Sample
from vrexposure.core.watch import WatchWalk

# Shares of the standing height of the eyes: hips 0.57, shoulders 0.87 (Drillis & Contini 1966);
# hanging hands reach 0.48. DEF: a thing is taken from 0.58 on and sinks away under 0.54.
LOW_TAKES, LOW_LOSES = 0.58, 0.54
HIGH_TAKES, HIGH_LOSES = 0.92, 0.98
# DEF: before the trunk, and no further than a bent arm carries; shares of the same height.
NEAR_OF_HEIGHT, FAR_OF_HEIGHT = 0.06, 0.45
# DEF: hands hold the sides of a thing: so much further apart than it is big, they come to it, and
# so much further, they have come off it.
APART_TAKES_M, APART_LOSES_M = 0.15, 0.30
# DEF: a hand that passes by takes nothing; a moment's slip, or a wild sample, loses nothing.
TAKES_NS = 300 * NS_PER_MS
# DEF: a hand that was raised already (it has just pointed at "ready") must stay for longer.
WAS_THERE_NS = 1_500 * NS_PER_MS
LOSES_NS = 250 * NS_PER_MS
HANDS: tuple[tuple[int, Side], ...] = (
    (int(Point.LEFT_HAND), "left"),
    (int(Point.RIGHT_HAND), "right"),
)


class Carried:
    """Knows whether the thing is held; a hand that is not seen holds what it held."""

    def __init__(self, watch: WatchWalk) -> None:
        self._both = watch.carried == "both_hands"
        self._height_m = watch.standing_head_mm / 1000
        self._size_m = watch.size_mm / 1000
        self._by: Side | None = None
        self._index = 0
        self._since_ns: int | None = None
        self._came = False
        """Whether the hands have been seen elsewhere since they hold nothing."""
        self.held = watch.carried == "nothing"
        self._watches = not self.held

    def clear(self) -> None:
        """The stage has jumped: what the hands were about to do is forgotten."""
        self._since_ns = None

    def update(self, moment: Moment, head: Head, said: list[Observation]) -> None:
        """Take one moment with its head."""
        if not self._watches:
            return
        changes = self._slips(moment, head) if self.held else self._takes(moment, head)
        now = moment.time_ns
        if changes is None:
            return
        if not changes:
            self._since_ns = None
            self._came = self._came or not self.held
            return
        self._since_ns = now if self._since_ns is None else self._since_ns
        if now - self._since_ns < self._needs_ns():
            return
        self._since_ns, self._came = None, True
        self.held = not self.held
        if self.held:
            side = "both" if self._both or self._by in (None, "unknown") else self._by
            assert side != "unknown"
            said.append(ThingTaken(now, self._index, side))
        else:
            said.append(ThingDropped(now, self._index))
            self._index += 1

    def _needs_ns(self) -> int:
        if self.held:
            return LOSES_NS
        return TAKES_NS if self._came else WAS_THERE_NS

    def _takes(self, moment: Moment, head: Head) -> bool | None:
        """Whether the hands are at a thing in front of the trunk; None: not seen."""
        seen = [(side, moment.points[point]) for point, side in HANDS]
        if self._both:
            (_, left), (_, right) = seen
            if left is None or right is None:
                return None
            apart_m = math.dist(left[:3], right[:3])
            return (
                self._in_front(left, head, LOW_TAKES, HIGH_TAKES)
                and self._in_front(right, head, LOW_TAKES, HIGH_TAKES)
                and apart_m < self._size_m + APART_TAKES_M
            )
        for side, hand in seen:
            if hand is not None and self._in_front(hand, head, LOW_TAKES, HIGH_TAKES):
                if self._by != side:
                    self._by, self._since_ns = side, None
                return True
        return None if all(hand is None for _, hand in seen) else False

    def _slips(self, moment: Moment, head: Head) -> bool | None:
        """Whether the hands that hold the thing have sunk or parted; None: not seen."""
        hands = [
            hand
            for point, side in HANDS
            if (self._both or side == self._by) and (hand := moment.points[point]) is not None
        ]
        if not hands:
            return None
        if any(not self._in_front(hand, head, LOW_LOSES, HIGH_LOSES, near=0.0) for hand in hands):
            return True
        if len(hands) < 2:
            return False
        return math.dist(hands[0][:3], hands[1][:3]) > self._size_m + APART_LOSES_M

    def _in_front(
        self, hand: Sample, head: Head, low: float, high: float, near: float = NEAR_OF_HEIGHT
    ) -> bool:
        away = math.hypot(hand.x - head.x, hand.y - head.y) / self._height_m
        return low < hand.z / self._height_m < high and near <= away < FAR_OF_HEIGHT
