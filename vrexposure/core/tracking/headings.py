"""Which way head, chest, belt and hands have turned since they rested, about the vertical."""

from __future__ import annotations

import math
from typing import Literal

from vrexposure.core.inputs import Point
from vrexposure.core.tracking.head import head_of
from vrexposure.core.tracking.signal import Moment, Sample

# Peak speed of a fast head turn is some 600 degrees a second; what is faster is the stage that
# turned under the person, or a fault (DEF).
FASTEST_RAD_PER_S = math.radians(1000)
SLACK_RAD = math.radians(12)
# DEF: a hand nearer to the axis of the body than this does not tell which way the body faces.
HAND_LEAST_M = 0.12
# DEF: a hand that is far higher or lower than it was is doing something of its own.
HAND_STAYS_M = 0.20
# DEF: the body went along when it turned by this share of what the head did, and this much.
ALONG: dict[str, tuple[float, float]] = {
    "head": (0.45, math.radians(30)),
    "trunk": (0.82, math.radians(45)),
}
_HANDS = (int(Point.LEFT_HAND), int(Point.RIGHT_HAND))
_BELTS = (int(Point.WAIST),)


class _Part:
    """One point's heading, from where it rested."""

    def __init__(self) -> None:
        self.now: float | None = None
        self._rest: float | None = None
        self.height = 0.0
        self._rest_height = 0.0

    def see(self, heading: float | None, height: float) -> None:
        self.now, self.height = heading, height
        if heading is not None and self._rest is None:
            self._rest, self._rest_height = heading, height

    def shift(self, yaw: float) -> None:
        if self._rest is not None:
            self._rest += yaw

    def rest(self, share: float) -> None:
        if self.now is None or self._rest is None:
            return
        self._rest += math.remainder(self.now - self._rest, math.tau) * share
        self._rest_height += (self.height - self._rest_height) * share

    @property
    def turned(self) -> float | None:
        """Radians, anticlockwise; None where it was not seen."""
        if self.now is None or self._rest is None:
            return None
        return math.remainder(self.now - self._rest, math.tau)

    @property
    def moved_m(self) -> float:
        """How much higher or lower than at rest."""
        return abs(self.height - self._rest_height)


class Headings:
    """The head's turn, summed up, and what the rest of the body did meanwhile."""

    def __init__(self) -> None:
        self._turned = 0.0
        self._yaw: float | None = None
        self._waited_s = 0.0
        self._chest = _Part()
        self._belts = {point: _Part() for point in _BELTS}
        self._hands = {point: _Part() for point in _HANDS}

    def update(self, moment: Moment, elapsed_s: float) -> float:
        """Take a moment with a head; how far it has turned, radians, anticlockwise."""
        sample = moment.points[Point.HEAD]
        assert sample is not None, "a moment with a head"
        head = head_of(sample)
        step = 0.0 if self._yaw is None else math.remainder(head.yaw - self._yaw, math.tau)
        self._yaw = head.yaw
        # Bit-identical samples are a device that stood still, not a head: what follows makes up
        # for them.
        waited_s = self._waited_s + elapsed_s
        self._waited_s = waited_s if step == 0.0 else 0.0
        if moment.moved is not None or abs(step) > FASTEST_RAD_PER_S * waited_s + SLACK_RAD:
            # The stage was turned: all that was known is turned with it.
            for part in (self._chest, *self._belts.values(), *self._hands.values()):
                part.shift(step)
        else:
            self._turned += step
        chest = moment.points[Point.CHEST]
        self._chest.see(_heading(chest), 0.0)
        for point, belt in self._belts.items():
            belt.see(_heading(moment.points[point]), 0.0)
        for point, hand in self._hands.items():
            held = moment.points[point]
            hand.see(_bearing(held, head.x, head.y), 0.0 if held is None else held.z)
        return self._turned

    def rest(self, share: float) -> None:
        """All rests: where it looks now is a little more where ahead is."""
        self._turned -= self._turned * share
        for part in (self._chest, *self._belts.values(), *self._hands.values()):
            part.rest(share)

    def ahead_here(self) -> None:
        """Where everything points now is ahead."""
        self.rest(1.0)

    @property
    def trunk(self) -> float | None:
        """How far the chest has turned; None without a tracker on it."""
        return self._chest.turned

    def stepped(self, turned: float, part: Literal["head", "trunk"]) -> bool:
        """Whether the whole body went along: belt and hands turn as only steps turn them."""
        share, least = ALONG[part]
        limit = max(least, share * abs(turned))
        belts = [belt.turned for belt in self._belts.values() if belt.turned is not None]
        if belts:
            return any(abs(one) > limit and one * turned > 0 for one in belts)
        hands = [
            hand.turned
            for hand in self._hands.values()
            if hand.turned is not None and hand.moved_m < HAND_STAYS_M
        ]
        return bool(hands) and all(abs(one) > limit and one * turned > 0 for one in hands)


def _heading(sample: Sample | None) -> float | None:
    """Of the forward axis."""
    if sample is None:
        return None
    _, _, _, w, x, y, z = sample
    return math.atan2(-2 * (x * y - w * z), 1 - 2 * (x * x + z * z))


def _bearing(hand: Sample | None, x_m: float, y_m: float) -> float | None:
    """Of a hand, seen from the axis of the body; None where it is too near to it."""
    if hand is None:
        return None
    x, y = hand.x - x_m, hand.y - y_m
    return math.atan2(-x, y) if math.hypot(x, y) >= HAND_LEAST_M else None
