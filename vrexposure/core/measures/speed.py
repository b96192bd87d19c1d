"""How fast: peak and mean speed, time to the peak, number of peaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from vrexposure.core.measures.motion import movement, speeds, turning_points
from vrexposure.core.measures.resampling import GRID, Coverage, Floats, Grid, Mask, Times, resample

# DEF: a peak of speed counts if it stands out by a tenth of the highest one. Counting peaks as a
# measure of smoothness: Rohrer et al. 2002, J Neurosci 22:8297.
PROMINENCE_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a point moved; frame: any that does not itself move.

    Attributes:
        coverage: What it rests on.
        peak_m_per_s: The greatest speed.
        mean_m_per_s: Over all tracked time that was handed in, rest included.
        time_to_peak_s: From the beginning of the movement (5 % of the peak) to the peak.
        peaks: Maxima of speed that stand out by a tenth of the peak; 1 for a smooth reach.
    """

    coverage: Coverage
    peak_m_per_s: float | None
    mean_m_per_s: float | None
    time_to_peak_s: float | None
    peaks: int | None


def speed(times_ns: Times, positions_m: Floats, valid: Mask, *, grid: Grid = GRID) -> Speed:
    """Measure speed.

    Peak and mean are None without three rows of the grid in an unbroken stretch. Time to peak and
    number of peaks are None when nothing moved, or when a gap may hide a part of the movement.

    Args:
        times_ns: int64 (n,).
        positions_m: float64 (n, 2 or 3).
        valid: bool (n,).
        grid: How samples are brought to an even grid.
    """
    resampled = resample(times_ns, positions_m, valid, grid=grid)
    each = [speeds(s.values, grid.rate_hz) for s in resampled.segments if len(s.values) > 2]
    if not each:
        return Speed(resampled.coverage, None, None, None, None)
    peak = max(float(s.max()) for s in each)
    # The trapezium rule over each stretch: the way that was gone in it.
    way_m = sum(float(np.sum((s[1:] + s[:-1]) / 2)) for s in each) / grid.rate_hz
    mean = way_m * grid.rate_hz / sum(len(s) - 1 for s in each)
    found = movement(resampled)
    if found is None or not found.whole:
        return Speed(resampled.coverage, peak, mean, None, None)
    stretch, begins = found.first
    along = found.speeds[stretch][begins : found.last[1] + 1]
    # Before and after, the point is taken to be at rest.
    padded = np.concatenate([[0.0], along, [0.0]])
    peaks = len(turning_points(padded, PROMINENCE_SHARE * peak))
    # The first of equal peaks, whichever of them rounding made the greatest.
    to_peak = int(np.flatnonzero(along > (1 - 1e-6) * peak)[0])
    return Speed(resampled.coverage, peak, mean, to_peak / grid.rate_hz, peaks)
