"""How smooth: spectral arc length (SPARC) and logarithm of dimensionless jerk (LDLJ).

Balasubramanian, Melendez-Calderon, Roby-Brami & Burdet 2015, "On the analysis of movement
smoothness", J NeuroEng Rehabil 12:112; SPARC with the parameters given there. Both have no unit
and do not depend on size or duration; nearer to 0 is smoother. SPARC hardly minds the tracker's
noise. LDLJ drowns in it when the movement is slow (a smooth reach of 0.4 m in 2 s: at 0.03 mm of
white noise), so it is not told then.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from vrexposure.core.measures.motion import movement
from vrexposure.core.measures.resampling import (
    GRID,
    Coverage,
    Floats,
    Grid,
    Mask,
    Times,
    gain,
    resample,
)

# The three parameters of Balasubramanian et al. 2015.
SPARC_CUTOFF_HZ: Final = 10.0
SPARC_THRESHOLD: Final = 0.05
SPARC_PADDING: Final = 4
# DEF: fewer rows than this make no profile (0.1 s on the usual grid).
LEAST_ROWS: Final = 11
# DEF: with a larger part of the jerk from the tracker, LDLJ is off by 0.2 and more.
NOISE_SHARE: Final = 0.15


def sparc(speed: Floats, *, rate_hz: float) -> float | None:
    """Minus the length of the arc of the normalised amplitude spectrum of a speed profile.

    From 0 Hz to the last frequency, at most 10 Hz, whose amplitude is at least 0.05 of that at
    0 Hz. None for fewer than `LEAST_ROWS` values, or when there is no speed.

    Args:
        speed: float64 (m,), evenly spaced, never negative, any unit.
        rate_hz: Values a second.
    """
    if len(speed) < LEAST_ROWS or not speed.max() > 0:
        return None
    size: int = 2 ** (math.ceil(math.log2(len(speed))) + SPARC_PADDING)
    amplitude = np.abs(np.fft.rfft(speed, size))
    amplitude /= amplitude.max()
    frequency = np.arange(len(amplitude)) * rate_hz / size
    inside = np.flatnonzero((frequency <= SPARC_CUTOFF_HZ) & (amplitude >= SPARC_THRESHOLD))
    end = int(inside[-1])
    if end == 0:
        return None
    return -float(np.hypot(1 / end, np.diff(amplitude[: end + 1])).sum())


def ldlj(speed: Floats, *, rate_hz: float) -> float | None:
    """Minus the logarithm of dimensionless jerk: -ln(D^3 / v_peak^2 * integral of (d2v/dt2)^2).

    D is the duration of all that is handed in. -5.322 for a minimum-jerk reach, whatever its
    length and duration. None for fewer than `LEAST_ROWS` values, or when the speed never changes.

    Args:
        speed: float64 (m,), evenly spaced, never negative, any unit.
        rate_hz: Values a second.
    """
    if len(speed) < LEAST_ROWS or not speed.max() > 0:
        return None
    jerk = np.empty(len(speed))
    jerk[1:-1] = np.diff(speed, 2) * rate_hz**2
    # At the ends along the line through the two values next to them.
    jerk[0], jerk[-1] = 2 * jerk[1] - jerk[2], 2 * jerk[-2] - jerk[-3]
    squares = jerk**2
    integral = float(squares.sum() - (squares[0] + squares[-1]) / 2) / rate_hz
    duration_s = (len(speed) - 1) / rate_hz
    jolts = duration_s**3 * integral / float(speed.max()) ** 2
    # What is below this is the rounding error of a constant speed.
    return -math.log(jolts) if jolts > 1e-9 else None


@dataclass(frozen=True, slots=True)
class Smoothness:
    """How smooth one movement was; no unit; frame: any that does not itself move.

    Attributes:
        coverage: What it rests on.
        sparc: Some -1.4 for one smooth reach; less, the more submovements.
        ldlj: Some -4.4 for one smooth reach (-5.3 whole); less, the more jerks. None where more
            than `NOISE_SHARE` of the jerk may be the tracker's.
        noise_share: The part of the jerk that the tracker's own noise would make: 0.1 takes some
            0.1 from `ldlj`. None where nothing was filtered.
        duration_s: Of what was measured.
    """

    coverage: Coverage
    sparc: float | None
    ldlj: float | None
    noise_share: float | None
    duration_s: float | None


def smoothness(
    times_ns: Times, positions_m: Floats, valid: Mask, *, whole: bool = False, grid: Grid = GRID
) -> Smoothness:
    """Measure the smoothness of one movement from its speed.

    All None when a gap breaks the movement or may hide its beginning or end.

    Args:
        times_ns: int64 (n,).
        positions_m: float64 (n, 2 or 3).
        valid: bool (n,).
        whole: Measure all that is handed in, which the caller has cut; otherwise from the first
            to the last moment with over 5 % of the peak speed. The two are not comparable: LDLJ of
            a minimum-jerk reach is -5.32 whole and -4.41 cut at 5 %.
        grid: How samples are brought to an even grid.
    """
    resampled = resample(times_ns, positions_m, valid, grid=grid)
    found = movement(resampled)
    if found is None or not found.whole or (whole and len(found.speeds) > 1):
        return Smoothness(resampled.coverage, *[None] * 4)
    along = found.speeds[found.first[0]]
    if not whole:
        along = along[found.first[1] : found.last[1] + 1]
    rate_hz = grid.rate_hz
    duration_s = (len(along) - 1) / rate_hz
    jerk = ldlj(along, rate_hz=rate_hz)
    share = None
    if jerk is not None and grid.cutoff_hz is not None:
        raw = resample(times_ns, positions_m, valid, grid=replace(grid, cutoff_hz=None))
        rest = np.concatenate(
            [a.values - b.values for a, b in zip(raw.segments, resampled.segments, strict=True)]
        )
        sampled_hz = min(rate_hz, resampled.coverage.used / resampled.tracked_s)
        floor = _noise_jerk(float(np.mean(rest**2)), sampled_hz, grid.cutoff_hz, rate_hz)
        share = floor * duration_s**4 / found.peak_m_per_s**2 * math.exp(jerk)
        jerk = jerk if share <= NOISE_SHARE else None
    return Smoothness(resampled.coverage, sparc(along, rate_hz=rate_hz), jerk, share, duration_s)


def _noise_jerk(rest: float, sampled_hz: float, cutoff_hz: float, rate_hz: float) -> float:
    """The mean square jerk along one axis that white noise leaves behind the filter.

    Args:
        rest: Mean square of what the filter took away along one axis, as white noise would be.
        sampled_hz: Samples a second; the noise is spread from 0 Hz to half of that.
        cutoff_hz: The filter's.
        rate_hz: The grid's.
    """
    hz = np.linspace(0.0, sampled_hz / 2, 500)
    kept = gain(hz, rate_hz=rate_hz, cutoff_hz=cutoff_hz)
    taken = max(0.1, float(np.mean((1 - kept) ** 2)))
    return rest / taken * float(np.mean((2 * math.pi * hz) ** 6 * kept**2))
