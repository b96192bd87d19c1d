from __future__ import annotations

import numpy as np
import pytest

from tests.desktop.fakes import Desk, Moment
from vrexposure.core.geometry import FORWARD
from vrexposure.core.inputs import (
    Answer,
    Button,
    Device,
    DeviceChange,
    Ended,
    Frame,
    Point,
    Stop,
    Tick,
)
from vrexposure.core.panel import option_at, option_middle
from vrexposure.core.view import Option, Panel, PropView, Text
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.events import Cursor, CursorLeft, Focus, Hidden, Key, Typed, WindowEvent
from vrexposure.desktop.input import FRAME_NS, TICK_NS
from vrexposure.resources.texts import load_words

PAIN = Panel("peak_pain", Text("ask"), options=tuple(Option(v, Text(str(v))) for v in range(11)))


def standing() -> Desk:
    return Desk(DesktopBody(posture="standing"))


def frame_of(moments: list[Moment]) -> Frame:
    last = moments[-1]
    assert isinstance(last, Frame)
    return last


def told(desk: Desk) -> list[str]:
    words = load_words("en")
    return [words.say(line) for line in desk.input.legend_lines(desk.view)]


def devices(moments: list[Moment]) -> list[DeviceChange]:
    return [moment.change for moment in moments if isinstance(moment, Device)]


def test_frames_come_72_times_a_second_and_say_when_they_will_be_seen() -> None:
    desk = Desk()
    times = [frame_of(desk.one()).time_ns for _ in range(73)]
    assert set(np.diff(times)) == {FRAME_NS}
    assert times[0] == FRAME_NS
    assert times[72] - times[0] == pytest.approx(1e9, rel=1e-6)


def test_a_late_frame_is_followed_at_once_and_time_still_rises() -> None:
    desk = Desk()
    before = frame_of(desk.one())
    desk.clock.now_ns += 30_000_000
    slept = len(desk.clock.slept_s)
    after = frame_of(desk.one())
    assert len(desk.clock.slept_s) == slept
    assert after.time_ns - before.time_ns == 30_000_000


def test_stop_is_in_the_very_next_drain_though_a_hundred_others_came_first() -> None:
    desk = Desk()
    desk.see(PAIN)
    crowd: list[WindowEvent] = [Focus(gained=False), Focus(gained=True)]
    for index in range(49):
        crowd += [Key("k", down=True), Key("k", down=False), Cursor(index / 100, 0.0)]
    desk.window.script = [[*crowd, Key("escape", down=True)]]
    next(desk.moments)
    commands = desk.input.drain()
    assert commands[0].action == Stop("key")
    assert len(commands) == 50


def test_stop_is_heard_while_the_picture_is_off() -> None:
    desk = Desk()
    desk.tap("h")
    pressed_ns = desk.clock.now_ns
    desk.do(Key("escape", down=True))
    assert [command.action for command in desk.commands] == [Stop("key")]
    assert desk.clock.now_ns - pressed_ns <= TICK_NS


def test_typed_digits_and_enter_send_the_spoken_answer() -> None:
    desk = Desk()
    desk.see(PAIN)
    desk.do(Key("1", down=True), Typed("1"), Key("1", down=False))
    desk.do(Key("0", down=True), Typed("0"), Key("0", down=False))
    assert desk.input.typed == "10"
    assert "Answer: 10_" in told(desk)
    desk.tap("enter")
    (command,) = desk.commands
    assert (command.actor, command.base_version) == ("therapist", 1)
    assert command.action == Answer("peak_pain", 10)


def test_n_says_that_no_answer_was_given() -> None:
    desk = Desk()
    desk.see(PAIN)
    desk.tap("n")
    assert [command.action for command in desk.commands] == [Answer("peak_pain", None)]


def test_the_arrows_point_the_hand_at_the_option_and_enter_takes_it() -> None:
    desk = standing()
    desk.see(PAIN)
    for _ in range(4):
        desk.tap("arrow_right")
    aim = frame_of(desk.one()).pose(Point.RIGHT_AIM)
    assert option_at(PAIN, aim.position, aim.orientation.rotate(FORWARD)) == 3
    desk.tap("enter")
    (command,) = desk.commands
    assert (command.actor, command.action) == ("patient", Answer("peak_pain", 3))


def test_the_arrows_leave_the_head_alone_while_there_is_something_to_choose() -> None:
    desk = standing()
    desk.see(PAIN)
    desk.do(Key("arrow_left", down=True))
    asked = desk.wait(0.5).pose(Point.HEAD).orientation
    assert asked.z == 0.0
    desk.see(None)
    free = desk.wait(0.5).pose(Point.HEAD).orientation
    assert free.z > 0.1


@pytest.mark.parametrize("index", [0, 5, 10])
@pytest.mark.parametrize("hand", ["left", "right"])
def test_the_hand_points_at_what_lies_under_the_cursor(index: int, hand: str) -> None:
    desk = standing()
    desk.see(PAIN)
    if hand == "left":
        desk.tap("tab")
    eye = desk.body.head().position
    way = option_middle(PAIN, index).minus(eye)
    up = np.tan(np.radians(56.0) / 2)
    cursor = Cursor(way.x / way.y / (up * desk.window.aspect()), way.z / way.y / up)
    frame = frame_of(desk.do(cursor))
    aim = frame.pose(Point[f"{hand.upper()}_AIM"])
    assert option_at(PAIN, aim.position, aim.orientation.rotate(FORWARD)) == index


