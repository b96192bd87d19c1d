"""Hands that come to a rail and leave it."""

from __future__ import annotations

import math

from vrexposure.core.inputs import Point
from vrexposure.core.observations import HandOnRail, Observation
from vrexposure.core.tracking.signal import NS_PER_MS, Moment
from vrexposure.core.watch import Rail

# DEF: from the rail's line to the middle of a controller that is held while gripping it; further
# to leave than to come, so that a shifting grip does not flicker.
ON_M = 0.10
OFF_M = 0.16
# DEF: a hand that swings past is no hand on the rail.
COMES_NS = 100 * NS_PER_MS
LEAVES_NS = 150 * NS_PER_MS
# DEF: a gripping hand is often hidden from the cameras; after this it is let go.
UNSEEN_NS = 1_000 * NS_PER_MS

_HANDS = (int(Point.LEFT_HAND), int(Point.RIGHT_HAND))


class HandsOnRail:
    """Watches one rail: a level line along +Y. Either hand may hold it."""

    def __init__(self, rail: Rail) -> None:
        self._side = rail.side
        self._x_m = rail.x_mm / 1000
        self._z_m = rail.height_mm / 1000
        self._on = False
        self._other_since_ns: int | None = None
        self._seen_ns = 0

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        now = moment.time_ns
        nearest = math.inf
        for hand in _HANDS:
            sample = moment.points[hand]
            if sample is not None:
                nearest = min(nearest, math.hypot(sample.x - self._x_m, sample.z - self._z_m))
        near = nearest <= (OFF_M if self._on else ON_M)
        if near:
            self._seen_ns = now
        elif self._on and self._hidden(moment) and now - self._seen_ns < UNSEEN_NS:
            near = True
        if near == self._on:
            self._other_since_ns = None
            return
        if self._other_since_ns is None:
            self._other_since_ns = now
        if now - self._other_since_ns >= (LEAVES_NS if self._on else COMES_NS):
            self._on = near
            self._other_since_ns = None
            said.append(HandOnRail(now, self._side, near))

    def _hidden(self, moment: Moment) -> bool:
        return any(moment.points[hand] is None for hand in _HANDS)
