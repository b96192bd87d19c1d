"""The way, and going back."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import (
    Samples,
    along_x,
    degenerate,
    lose,
    quick,
    reach,
    share,
    turned,
)
from vrexposure.core.measures.path import path, retreats


def arc(angle_rad: float, radius_m: float = 0.3) -> Samples:
    """A smooth movement along a part of a circle."""
    t = np.arange(201) / 100
    angle = angle_rad * share(t / 2)
    samples = along_x(radius_m * np.cos(angle))
    samples.positions_m[:, 1] = radius_m * np.sin(angle)
    return samples


def back_and_forth(*stations_m: float) -> Samples:
    """From one place on a line to the next, a second each."""
    parts = [a + (b - a) * share(np.arange(100) / 100) for a, b in pairwise(stations_m)]
    return along_x(np.concatenate([*parts, np.full(50, stations_m[-1])]))


@pytest.mark.parametrize("rate_hz", [20.0, 90.0, 120.0])
def test_a_straight_way_has_a_ratio_of_one(rate_hz: float) -> None:
    told = path(*reach(length_m=0.4, rate_hz=rate_hz))
    assert told.length_m == pytest.approx(0.4, rel=0.002)
    assert told.ratio == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("angle_rad", [math.pi / 2, math.pi])
def test_an_arc_is_as_much_longer_as_geometry_says(angle_rad: float) -> None:
    told = path(*arc(angle_rad))
    assert told.length_m == pytest.approx(0.3 * angle_rad, rel=0.002)
    assert told.ratio == pytest.approx(angle_rad / 2 / math.sin(angle_rad / 2), rel=0.002)


def test_a_closed_way_has_a_length_and_no_ratio() -> None:
    told = path(*arc(2 * math.pi))
    assert told.length_m == pytest.approx(0.6 * math.pi, rel=0.01)
    assert told.ratio is None


def test_what_was_gone_in_a_gap_is_in_no_length() -> None:
    told = path(*lose(reach(length_m=0.4), 0.305, 0.7))
    hidden = float(0.4 * (share(np.array(0.71)) - share(np.array(0.3))))
    assert told.length_m == pytest.approx(0.4 - hidden, abs=0.005)
    assert told.straight_m == pytest.approx(0.4, rel=0.001)
    assert told.ratio is None


@quick
@given(st.floats(-3.1, 3.1), st.floats(-5, 5), st.integers(0, 10**12), st.floats(0.5, 2.0))
def test_the_ratio_is_the_same_from_everywhere_and_at_every_size(
    yaw_rad: float, away_m: float, later_ns: int, factor: float
) -> None:
    base = path(*arc(2.0))
    there = turned(arc(2.0), yaw_rad, shift=(away_m, away_m, -away_m))
    told = path(there.times_ns + later_ns, there.positions_m * factor, there.valid)
    assert base.length_m is not None
    assert told.length_m == pytest.approx(base.length_m * factor, rel=1e-6)
    assert told.ratio == pytest.approx(base.ratio, rel=1e-6)


@pytest.mark.parametrize(
    ("stations_m", "count", "largest"),
    [
        ((0.0, 0.5), 0, 0.0),
        ((0.0, 0.3, 0.28, 0.5), 0, 0.0),
        ((0.0, 0.3, 0.2, 0.5), 1, 0.2),
        ((0.0, 0.3, 0.0), 1, 0.6),
        ((0.0, 0.2, 0.1, 0.4, 0.1, 0.5), 2, 0.6),
        ((0.0, -0.1, 0.5), 1, 0.2),
    ],
)
def test_going_back_counts_from_a_tenth_of_the_reach_on(
    stations_m: tuple[float, ...], count: int, largest: float
) -> None:
    told = retreats(*back_and_forth(*stations_m), goal_m=(0.5, 0.0, 1.0))
    assert told.count == count
    assert told.largest_share == pytest.approx(largest, abs=0.02)
    assert told.arrived is (max(stations_m) == 0.5)
    assert told.farthest_share == pytest.approx(max(stations_m) / 0.5, abs=0.06)


def test_going_home_after_the_goal_is_no_retreat() -> None:
    told = retreats(*back_and_forth(0.0, 0.5, 0.0), goal_m=(0.5, 0.0, 1.0))
    assert (told.count, told.arrived) == (0, True)


def test_a_retreat_hidden_by_a_gap_is_seen_from_both_sides() -> None:
    samples = lose(back_and_forth(0.0, 0.3, 0.1, 0.5), 1.2, 1.8)
    assert retreats(*samples, goal_m=(0.5, 0.0, 1.0)).count == 1


def test_a_goal_at_the_start_is_no_reach() -> None:
    told = retreats(*reach(), goal_m=(0.01, 0.0, 1.0))
    assert (told.count, told.arrived, told.farthest_share) == (None, None, None)


@pytest.mark.parametrize("name", list(degenerate()))
def test_where_there_is_nothing_to_measure_nothing_is_told(name: str) -> None:
    samples = degenerate()[name]
    way = path(*samples)
    assert way.ratio is None
    if name == "constant":
        assert way.length_m == pytest.approx(0.0, abs=1e-9)
    else:
        assert way.length_m is None
    told = retreats(*samples, goal_m=(0.5, 0.0, 1.0))
    if name in {"constant", "far apart"}:
        assert told.count == 0
    else:
        assert told.count is None
