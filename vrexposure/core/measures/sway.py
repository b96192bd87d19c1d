"""How a standing person sways, from the head.

The measures are those of Prieto et al. 1996, "Measures of postural steadiness", IEEE Trans Biomed
Eng 43:956, made for the centre of pressure under the feet. The head is not the centre of pressure:
it sways farther and slower, so no published norm applies; compare a person with themselves only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from vrexposure.core.measures.resampling import GRID, Coverage, Floats, Grid, Mask, Times, resample

# Prieto et al. 1996 filter at 5 Hz (zero phase) and sample at 100 Hz.
SWAY_GRID: Final = Grid(rate_hz=GRID.rate_hz, cutoff_hz=5.0, gap_s=GRID.gap_s)
# DEF: a shorter stand says little; sway has periods of several seconds.
LEAST_S: Final = 10.0
# Chi-square for 95 % at 2 degrees of freedom, exactly -2 ln 0.05 = 5.991: the 95 % prediction
# ellipse of a large sample (Schubert & Kirchner 2014, Gait Posture 39:518). With F instead, as in
# Prieto (2 * 3.00), the area is 0.1 % larger.
CHI2_95: Final = -2 * math.log(0.05)


@dataclass(frozen=True, slots=True)
class Sway:
    """Sway of the head over the floor; frame: the person's own, turned to where they face.

    Attributes:
        coverage: What it rests on.
        tracked_s: Time in unbroken stretches.
        path_length_m: Along the horizontal way, within tracked stretches.
        mean_speed_m_per_s: `path_length_m / tracked_s`.
        rms_ml_m: Root mean square distance from the mean place, left and right (mediolateral).
        rms_ap_m: The same, forwards and back (anteroposterior).
        ellipse_area_m2: Of the ellipse that holds 95 % of the places.
    """

    coverage: Coverage
    tracked_s: float | None
    path_length_m: float | None
    mean_speed_m_per_s: float | None
    rms_ml_m: float | None
    rms_ap_m: float | None
    ellipse_area_m2: float | None


def sway(
    times_ns: Times,
    positions_m: Floats,
    valid: Mask,
    *,
    facing_yaw_rad: float,
    grid: Grid = SWAY_GRID,
    least_s: float = LEAST_S,
) -> Sway:
    """Measure the sway of one stand; all None when less than `least_s` was tracked.

    Args:
        times_ns: int64 (n,).
        positions_m: float64 (n, 2 or 3): head in stage space; the height is not used.
        valid: bool (n,).
        facing_yaw_rad: Where the person faces, anticlockwise from +Y seen from above.
        grid: How samples are brought to an even grid.
        least_s: Tracked time that is needed, seconds.
    """
    resampled = resample(times_ns, positions_m[:, :2], valid, grid=grid)
    tracked_s = resampled.tracked_s
    if tracked_s < least_s or tracked_s <= 0:
        return Sway(resampled.coverage, *[None] * 6)
    rows = [s.values for s in resampled.segments]
    length = sum(float(np.linalg.norm(np.diff(some, axis=0), axis=1).sum()) for some in rows)
    places = np.concatenate(rows)
    away = places - places.mean(axis=0)
    cos, sin = math.cos(facing_yaw_rad), math.sin(facing_yaw_rad)
    ml, ap = away @ np.array([cos, sin]), away @ np.array([-sin, cos])
    spread = away.T @ away / (len(away) - 1)
    # Rounding can take the determinant of a line a little below 0.
    determinant = max(0.0, float(spread[0, 0] * spread[1, 1] - spread[0, 1] ** 2))
    return Sway(
        resampled.coverage,
        tracked_s,
        length,
        length / tracked_s,
        float(np.sqrt(np.mean(ml**2))),
        float(np.sqrt(np.mean(ap**2))),
        math.pi * CHI2_95 * math.sqrt(determinant),
    )
