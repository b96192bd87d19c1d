"""A hand on its way: smoothed in short slots, so that noise and tremor make neither way nor speed.

Slots of equal time rather than samples: the same movement gives the same numbers at any rate.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from vrexposure.core.tracking.signal import NS_PER_MS

Place = tuple[float, float, float]

SLOT_NS = 40 * NS_PER_MS
# DEF: slots further apart than this are not joined.
APART_NS = 200 * NS_PER_MS


class Slot(NamedTuple):
    """The mean of a few samples.

    Attributes:
        time_ns: The middle of their times.
        place: Metres, stage space.
        way_m: From the slot before to this one.
        speed_m_per_s: Across the two slots before and this one; None where they are not joined.
        speed_ns: When the hand had that speed.
    """

    time_ns: int
    place: Place
    way_m: float
    speed_m_per_s: float | None
    speed_ns: int


class Slots:
    """Makes slots of samples."""

    def __init__(self) -> None:
        self._began_ns: int | None = None
        self._sum = (0.0, 0.0, 0.0)
        self._time_sum = 0
        self._count = 0
        self._last: tuple[int, Place] | None = None
        self._earlier: tuple[int, Place] | None = None

    def clear(self) -> None:
        """Forget what was: what comes is not joined to it."""
        self._began_ns = self._last = self._earlier = None

    def take(self, time_ns: int, place: Place) -> Slot | None:
        """Take one sample; the slot that it completes, if it does."""
        made = None
        if self._began_ns is not None and time_ns - self._began_ns >= SLOT_NS:
            made = self._close()
            self._began_ns = None
        if self._began_ns is None:
            self._began_ns = time_ns
            self._sum, self._time_sum, self._count = (0.0, 0.0, 0.0), 0, 0
        x, y, z = self._sum
        self._sum = (x + place[0], y + place[1], z + place[2])
        self._time_sum += time_ns - self._began_ns
        self._count += 1
        return made

    def _close(self) -> Slot:
        assert self._began_ns is not None
        n = self._count
        x, y, z = self._sum
        place = (x / n, y / n, z / n)
        time_ns = self._began_ns + self._time_sum // n
        last, earlier = self._last, self._earlier
        if last is not None and time_ns - last[0] > APART_NS:
            last = earlier = None
        way_m = 0.0 if last is None else math.dist(last[1], place)
        speed, at_ns = None, time_ns
        if last is not None and earlier is not None:
            speed = math.dist(earlier[1], place) / ((time_ns - earlier[0]) * 1e-9)
            at_ns = last[0]
        self._earlier, self._last = last, (time_ns, place)
        return Slot(time_ns, place, way_m, speed, at_ns)


class Middle3:
    """The middle of the last three places, number by number: single wild samples vanish."""

    def __init__(self) -> None:
        self._a: Place | None = None
        self._b: Place | None = None

    def clear(self) -> None:
        """Forget: what comes next is not to be mixed with what was."""
        self._a = self._b = None

    def update(self, place: Place) -> Place:
        """Take one; the middle of it and the two before, or itself at first."""
        a, b = self._a, self._b
        self._a, self._b = b, place
        if a is None or b is None:
            return place
        return (
            max(min(a[0], b[0]), min(max(a[0], b[0]), place[0])),
            max(min(a[1], b[1]), min(max(a[1], b[1]), place[1])),
            max(min(a[2], b[2]), min(max(a[2], b[2]), place[2])),
        )
