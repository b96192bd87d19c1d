"""More, less, as before."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import quick
from vrexposure.core.measures.compare import Change, compare

VALUES = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("value", "mdc", "change"),
    [
        (11.5, None, Change.AS_BEFORE),
        (12.0, None, Change.AS_BEFORE),
        (12.1, None, Change.MORE),
        (9.9, None, Change.LESS),
        (12.1, 3.6, Change.AS_BEFORE),
        (14.7, 3.6, Change.MORE),
        (7.3, 3.6, Change.LESS),
        (7.5, 3.6, Change.AS_BEFORE),
    ],
)
def test_a_change_is_told_outside_ones_own_range_and_beyond_what_can_be_detected(
    value: float, mdc: float | None, change: Change
) -> None:
    told = compare(value, [99.0, 10.0, 12.0, 11.0], detectable_change=mdc)
    assert told.change is change
    assert (told.used, told.median, told.least, told.most) == (3, 11.0, 10.0, 12.0)
    assert told.difference == pytest.approx(value - 11.0)


def test_a_wide_own_range_outweighs_a_small_detectable_change() -> None:
    assert compare(16.0, [5.0, 10.0, 20.0], detectable_change=3.6).change is Change.AS_BEFORE


def test_times_that_were_not_measured_are_passed_over_and_counted() -> None:
    told = compare(5.0, [1.0, 2.0, None, 3.0, math.nan])
    assert (told.change, told.used, told.left_out) == (Change.MORE, 3, 2)


@pytest.mark.parametrize("earlier", [[], [None], [1.0], [1.0, 2.0]])
def test_two_times_are_too_few_to_say(earlier: list[float | None]) -> None:
    told = compare(50.0, earlier)
    assert told.change is Change.UNKNOWN
    assert told.used == len([e for e in earlier if e is not None])


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_was_not_measured_now_is_not_compared(value: float | None) -> None:
    told = compare(value, [1.0, 2.0, 3.0])
    assert (told.change, told.difference, told.median) == (Change.UNKNOWN, None, 2.0)


@quick
@given(VALUES, st.lists(VALUES, min_size=3, max_size=3), VALUES)
def test_the_label_does_not_depend_on_the_zero(
    value: float, earlier: list[float], away: float
) -> None:
    here = compare(round(value), [round(e) for e in earlier])
    there = compare(round(value) + round(away), [round(e) + round(away) for e in earlier])
    assert here.change is there.change


@quick
@given(VALUES, VALUES, st.lists(VALUES, min_size=3, max_size=3), st.none() | st.floats(0, 1e6))
def test_a_greater_value_is_never_labelled_less(
    a: float, b: float, earlier: list[float], mdc: float | None
) -> None:
    order = [Change.LESS, Change.AS_BEFORE, Change.MORE]
    low, high = (compare(v, earlier, detectable_change=mdc).change for v in sorted((a, b)))
    assert order.index(low) <= order.index(high)
