"""SPARC and LDLJ against what is known of the minimum-jerk reach."""

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
from vrexposure.core.measures.resampling import Floats, Grid
from vrexposure.core.measures.smoothness import ldlj, smoothness, sparc


def profile(rate_hz: float, lasts_s: float = 1.0) -> Floats:
    """The speed of a minimum-jerk reach from its formula."""
    u = np.arange(round(rate_hz * lasts_s) + 1) / (rate_hz * lasts_s)
    return np.asarray((30 * u**2 - 60 * u**3 + 30 * u**4) / lasts_s)


def jerky(parts: int) -> Samples:
    """A way of 0.6 m in so many reaches, two seconds in all."""
    t = np.arange(301) / 100 - 0.5
    each = [share((t - k * 2 / parts) * parts / 2) for k in range(parts)]
    return along_x(0.6 / parts * np.sum(each, axis=0))


# What scikit-digital-health 0.17.18 (`skdh.features.SPARC`, defaults) gives for the same values;
# the code published with the paper gives the same -1.40583, -1.39635 and -1.40041.
@pytest.mark.parametrize(
    ("rate_hz", "one", "two"),
    [
        (100.0, -1.4058293, -1.8168705),
        (90.0, -1.3963456, -1.8207558),
        (120.0, -1.4004074, -1.8143779),
    ],
)
def test_sparc_is_what_an_independent_program_gives(rate_hz: float, one: float, two: float) -> None:
    v = profile(rate_hz)
    assert sparc(v, rate_hz=rate_hz) == pytest.approx(one, abs=1e-6)
    assert sparc(np.concatenate([v, v[1:] / 2]), rate_hz=rate_hz) == pytest.approx(two, abs=1e-6)


def test_sparc_is_near_the_integral_that_defines_it() -> None:
    u = np.linspace(0, 1, 501)
    v = 30 * u**2 - 60 * u**3 + 30 * u**4
    hz = np.linspace(0, 10, 501)
    waves = np.exp(-2j * math.pi * hz[:, None] * u)
    amplitude = np.abs(np.trapezoid(waves * v, u, axis=1))
    end = int(np.flatnonzero(amplitude >= 0.05)[-1]) + 1
    steps = np.hypot(np.diff(hz[:end]) / hz[end - 1], np.diff(amplitude[:end]))
    assert sparc(profile(100), rate_hz=100) == pytest.approx(-steps.sum(), abs=0.015)


@pytest.mark.parametrize("rate_hz", [90.0, 100.0, 120.0])
@pytest.mark.parametrize("lasts_s", [0.5, 1.0, 3.0])
def test_ldlj_of_a_minimum_jerk_reach_is_5322(rate_hz: float, lasts_s: float) -> None:
    told = ldlj(profile(rate_hz, lasts_s), rate_hz=rate_hz)
    # 720 / 1.875^2 = 204.8, and 2 % of it.
    assert told == pytest.approx(-math.log(204.8), abs=0.02)


@pytest.mark.parametrize("rate_hz", [20.0, 45.0, 90.0, 120.0])
def test_a_reach_measures_the_same_at_every_rate(rate_hz: float) -> None:
    told = smoothness(*reach(rate_hz=rate_hz, before_s=0.4, after_s=0.3))
    assert told.sparc == pytest.approx(-1.406, abs=0.01)
    # Cut at 5 % of the peak, by quadrature of the formula: -4.408.
    assert told.ldlj == pytest.approx(-4.408, abs=0.1)
    assert told.duration_s == pytest.approx(0.88, abs=0.03)


def test_what_was_cut_by_the_caller_is_measured_whole() -> None:
    told = smoothness(*reach(lasts_s=2.0), whole=True)
    # The low-pass rounds off the jerk's corners at both ends: 4 % of it.
    assert told.ldlj == pytest.approx(-5.322, abs=0.05)
    assert told.duration_s == 2.0


def test_more_submovements_are_less_smooth() -> None:
    told = [smoothness(*jerky(parts)) for parts in (1, 2, 3, 5)]
    for less, more in pairwise(told):
        assert less.sparc is not None
        assert more.sparc is not None
        assert less.ldlj is not None
        assert more.ldlj is not None
        assert more.sparc < less.sparc - 0.1
        assert more.ldlj < less.ldlj - 0.5


def shaken(samples: Samples, noise_m: float, seed: int = 3) -> Samples:
    """With white noise of this standard deviation along each axis."""
    noise = np.random.Generator(np.random.PCG64(seed)).normal(size=samples.positions_m.shape)
    return samples._replace(positions_m=samples.positions_m + noise_m * noise)


