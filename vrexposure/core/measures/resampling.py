"""Irregular samples onto one even grid, by unbroken stretches: what all other measures stand on.

Measures that differ by a few per cent between 90 and 120 Hz are no measures, so everything is
brought to one rate and one bandwidth first. Nothing is made up over a gap: it parts two segments.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.int64]
"""Nanoseconds, shape (n,)."""
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
"""True where the sample was really tracked, shape (n,)."""

NS_PER_S: Final = 1_000_000_000
# DEF: no headset samples faster than 250 Hz; two stamps closer than this are one sample told
# twice, and a slope between them would be noise.
SAME_NS: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Grid:
    """How samples are brought to a common grid.

    Attributes:
        rate_hz: Of the even grid. DEF 100: as fast as the usual headsets, no faster.
        cutoff_hz: Where the low-pass has a gain of 1/sqrt(2); None: no filter. DEF 6, the usual
            choice for human limbs (Winter 2009, Biomechanics and Motor Control of Human Movement,
            4th ed., section 3.4.4).
        gap_s: A longer time without a tracked sample parts two segments. DEF 0.1.
    """

    rate_hz: float = 100.0
    cutoff_hz: float | None = 6.0
    gap_s: float = 0.1


GRID: Final = Grid()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a measure rests on.

    Attributes:
        used: Samples that were used.
        left_out: Samples that were not: untracked, not finite, late or told twice.
        longest_gap_s: The longest time between two used samples, or between the first or the last
            of all samples and the used one next to it; None if no sample was used.
    """

    used: int
    left_out: int
    longest_gap_s: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An unbroken stretch on the even grid.

    Attributes:
        start_ns: Time of the first row.
        values: float64 (m, k), m >= 1: one row for each step of the grid, filtered.
    """

    start_ns: int
    values: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """Samples on the even grid; `segments` in the order of time, maybe none."""

    segments: tuple[Segment, ...]
    coverage: Coverage
    grid: Grid

    @property
    def tracked_s(self) -> float:
        """Time within the segments."""
        return sum(len(s.values) - 1 for s in self.segments) / self.grid.rate_hz


def usable(times_ns: Times, values: Floats, valid: Mask) -> tuple[Mask, Coverage]:
    """Which samples may be used: tracked, finite, each at least `SAME_NS` after the one before."""
    assert len(times_ns) == len(values) == len(valid), "one time and one mark for each sample"
    keep = valid.astype(np.bool_) & np.isfinite(values).all(axis=1)
    chosen = np.flatnonzero(keep)
    if len(chosen) > 1 and int(np.diff(times_ns[chosen]).min()) < SAME_NS:
        last = int(times_ns[chosen[0]])
        for index in chosen[1:].tolist():
            time_ns = int(times_ns[index])
            if time_ns - last < SAME_NS:
                keep[index] = False
            else:
                last = time_ns
    used = int(keep.sum())
    gap = None
    if used:
        kept = times_ns[keep]
        inside = int(np.diff(kept).max()) if used > 1 else 0
        before, after = int(kept[0] - times_ns.min()), int(times_ns.max() - kept[-1])
        gap = max(inside, before, after) / NS_PER_S
    return keep, Coverage(used, len(keep) - used, gap)


def resample(times_ns: Times, values: Floats, valid: Mask, *, grid: Grid = GRID) -> Resampled:
    """Bring samples to an even, low-passed grid, one segment for each unbroken stretch.

    Between samples runs a cubic Hermite curve with slopes of second order from the neighbours on
    both sides (`numpy.gradient`). Each segment's grid begins at its first sample.

    Args:
        times_ns: int64 (n,).
        values: float64 (n, k), any unit.
        valid: bool (n,).
        grid: Rate, bandwidth and what counts as a gap.
    """
    keep, coverage = usable(times_ns, values, valid)
    times, kept = times_ns[keep], values[keep].astype(np.float64)
    cuts = np.flatnonzero(np.diff(times) > round(grid.gap_s * NS_PER_S)) + 1
    segments = []
    for some_times, some in zip(np.split(times, cuts), np.split(kept, cuts), strict=True):
        if len(some_times):
            start_ns = int(some_times[0])
            seconds = (some_times - start_ns) / NS_PER_S
            even = _hermite(seconds, some, grid.rate_hz)
            if grid.cutoff_hz is not None:
                even = low_pass(even, rate_hz=grid.rate_hz, cutoff_hz=grid.cutoff_hz)
            segments.append(Segment(start_ns, even))
    return Resampled(tuple(segments), coverage, grid)


def _hermite(seconds: Floats, values: Floats, rate_hz: float) -> Floats:
    # The last step may lie a rounding error beyond the last sample, hence the small slack.
    at = np.arange(math.floor(float(seconds[-1]) * rate_hz + 1e-6) + 1) / rate_hz
    if len(seconds) < 2:
        return values.copy()
    edge: Literal[1, 2] = 2 if len(seconds) > 2 else 1
    slopes = np.gradient(values, seconds, axis=0, edge_order=edge)
    left = np.clip(np.searchsorted(seconds, at, side="right") - 1, 0, len(seconds) - 2)
    width = (seconds[left + 1] - seconds[left])[:, None]
    u = np.minimum((at - seconds[left])[:, None] / width, 1.0)
    start, rise = values[left], values[left + 1] - values[left]
    bend_in, bend_out = slopes[left] * width - rise, rise - slopes[left + 1] * width
    curve = start + u * rise + u * (1 - u) * ((1 - u) * bend_in + u * bend_out)
    return np.asarray(curve, np.float64)


# Two passes each take the gain down; the single pass must reach further so that both together
# have 1/sqrt(2) at the cutoff (Winter 2009, section 3.4.4: 0.802 for two passes).
_TWO_PASSES: Final = (math.sqrt(2) - 1) ** 0.25


def low_pass(values: Floats, *, rate_hz: float, cutoff_hz: float) -> Floats:
    """Filter evenly spaced rows without shifting them in time.

    The gain is that of a digital Butterworth low-pass of second order run forwards and backwards
    (order 4 in all, phase 0): 1 for what stands still, 1/sqrt(2) at `cutoff_hz`. It is applied to
    the spectrum: the line through both ends is taken off, and the rest, extended as an odd
    function, has no jump anywhere. The first and the last row stay what they are.

    Args:
        values: float64 (m, k).
        rate_hz: Rows a second.
        cutoff_hz: Returned unchanged if it is not below half of `rate_hz`.
    """
    count = len(values)
    if count < 3 or cutoff_hz >= rate_hz / 2:
        return values.copy()
    line = values[0] + (values[-1] - values[0]) * (np.arange(count) / (count - 1))[:, None]
    rest = values - line
    spectrum = np.fft.rfft(np.concatenate([rest[:-1], -rest[:0:-1]]), axis=0)
    hz = np.arange(count) * rate_hz / (2 * (count - 1))
    spectrum *= gain(hz, rate_hz=rate_hz, cutoff_hz=cutoff_hz)[:, None]
    smooth = np.fft.irfft(spectrum, 2 * (count - 1), axis=0)[:count]
    return np.asarray(line + smooth, np.float64)


def gain(hz: Floats, *, rate_hz: float, cutoff_hz: float) -> Floats:
    """What `low_pass` leaves of a wave, by its frequency: 1 at 0 Hz, 0 at half the rate."""
    corner = math.tan(math.pi * cutoff_hz / rate_hz) / _TWO_PASSES
    # tan goes to infinity at half the rate.
    ratio = np.tan(np.pi * np.minimum(hz / rate_hz, 0.5 - 1e-9)) / corner
    return np.asarray(1 / (1 + ratio**4))
