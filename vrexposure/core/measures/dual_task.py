"""What a second task costs the first: dual-task cost with its sign told once for each measure."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, Literal

Better = Literal["higher", "lower"]


class DualTaskMeasure(StrEnum):
    """A measure that may be taken with and without a second task."""

    GAIT_SPEED = "gait_speed_m_per_s"
    CADENCE = "cadence_per_min"
    STEP_TIME_CV = "step_time_cv_percent"
    REPETITION_TIME = "repetition_time_s"
    REPETITIONS = "repetitions"
    SWAY_PATH = "sway_path_m"
    ANSWERS_CORRECT = "answers_correct"
    REACTION_TIME = "reaction_time_s"


BETTER: Final[dict[DualTaskMeasure, Better]] = {
    DualTaskMeasure.GAIT_SPEED: "higher",
    DualTaskMeasure.CADENCE: "higher",
    DualTaskMeasure.STEP_TIME_CV: "lower",
    DualTaskMeasure.REPETITION_TIME: "lower",
    DualTaskMeasure.REPETITIONS: "higher",
    DualTaskMeasure.SWAY_PATH: "lower",
    DualTaskMeasure.ANSWERS_CORRECT: "higher",
    DualTaskMeasure.REACTION_TIME: "lower",
}
"""Which way is better, hence the sign of the cost."""


def dual_task_cost_percent(
    measure: DualTaskMeasure, *, single: float | None, dual: float | None
) -> float | None:
    """How much worse it went with the second task, per cent of what it was without.

    Positive is a cost, negative a gain, for every measure: (single - dual) / single * 100 where
    higher is better, and with the opposite sign where lower is (Plummer & Eskes 2015, Front Hum
    Neurosci 9:225, who turn the sign so that a cost is negative; here a cost is positive). None
    when either was not measured or `single` is not over 0. Always look at both tasks: attention
    may have gone from one to the other.
    """
    if single is None or dual is None or not (math.isfinite(single) and math.isfinite(dual)):
        return None
    if single <= 0:
        return None
    cost = 100 * (single - dual) / single
    if not math.isfinite(cost):
        return None
    return cost if BETTER[measure] == "higher" else -cost
