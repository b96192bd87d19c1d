from __future__ import annotations

import math
from dataclasses import replace
from random import Random

import pytest

from tests.core.tracking.frames import feed, frame, only, panel
from vrexposure.core.geometry import IDENTITY, Pose, Quat, Vec3, quat_from_pitch, quat_from_yaw
from vrexposure.core.inputs import Button, Frame, Point
from vrexposure.core.observations import Highlighted, Observation, Selected
from vrexposure.core.panel import option_at, option_middle
from vrexposure.core.tracking.signal import Sample
from vrexposure.core.tracking.target import Target
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.view import Panel
from vrexposure.core.watch import Watch, WatchStill

EYES = Vec3(0.0, 0.0, 1.6)
HAND = Vec3(0.3, 0.3, 1.1)
PANEL = panel()
AWAY = quat_from_yaw(2.0)
PRESS = Button.RIGHT_SELECT


def towards(origin: Vec3, target: Vec3) -> Quat:
    d = target.minus(origin)
    return quat_from_yaw(math.atan2(-d.x, d.y)).times(
        quat_from_pitch(math.atan2(d.z, math.hypot(d.x, d.y)))
    )


def looking(t: float, option: int | None, on: Panel = PANEL, buttons: int = 0) -> Frame:
    turn = AWAY if option is None else towards(EYES, option_middle(on, option))
    return frame(t, EYES, turn=turn, buttons=buttons)


def aiming(
    t: float, option: int | None, buttons: int = 0, look: int | None = None, on: Panel = PANEL
) -> Frame:
    turn = AWAY if option is None else towards(HAND, option_middle(on, option))
    gaze = AWAY if look is None else towards(EYES, option_middle(on, look))
    points = {Point.RIGHT_AIM: Pose(HAND, turn)}
    return frame(t, EYES, turn=gaze, points=points, buttons=buttons)


def watching(on: Panel | None = PANEL, dwell_ms: int = 1500) -> Tracker:
    tracker = Tracker()
    tracker.watch(Watch(panel=on, dwell_ms=dwell_ms))
    return tracker


def chosen(said: list[Observation]) -> list[tuple[int, str]]:
    return [(o.option, o.source) for o in only(said, Selected)]


def test_the_ready_made_target_says_what_the_panel_says() -> None:
    random = Random(4)
    shown = replace(panel(11), yaw_mdeg=20_000, x_mm=300)
    target = Target(shown)
    found = set()
    for _ in range(3000):
        turn = quat_from_yaw(random.uniform(-0.9, 0.6)).times(
            quat_from_pitch(random.uniform(-0.4, 0.4))
        )
        expected = option_at(shown, EYES, turn.rotate(Vec3(0.0, 1.0, 0.0)))
        assert max(-1, target.option(Sample(*EYES, *turn), -1)) == expected
        found.add(expected)
    assert found == set(range(-1, 11))


def test_gaze_fills_in_tenths_and_then_chooses_once() -> None:
    said = feed(watching(), [looking(t, 2) for t in range(0, 4000, 10)])
    fills = [(o.option, o.fill_permille) for o in only(said, Highlighted)]
    assert fills == [(2, tenth) for tenth in range(0, 1000, 100)]
    assert only(said, Selected) == [Selected(1_500_000_000, 2, "gaze")]


def test_a_gaze_that_leaves_begins_anew() -> None:
    frames = [looking(t, 2 if t % 1000 < 900 else None) for t in range(0, 6000, 10)]
    assert chosen(feed(watching(), frames)) == []


