"""Stepping onto one real, registered step and off it again, seen from the head's height."""

from __future__ import annotations

import math

from vrexposure.core.tracking.body import Baseline
from vrexposure.core.tracking.head import Head
from vrexposure.core.tracking.marching import Step
from vrexposure.core.tracking.signal import NS_PER_MS

# The head must stay that high or low this long (a bob of marching does not).
STAYS_NS = 300 * NS_PER_MS
# DEF: parts of the riser; between them nothing changes.
ON_STEP = 0.65
ON_FLOOR = 0.40
# DEF: what rises further than this above the step has not stepped.
MOST_OF_RISER = 1.5
MOST_M = 0.05
# DEF: and it must be steady: slow bending passes through every height.
STEADY_OF_RISER = 0.35
STEADY_LEAST_M = 0.025
# DEF: how far a look at one's feet lowers the headset, at most.
LOOKING_M = 0.06
BASE_BOUND_OF_HEIGHT = 0.03


class RealStep:
    """Two levels, floor and step; going from one to the other is a step up or down."""

    def __init__(self, standing_m: float, riser_m: float, *, upwards: bool) -> None:
        self._riser_m = max(0.02, riser_m)
        self._upwards = upwards
        self._base = Baseline(standing_m, BASE_BOUND_OF_HEIGHT * standing_m)
        self._steady_m = max(STEADY_LEAST_M, STEADY_OF_RISER * riser_m)
        self._on_step: bool | None = None
        self._left_ns = 0
        self._coming: bool | None = None
        self._since_ns = 0
        self._least_m = 0.0
        self._most_m = 0.0

    def clear(self) -> None:
        """The head was away: what was coming is forgotten, where the person stood is not."""
        self._coming = None

    def update(self, head: Head, now: int, elapsed_s: float) -> Step | None:
        """Take one head; maybe a step in the direction that is watched for."""
        level = self._level(head)
        if level is None or level != self._coming:
            self._coming, self._since_ns = level, now
            self._least_m = self._most_m = head.height
        self._least_m = min(self._least_m, head.height)
        self._most_m = max(self._most_m, head.height)
        if self._most_m - self._least_m > self._steady_m:
            self._since_ns = now
            self._least_m = self._most_m = head.height
        if level is not None and level == self._on_step:
            self._left_ns = now
            self._base.follow(head.height - (self._riser_m if level else 0.0), elapsed_s)
            return None
        if level is None or now - self._since_ns < STAYS_NS:
            return None
        before, self._on_step = self._on_step, level
        began_ns, self._left_ns = self._left_ns, now
        if before is None or level != self._upwards:
            return None
        return Step(began_ns, abs(self._most_m - self._base.height_m) if level else self._riser_m,
                    "unknown")  # fmt: skip

    def _level(self, head: Head) -> bool | None:
        """On the step, on the floor, or neither."""
        above_m = head.height - self._base.height_m
        raw_m = head.raw_height - self._base.height_m
        looking_m = LOOKING_M * max(0.0, -math.sin(head.pitch))
        if above_m >= ON_STEP * self._riser_m:
            high = raw_m >= ON_STEP * self._riser_m - looking_m
            return True if high and above_m <= MOST_OF_RISER * self._riser_m + MOST_M else None
        return False if abs(above_m) <= ON_FLOOR * self._riser_m else None