def test_noise_of_the_tracker_hardly_moves_sparc() -> None:
    told = smoothness(*shaken(reach(before_s=0.5, after_s=0.5), 0.0005))
    assert told.sparc == pytest.approx(-1.406, abs=0.05)


@pytest.mark.parametrize("noise_m", [0.0, 0.00003, 0.0001, 0.0003, 0.001])
@pytest.mark.parametrize("lasts_s", [0.6, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("rate_hz", [20.0, 90.0])
def test_ldlj_is_right_or_is_not_told(noise_m: float, lasts_s: float, rate_hz: float) -> None:
    clean = reach(before_s=0.5, after_s=0.5, lasts_s=lasts_s, rate_hz=rate_hz)
    told, truth = smoothness(*shaken(clean, noise_m)), smoothness(*clean)
    assert truth.ldlj is not None
    assert told.noise_share is not None
    if told.ldlj is None:
        assert told.noise_share > 0.15
        # It would have been wrong, or nearly so.
        assert noise_m >= 0.00003
    else:
        assert told.ldlj == pytest.approx(truth.ldlj, abs=0.35)


def test_the_noise_is_told_as_the_part_of_the_jerk_that_it_is() -> None:
    clean, shares, made = reach(before_s=0.5, after_s=0.5, rate_hz=90.0), [], []
    base = smoothness(*clean).ldlj
    assert base is not None
    for seed in range(20):
        told = smoothness(*shaken(clean, 0.0001, seed))
        assert told.ldlj is not None
        assert told.noise_share is not None
        shares.append(told.noise_share)
        made.append(1 - math.exp(told.ldlj - base))
    assert np.mean(shares) == pytest.approx(np.mean(made), abs=0.03)


def test_without_a_filter_no_noise_is_told() -> None:
    told = smoothness(*reach(), grid=Grid(cutoff_hz=None))
    assert told.noise_share is None
    assert told.ldlj is not None


@quick
@given(st.floats(-3.1, 3.1), st.floats(-5, 5), st.integers(0, 10**12), st.floats(0.3, 3.0))
def test_smoothness_does_not_depend_on_place_time_and_size(
    yaw_rad: float, away_m: float, later_ns: int, factor: float
) -> None:
    base = smoothness(*jerky(3))
    there = turned(jerky(3), yaw_rad, shift=(away_m, away_m, -away_m))
    told = smoothness(there.times_ns + later_ns, there.positions_m * factor, there.valid)
    assert told.sparc == pytest.approx(base.sparc, abs=1e-6)
    assert told.ldlj == pytest.approx(base.ldlj, abs=1e-6)


@quick
@given(st.floats(0.5, 4.0))
def test_a_slower_reach_is_as_smooth(lasts_s: float) -> None:
    told = smoothness(*reach(length_m=0.6, lasts_s=lasts_s))
    assert told.sparc == pytest.approx(-1.405, abs=0.02)
    assert told.ldlj == pytest.approx(-4.4, abs=0.2)


def test_a_gap_in_the_movement_is_not_smoothed_over() -> None:
    told = smoothness(*lose(reach(before_s=1.0, after_s=1.0), 1.4, 1.6))
    assert (told.sparc, told.ldlj, told.duration_s) == (None, None, None)


def test_a_gap_long_before_the_movement_does_no_harm() -> None:
    samples = lose(reach(before_s=1.0, after_s=1.0), 0.2, 0.5)
    assert smoothness(*samples).sparc == pytest.approx(-1.406, abs=0.01)
    assert smoothness(*samples, whole=True).sparc is None


@pytest.mark.parametrize("name", list(degenerate()))
def test_where_there_is_nothing_to_measure_nothing_is_told(name: str) -> None:
    told = smoothness(*degenerate()[name])
    assert (told.sparc, told.ldlj) == (None, None)


@pytest.mark.parametrize(
    "speed", [np.zeros(0), np.zeros(50), np.ones(3), np.zeros(11)], ids=["none", "0", "3", "still"]
)
def test_no_profile_has_no_smoothness(speed: Floats) -> None:
    assert sparc(speed, rate_hz=100) is None
    assert ldlj(speed, rate_hz=100) is None


def test_a_moment_too_short_for_ten_hertz_has_no_spectrum() -> None:
    assert sparc(np.ones(11), rate_hz=10_000) is None


def test_a_constant_speed_has_no_jerk_to_take_the_logarithm_of() -> None:
    assert ldlj(np.full(100, 0.3), rate_hz=100) is None
