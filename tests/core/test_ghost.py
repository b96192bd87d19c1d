from __future__ import annotations

import itertools

import pytest

from vrexposure.core.geometry import Vec3
from vrexposure.core.ghost import MOVING, Way, along, curve

BENT = [Vec3(0.0, 0.0, 1.0), Vec3(0.2, 0.3, 1.2), Vec3(0.0, 0.6, 1.3)]


def test_the_curve_goes_through_every_point_without_a_corner() -> None:
    line = curve(BENT)
    for point in BENT:
        assert min(point.minus(at).length() for at in line) < 1e-9
    ways = [b.minus(a) for a, b in itertools.pairwise(line)]
    for one, two in itertools.pairwise(ways):
        assert one.dot(two) > 0.8 * one.length() * two.length()


def test_a_straight_way_is_as_long_as_it_is() -> None:
    way = Way([Vec3(0.0, 0.0, 0.0), Vec3(0.0, 0.5, 0.0)])
    assert way.length_m == pytest.approx(0.5)
    assert way.at(0.25).y == pytest.approx(0.25, abs=1e-6)
    assert way.at(-1.0) == Vec3(0.0, 0.0, 0.0)
    assert way.at(9.0).y == pytest.approx(0.5)


def test_one_point_is_a_way_that_goes_nowhere() -> None:
    way = Way([Vec3(1.0, 2.0, 3.0)])
    assert way.length_m == 0.0
    assert way.at(0.1) == Vec3(1.0, 2.0, 3.0)


def test_the_light_sets_out_and_arrives_at_rest_and_is_gone_at_the_end() -> None:
    assert along(1.0, 0.0) == (0.0, 0.0)
    assert along(1.0, MOVING) == pytest.approx((1.0, 1.0))
    assert along(1.0, 1.0) == pytest.approx((1.0, 0.0), abs=1e-9)
    steps = [along(1.0, n / 100)[0] for n in range(101)]
    assert steps == sorted(steps)
    assert steps[2] < 0.001
