"""Where the light is that shows the way of a movement: a curve through points, smooth in time."""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from vrexposure.core.geometry import Vec3
from vrexposure.core.mannequin import minimum_jerk

MOVING = 0.78
"""Share of the period in which the light goes; then it rests at the end and fades (DEF)."""
_PIECES = 12


def curve(points: Sequence[Vec3]) -> list[Vec3]:
    """A smooth line through all the points (Catmull-Rom), ends included.

    Returns: `_PIECES` pieces between each two points; a single point or none gives what there is.
    """
    if len(points) < 2:
        return list(points)
    line = [points[0]]
    ends = [points[0], *points, points[-1]]
    for index in range(len(points) - 1):
        a, b, c, d = ends[index : index + 4]
        for piece in range(1, _PIECES + 1):
            s = piece / _PIECES
            line.append(_between(a, b, c, d, s))
    return line


def _between(a: Vec3, b: Vec3, c: Vec3, d: Vec3, s: float) -> Vec3:
    out, to = c.minus(a).scaled(0.5), d.minus(b).scaled(0.5)
    h1 = 2 * s**3 - 3 * s**2 + 1
    h2 = s**3 - 2 * s**2 + s
    h3 = -2 * s**3 + 3 * s**2
    h4 = s**3 - s**2
    return b.scaled(h1).plus(out.scaled(h2)).plus(c.scaled(h3)).plus(to.scaled(h4))


class Way:
    """A line that is walked along by its length."""

    def __init__(self, points: Sequence[Vec3]) -> None:
        """`points`: in metres; at least one."""
        self.line = curve(points)
        steps = (b.minus(a).length() for a, b in pairwise(self.line))
        self._lengths = [0.0, *accumulate(steps)]

    @property
    def length_m(self) -> float:
        """Of the whole way."""
        return self._lengths[-1]

    def at(self, along_m: float) -> Vec3:
        """The point so far along; before the beginning and past the end, these."""
        if along_m <= 0.0 or self.length_m == 0.0:
            return self.line[0]
        index = bisect.bisect_left(self._lengths, along_m)
        if index >= len(self.line):
            return self.line[-1]
        low, high = self._lengths[index - 1], self._lengths[index]
        share = (along_m - low) / (high - low) if high > low else 1.0
        return self.line[index - 1].plus(self.line[index].minus(self.line[index - 1]).scaled(share))


def along(length_m: float, phase: float) -> tuple[float, float]:
    """How far the light has come at a phase of its period (0 to 1), and how bright it is (0 to 1).

    It sets out and arrives as a hand does, with a minimum of jerk (Flash & Hogan 1985).
    """
    phase = min(1.0, max(0.0, phase))
    come = length_m * minimum_jerk(phase / MOVING)
    fading = max(0.0, (phase - MOVING) / (1.0 - MOVING))
    appears = min(1.0, phase / 0.06)
    return come, appears * math.cos(fading * math.pi / 2)
