"""The way: its length against the straight line, and going back before the goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from vrexposure.core.measures.motion import turning_points
from vrexposure.core.measures.resampling import (
    GRID,
    Coverage,
    Floats,
    Grid,
    Mask,
    Resampled,
    Times,
    resample,
)

# DEF: a ratio to a shorter straight line than this would be one to the tracker's noise.
LEAST_STRAIGHT_M: Final = 0.05
# DEF: going back by a tenth of the reach is more than tremor and correction.
RETREAT_SHARE: Final = 0.1
# DEF: nearer to the goal than a twentieth of the reach, it is reached.
ARRIVED_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Path:
    """The way a point went; frame: any that does not itself move.

    Attributes:
        coverage: What it rests on.
        length_m: Along the way, within tracked stretches only: what was gone in a gap is not in it.
        straight_m: From the first tracked place to the last.
        ratio: `length_m / straight_m`; 1 for a straight way. None when a gap hides a part of the
            way, or when the straight line is shorter than `LEAST_STRAIGHT_M`.
    """

    coverage: Coverage
    length_m: float | None
    straight_m: float | None
    ratio: float | None


def path(times_ns: Times, positions_m: Floats, valid: Mask, *, grid: Grid = GRID) -> Path:
    """Measure the length of the way; the ratio is the inverse of the "path efficiency" of others.

    All None without three rows of the grid in an unbroken stretch. Length grows with noise and
    bandwidth, so compare only what was measured on the same grid.

    Args:
        times_ns: int64 (n,).
        positions_m: float64 (n, 2 or 3).
        valid: bool (n,).
        grid: How samples are brought to an even grid.
    """
    resampled = resample(times_ns, positions_m, valid, grid=grid)
    rows = [s.values for s in resampled.segments]
    if not any(len(some) > 2 for some in rows):
        return Path(resampled.coverage, None, None, None)
    length = sum(float(np.linalg.norm(np.diff(some, axis=0), axis=1).sum()) for some in rows)
    straight = float(np.linalg.norm(rows[-1][-1] - rows[0][0]))
    ratio = length / straight if len(rows) == 1 and straight >= LEAST_STRAIGHT_M else None
    return Path(resampled.coverage, length, straight, ratio)


@dataclass(frozen=True, slots=True)
class Retreats:
    """Going back on the way to a goal.

    Attributes:
        coverage: What it rests on.
        count: How often the point went back by a tenth of the reach or more, before it arrived.
        largest_share: The longest of these, in shares of the reach; 0 when there was none.
        farthest_share: How near to the goal the point came: 1 is the goal, 0 the start.
        arrived: Whether it came within a twentieth of the reach of the goal.
    """

    coverage: Coverage
    count: int | None
    largest_share: float | None
    farthest_share: float | None
    arrived: bool | None


def retreats(
    times_ns: Times,
    positions_m: Floats,
    valid: Mask,
    *,
    goal_m: tuple[float, ...],
    grid: Grid = GRID,
) -> Retreats:
    """Measure movement back from a goal before it was reached.

    Nearness is how far the point came along the straight line from the first tracked place to the
    goal. Places on both sides of a gap are known, so a retreat over a gap counts. All None when
    the start is nearer to the goal than `LEAST_STRAIGHT_M`.

    Args:
        times_ns: int64 (n,).
        positions_m: float64 (n, k).
        valid: bool (n,).
        goal_m: The goal in the same frame, k numbers.
        grid: How samples are brought to an even grid.
    """
    resampled: Resampled = resample(times_ns, positions_m, valid, grid=grid)
    nothing = Retreats(resampled.coverage, None, None, None, None)
    rows = [s.values for s in resampled.segments]
    if sum(len(some) for some in rows) < 3:
        return nothing
    places = np.concatenate(rows)
    way = np.asarray(goal_m, np.float64) - places[0]
    reach = float(np.linalg.norm(way))
    if reach < LEAST_STRAIGHT_M:
        return nothing
    share = (places - places[0]) @ way / reach**2
    there = np.flatnonzero(np.linalg.norm(places - goal_m, axis=1) <= ARRIVED_SHARE * reach)
    before = share[: int(there[0]) + 1] if len(there) else share
    falls = [
        float(before[high] - before[low]) for high, low in turning_points(before, RETREAT_SHARE)
    ]
    return Retreats(
        resampled.coverage,
        len(falls),
        max(falls, default=0.0),
        float(before.max()),
        bool(len(there)),
    )
