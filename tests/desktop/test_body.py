from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from vrexposure.core.geometry import FORWARD, Vec3
from vrexposure.core.inputs import TRACKED, Button, Frame, Point
from vrexposure.core.view import PropView
from vrexposure.desktop.body import (
    BOB_M,
    EYE_MAX_M,
    MOUNT_NS,
    RISE_NS,
    ROOM_M,
    STANCE_M,
    STEP_NS,
    SWAY_M,
    WALK_M_S,
    DesktopBody,
)
from vrexposure.desktop.gait import SWAY_M as WALK_SWAY_M

FRAME_NS = 13_888_889
QUIET_M = 2 * STANCE_M


def live(body: DesktopBody, seconds: float) -> list[Frame]:
    frames = []
    for index in range(round(seconds * 1e9 / FRAME_NS)):
        body.advance(FRAME_NS)
        frames.append(body.frame(index * FRAME_NS))
    return frames


def heights(frames: list[Frame]) -> list[float]:
    return [frame.pose(Point.HEAD).position.z for frame in frames]


def test_a_seated_body_has_its_eyes_where_its_seat_and_trunk_put_them() -> None:
    low, high = DesktopBody(seat_m=0.40), DesktopBody(seat_m=0.55)
    assert low.head().position.z == pytest.approx(0.40 + 0.456 * 1.60 / 0.936)
    assert high.head().position.z - low.head().position.z == pytest.approx(0.15)


def test_a_standing_body_has_the_eye_height_that_was_asked_for() -> None:
    body = DesktopBody(1.72, posture="standing")
    assert body.head().position.z == pytest.approx(1.72)


