"""Steps of walking people: from tracked feet, else from the head, which is lowest at each step."""

from __future__ import annotations

import math
from typing import NamedTuple

from vrexposure.core.inputs import Point
from vrexposure.core.observations import Side
from vrexposure.core.tracking.signal import NS_PER_MS, Moment, Sample

FAST_S = 0.05
SLOW_S = 0.5
SWING_S = 1.0
# DEF: heads of slow walkers go up and down by some 5 mm, of brisk ones by 40 mm (an inverted
# pendulum); this and a share of one's own swing must be passed either way.
SWING_LEAST_OF_HEIGHT = 0.0020
SWING_SHARE = 0.45
STEP_LEAST_NS = 280 * NS_PER_MS
# DEF: a foot in the air is faster than this, one on the floor slower.
AIR_M_PER_S = 0.45
FLOOR_M_PER_S = 0.20
FOOT_S = 0.06
STRIDE_LEAST_M = 0.08
UNSEEN_NS = 1_500 * NS_PER_MS


class Footfall(NamedTuple):
    """A foot came down."""

    time_ns: int
    side: Side


class HeadFalls:
    """Footfalls seen from the head."""

    def __init__(self, standing_m: float) -> None:
        self._least_m = SWING_LEAST_OF_HEIGHT * standing_m
        self._fast: float | None = None
        self._slow = 0.0
        self._swing_m = 0.0
        self._down = False
        self._low = (0, 0.0)
        self._last_ns: int | None = None

    def clear(self) -> None:
        """The head was away."""
        self._fast = None
        self._down = False

    @property
    def dips(self) -> bool:
        """Whether the head is in the low of a step, which may not be over."""
        return self._down

    def update(self, height_m: float, now: int, elapsed_s: float) -> Footfall | None:
        """Take one height of the head; maybe a footfall, a little late."""
        if self._fast is None:
            self._fast = self._slow = height_m
            self._swing_m = 0.0
            return None
        k = elapsed_s / (FAST_S + elapsed_s)
        self._fast += (height_m - self._fast) * k
        k = elapsed_s / (SLOW_S + elapsed_s)
        self._slow += (self._fast - self._slow) * k
        off_m = self._fast - self._slow
        k = elapsed_s / (SWING_S + elapsed_s)
        self._swing_m += (abs(off_m) - self._swing_m) * k
        enough_m = max(self._least_m, SWING_SHARE * self._swing_m)
        if not self._down:
            if off_m < -enough_m:
                self._down, self._low = True, (now, off_m)
            return None
        if off_m < self._low[1]:
            self._low = (now, off_m)
        if off_m < enough_m:
            return None
        self._down = False
        if self._last_ns is not None and self._low[0] - self._last_ns < STEP_LEAST_NS:
            return None
        self._last_ns = self._low[0]
        return Footfall(self._low[0], "unknown")


class _Foot:
    def __init__(self, side: Side) -> None:
        self._side = side
        self._at: tuple[float, float] | None = None
        self._velocity = (0.0, 0.0)
        self._lifted: tuple[float, float] | None = None
        self.seen_ns: int | None = None

    def update(self, foot: Sample, now: int) -> Footfall | None:
        before, before_ns, self.seen_ns = self._at, self.seen_ns, now
        if before is None or before_ns is None or now - before_ns > UNSEEN_NS:
            self._at, self._velocity, self._lifted = (foot.x, foot.y), (0.0, 0.0), None
            return None
        elapsed_s = (now - before_ns) * 1e-9
        # Place and velocity are smoothed, not the speed: noise in it does not even out.
        k = elapsed_s / (FOOT_S + elapsed_s)
        x, y = before
        at = self._at = (x + (foot.x - x) * k, y + (foot.y - y) * k)
        vx, vy = self._velocity
        vx += ((at[0] - x) / elapsed_s - vx) * k
        vy += ((at[1] - y) / elapsed_s - vy) * k
        self._velocity = (vx, vy)
        speed = math.hypot(vx, vy)
        if self._lifted is None:
            if speed > AIR_M_PER_S:
                self._lifted = before
            return None
        if speed > FLOOR_M_PER_S:
            return None
        began, self._lifted = self._lifted, None
        if math.dist(at, began) < STRIDE_LEAST_M:
            return None
        return Footfall(now, self._side)


class FootFalls:
    """Footfalls seen from the feet, as long as both are tracked."""

    def __init__(self) -> None:
        self._feet = (
            (int(Point.LEFT_FOOT), _Foot("left")),
            (int(Point.RIGHT_FOOT), _Foot("right")),
        )

    def update(self, moment: Moment) -> Footfall | None:
        """Take one moment; maybe a footfall."""
        fall: Footfall | None = None
        for point, foot in self._feet:
            sample = moment.points[point]
            if sample is not None:
                fall = foot.update(sample, moment.time_ns) or fall
        return fall

    def seen(self, now: int) -> bool:
        """Whether both feet have been tracked lately: then they decide, not the head."""
        return all(
            foot.seen_ns is not None and now - foot.seen_ns <= UNSEEN_NS for _, foot in self._feet
        )
