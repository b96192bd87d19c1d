"""Steps on the spot, seen from tracked feet: each lift and landing of a foot is one."""

from __future__ import annotations

import math

from vrexposure.core.inputs import Point
from vrexposure.core.observations import Side
from vrexposure.core.tracking.marching import Step
from vrexposure.core.tracking.signal import NS_PER_MS, Moment, Sample

# DEF: the lift that counts is the riser's, but for nobody more than this part of their height.
LIFT_MOST_OF_HEIGHT = 0.05
LIFT_LEAST_M = 0.03
# DEF: it is over when this part of it is left.
LANDS = 0.4
# DEF: a foot that lands further away has walked.
WALK_M = 0.30
STEP_LEAST_NS = 150 * NS_PER_MS
# DEF: longer unseen, and the lift is forgotten; this long seen, and feet go before the head.
UNSEEN_NS = 1_500 * NS_PER_MS
FLOOR_FALLS_S = 0.2
FLOOR_RISES_S = 3.0
ON_FLOOR_M = 0.02


class _Foot:
    def __init__(self, side: Side, lift_m: float) -> None:
        self._side = side
        self._lift_m = lift_m
        self._floor_m: float | None = None
        self._lifted_from: Sample | None = None
        self._on_floor: Sample | None = None
        self._began_ns = 0
        self._peak_m = 0.0
        self.seen_ns: int | None = None

    def update(self, foot: Sample, now: int) -> Step | None:
        if self.seen_ns is None or now - self.seen_ns > UNSEEN_NS:
            self._floor_m = self._lifted_from = self._on_floor = None
            self.seen_ns = now
        elapsed_s = (now - self.seen_ns) * 1e-9
        self.seen_ns = now
        floor_m = foot.z if self._floor_m is None else self._floor_m
        settle_s = FLOOR_FALLS_S if foot.z < floor_m else FLOOR_RISES_S
        if foot.z - floor_m < ON_FLOOR_M:
            floor_m += (foot.z - floor_m) * min(1.0, elapsed_s / settle_s)
        self._floor_m = floor_m
        lift_m = foot.z - floor_m
        if self._lifted_from is None:
            if lift_m < LANDS * self._lift_m:
                self._on_floor = foot
                self._began_ns = now
            elif lift_m >= self._lift_m and self._on_floor is not None:
                self._lifted_from = self._on_floor
                self._peak_m = lift_m
            return None
        self._peak_m = max(self._peak_m, lift_m)
        if lift_m > LANDS * self._lift_m:
            return None
        began, self._lifted_from = self._lifted_from, None
        walked = math.hypot(foot.x - began.x, foot.y - began.y) > WALK_M
        if walked or now - self._began_ns < STEP_LEAST_NS:
            return None
        return Step(self._began_ns, self._peak_m, self._side)


class Feet:
    """Counts with both feet, as long as both are tracked."""

    def __init__(self, standing_m: float, riser_m: float) -> None:
        lift_m = max(LIFT_LEAST_M, min(riser_m, LIFT_MOST_OF_HEIGHT * standing_m))
        self._feet = (
            (int(Point.LEFT_FOOT), _Foot("left", lift_m)),
            (int(Point.RIGHT_FOOT), _Foot("right", lift_m)),
        )

    def update(self, moment: Moment) -> Step | None:
        """Take one moment; maybe a step."""
        step: Step | None = None
        for point, foot in self._feet:
            sample = moment.points[point]
            if sample is not None:
                step = foot.update(sample, moment.time_ns) or step
        return step

    def seen(self, now: int) -> bool:
        """Whether both feet have been tracked lately: then they decide, not the head."""
        return all(
            foot.seen_ns is not None and now - foot.seen_ns <= UNSEEN_NS for _, foot in self._feet
        )
