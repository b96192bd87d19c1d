"""Cadence, variability and symmetry of steps that were already found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from vrexposure.core.measures.resampling import NS_PER_S, Mask, Times
from vrexposure.core.measures.symmetry import Symmetry, symmetry

Side = Literal["left", "right"]

# DEF: between two steps of people who walk very slowly lie up to 1.5 s; more is a stop.
STOP_S: Final = 2.0
# DEF: a standard deviation of fewer step times is mostly chance.
LEAST_INTERVALS: Final = 4


@dataclass(frozen=True, slots=True)
class Steps:
    """The rhythm of steps; no frame.

    Attributes:
        used: Times from one step to the next that were used.
        left_out: Times that were not: over a stop, over a step that was not tracked, twice the
            same side, or not rising.
        longest_gap_s: The longest time between two tracked steps.
        cadence_per_min: Steps a minute while walking.
        step_time_s: The mean time of a step.
        step_time_sd_s: Its standard deviation (n - 1), the sides taken apart first, so that a
            limp is asymmetry, not variability.
        step_time_cv_percent: `step_time_sd_s / step_time_s * 100`.
        left_s: Mean time of a left step: from the right contact to the left one.
        right_s: Mean time of a right step.
        symmetry: `left_s` against `right_s`.
    """

    used: int
    left_out: int
    longest_gap_s: float | None
    cadence_per_min: float | None
    step_time_s: float | None
    step_time_sd_s: float | None
    step_time_cv_percent: float | None
    left_s: float | None
    right_s: float | None
    symmetry: Symmetry | None


def steps(times_ns: Times, sides: Sequence[Side], valid: Mask) -> Steps:
    """Measure the rhythm of steps.

    Variability combines the variances of left and right steps as in Galna, Lord & Rochester 2013,
    Gait Posture 37:580. Cadence and means need one step time, variability `LEAST_INTERVALS` with
    two of each side.

    Args:
        times_ns: int64 (n,): when each foot came down.
        sides: Which foot, n of them.
        valid: bool (n,): whether the step was tracked; one that was not ends a run.
    """
    assert len(times_ns) == len(sides) == len(valid), "one time, side and mark for each step"
    tracked = times_ns[valid.astype(np.bool_)]
    longest = float(np.diff(tracked).max()) / NS_PER_S if len(tracked) > 1 else None
    taken: dict[Side, list[float]] = {"left": [], "right": []}
    for k in range(1, len(sides)):
        seconds = int(times_ns[k] - times_ns[k - 1]) / NS_PER_S
        both = bool(valid[k]) and bool(valid[k - 1])
        if both and sides[k] != sides[k - 1] and 0 < seconds <= STOP_S:
            taken[sides[k]].append(seconds)
    left, right = taken["left"], taken["right"]
    used = len(left) + len(right)
    left_out = max(0, len(sides) - 1) - used
    if not used:
        return Steps(0, left_out, longest, *[None] * 7)
    mean = (sum(left) + sum(right)) / used
    sd = None
    if used >= LEAST_INTERVALS and min(len(left), len(right)) >= 2:
        sd = math.sqrt((float(np.var(left, ddof=1)) + float(np.var(right, ddof=1))) / 2)
    left_s = sum(left) / len(left) if left else None
    right_s = sum(right) / len(right) if right else None
    return Steps(
        used,
        left_out,
        longest,
        60 / mean,
        mean,
        sd,
        None if sd is None else 100 * sd / mean,
        left_s,
        right_s,
        symmetry(left_s, right_s),
    )
