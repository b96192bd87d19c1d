"""The rhythm of steps."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import quick
from vrexposure.core.measures.gait_steps import Side, steps
from vrexposure.core.measures.resampling import Mask, Times


class Walk(NamedTuple):
    times_ns: Times
    sides: list[Side]
    valid: Mask


def walk(*step_s: float) -> Walk:
    """A left step at 0, and then a step after each of these times, in turns."""
    times = np.round(np.cumsum([0.0, *step_s]) * 1e9).astype(np.int64)
    sides: list[Side] = ["right" if k % 2 else "left" for k in range(len(times))]
    return Walk(times, sides, np.ones(len(times), np.bool_))


def test_steady_steps_have_their_cadence_and_no_variability() -> None:
    told = steps(*walk(*[0.5] * 10))
    assert told.cadence_per_min == pytest.approx(120.0)
    assert told.step_time_s == pytest.approx(0.5)
    assert told.step_time_sd_s == pytest.approx(0.0, abs=1e-9)
    assert told.symmetry is not None
    assert told.symmetry.index_percent == pytest.approx(0.0, abs=1e-6)
    assert (told.used, told.left_out) == (10, 0)


def test_a_limp_is_asymmetry_and_not_variability() -> None:
    told = steps(*walk(*[0.4, 0.6] * 6))
    assert told.right_s == pytest.approx(0.4)
    assert told.left_s == pytest.approx(0.6)
    assert told.symmetry is not None
    assert told.symmetry.index_percent == pytest.approx(40.0)
    assert told.symmetry.log_ratio == pytest.approx(math.log(1.5))
    assert told.step_time_sd_s == pytest.approx(0.0, abs=1e-9)
    assert told.cadence_per_min == pytest.approx(120.0)


def test_variability_is_that_of_both_sides_together() -> None:
    right, left = [0.5, 0.52, 0.48, 0.5], [0.6, 0.64, 0.56, 0.6]
    told = steps(*walk(*[s for pair in zip(right, left, strict=True) for s in pair]))
    by_hand = math.sqrt((np.var(right, ddof=1) + np.var(left, ddof=1)) / 2)
    assert told.step_time_sd_s == pytest.approx(by_hand)
    assert told.step_time_cv_percent == pytest.approx(100 * by_hand / 0.55)


def test_a_stop_is_no_long_step() -> None:
    told = steps(*walk(0.5, 0.5, 0.5, 7.0, 0.5, 0.5))
    assert told.cadence_per_min == pytest.approx(120.0)
    assert (told.used, told.left_out) == (5, 1)
    assert told.longest_gap_s == pytest.approx(7.0)


def test_a_step_that_was_not_tracked_takes_the_times_on_both_sides_with_it() -> None:
    taken = walk(*[0.5] * 6)
    taken.valid[3] = False
    told = steps(*taken)
    assert told.cadence_per_min == pytest.approx(120.0)
    assert (told.used, told.left_out) == (4, 2)
    assert told.longest_gap_s == pytest.approx(1.0)


def test_a_missed_step_is_seen_by_its_side() -> None:
    taken = walk(*[0.5] * 6)
    keep = [0, 1, 2, 4, 5, 6]
    told = steps(taken.times_ns[keep], [taken.sides[k] for k in keep], np.ones(len(keep), np.bool_))
    assert told.cadence_per_min == pytest.approx(120.0)
    assert told.left_out == 1


def test_stamps_that_do_not_rise_are_left_out() -> None:
    told = steps(*walk(0.5, 0.0, 0.5, -0.2, 0.5))
    assert told.cadence_per_min == pytest.approx(120.0)
    assert told.left_out == 2


@pytest.mark.parametrize("count", [0, 1])
def test_without_two_steps_nothing_is_told(count: int) -> None:
    told = steps(
        *walk(*[0.5] * (count - 1)) if count else (np.zeros(0, np.int64), [], np.zeros(0, np.bool_))
    )
    assert (told.used, told.left_out, told.cadence_per_min, told.symmetry) == (0, 0, None, None)
    assert told.longest_gap_s is None


def test_two_steps_have_a_cadence_and_nothing_more() -> None:
    told = steps(*walk(0.5))
    assert told.cadence_per_min == pytest.approx(120.0)
    assert (told.step_time_sd_s, told.left_s, told.symmetry) == (None, None, None)


def test_when_no_step_was_tracked_all_are_left_out() -> None:
    taken = walk(*[0.5] * 6)
    told = steps(taken.times_ns, taken.sides, np.zeros(7, np.bool_))
    assert (told.used, told.left_out, told.cadence_per_min) == (0, 6, None)


@quick
@given(st.lists(st.floats(0.3, 1.5), min_size=4, max_size=30), st.integers(0, 10**15))
def test_the_rhythm_does_not_depend_on_when(step_s: list[float], later_ns: int) -> None:
    here, there = walk(*step_s), walk(*step_s)
    assert steps(*here) == steps(there.times_ns + later_ns, there.sides, there.valid)


@quick
@given(st.lists(st.floats(0.3, 0.9), min_size=4, max_size=30), st.floats(1.1, 2.0))
def test_slower_steps_have_a_lower_cadence_and_the_same_shape(
    step_s: list[float], factor: float
) -> None:
    fast, slow = steps(*walk(*step_s)), steps(*walk(*[s * factor for s in step_s]))
    assert fast.cadence_per_min is not None
    assert slow.cadence_per_min == pytest.approx(fast.cadence_per_min / factor, rel=1e-6)
    assert fast.step_time_cv_percent is not None
    assert slow.step_time_cv_percent == pytest.approx(fast.step_time_cv_percent, abs=1e-4)
