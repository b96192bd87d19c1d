"""Walking speed without turns and stops."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import Samples, along_x, degenerate, lose, quick, share, turned
from vrexposure.core.measures.gait_speed import gait_speed
from vrexposure.core.measures.resampling import Floats


def walked(ways_m: list[float], *, pace: float, radius_m: float = 0.5) -> Samples:
    """Straight ways with left turns of 90 degrees between; the head sways as in walking."""
    corner = radius_m * math.pi / 2
    total = sum(ways_m) + corner * (len(ways_m) - 1)
    t = np.arange(round(total / pace * 90)) / 90
    gone, x, y, yaw = t * pace, np.zeros(len(t)), np.zeros(len(t)), np.zeros(len(t))
    at, start, heading = np.zeros(2), 0.0, 0.0
    for k, way in enumerate(ways_m):
        ahead = np.array([math.cos(heading), math.sin(heading)])
        left = np.array([-ahead[1], ahead[0]])
        here = (gone >= start) & (gone < start + way)
        x[here], y[here] = (at + np.outer(gone[here] - start, ahead)).T
        yaw[here] = heading
        at, start = at + way * ahead, start + way
        if k < len(ways_m) - 1:
            here = (gone >= start) & (gone < start + corner)
            angle = (gone[here] - start) / radius_m
            x[here], y[here] = (
                at
                + radius_m * np.outer(np.sin(angle), ahead)
                + radius_m * np.outer(1 - np.cos(angle), left)
            ).T
            yaw[here] = heading + angle
            at, start = at + radius_m * (ahead + left), start + corner
            heading += math.pi / 2
    # 4 cm from side to side once in two steps, 3 cm up and down with each step.
    side = 0.02 * np.sin(math.tau * 0.9 * t)
    samples = along_x(x - side * np.sin(yaw), rate_hz=90)
    samples.positions_m[:, 1] = y + side * np.cos(yaw)
    samples.positions_m[:, 2] = 1.6 + 0.015 * np.sin(math.tau * 1.8 * t)
    return samples


def to_and_fro(length_m: float, pace: float) -> Samples:
    """There, a stop of five seconds, and back along the same line."""
    lasts = length_m / pace
    t = np.arange(round((2 * lasts + 5) * 90)) / 90
    return along_x(pace * (np.minimum(t, lasts) - np.clip(t - lasts - 5, 0, lasts)), rate_hz=90)


@pytest.mark.parametrize("pace", [0.4, 0.8, 1.3])
def test_a_straight_walk_has_its_speed(pace: float) -> None:
    told = gait_speed(*walked([8.0], pace=pace))
    assert told.speed_m_per_s == pytest.approx(pace, rel=0.02)
    assert (told.turns, told.turning_s, told.standing_s) == (0, 0.0, 0.0)
    # A second is cut off at either end.
    assert told.straight_m == pytest.approx(8.0 - 2 * pace, abs=0.15)


@pytest.mark.parametrize("pace", [0.6, 1.2])
def test_turns_are_counted_and_left_out(pace: float) -> None:
    told = gait_speed(*walked([6.0, 6.0, 6.0], pace=pace))
    assert told.turns == 2
    assert told.speed_m_per_s == pytest.approx(pace, rel=0.03)
    assert told.straight_m is not None
    assert told.straight_m < 18.0 - 4 * pace


def test_a_stop_is_left_out_and_timed() -> None:
    told = gait_speed(*to_and_fro(6.0, 1.0))
    assert told.speed_m_per_s == pytest.approx(1.0, rel=0.02)
    assert told.standing_s == pytest.approx(4.5, abs=0.5)


def test_a_short_way_has_no_speed() -> None:
    told = gait_speed(*walked([3.0], pace=1.0))
    assert told.speed_m_per_s is None
    assert told.straight_m == pytest.approx(1.0, abs=0.1)


def test_a_gap_parts_the_way_and_leaves_the_speed() -> None:
    told = gait_speed(*lose(walked([10.0], pace=1.0), 5.0, 5.5))
    assert told.speed_m_per_s == pytest.approx(1.0, rel=0.02)
    assert told.straight_m == pytest.approx(10.0 - 0.5 - 4.0, abs=0.2)


@quick
@given(st.floats(-3.1, 3.1), st.floats(-20, 20), st.integers(0, 10**12))
def test_the_speed_does_not_depend_on_where_and_when(
    yaw_rad: float, away_m: float, later_ns: int
) -> None:
    base = gait_speed(*walked([6.0, 4.0], pace=0.9))
    there = turned(walked([6.0, 4.0], pace=0.9), yaw_rad, shift=(away_m, away_m, 0.2))
    told = gait_speed(there.times_ns + later_ns, there.positions_m, there.valid)
    assert told.speed_m_per_s == pytest.approx(base.speed_m_per_s, rel=1e-6)
    assert told.turns == base.turns


@pytest.mark.parametrize("name", list(degenerate()))
def test_where_there_is_nothing_to_measure_nothing_is_told(name: str) -> None:
    told = gait_speed(*degenerate()[name])
    assert told.speed_m_per_s is None
    if name == "constant":
        assert told.standing_s == pytest.approx(5.0, abs=0.1)
    else:
        assert told.straight_m is None


def test_a_single_reach_of_the_head_is_no_walk() -> None:
    t: Floats = np.arange(400) / 100
    assert gait_speed(*along_x(0.5 * share(t / 2))).speed_m_per_s is None
