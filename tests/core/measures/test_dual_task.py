"""What a second task costs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import quick
from vrexposure.core.measures.dual_task import BETTER, DualTaskMeasure, dual_task_cost_percent


def test_slowing_from_120_to_96_hundredths_costs_20_percent() -> None:
    cost = dual_task_cost_percent(DualTaskMeasure.GAIT_SPEED, single=1.20, dual=0.96)
    assert cost == pytest.approx(20.0)


@pytest.mark.parametrize("measure", list(DualTaskMeasure))
def test_worse_is_a_cost_for_every_measure(measure: DualTaskMeasure) -> None:
    worse = 8.0 if BETTER[measure] == "higher" else 12.0
    assert dual_task_cost_percent(measure, single=10.0, dual=worse) == pytest.approx(20.0)
    assert dual_task_cost_percent(measure, single=10.0, dual=20.0 - worse) == pytest.approx(-20.0)
    assert dual_task_cost_percent(measure, single=10.0, dual=10.0) == 0.0


@quick
@given(st.floats(0.1, 100), st.floats(0, 100), st.floats(0.01, 100))
def test_the_unit_does_not_matter(single: float, dual: float, unit: float) -> None:
    measure = DualTaskMeasure.REACTION_TIME
    one = dual_task_cost_percent(measure, single=single, dual=dual)
    other = dual_task_cost_percent(measure, single=single * unit, dual=dual * unit)
    assert other == pytest.approx(one, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("single", "dual"),
    [
        (None, 1.0),
        (1.0, None),
        (0.0, 1.0),
        (-1.0, 1.0),
        (math.nan, 1.0),
        (1.0, math.inf),
        (1e-300, 1e300),
    ],
)
def test_what_was_not_measured_costs_nothing_known(
    single: float | None, dual: float | None
) -> None:
    assert dual_task_cost_percent(DualTaskMeasure.GAIT_SPEED, single=single, dual=dual) is None
