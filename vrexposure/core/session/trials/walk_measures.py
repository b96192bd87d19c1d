"""What walking measures: way, speed, cadence, how even the steps are, and stands on the way."""

from __future__ import annotations

import math

from vrexposure.core.observations import Halted, StepTaken, WalkedOn

# As in `core.measures`: a shorter straight way gives no speed, and a standard deviation of fewer
# step times is mostly chance (DEF).
STRAIGHT_LEAST_MM = 2000
INTERVALS_LEAST = 4


class WalkMeasures:
    """Adds up the measures of one trial in whole numbers.

    Args:
        over_floor: Steps on the spot have a cadence, but no speed: their way is only shown.

    Attributes:
        stops: Stops that were made as asked.
        drops: How often the carried thing was lost.
    """

    def __init__(self, *, over_floor: bool) -> None:
        self._over_floor = over_floor
        self.stops = 0
        self.drops = 0
        self._last: WalkedOn | None = None
        self._stands = 0
        self._stood_ms = 0
        self._intervals = 0
        self._sum_ms = 0
        self._squares = 0
        self._told_to_wait = False

    def wait(self) -> None:
        """The walker was told to wait: the time until the next step is no step time."""
        self._told_to_wait = True

    def step(self, seen: StepTaken) -> None:
        """One step."""
        waited, self._told_to_wait = self._told_to_wait, False
        if seen.timed and seen.interval_ms and not waited:
            self._intervals += 1
            self._sum_ms += seen.interval_ms
            self._squares += seen.interval_ms * seen.interval_ms

    def way(self, seen: WalkedOn) -> None:
        """What has been walked so far."""
        self._last = seen

    def halted(self, seen: Halted) -> None:
        """A stand that is over: the one at the end of the way is none."""
        if not seen.on:
            self._stands += 1
            self._stood_ms += seen.stood_ms

    def all(self) -> dict[str, int]:
        """The measures by name; what was not measured is missing."""
        measures: dict[str, int] = {}
        last = self._last
        if last is not None:
            measures["walked_way_mm"] = last.distance_mm
            if last.timed and last.duration_ms:
                measures["walking_ms"] = last.duration_ms
                if self._over_floor:
                    measures["walking_mm_per_s"] = last.distance_mm * 1000 // last.duration_ms
            if self._over_floor and last.straight_mm >= STRAIGHT_LEAST_MM and last.straight_ms:
                measures["steady_mm_per_s"] = last.straight_mm * 1000 // last.straight_ms
            measures["steps_count"] = last.steps
        n = self._intervals
        if n and self._sum_ms:
            measures["cadence_per_min"] = round(60_000 * n / self._sum_ms)
        if n >= INTERVALS_LEAST:
            # Whole numbers until the root, so that every machine gets the same.
            spread = max(0, n * self._squares - self._sum_ms * self._sum_ms)
            measures["step_time_sd_ms"] = math.isqrt(spread // (n * (n - 1)))
        if self._stands:
            measures["stands_count"] = self._stands
            measures["stood_ms"] = self._stood_ms
        if self.stops:
            measures["stops_count"] = self.stops
        if self.drops:
            measures["drops_count"] = self.drops
        return measures
