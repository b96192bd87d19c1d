"""Simulated bodies move as bodies do: smoothly, and to where they were sent."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import pytest

from vrexposure.core.geometry import FORWARD, Vec3, yaw_rad_of
from vrexposure.simulation.hands import Crossed, Hold, Point, Push, Rest
from vrexposure.simulation.motion import EYES_AHEAD_M, Body
from vrexposure.simulation.person import make_person

DT = 1 / 72


def _body(seed: int = 1, *, standing: bool = False, seat_m: float = 0.45) -> Body:
    person = make_person("avoider", seed)
    return Body(person.size, person.body, seat_m=seat_m, standing=standing)


def _fastest(body: Body, seconds: float, act: Callable[[float], None]) -> float:
    """The highest speed of any tracked point, m/s, while `act` is called each frame."""
    fastest, before = 0.0, [pose.position for pose in body.poses(0.0)]
    for frame in range(1, round(seconds / DT)):
        now = frame * DT
        act(now)
        after = [pose.position for pose in body.poses(now)]
        fastest = max(fastest, *(math.dist(a, b) / DT for a, b in zip(before, after, strict=True)))
        before = after
    return fastest


@pytest.mark.parametrize("seed", range(5))
def test_rising_goes_forward_then_up_to_the_standing_eye_height(seed: int) -> None:
    body = _body(seed)
    sitting = body.poses(0.0).head.position
    body.go(1.0, 0.0, 2.0)
    way = [body.poses(i * DT).head.position for i in range(200)]
    standing = way[-1]
    assert sitting.z == pytest.approx(0.45 + body.size.eyes_above_seat_m, abs=0.01)
    assert sitting.y == pytest.approx(EYES_AHEAD_M, abs=0.02)
    assert standing.z == pytest.approx(body.size.eyes_m, abs=0.01)
    assert standing.y == pytest.approx(0.30 + EYES_AHEAD_M, abs=0.02)
    lowest = min(range(len(way)), key=lambda i: way[i].z)
    foremost = max(range(len(way)), key=lambda i: way[i].y)
    assert 0.15 < way[lowest].y - sitting.y < 0.35  # the head has come forward before it rises
    assert lowest < foremost
    assert max(b.z - a.z for a, b in pairwise(way)) / DT < 1.0


def test_a_sitting_body_is_still_but_alive() -> None:
    body = _body()
    heights = [body.poses(i * DT).head.position.z for i in range(720)]
    assert 0.002 < max(heights) - min(heights) < 0.02
    yaws = [yaw_rad_of(body.poses(i * DT).head.orientation) for i in range(1440)]
    assert 0.02 < max(yaws) - min(yaws) < 0.2


def test_the_seat_carries_the_sitting_head() -> None:
    low, high = _body(seat_m=0.43), _body(seat_m=0.56)
    rise = high.poses(0.0).head.position.z - low.poses(0.0).head.position.z
    assert rise == pytest.approx(0.13)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_moves_faster_than_people_move(seed: int) -> None:
    body = _body(seed)

    def act(now: float) -> None:
        frame = round(now / DT)
        match frame % 360:
            case 20:
                body.use_hands(Push(), now)
            case 80:
                body.go(1.0, now, 1.9)
            case 150:  # changes its mind in mid-movement
                body.go(0.0, now, 1.5)
                body.use_hands(Point(Vec3(0.5, 1.6, 1.2)), now, only=1)
                body.look(Vec3(0.5, 1.6, 1.2), now)
            case 170:
                body.use_hands(Crossed(), now)
                body.look(None, now)
            case 280:
                body.go(1.0, now, 2.0)
                body.use_hands(Hold(0.45, 0.9), now, only=1)
                body.stand_at(0.0, 0.0, now)
            case 300:
                body.step(-1, 0.05, now, 0.9)
            case 359:
                body.use_hands(Rest(), now)
                body.go(0.0, now, 2.0)
            case _:
                pass

    assert 0.2 < _fastest(body, 20.0, act) < 3.0


def test_an_interrupted_movement_does_not_jump() -> None:
    body = _body()
    body.go(1.0, 0.0, 2.0)
    before = body.poses(1.0)
    body.go(0.0, 1.0, 1.5)
    body.use_hands(Crossed(), 1.0)
    body.look(Vec3(1.0, 1.0, 1.0), 1.0)
    after = body.poses(1.0)
    for a, b in zip(before, after, strict=True):
        assert math.dist(a.position, b.position) < 1e-6
        assert math.dist(a.orientation, b.orientation) < 1e-6


@pytest.mark.parametrize("side", [-1, 1])
def test_the_ray_of_a_pointing_hand_goes_to_its_target(side: int) -> None:
    body = _body()
    target = Vec3(-0.4, 1.6, 1.1)
    body.use_hands(Point(target), 0.0, only=side)
    for frame in range(72, 300):
        now = frame * DT
        aim = body.poses(now).left_aim if side < 0 else body.poses(now).right_aim
        way = target.minus(aim.position)
        ahead = aim.orientation.rotate(FORWARD)
        assert math.acos(min(1.0, way.dot(ahead) / way.length())) < math.radians(0.5)


def test_the_head_looks_where_it_is_told() -> None:
    body = _body()
    body.unrest.to(0.0, 0.0, 0.3)
    target = Vec3(0.6, 1.6, 1.4)
    body.look(target, 0.0)
    head = body.poses(1.0).head
    way = target.minus(head.position)
    assert way.dot(head.orientation.rotate(FORWARD)) / way.length() > math.cos(math.radians(0.2))


def test_pushing_hands_stay_on_the_armrests_until_the_seat_is_left() -> None:
    body = _body()
    body.has_arms = True
    body.use_hands(Push(), 0.0)
    start = body.poses(1.0)
    body.go(1.0, 1.0, 2.0)
    seat_left = body.poses(2.0)
    end = body.poses(3.5)
    for grip in ("left_grip", "right_grip"):
        at = getattr(start, grip).position
        assert at.z == pytest.approx(0.45 + 0.22, abs=0.01)
        assert math.dist(at, getattr(seat_left, grip).position) < 0.03
        assert math.dist(at, getattr(end, grip).position) > 0.1


def test_a_hand_on_a_rail_stays_there_while_the_body_marches() -> None:
    body = _body(standing=True)
    body.use_hands(Hold(0.45, 0.9), 0.0, only=1)
    for frame in range(72, 360):
        now = frame * DT
        if frame % 72 == 0:
            body.step(1 if frame % 144 else -1, 0.05, now, 0.9)
        at = body.poses(now).right_grip.position
        assert at.x == pytest.approx(0.45, abs=0.01)
        assert at.z == pytest.approx(0.92, abs=0.01)


def test_a_step_bobs_the_head_and_sways_it_over_the_standing_leg() -> None:
    body = _body(standing=True)
    rest = body.poses(1.0).head.position
    body.step(1, 0.05, 1.0, 1.0)
    top = body.poses(1.5).head.position
    after = body.poses(2.0).head.position
    assert top.z - rest.z == pytest.approx(0.05, abs=0.01)
    assert top.x - rest.x == pytest.approx(-0.03, abs=0.01)
    assert after.z == pytest.approx(rest.z, abs=0.01)


def test_climbing_a_step_stays_up() -> None:
    body = _body(standing=True)
    body.climbed_m.to(0.15, 0.0, 1.2)
    assert body.poses(3.0).head.position.z == pytest.approx(body.size.eyes_m + 0.15, abs=0.01)


def test_resting_hands_point_at_no_panel() -> None:
    for standing in (False, True):
        poses = _body(standing=standing).poses(1.0)
        for aim in (poses.left_aim, poses.right_aim):
            ahead = aim.orientation.rotate(FORWARD)
            # At 1.6 m, where panels stand, the ray is below the floor or nearly so.
            assert aim.position.z + 1.6 * ahead.z / ahead.y < 0.2


def test_the_same_seed_gives_the_same_poses() -> None:
    one, same = _body(7), _body(7)
    assert [one.poses(i * DT) for i in range(50)] == [same.poses(i * DT) for i in range(50)]
    assert _body(8).poses(1.0) != one.poses(1.0)
