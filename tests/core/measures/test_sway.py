"""Sway of the head."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import Samples, along_x, degenerate, lose, quick, turned
from vrexposure.core.measures.sway import CHI2_95, sway


def ellipse(
    *, ml_m: float = 0.01, ap_m: float = 0.02, lasts_s: float = 40.0, rate_hz: float = 90.0
) -> Samples:
    """Round and round an ellipse with these half axes, once in 4 s, for whoever faces +Y."""
    t = np.arange(round(lasts_s * rate_hz) + 1) / rate_hz
    samples = along_x(ml_m * np.cos(math.tau * t / 4), rate_hz=rate_hz)
    samples.positions_m[:, 1] = ap_m * np.sin(math.tau * t / 4)
    return samples


def test_an_ellipse_has_the_measures_of_its_formula() -> None:
    told = sway(*ellipse(), facing_yaw_rad=0.0)
    assert told.rms_ml_m == pytest.approx(0.01 / math.sqrt(2), rel=0.005)
    assert told.rms_ap_m == pytest.approx(0.02 / math.sqrt(2), rel=0.005)
    # The variances are a^2 / 2 and b^2 / 2, and they do not vary together.
    assert told.ellipse_area_m2 == pytest.approx(math.pi * 5.991 * 0.01 * 0.02 / 2, rel=0.005)
    # Ten times the circumference; Ramanujan's first approximation is exact enough here.
    around = math.pi * (3 * 0.03 - math.sqrt((0.03 + 0.02) * (0.01 + 0.06)))
    assert told.path_length_m == pytest.approx(10 * around, rel=0.005)
    assert told.mean_speed_m_per_s == pytest.approx(around / 4, rel=0.005)
    assert told.tracked_s == pytest.approx(40.0, abs=0.02)


def test_the_factor_is_the_chi_square_of_two_degrees_of_freedom() -> None:
    # The distribution function is 1 - exp(-x / 2).
    assert 1 - math.exp(-CHI2_95 / 2) == pytest.approx(0.95)


def test_the_ellipse_holds_95_in_a_hundred_of_normal_places() -> None:
    draws = np.random.Generator(np.random.PCG64(1)).normal(size=(4000, 2)) * [0.01, 0.02]
    spread = np.cov(draws.T)
    inside = np.einsum("ni,ij,nj->n", draws, np.linalg.inv(spread), draws) <= CHI2_95
    assert inside.mean() == pytest.approx(0.95, abs=0.01)


def test_who_faces_elsewhere_sways_the_same() -> None:
    base = sway(*ellipse(), facing_yaw_rad=0.0)
    told = sway(*turned(ellipse(), 2.0, shift=(3.0, -1.0, 0.5)), facing_yaw_rad=2.0)
    assert told.rms_ml_m == pytest.approx(base.rms_ml_m)
    assert told.rms_ap_m == pytest.approx(base.rms_ap_m)
    assert told.ellipse_area_m2 == pytest.approx(base.ellipse_area_m2)


def test_facing_changes_the_directions_only() -> None:
    ahead, aside = (sway(*ellipse(), facing_yaw_rad=yaw) for yaw in (0.0, math.pi / 2))
    assert aside.rms_ml_m == pytest.approx(ahead.rms_ap_m)
    assert aside.ellipse_area_m2 == pytest.approx(ahead.ellipse_area_m2)


def test_sway_along_a_line_has_no_area() -> None:
    told = sway(*ellipse(ml_m=0.0), facing_yaw_rad=0.3)
    assert told.ellipse_area_m2 == pytest.approx(0.0, abs=1e-9)


def test_height_is_no_sway() -> None:
    samples = ellipse()
    base = sway(*samples, facing_yaw_rad=0.0)
    samples.positions_m[:, 2] += np.linspace(0, 0.1, len(samples.valid))
    assert sway(*samples, facing_yaw_rad=0.0) == base


def test_a_gap_adds_nothing_to_the_way() -> None:
    told = sway(*lose(ellipse(), 10.0, 12.0), facing_yaw_rad=0.0)
    whole = sway(*ellipse(), facing_yaw_rad=0.0)
    assert told.path_length_m is not None
    assert whole.path_length_m is not None
    assert told.path_length_m == pytest.approx(whole.path_length_m * 38 / 40, rel=0.005)
    assert told.mean_speed_m_per_s == pytest.approx(whole.mean_speed_m_per_s, rel=0.005)
    assert told.coverage.longest_gap_s == pytest.approx(2.01, abs=0.02)


def test_a_short_stand_is_not_measured() -> None:
    assert sway(*ellipse(lasts_s=9.0), facing_yaw_rad=0.0).ellipse_area_m2 is None
    told = sway(*ellipse(lasts_s=9.0), facing_yaw_rad=0.0, least_s=5.0)
    assert told.ellipse_area_m2 is not None


@quick
@given(st.floats(1.1, 3.0))
def test_more_sway_measures_more(factor: float) -> None:
    less = sway(*ellipse(lasts_s=12), facing_yaw_rad=0.2)
    more = sway(*ellipse(lasts_s=12, ml_m=0.01 * factor, ap_m=0.02 * factor), facing_yaw_rad=0.2)
    assert less.path_length_m is not None
    assert less.ellipse_area_m2 is not None
    assert more.path_length_m == pytest.approx(less.path_length_m * factor)
    assert more.ellipse_area_m2 == pytest.approx(less.ellipse_area_m2 * factor**2)


@pytest.mark.parametrize("name", list(degenerate()))
def test_where_there_is_nothing_to_measure_nothing_is_told(name: str) -> None:
    told = sway(*degenerate()[name], facing_yaw_rad=0.0)
    assert told.tracked_s is None
    assert told.ellipse_area_m2 is None


def test_who_stands_like_a_post_sways_by_nothing() -> None:
    told = sway(*along_x(np.zeros(2000)), facing_yaw_rad=0.0)
    assert (told.path_length_m, told.ellipse_area_m2) == (0.0, 0.0)
