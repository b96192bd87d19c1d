"""Lengths of a body: measured before estimated, and never from nothing."""

from __future__ import annotations

import pytest

from vrexposure.core.body import Body


def test_a_person_of_1700_mm_has_the_usual_parts() -> None:
    body = Body(heads_mm={"standing": 1591})
    height, arm, hip, trunk = body.height(), body.arm("left"), body.hip("standing"), body.trunk()

    assert height is not None
    assert height.mm == pytest.approx(1700, abs=2)
    assert arm is not None
    assert arm.mm == pytest.approx(656, abs=3)
    assert not arm.measured
    assert hip is not None
    assert hip.mm == pytest.approx(901, abs=3)
    assert trunk is not None
    assert trunk.mm == pytest.approx(490, abs=3)


def test_a_measured_arm_goes_before_an_estimated_one_and_stands_in_for_the_other() -> None:
    body = Body(heads_mm={"standing": 1591}, arms_mm={"right": 610})
    right, left = body.arm("right"), body.arm("left")

    assert right is not None
    assert left is not None
    assert (right.mm, right.measured) == (610, True)
    assert (left.mm, left.measured) == (610, False)
    assert left.error_mm > right.error_mm


def test_whoever_sits_is_measured_from_the_seat() -> None:
    body = Body(heads_mm={"seated": 450 + 772}, seat_mm=450)
    height, hip = body.height(), body.hip("seated")

    assert height is not None
    assert height.mm == pytest.approx(1700, abs=3)
    assert height.error_mm > 50
    assert hip is not None
    assert hip.mm == 540


def test_of_nothing_nothing_is_estimated() -> None:
    body = Body()
    assert body.height() is None
    assert body.arm("left") is None
    assert body.hip("standing") is None
    assert body.hip("seated") is None
    assert body.trunk() is None
    assert Body(heads_mm={"seated": 400}, seat_mm=450).height() is None