def test_a_gaze_that_goes_to_another_option_begins_anew() -> None:
    frames = [looking(t, t // 1000 % 2) for t in range(0, 6000, 10)]
    assert chosen(feed(watching(), frames)) == []


def test_without_dwell_the_gaze_does_nothing() -> None:
    said = feed(watching(dwell_ms=0), [looking(t, 2) for t in range(0, 6000, 10)])
    assert said == []


def test_a_panel_drawn_anew_does_not_stop_the_dwell() -> None:
    tracker = watching()
    said = feed(tracker, [looking(t, 2) for t in range(0, 1000, 10)])
    tracker.watch(Watch(panel=replace(PANEL, highlighted=2, fill_permille=600)))
    said += feed(tracker, [looking(t, 2) for t in range(1000, 1600, 10)])
    assert chosen(said) == [(2, "gaze")]


def test_one_look_never_answers_two_panels_in_a_row() -> None:
    tracker = watching()
    said = feed(tracker, [looking(t, 2) for t in range(0, 1510, 10)])
    assert chosen(said) == [(2, "gaze")]
    tracker.watch(Watch(panel=panel(question="expected_pain")))
    said = feed(tracker, [looking(t, 2) for t in range(1510, 3400, 10)])
    assert chosen(said) == []
    # It was shown from 1510 on, may fill 400 ms later, and takes 1500 ms.
    assert [o.fill_permille for o in only(said, Highlighted)][-1] == 900
    assert chosen(feed(tracker, [looking(t, 2) for t in range(3400, 3440, 10)])) == [(2, "gaze")]


def test_a_gaze_that_left_after_choosing_may_fill_at_once() -> None:
    tracker = watching()
    feed(tracker, [looking(t, 2) for t in range(0, 1510, 10)])
    tracker.watch(Watch(panel=panel(question="expected_pain")))
    tracker.update(looking(1520, None))
    said = feed(tracker, [looking(t, 1) for t in range(1530, 3040, 10)])
    assert chosen(said) == [(1, "gaze")]


def test_a_press_chooses_the_option_under_the_ray_at_once() -> None:
    said = feed(watching(), [aiming(0, 3), aiming(10, 3, PRESS), aiming(20, 3, PRESS)])
    assert only(said, Highlighted) == [Highlighted(0, 3, 0, "right_hand")]
    assert only(said, Selected) == [Selected(10_000_000, 3, "right_hand")]


def test_a_hand_on_the_panel_goes_before_the_gaze() -> None:
    said = feed(watching(), [aiming(t, 4, look=1) for t in range(0, 3000, 10)])
    assert [(o.option, o.source) for o in only(said, Highlighted)] == [(4, "right_hand")]
    assert chosen(said) == []


def test_a_press_held_over_from_the_last_panel_chooses_nothing() -> None:
    tracker = watching()
    assert chosen(feed(tracker, [aiming(0, 3), aiming(10, 3, PRESS)])) == [(3, "right_hand")]
    tracker.watch(Watch(panel=panel(question="expected_pain")))
    assert chosen(feed(tracker, [aiming(t, 3, PRESS) for t in range(20, 900, 10)])) == []
    assert chosen(feed(tracker, [aiming(900, 3), aiming(910, 3, PRESS)])) == [(3, "right_hand")]


def test_a_press_held_since_before_any_panel_chooses_nothing() -> None:
    tracker = Tracker()
    feed(tracker, [aiming(t, 3, PRESS) for t in range(0, 100, 10)])
    tracker.watch(Watch(panel=PANEL))
    assert chosen(feed(tracker, [aiming(t, 3, PRESS) for t in range(100, 900, 10)])) == []


def pressing(t: float, *at: int) -> Frame:
    down = any(press <= t < press + 100 for press in at)
    return frame(t, EYES, turn=AWAY, buttons=PRESS if down else 0)


def test_with_one_button_the_highlight_walks_and_the_next_press_chooses() -> None:
    said = feed(watching(), [pressing(t, 200, 3700) for t in range(0, 4000, 10)])
    walk = [(o.time_ns // 1_000_000, o.option) for o in only(said, Highlighted) if o.option >= 0]
    assert walk == [(200, 0), (1200, 1), (2200, 2), (3200, 3)]
    assert only(said, Selected) == [Selected(3_700_000_000, 3, "scan")]


def test_a_scan_ends_after_two_rounds_without_a_press() -> None:
    said = feed(watching(), [pressing(t, 200) for t in range(0, 15_000, 10)])
    options = [o.option for o in only(said, Highlighted)]
    assert options == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, -1]
    assert chosen(said) == []


def test_a_scan_also_works_while_the_head_is_lost() -> None:
    frames = [frame(t, None, buttons=PRESS if t in (200, 1500) else 0) for t in range(0, 2000, 10)]
    assert chosen(feed(watching(), frames)) == [(1, "scan")]


def test_a_hand_that_comes_to_rest_on_an_option_ends_the_scan() -> None:
    tracker = watching()
    said = feed(tracker, [aiming(0, None), aiming(10, None, PRESS)])
    said += feed(tracker, [aiming(t, 4) for t in range(20, 700, 10)])
    said += tracker.update(aiming(700, 4, PRESS))
    assert chosen(said) == [(4, "right_hand")]


def test_a_press_on_a_message_without_options_does_nothing() -> None:
    frames = [aiming(t, None, PRESS if t == 50 else 0) for t in range(0, 3000, 10)]
    assert feed(watching(panel(0)), frames) == []


def test_a_ray_trembling_on_a_border_does_not_flicker() -> None:
    middle, beside = option_middle(PANEL, 2), option_middle(PANEL, 3)
    border = Vec3((middle.x + beside.x) / 2, middle.y, middle.z)
    frames = []
    for index in range(200):
        target = border.plus(Vec3(-0.02 if index == 0 else 0.008 * (-1) ** index, 0.0, 0.0))
        points = {Point.RIGHT_AIM: Pose(HAND, towards(HAND, target))}
        frames.append(frame(index * 10, EYES, turn=AWAY, points=points))
    assert len(only(feed(watching(), frames), Highlighted)) == 1


def test_a_panel_only_change_leaves_the_movement_alone() -> None:
    still = WatchStill("seated_head", still_ms=2000)
    tracker = Tracker()
    tracker.watch(Watch(still))
    said = feed(tracker, [looking(t, None) for t in range(0, 1500, 10)])
    tracker.watch(Watch(still, PANEL))
    said += feed(tracker, [looking(t, None) for t in range(1500, 2300, 10)])
    assert [o.kind for o in said] == ["calibrated"]


def test_a_lost_head_stops_the_dwell() -> None:
    frames = [looking(t, 2) for t in range(0, 1000, 10)]
    frames += [frame(t, None) for t in range(1000, 1500, 10)]
    frames += [looking(t, 2) for t in range(1500, 2900, 10)]
    assert chosen(feed(watching(), frames)) == []


@pytest.mark.parametrize("point", [Point.LEFT_AIM, Point.RIGHT_AIM])
def test_a_ray_from_behind_the_panel_meets_nothing(point: Point) -> None:
    behind = Pose(Vec3(0.0, 3.0, 1.6), IDENTITY)
    assert feed(watching(), [frame(0, EYES, turn=AWAY, points={point: behind})]) == []
