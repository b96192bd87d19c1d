from __future__ import annotations

import pytest

from tests.core.tracking.frames import feed, frame, only
from vrexposure.core.inputs import Button, Frame
from vrexposure.core.observations import StopGesture
from vrexposure.core.tracking.tracker import Tracker


def stops(frames: list[Frame]) -> list[str]:
    return [o.source for o in only(feed(Tracker(), frames), StopGesture)]


@pytest.mark.parametrize("button", [Button.LEFT_MENU, Button.RIGHT_MENU])
def test_the_menu_button_of_either_hand_stops_once_a_press(button: Button) -> None:
    down = [frame(t, buttons=button if t // 500 % 2 else 0) for t in range(0, 2000, 10)]
    assert stops(down) == ["menu", "menu"]


@pytest.mark.parametrize(
    "button",
    [Button.LEFT_SELECT, Button.RIGHT_SELECT, Button.LEFT_SQUEEZE, Button.RIGHT_SQUEEZE],
)
def test_any_button_held_two_seconds_stops_once(button: Button) -> None:
    frames = [frame(t, buttons=button if t >= 500 else 0) for t in range(0, 8000, 10)]
    said = only(feed(Tracker(), frames), StopGesture)
    assert said == [StopGesture(2_500_000_000, "held")]


def test_a_shorter_hold_does_not_stop() -> None:
    held = [frame(t, buttons=Button.LEFT_SELECT if t % 2000 else 0) for t in range(0, 9000, 10)]
    assert stops(held) == []


def test_two_buttons_one_after_the_other_are_not_one_held_button() -> None:
    frames = [
        frame(t, buttons=Button.LEFT_SELECT if t < 1500 else Button.RIGHT_SELECT)
        for t in range(0, 3000, 10)
    ]
    assert stops(frames) == []


def test_time_without_frames_is_not_time_spent_holding() -> None:
    assert stops([frame(t, buttons=Button.LEFT_SQUEEZE) for t in (0, 10, 60_000, 60_010)]) == []


def test_stop_works_while_the_head_is_lost_and_in_a_duplicate_frame() -> None:
    frames = [frame(t, None) for t in range(0, 1000, 10)]
    again = frame(990, None, buttons=Button.RIGHT_MENU)
    assert stops([*frames, again]) == ["menu"]
