"""How fast."""

from __future__ import annotations

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
from vrexposure.core.measures.resampling import Grid
from vrexposure.core.measures.speed import speed


def humps(count: int, dip: float = 0.0) -> Samples:
    """Reaches one after the other, 0.2 m and 1 s each, overlapping by the share `dip`."""
    each_s = 1.0 - dip
    t = np.arange(round((1 + (count - 1) * each_s) * 100) + 1) / 100
    return along_x(0.2 * np.sum([share(t - k * each_s) for k in range(count)], axis=0))


@pytest.mark.parametrize("rate_hz", [20.0, 90.0, 120.0])
def test_the_peak_of_a_minimum_jerk_reach_is_1875_times_the_mean(rate_hz: float) -> None:
    told = speed(*reach(length_m=0.4, lasts_s=1.0, rate_hz=rate_hz))
    assert told.peak_m_per_s == pytest.approx(0.75, rel=0.003)
    assert told.mean_m_per_s == pytest.approx(0.4, rel=0.003)
    assert told.time_to_peak_s == pytest.approx(0.5 - 0.06, abs=0.011)
    assert told.peaks == 1


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_each_submovement_is_a_peak(count: int) -> None:
    assert speed(*humps(count)).peaks == count


@pytest.mark.parametrize(("dip", "peaks"), [(0.2, 2), (0.42, 2), (0.45, 1)])
def test_a_dip_counts_from_a_tenth_of_the_peak_on(dip: float, peaks: int) -> None:
    assert speed(*humps(2, dip=dip)).peaks == peaks


def test_submovements_that_run_into_one_another_are_one_peak() -> None:
    assert speed(*humps(2, dip=0.6)).peaks == 1


def test_rest_lowers_the_mean_and_nothing_else() -> None:
    bare, rested = speed(*reach()), speed(*reach(before_s=1.0, after_s=1.0))
    assert bare.mean_m_per_s is not None
    assert rested.mean_m_per_s == pytest.approx(bare.mean_m_per_s / 3, rel=0.01)
    assert rested.peak_m_per_s == pytest.approx(bare.peak_m_per_s, rel=0.001)
    assert rested.time_to_peak_s == bare.time_to_peak_s
    assert rested.peaks == 1


def test_a_gap_in_the_movement_leaves_time_to_peak_unmeasured() -> None:
    told = speed(*lose(reach(), 0.2, 0.4))
    assert (told.time_to_peak_s, told.peaks) == (None, None)
    assert told.peak_m_per_s == pytest.approx(0.75, rel=0.01)
    assert told.coverage.left_out == 21


def test_untracked_nonsense_changes_nothing() -> None:
    clean = lose(reach(), 0.3, 0.36)
    wild = clean._replace(positions_m=np.where(clean.valid[:, None], clean.positions_m, 1e6))
    assert speed(*clean) == speed(*wild)


@pytest.mark.parametrize("name", list(degenerate()))
def test_where_there_is_nothing_to_measure_nothing_is_told(name: str) -> None:
    told = speed(*degenerate()[name])
    assert told.peaks is None
    assert told.time_to_peak_s is None
    if name == "constant":
        assert told.peak_m_per_s == pytest.approx(0.0, abs=1e-9)
    else:
        assert told.peak_m_per_s is None
        assert told.mean_m_per_s is None


@quick
@given(st.floats(-3.1, 3.1), st.floats(-5, 5), st.integers(0, 10**12), st.floats(0.5, 2.0))
def test_speed_is_the_same_from_everywhere_and_grows_with_the_movement(
    yaw_rad: float, away_m: float, later_ns: int, factor: float
) -> None:
    samples = humps(2, dip=0.2)
    base = speed(*samples)
    there = turned(samples, yaw_rad, shift=(away_m, -away_m, 1.0))
    told = speed(
        there.times_ns + later_ns,
        there.positions_m * factor,
        there.valid,
    )
    assert base.peak_m_per_s is not None
    assert base.mean_m_per_s is not None
    assert told.peak_m_per_s == pytest.approx(base.peak_m_per_s * factor, rel=1e-6)
    assert told.mean_m_per_s == pytest.approx(base.mean_m_per_s * factor, rel=1e-6)
    assert (told.peaks, told.time_to_peak_s) == (base.peaks, base.time_to_peak_s)


def test_the_grid_is_the_callers_choice() -> None:
    rough = speed(*humps(2), grid=Grid(rate_hz=50, cutoff_hz=0.3))
    assert rough.peaks == 1
