"""Left against right."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import quick
from vrexposure.core.measures.symmetry import symmetry

POSITIVE = st.floats(1e-3, 1e3)


@pytest.mark.parametrize(
    ("left", "right", "index", "log"),
    [
        (0.5, 0.5, 0.0, 0.0),
        (0.6, 0.4, 40.0, math.log(1.5)),
        (0.4, 0.6, -40.0, -math.log(1.5)),
        (3.0, 1.0, 100.0, math.log(3)),
    ],
)
def test_the_formulas_hold(left: float, right: float, index: float, log: float) -> None:
    told = symmetry(left, right)
    assert told is not None
    assert told.index_percent == pytest.approx(index)
    assert told.log_ratio == pytest.approx(log)


@quick
@given(POSITIVE, POSITIVE, POSITIVE)
def test_the_unit_does_not_matter_and_the_sides_are_mirrored(
    left: float, right: float, unit: float
) -> None:
    one, scaled = symmetry(left, right), symmetry(left * unit, right * unit)
    mirrored = symmetry(right, left)
    assert one is not None
    assert scaled is not None
    assert mirrored is not None
    assert scaled.index_percent == pytest.approx(one.index_percent, abs=1e-9)
    assert mirrored.index_percent == pytest.approx(-one.index_percent, abs=1e-9)
    assert mirrored.log_ratio == pytest.approx(-one.log_ratio, abs=1e-12)
    assert -200 < one.index_percent < 200


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (None, 1.0),
        (1.0, None),
        (0.0, 1.0),
        (1.0, 0.0),
        (-1.0, 1.0),
        (math.nan, 1.0),
        (1.0, math.inf),
        (1e308, 1e-308),
    ],
)
def test_what_cannot_be_compared_is_not(left: float | None, right: float | None) -> None:
    assert symmetry(left, right) is None