def test_without_a_mouse_the_hand_points_where_the_head_looks() -> None:
    desk = standing()
    frame = frame_of(desk.do(Cursor(0.9, 0.9), CursorLeft()))
    hand, turn = frame.pose(Point.RIGHT_AIM)
    ahead = frame.pose(Point.HEAD).position.minus(hand)
    far = hand.plus(turn.rotate(FORWARD).scaled((3.0 + ahead.y) / turn.rotate(FORWARD).y))
    assert far.x == pytest.approx(0.0, abs=0.01)


def test_a_click_is_select_for_as_long_as_it_is_down() -> None:
    desk = Desk()
    assert frame_of(desk.do(Key("mouse1", down=True))).buttons & Button.RIGHT_SELECT
    assert frame_of(desk.one()).buttons & Button.RIGHT_SELECT
    assert not frame_of(desk.do(Key("mouse1", down=False))).buttons & Button.RIGHT_SELECT


def test_the_mouse_looks_only_while_its_right_button_is_held() -> None:
    desk = standing()
    desk.do(Cursor(0.0, 0.0))
    still = frame_of(desk.do(Cursor(0.1, 0.1))).pose(Point.HEAD).orientation
    assert (still.x, still.z) == (0.0, 0.0)
    desk.do(Key("mouse3", down=True))
    turned = frame_of(desk.do(Cursor(0.2, 0.2))).pose(Point.HEAD).orientation
    assert turned.z < -0.01  # to the right
    assert turned.x > 0.01  # and up


def test_a_key_that_repeats_by_itself_is_one_press() -> None:
    desk = Desk()
    desk.do(*[Key("c", down=True)] * 2)
    assert not desk.body.seated


def test_losing_focus_is_told_and_lets_go_of_every_key() -> None:
    desk = standing()
    desk.do(Key("w", down=True), Key("mouse1", down=True))
    desk.wait(0.3)
    assert devices(desk.do(Focus(gained=False))) == [DeviceChange.FOCUS_LOST]
    frame = desk.wait(0.3)
    assert not frame.buttons & Button.RIGHT_SELECT
    before = frame.pose(Point.HEAD).position.y
    assert desk.wait(0.5).pose(Point.HEAD).position.y == pytest.approx(before, abs=0.004)
    assert devices(desk.do(Focus(gained=True))) == [DeviceChange.FOCUS_GAINED]
    frame_of(desk.do(Key("w", down=True)))
    assert desk.wait(0.5).pose(Point.HEAD).position.y > before + 0.3


def test_the_headset_goes_off_and_on_and_ticks_meanwhile() -> None:
    desk = Desk()
    off = desk.do(Key("h", down=True))
    assert devices(off) == [DeviceChange.HEADSET_OFF]
    assert isinstance(off[-1], Tick)
    began_ns = desk.clock.now_ns
    ticks = [desk.do(Key("h", down=False))[-1], *(desk.one()[-1] for _ in range(5))]
    assert all(isinstance(tick, Tick) for tick in ticks)
    assert desk.clock.now_ns - began_ns <= len(ticks) * 200_000_000
    on = desk.do(Key("h", down=True))
    assert devices(on) == [DeviceChange.HEADSET_ON]
    assert isinstance(on[-1], Frame)


def test_a_minimised_window_ticks_until_it_is_back() -> None:
    desk = Desk()
    assert isinstance(desk.do(Hidden(hidden=True))[-1], Tick)
    assert isinstance(desk.one()[-1], Tick)
    assert isinstance(desk.do(Hidden(hidden=False))[-1], Frame)


def test_recentring_is_told_before_the_frame_in_which_it_shows() -> None:
    desk = standing()
    desk.do(Key("d", down=True))
    desk.wait(0.5)
    desk.do(Key("d", down=False))
    moments = desk.do(Key("r", down=True))
    assert devices(moments) == [DeviceChange.RECENTRED]
    assert abs(frame_of(moments).pose(Point.HEAD).position.x) < 0.005


def test_lost_tracking_is_in_the_frame_and_on_the_screen() -> None:
    desk = Desk()
    assert not frame_of(desk.do(Key("t", down=True))).flags.any()
    assert "Tracking is lost (T)" in told(desk)


def test_the_seat_is_the_registered_chair() -> None:
    desk = Desk()
    before = frame_of(desk.one()).pose(Point.HEAD).position.z
    desk.see(props=(PropView("chair", "real", height_mm=500),))
    assert frame_of(desk.one()).pose(Point.HEAD).position.z == pytest.approx(before + 0.05)


def test_a_closed_window_ends_it() -> None:
    desk = Desk()
    desk.one()
    desk.window.closed = True
    assert desk.one() == [Ended(desk.clock.now_ns, "window_closed")]
    assert list(desk.moments) == []


def test_the_same_script_gives_the_same_frames_bit_for_bit() -> None:
    def run() -> list[bytes]:
        desk = Desk()
        seen: list[bytes] = []

        def keep(frame: Frame) -> None:
            head = frame.time_ns.to_bytes(8) + frame.buttons.to_bytes(2)
            seen.append(head + frame.poses.tobytes() + frame.flags.tobytes())

        desk.see(PAIN)
        for event in (
            Key("c", down=True),
            Cursor(0.3, -0.2),
            Key("w", down=True),
            Key("mouse3", down=True),
            Cursor(-0.1, 0.4),
            Key("q", down=True),
            Key("space", down=True),
            Key("t", down=True),
        ):
            desk.do(event)
            desk.wait(0.4, keep)
        return seen

    assert run() == run()
