"""How far a standing head goes over the floor, and how wide: incremental, in constant memory.

`core.measures.sway` says the same of a whole recording, with its filter; here the places are
averaged over slots, which leaves the sway (below 1 Hz) and takes out the noise of the sensor.
"""

from __future__ import annotations

import math

from vrexposure.core.tracking.signal import NS_PER_MS

# DEF: five places a second; a noise of 1 mm a sample then adds some 2 mm a second to the way.
SLOT_NS = 200 * NS_PER_MS
# Chi-square for 95 % at 2 degrees of freedom (Schubert & Kirchner 2014, Gait Posture 39:518).
CHI2_95 = -2 * math.log(0.05)


class SwayWay:
    """The way and the 95 % ellipse of one stand."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Another stand begins."""
        self.length_m = 0.0
        self._slots = 0
        self._mean = (0.0, 0.0)
        self._xx = self._yy = self._xy = 0.0
        self.part()

    def part(self) -> None:
        """A gap, or the stage jumped: the way across is not known."""
        self._last: tuple[float, float] | None = None
        self._began_ns: int | None = None
        self._sum_x = self._sum_y = 0.0
        self._count = 0

    def shift(self, x_m: float, y_m: float) -> None:
        """The stage was moved under the person."""
        self._mean = (self._mean[0] + x_m, self._mean[1] + y_m)

    def add(self, now: int, x_m: float, y_m: float) -> None:
        """One place of the head over the floor."""
        if self._began_ns is None:
            self._began_ns = now
        elif now - self._began_ns >= SLOT_NS:
            self._close()
            self._began_ns = now
        self._sum_x += x_m
        self._sum_y += y_m
        self._count += 1

    def _close(self) -> None:
        x, y = self._sum_x / self._count, self._sum_y / self._count
        self._sum_x = self._sum_y = 0.0
        self._count = 0
        if self._last is not None:
            self.length_m += math.dist(self._last, (x, y))
        self._last = (x, y)
        # Welford 1962: sums of squares about the running mean, without cancellation.
        self._slots += 1
        mean_x, mean_y = self._mean
        dx, dy = x - mean_x, y - mean_y
        mean_x, mean_y = mean_x + dx / self._slots, mean_y + dy / self._slots
        self._mean = (mean_x, mean_y)
        self._xx += dx * (x - mean_x)
        self._yy += dy * (y - mean_y)
        self._xy += dx * (y - mean_y)

    @property
    def ellipse_m2(self) -> float:
        """The area of the ellipse that holds 95 % of the places; 0 before there are three."""
        if self._slots < 3:
            return 0.0
        determinant = max(0.0, self._xx * self._yy - self._xy * self._xy)
        return math.pi * CHI2_95 * math.sqrt(determinant) / (self._slots - 1)
