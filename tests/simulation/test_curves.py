"""Whatever moves along these curves moves smoothly and arrives."""

from __future__ import annotations

import math

import pytest

from vrexposure.core.geometry import FORWARD, Vec3
from vrexposure.simulation.curves import Glide, aim_at, bump, ease, soft


def test_a_glide_from_rest_is_the_minimum_jerk_curve() -> None:
    glide = Glide(2.0)
    glide.to(4.0, 10.0, 2.0)
    for share in (0.0, 0.1, 0.25, 0.5, 0.9, 1.0):
        # Flash and Hogan 1985: 10 s^3 - 15 s^4 + 6 s^5.
        by_formula = 2.0 + 2.0 * (10 * share**3 - 15 * share**4 + 6 * share**5)
        assert glide.at(10.0 + 2.0 * share) == pytest.approx(by_formula, abs=1e-12)
    assert glide.at(100.0) == 4.0


def test_the_top_speed_of_minimum_jerk_is_fifteen_eighths_of_the_mean() -> None:
    steps = [ease((i + 1) / 1000) - ease(i / 1000) for i in range(1000)]
    assert max(steps) * 1000 == pytest.approx(1.875, abs=1e-4)


def test_a_glide_that_is_turned_round_has_no_jump_in_place_or_speed() -> None:
    glide = Glide(0.0)
    glide.to(1.0, 0.0, 2.0)
    dt = 1e-4
    before = glide.at(0.8), (glide.at(0.8) - glide.at(0.8 - dt)) / dt
    glide.to(-0.5, 0.8, 1.5)
    after = glide.at(0.8), (glide.at(0.8 + dt) - glide.at(0.8)) / dt
    assert after[0] == before[0]
    assert after[1] == pytest.approx(before[1], abs=2e-3)
    assert glide.at(2.3) == -0.5
    assert glide.done(2.3)


def test_the_same_goal_again_does_not_begin_anew() -> None:
    glide = Glide(0.0)
    glide.to(1.0, 0.0, 1.0)
    glide.to(1.0, 0.5, 10.0)
    assert glide.at(1.0) == 1.0


def test_bumps_and_soft_steps_keep_to_their_ends() -> None:
    assert [bump(s) for s in (-1.0, 0.0, 0.5, 1.0, 2.0)] == [0.0, 0.0, 1.0, 0.0, 0.0]
    assert [soft(s) for s in (-1.0, 0.0, 0.5, 1.0, 2.0)] == [0.0, 0.0, 0.5, 1.0, 1.0]


@pytest.mark.parametrize("target", [(1.0, 2.0, 3.0), (-2.0, 0.5, -1.0), (0.3, -1.0, 0.0)])
def test_the_forward_axis_of_an_aim_goes_to_its_target(target: tuple[float, float, float]) -> None:
    origin = Vec3(0.2, -0.1, 1.2)
    way = Vec3(*target).minus(origin)
    forward = aim_at(origin, Vec3(*target)).quat().rotate(FORWARD)
    assert math.dist(forward, way.scaled(1 / way.length())) < 1e-12
