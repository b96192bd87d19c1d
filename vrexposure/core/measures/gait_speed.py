"""Walking speed over the straight parts of a way, turns and stops left out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from vrexposure.core.measures.motion import spells
from vrexposure.core.measures.resampling import Coverage, Floats, Grid, Mask, Times, resample

# DEF: at 0.5 Hz the sway of the head from step to step (0.8 to 2 Hz) is gone, the way is left.
WALK_GRID: Final = Grid(rate_hz=20.0, cutoff_hz=0.5, gap_s=0.1)
# A turn goes on while the direction changes one way by more than 5 deg/s, and counts from 45 deg
# on (El-Gohary et al. 2014, Sensors 14:356, for the trunk; here it is the direction of travel,
# which in slow walkers sways by 10 deg from step to step).
TURN_DEG_PER_S: Final = 5.0
TURN_LEAST_DEG: Final = 45.0
# DEF: slower is standing; the slowest walkers of the clinical bands reach 0.2 m/s.
STAND_M_PER_S: Final = 0.1
# DEF: getting up to speed and slowing down, before and after each turn, stand, begin and end;
# also the width of the filter.
SETTLE_S: Final = 1.0
# DEF: a shorter way gives no speed.
LEAST_M: Final = 2.0


@dataclass(frozen=True, slots=True)
class GaitSpeed:
    """Walking speed over the floor; frame: stage.

    Attributes:
        coverage: What it rests on.
        speed_m_per_s: `straight_m / straight_s`; None when `straight_m` is under 2 m.
        straight_m: Way on straight parts, without a second at either end of each.
        straight_s: Time on them.
        turning_s: Time in turns.
        standing_s: Time under 0.1 m/s; as the way is smoothed, a stop seems up to 1 s shorter.
        turns: How many turns.
    """

    coverage: Coverage
    speed_m_per_s: float | None
    straight_m: float | None
    straight_s: float | None
    turning_s: float | None
    standing_s: float | None
    turns: int | None


def gait_speed(times_ns: Times, positions_m: Floats, valid: Mask) -> GaitSpeed:
    """Measure walking speed; all None without 2 s of unbroken tracking.

    Not a 10 m walk test: there, a course is timed.

    Args:
        times_ns: int64 (n,).
        positions_m: float64 (n, 2 or 3): head or waist in stage space; the height is not used.
        valid: bool (n,).
    """
    resampled = resample(times_ns, positions_m[:, :2], valid, grid=WALK_GRID)
    rate_hz, settle = WALK_GRID.rate_hz, round(SETTLE_S * WALK_GRID.rate_hz)
    way = straight_s = turning_s = standing_s = 0.0
    turns = stretches = 0
    for segment in resampled.segments:
        if len(segment.values) <= 2 * settle:
            continue
        stretches += 1
        velocity = np.gradient(segment.values, 1 / rate_hz, axis=0, edge_order=2)
        pace = np.linalg.norm(velocity, axis=1)
        standing = pace < STAND_M_PER_S
        turning, count = _turning(velocity, standing, rate_hz)
        going = ~(standing | turning)
        for first, after in spells(going):
            inner = pace[first + settle : after - settle]
            if len(inner) > 1:
                way += float(np.sum((inner[1:] + inner[:-1]) / 2)) / rate_hz
                straight_s += (len(inner) - 1) / rate_hz
        turns += count
        turning_s += float(turning.sum()) / rate_hz
        standing_s += float(standing.sum()) / rate_hz
    if not stretches:
        return GaitSpeed(resampled.coverage, *[None] * 6)
    speed = way / straight_s if way >= LEAST_M and straight_s > 0 else None
    return GaitSpeed(resampled.coverage, speed, way, straight_s, turning_s, standing_s, turns)


def _turning(velocity: Floats, standing: Mask, rate_hz: float) -> tuple[Mask, int]:
    """Where the direction of travel turns, and how many turns that are."""
    heading = np.unwrap(np.arctan2(velocity[:, 1], velocity[:, 0]))
    rate = np.gradient(heading, 1 / rate_hz)
    turning = np.zeros(len(heading), np.bool_)
    turns = 0
    for side in (1, -1):
        for first, after in spells(~standing & (side * rate > math.radians(TURN_DEG_PER_S))):
            if abs(heading[after - 1] - heading[first]) > math.radians(TURN_LEAST_DEG):
                turning[first:after] = True
                turns += 1
    return turning, turns
