"""Where a movement begins and ends, and what goes up and down."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import along_x, lose, quick, reach
from vrexposure.core.measures.motion import (
    movement,
    speeds,
    spells,
    time_ns,
    turning_points,
)
from vrexposure.core.measures.resampling import resample


def test_speeds_of_a_circle_are_the_same_everywhere() -> None:
    t = np.arange(200) / 100
    circle = np.stack([np.cos(t), np.sin(t)], axis=1)
    assert speeds(circle, 100) == pytest.approx(1.0, abs=1e-4)


def test_speeds_of_too_little_are_nothing() -> None:
    assert speeds(np.ones((1, 3)), 100).tolist() == [0.0]
    assert speeds(np.array([[0.0], [0.5]]), 100).tolist() == pytest.approx([50.0, 50.0])


def test_a_reach_begins_and_ends_where_its_speed_leaves_a_twentieth_of_the_peak() -> None:
    told = resample(*reach(before_s=0.5, after_s=0.7))
    found = movement(told)
    assert found is not None
    # 30 u^2 - 60 u^3 + 30 u^4 = 0.05 * 1.875 at u = 0.0594.
    assert time_ns(told, *found.first) / 1e9 == pytest.approx(0.5 + 0.0594, abs=0.0101)
    assert time_ns(told, *found.last) / 1e9 == pytest.approx(1.5 - 0.0594, abs=0.0101)
    assert found.whole


def test_swaying_before_a_reach_is_not_its_beginning() -> None:
    samples = reach(before_s=2.0, length_m=0.3)
    t = samples.times_ns / 1e9
    # 0.06 m/s: over 5 % of the peak, and under 20 %.
    samples.positions_m[:, 1] += 0.015 * np.sin(4 * t)
    told = resample(*samples)
    found = movement(told)
    assert found is not None
    assert time_ns(told, *found.first) / 1e9 > 1.5


def test_what_only_sways_is_no_movement() -> None:
    t = np.arange(1000) / 100
    assert movement(resample(*along_x(0.01 * np.sin(2 * t)))) is None


@pytest.mark.parametrize(
    ("first_s", "last_s", "whole"),
    [(0.1, 0.3, True), (2.3, 2.6, True), (0.8, 1.1, False), (1.4, 1.6, False), (1.9, 2.1, False)],
)
def test_a_gap_spoils_a_movement_only_where_it_can_hide_a_part(
    first_s: float, last_s: float, whole: bool
) -> None:
    found = movement(resample(*lose(reach(before_s=1.0, after_s=1.0), first_s, last_s)))
    assert found is not None
    assert found.whole is whole


def test_runs_are_told_with_the_row_after_the_last() -> None:
    mask = np.array([True, True, False, True, False, False, True])
    assert spells(mask) == [(0, 2), (3, 4), (6, 7)]
    assert spells(np.zeros(0, np.bool_)) == []


@pytest.mark.parametrize(
    ("values", "least", "falls"),
    [
        ([0, 5, 0], 1, [(1, 2)]),
        ([0, 5, 4, 6, 0], 2, [(3, 4)]),
        ([0, 5, 3, 6, 0], 2, [(1, 2), (3, 4)]),
        ([3, 0, 1], 2, [(0, 1)]),
        ([0, 1, 2], 1, []),
        ([], 1, []),
    ],
)
def test_falls_are_those_that_are_deep_enough(
    values: list[int], least: float, falls: list[tuple[int, int]]
) -> None:
    assert turning_points(np.array(values, np.float64), least) == falls


@quick
@given(st.permutations(range(1, 15)), st.integers(1, 12))
def test_highs_are_the_maxima_of_that_prominence(order: list[int], least: int) -> None:
    padded = np.array([-100, *order, -100], np.float64)
    by_definition = 0
    for k, top in enumerate(order):
        higher_left = [i for i in range(k) if order[i] > top]
        higher_right = [i for i in range(k + 1, len(order)) if order[i] > top]
        left = min(order[max(higher_left) : k + 1]) if higher_left else -100
        right = min(order[k : min(higher_right) + 1]) if higher_right else -100
        by_definition += top - max(left, right) >= least
    assert len(turning_points(padded, least)) == by_definition
