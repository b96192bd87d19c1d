"""Touching a real thing with a controller to tell where it is: still, with the trigger held."""

from __future__ import annotations

import math

from vrexposure.core.inputs import Button, Point
from vrexposure.core.observations import Observation, Touched
from vrexposure.core.tracking.signal import NS_PER_MS, Moment, Sample
from vrexposure.core.watch import Side, WatchTouch

# DEF: a hand that rests on something keeps within a centimetre. The time is well below that of
# the Stop that lies on every button.
STILL_M = 0.010
HOLD_NS = 600 * NS_PER_MS
_HANDS: tuple[tuple[Side, Point, Button], ...] = (
    ("left", Point.LEFT_HAND, Button.LEFT_SELECT),
    ("right", Point.RIGHT_HAND, Button.RIGHT_SELECT),
)


class Touching:
    """Says where a hand was while its trigger was held still; once for each press."""

    def __init__(self, watch: WatchTouch) -> None:
        del watch  # it asks for nothing in particular
        self._since: dict[Side, tuple[int, Sample]] = {}
        self._told: set[Side] = set()

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        for side, point, button in _HANDS:
            if not moment.buttons & button:
                self._since.pop(side, None)
                self._told.discard(side)
                continue
            sample = moment.points[point]
            if sample is None or side in self._told:
                self._since.pop(side, None)
                continue
            began_ns, first = self._since.setdefault(side, (moment.time_ns, sample))
            if math.dist(first[:3], sample[:3]) > STILL_M:
                self._since[side] = (moment.time_ns, sample)
            elif moment.time_ns - began_ns >= HOLD_NS:
                self._told.add(side)
                x, y, z = (round(500 * (a + b)) for a, b in zip(first[:3], sample[:3], strict=True))
                said.append(Touched(moment.time_ns, side, x, y, z))
