"""Carrying: whether the hands are where a thing between waist and chest would be held."""

from __future__ import annotations

import math
from typing import Literal

from vrexposure.core.inputs import Point
from vrexposure.core.observations import Observation, ThingDropped, ThingTaken
from vrexposure.core.tracking.head import Head
from vrexposure.core.tracking.signal import NS_PER_MS, Moment, Sample
from vrexposure.core.watch import WatchWalk

Hand = Literal["left", "right"]

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
LOSES_NS = 250 * NS_PER_MS
# DEF: a hand that was raised already (it has just pointed at "ready") must stay for longer.
WAS_THERE_NS = 1_500 * NS_PER_MS
# DEF: a hand that has not been seen for so long says nothing any more: the other one decides.
UNSEEN_NS = 1_000 * NS_PER_MS
HANDS: tuple[tuple[int, Hand], ...] = (
    (int(Point.LEFT_HAND), "left"),
    (int(Point.RIGHT_HAND), "right"),
)


class Carried:
    """Knows whether the thing is held; while no hand is seen, it stays as it is."""

    def __init__(self, watch: WatchWalk) -> None:
        self._both = watch.carried == "both_hands"
        self._height_m = watch.standing_head_mm / 1000
        self._size_m = watch.size_mm / 1000
        self._by: Hand = "right"
        self._index = 0
        self._since_ns: int | None = None
        self._seen_ns: dict[Hand, int] = {}
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
        now = moment.time_ns
        hands: dict[Hand, Sample] = {}
        for point, side in HANDS:
            sample = moment.points[point]
            if sample is not None:
                hands[side] = sample
                self._seen_ns[side] = now
        if not self._judged(hands, now):
            return
        changes = self._slip(hands, head) if self.held else self._come(hands, head)
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
            said.append(ThingTaken(now, self._index, "both" if self._both else self._by))
        else:
            said.append(ThingDropped(now, self._index))
            self._index += 1

    def _judged(self, hands: dict[Hand, Sample], now: int) -> bool:
        """Whether enough of the hands is seen to say anything."""
        if not self._both:
            return self._by in hands if self.held else bool(hands)
        lately = [s for s, seen_ns in self._seen_ns.items() if now - seen_ns < UNSEEN_NS]
        return bool(hands) and all(side in hands for side in lately)

    def _needs_ns(self) -> int:
        if self.held:
            return LOSES_NS
        return TAKES_NS if self._came else WAS_THERE_NS

    def _come(self, hands: dict[Hand, Sample], head: Head) -> bool:
        """Whether the hands are at a thing in front of the trunk."""
        there = [s for s, at in hands.items() if self._in_front(at, head, LOW_TAKES, HIGH_TAKES)]
        if self._both:
            return len(there) == len(hands) and self._apart_m(hands) < self._size_m + APART_TAKES_M
        if there and self._by not in there:
            self._by, self._since_ns = there[0], None
        return bool(there)

    def _slip(self, hands: dict[Hand, Sample], head: Head) -> bool:
        """Whether the hands that hold the thing have sunk or parted."""
        holding = hands if self._both else {self._by: hands[self._by]}
        return (
            not all(self._in_front(at, head, LOW_LOSES, HIGH_LOSES, 0.0) for at in holding.values())
            or self._apart_m(holding) > self._size_m + APART_LOSES_M
        )

    def _apart_m(self, hands: dict[Hand, Sample]) -> float:
        if len(hands) < 2:
            return 0.0
        return math.dist(hands["left"][:3], hands["right"][:3])

    def _in_front(
        self, hand: Sample, head: Head, low: float, high: float, near: float = NEAR_OF_HEIGHT
    ) -> bool:
        away = math.hypot(hand.x - head.x, hand.y - head.y) / self._height_m
        return low < hand.z / self._height_m < high and near <= away < FAR_OF_HEIGHT
