"""Where the stage lies, and how it is centred on somebody."""

from __future__ import annotations

import math

import pytest

from vrexposure.app.placing import placing_for
from vrexposure.core.geometry import (
    IDENTITY,
    Pose,
    Quat,
    Vec3,
    quat_from_pitch,
    quat_from_yaw,
)
from vrexposure.core.protocol import SessionRules
from vrexposure.openxr.placing import Placing, centred_on, heading_rad
from vrexposure.openxr.spaces import StageSpace

FORWARD = Vec3(0.0, 1.0, 0.0)
HERE = Pose(Vec3(0.0, 0.0, 0.0))


def in_space(place: Pose, point: Vec3) -> Vec3:
    return place.position.plus(place.orientation.rotate(point))


def in_stage(place: Pose, point: Vec3) -> Vec3:
    back = Quat(place.orientation.w, *(-part for part in place.orientation[1:]))
    return back.rotate(point.minus(place.position))


@pytest.mark.parametrize("space", ["stage", "local_floor"])
def test_a_space_with_a_floor_is_taken_as_it_is(space: StageSpace) -> None:
    assert Placing("stage", 1.6).place_in(space) == HERE


def test_without_a_floor_it_is_as_far_below_as_was_measured() -> None:
    place = Placing("local_floor", 1.16).place_in("local")

    assert in_stage(place, Vec3(0.0, 0.0, 0.0)) == pytest.approx((0.0, 0.0, 1.16))


@pytest.mark.parametrize("recline_deg", [0.0, 30.0, 80.0])
def test_whoever_lies_back_looks_at_the_horizon_from_the_height_of_the_eyes(
    recline_deg: float,
) -> None:
    place = Placing("local", 1.2, recline_deg).place_in("local")
    looking = quat_from_pitch(math.radians(recline_deg)).rotate(FORWARD)

    assert in_stage(place, Vec3(0.0, 0.0, 0.0)) == pytest.approx((0.0, 0.0, 1.2))
    ahead = in_stage(place, looking)
    assert ahead == pytest.approx((0.0, 1.0, 1.2))


@pytest.mark.parametrize("yaw_deg", [-170, -45, 0, 30, 90])
@pytest.mark.parametrize("pitch_deg", [-85, -60, -30, 0, 40, 85])
def test_a_head_that_nods_faces_where_it_faced(yaw_deg: int, pitch_deg: int) -> None:
    turn = quat_from_yaw(math.radians(yaw_deg)).times(quat_from_pitch(math.radians(pitch_deg)))

    assert math.degrees(heading_rad(turn)) == pytest.approx(yaw_deg)


def test_centring_puts_the_head_in_the_middle_ahead_and_keeps_the_floor() -> None:
    head = Pose(Vec3(0.7, -0.4, 1.55), quat_from_yaw(math.radians(120)))

    place = centred_on(HERE, head)

    assert in_stage(place, head.position) == pytest.approx((0.0, 0.0, 1.55))
    nose = in_stage(place, head.position.plus(head.orientation.rotate(FORWARD)))
    assert nose == pytest.approx((0.0, 1.0, 1.55))
    assert in_space(place, Vec3(3.0, 2.0, 0.0)).z == pytest.approx(0.0)


def test_centring_twice_is_centring_on_where_the_head_is_then() -> None:
    once = centred_on(HERE, Pose(Vec3(1.0, 0.0, 1.5), quat_from_yaw(1.0)))
    head = Pose(Vec3(-0.5, 2.0, 1.4), quat_from_yaw(-0.3))  # in the stage of the first time
    twice = centred_on(once, head)

    assert in_stage(twice, in_space(once, head.position)) == pytest.approx((0.0, 0.0, 1.4))


def test_a_reclined_stage_stays_reclined_when_it_is_centred() -> None:
    lying = Placing("local", 1.2, 60.0).place_in("local")

    place = centred_on(lying, Pose(Vec3(0.0, 0.0, 1.2), IDENTITY))

    assert place.position == pytest.approx(lying.position)
    assert place.orientation == pytest.approx(lying.orientation)


@pytest.mark.parametrize(
    ("rules", "measured", "placing"),
    [
        (SessionRules(), None, Placing("stage")),
        (SessionRules(space="seated"), 1.18, Placing("local_floor", 1.18)),
        (SessionRules(space="standing"), None, Placing("local_floor")),
        (SessionRules(space="reclined", recline_deg=30), None, Placing("local", 1.2, 30.0)),
        (SessionRules(space="reclined"), 0.9, Placing("local", 0.9, 45.0)),
    ],
)
def test_the_protocol_says_where_the_patient_is(
    rules: SessionRules, measured: float | None, placing: Placing
) -> None:
    assert placing_for(rules, measured) == placing