def test_standing_up_takes_the_time_of_a_rise_and_never_sinks() -> None:
    body = DesktopBody()
    body.sit_or_stand()
    z = heights(live(body, RISE_NS / 1e9 + 0.1))
    assert z[-1] == pytest.approx(1.60, abs=1e-4)
    assert z[len(z) // 2] < 1.55
    assert all(b >= a - 1e-6 for a, b in itertools.pairwise(z))


def test_a_rise_leans_forward_before_it_goes_up() -> None:
    body = DesktopBody()
    before = body.head().position
    body.sit_or_stand()
    third = live(body, 0.4)[-1].pose(Point.HEAD).position
    assert third.y - before.y > 0.10
    assert third.z - before.z < 0.15


def test_a_rise_that_is_given_up_comes_back_without_a_jump() -> None:
    body = DesktopBody()
    seated_m = body.head().position.z
    body.sit_or_stand()
    z = heights(live(body, 0.6))
    body.sit_or_stand()
    z += heights(live(body, 0.8))
    assert max(z) < 1.55
    assert z[-1] == pytest.approx(seated_m, abs=1e-4)
    assert max(abs(b - a) for a, b in itertools.pairwise(z)) < 0.02


def test_one_press_is_one_step_with_one_bob() -> None:
    body = DesktopBody(posture="standing")
    body.march(on=True)
    body.march(on=False)
    z = heights(live(body, 2.0))
    lifted = [height > 1.60 + BOB_M / 2 for height in z]
    rises = sum(b and not a for a, b in itertools.pairwise(lifted))
    assert rises == 1
    assert max(z) == pytest.approx(1.60 + BOB_M, abs=1e-3)
    assert z[-1] == pytest.approx(1.60, abs=1e-4)


def test_holding_on_marches_with_the_weight_from_side_to_side() -> None:
    body = DesktopBody(posture="standing")
    body.march(on=True)
    frames = live(body, 4 * STEP_NS / 1e9)
    tops = [
        frame.pose(Point.HEAD).position.x
        for frame in frames
        if frame.pose(Point.HEAD).position.z > 1.60 + 0.99 * BOB_M
    ]
    sides = [side for i, side in enumerate(np.sign(tops)) if i == 0 or side != np.sign(tops[i - 1])]
    assert sides == [1, -1, 1, -1]
    assert max(np.abs(tops)) == pytest.approx(SWAY_M, abs=QUIET_M)


def test_nobody_marches_or_walks_on_a_chair() -> None:
    body = DesktopBody()
    before = body.head().position
    body.march(on=True)
    body.walk(1.0, 0.0)
    after = live(body, 2.0)[-1].pose(Point.HEAD).position
    assert after.minus(before).length() < QUIET_M


def test_walking_goes_where_the_head_faces_at_walking_speed() -> None:
    body = DesktopBody(posture="standing")
    body.look(math.pi / 2, 0.0)
    body.walk(1.0, 0.0)
    live(body, 0.5)
    before = body.head().position
    after = live(body, 1.0)[-1].pose(Point.HEAD).position
    assert before.x - after.x == pytest.approx(WALK_M_S, rel=0.02)
    assert abs(after.y - before.y) < QUIET_M + 2 * WALK_SWAY_M  # a walker sways from step to step


def test_two_ways_at_once_are_no_faster_than_one() -> None:
    body = DesktopBody(posture="standing")
    body.walk(1.0, 1.0)
    live(body, 0.5)
    before = body.head().position
    after = live(body, 0.5)[-1].pose(Point.HEAD).position
    assert math.hypot(after.x - before.x, after.y - before.y) < 0.52 * WALK_M_S


def test_the_room_ends() -> None:
    body = DesktopBody(posture="standing")
    body.walk(1.0, 0.0)
    assert live(body, 6.0)[-1].pose(Point.HEAD).position.y <= ROOM_M + QUIET_M


def test_looking_down_moves_the_eyes_about_the_neck() -> None:
    body = DesktopBody(posture="standing")
    body.look(0.0, math.radians(-60))
    assert 0.05 < 1.60 - body.head().position.z < 0.12


@pytest.mark.parametrize(("side", "way"), [("left", -1), ("right", 1)])
def test_a_hand_goes_to_the_registered_rail_and_leaves_it(side: str, way: int) -> None:
    body = DesktopBody(posture="standing")
    rail = "rail_left" if side == "left" else "rail_right"
    body.furnish([PropView(rail, "real", height_mm=930, x_mm=way * 400)])  # type: ignore[arg-type]
    point = Point[f"{side.upper()}_HAND"]
    body.hold("left" if side == "left" else "right")
    on = live(body, 0.5)[-1].pose(point).position
    assert (on.x, on.z) == pytest.approx((way * 0.4, 0.93), abs=1e-5)
    body.hold("left" if side == "left" else "right")
    off = live(body, 0.5)[-1].pose(point).position
    assert off.z < 0.85


def test_a_rail_that_is_only_drawn_holds_no_hand() -> None:
    body = DesktopBody(posture="standing")
    body.furnish([PropView("rail_right", "out_of_reach", height_mm=930, x_mm=900)])
    assert body.rails == {}


def test_no_hand_goes_further_than_the_arm() -> None:
    body = DesktopBody(posture="standing")
    body.furnish([PropView("rail_right", "real", height_mm=900, x_mm=4000)])
    body.hold("right")
    body.hand = "left"
    body.reach(on=True)
    frame = live(body, 0.6)[-1]
    eye = frame.pose(Point.HEAD).position
    for point in (Point.LEFT_HAND, Point.RIGHT_HAND):
        assert frame.pose(point).position.minus(eye).length() < 1.0


def test_reaching_stretches_the_pointing_hand_towards_where_one_looks() -> None:
    body = DesktopBody(posture="standing")
    body.look(0.0, math.radians(20))
    rest = live(body, 0.1)[-1].pose(Point.RIGHT_HAND).position
    body.reach(on=True)
    out = live(body, 0.5)[-1]
    assert out.pose(Point.RIGHT_HAND).position.y - rest.y > 0.5
    assert out.pose(Point.RIGHT_HAND).position.z > 1.5
    assert out.pose(Point.LEFT_HAND).position.z < 1.0
    body.reach(on=False)
    back = live(body, 0.5)[-1].pose(Point.RIGHT_HAND).position
    assert back.minus(rest).length() < QUIET_M


def test_the_pointing_ray_goes_through_its_target_and_the_other_to_the_floor() -> None:
    body = DesktopBody(posture="standing")
    target = Vec3(0.7, 1.5, 1.9)
    body.point_at(target)
    frame = body.frame(0)
    hand, turn = frame.pose(Point.RIGHT_AIM)
    way = target.minus(hand)
    assert turn.rotate(FORWARD).dot(way) == pytest.approx(way.length(), rel=1e-5)
    assert frame.pose(Point.LEFT_AIM).orientation.rotate(FORWARD).z < -0.9


def test_the_other_hand_takes_over_pointing_and_lets_go_of_what_was_pressed() -> None:
    body = DesktopBody()
    body.press("select", down=True)
    assert body.frame(0).buttons & Button.RIGHT_SELECT
    body.swap_hands()
    assert not body.frame(1).buttons & (Button.RIGHT_SELECT | Button.LEFT_SELECT)
    body.press("menu", down=True)
    assert body.frame(2).buttons & Button.LEFT_MENU


def test_all_that_a_headset_gives_is_tracked_and_nothing_else() -> None:
    flags = DesktopBody().frame(0).flags
    given = [Point.HEAD, Point.LEFT_HAND, Point.RIGHT_HAND, Point.LEFT_AIM, Point.RIGHT_AIM]
    assert [point for point in Point if flags[point] == TRACKED] == given
    assert not flags[Point.WAIST :].any()


def test_lost_tracking_clears_the_flags_and_leaves_the_poses_stale() -> None:
    body = DesktopBody(posture="standing")
    known = live(body, 0.1)[-1]
    body.tracking = False
    body.walk(1.0, 0.0)
    lost = live(body, 1.0)[-1]
    assert not lost.flags.any()
    assert np.array_equal(lost.poses, known.poses)
    body.tracking = True
    found = live(body, 0.1)[-1]
    assert found.pose(Point.HEAD).position.y > known.pose(Point.HEAD).position.y + 0.5


def test_recentring_puts_the_head_over_the_middle_looking_ahead() -> None:
    body = DesktopBody(posture="standing")
    body.look(1.0, 0.2)
    body.walk(1.0, 0.0)
    live(body, 1.0)
    body.recentre()
    head = body.head()
    assert math.hypot(head.position.x, head.position.y) < QUIET_M
    assert head.orientation.rotate(FORWARD).y == pytest.approx(1.0)


def test_the_registered_step_lifts_the_whole_body_and_no_other_does() -> None:
    body = DesktopBody(posture="standing")
    body.mount()
    assert max(heights(live(body, 1.0))) == pytest.approx(1.60, abs=1e-4)
    body.furnish([PropView("step", "real", height_mm=150)])
    body.mount()
    assert heights(live(body, MOUNT_NS / 1e9 + 0.1))[-1] == pytest.approx(1.75, abs=1e-4)
    body.mount()
    assert heights(live(body, MOUNT_NS / 1e9 + 0.1))[-1] == pytest.approx(1.60, abs=1e-4)


def test_a_body_grows_by_centimetres_and_stays_a_human_one() -> None:
    body = DesktopBody(posture="standing")
    body.grow(0.01)
    assert body.head().position.z == pytest.approx(1.61)
    for _ in range(100):
        body.grow(0.01)
    assert body.eye_height_standing_m == EYE_MAX_M


def test_a_stalled_machine_does_not_carry_the_body_away() -> None:
    body = DesktopBody(posture="standing")
    body.walk(1.0, 0.0)
    body.advance(60_000_000_000)
    assert body.head().position.y < 0.2


def test_a_head_is_never_bit_identical_for_long() -> None:
    frames = live(DesktopBody(), 3.0)
    same = [np.array_equal(a.poses[0], b.poses[0]) for a, b in itertools.pairwise(frames)]
    assert not any(same)
