"""Supports that are touched instead of typed, and arms that are measured."""

from __future__ import annotations

from tests.core.stories import Player, make_setup
from vrexposure.core.inputs import Decide, DeviceChange, Pause, RegisterProp, Remeasure, Resume
from vrexposure.core.observations import Calibrated, Touched
from vrexposure.core.session.session import Session
from vrexposure.core.watch import WatchSitToStand, WatchStill, WatchTouch


def at_the_chair() -> Player:
    player = Player(Session(make_setup(props=())))
    player.start()
    player.play(until="register_chair")
    return player


def touch(player: Player, z_mm: int, x_mm: int = 30, y_mm: int = -40) -> None:
    player.wait(1.0)
    player.see(Touched(player.now_ns, "right", x_mm, y_mm, z_mm))


def said(player: Player) -> str:
    return str(player.of("alert")[-1].text.key)


def test_the_floor_is_touched_first_and_taken_out_of_the_height() -> None:
    player = at_the_chair()
    assert isinstance(player.session.watch.movement, WatchTouch)
    touch(player, 45)
    assert not player.of("prop_registered")
    touch(player, 610)
    assert said(player) == "alert.touched"
    assert not player.of("prop_registered"), "nobody has confirmed it yet"
    player.command(Decide())
    (prop,) = player.of("prop_registered")
    assert (prop.height_mm, prop.x_mm, prop.y_mm) == (565, 30, -40)
    assert player.session.watch.movement != WatchTouch()


def test_a_touched_height_that_does_not_fit_the_level_is_not_enough() -> None:
    player = at_the_chair()
    touch(player, 45)
    touch(player, 500)
    player.command(Decide())
    assert said(player) == "alert.does_not_fit"
    assert player.view.panel is not None
    assert player.view.panel.question == "register_chair"
    touch(player, 603)
    player.command(Decide())
    player.play_to_trial()
    movement = player.session.watch.movement
    assert isinstance(movement, WatchSitToStand)
    assert movement.seat_mm == 558


def test_only_the_therapist_registers_what_was_touched() -> None:
    player = at_the_chair()
    touch(player, 45)
    touch(player, 605)
    player.command(Decide(), actor="patient")
    assert player.of("command_answered")[-1].code == "therapist_only"
    assert not player.of("prop_registered")


def test_a_floor_that_is_off_is_said_and_not_taken() -> None:
    player = at_the_chair()
    for z_mm in (-60, 200):
        touch(player, z_mm)
        assert said(player) == "alert.floor_is_off"
    touch(player, 40)
    touch(player, 50)
    assert said(player) == "alert.touched_nothing"


def test_another_space_needs_the_floor_anew() -> None:
    player = at_the_chair()
    touch(player, 45)
    player.device(DeviceChange.RECENTRED)
    assert player.session._c.floor_touch_mm is None


def test_the_body_is_measured_anew_when_the_therapist_wants_it() -> None:
    player = Player(Session(make_setup()))
    player.start()
    player.play_to_trial()
    assert len(player.of("calibration_done")) == 2
    player.command(Remeasure())
    player.command(Pause())
    player.command(Resume())
    player.play_to_trial()
    assert len(player.of("calibration_done")) == 4


def wait_until_measured(player: Player) -> None:
    """Step until a still head is being waited for."""
    for _ in range(100):
        if isinstance(player.session.watch.movement, WatchStill):
            return
        player.step()
    raise AssertionError("nothing is measured")


def test_a_chair_that_is_drawn_where_nobody_sits_is_taken_away() -> None:
    player = Player(Session(make_setup()))
    player.start()
    wait_until_measured(player)
    player.see(Calibrated(player.now_ns, "seated_head", 1200, 5, 300, 500))
    assert said(player) == "alert.chair_elsewhere"
    assert player.of("prop_registered")[-1].height_mm is None
    assert not [one for one in player.view.props if one.prop == "chair"]
    assert not player.of("calibration_done")
    # Registered where the patient sits, it is measured again and the movement can be done.
    player.play(until="register_chair")
    player.command(RegisterProp("chair", 560, 250, 300))
    wait_until_measured(player)
    player.see(Calibrated(player.now_ns, "seated_head", 1200, 5, 300, 500))
    assert [one.measure for one in player.of("calibration_done")][-1] == "seated_head"


def test_leaning_on_the_chair_is_sitting_on_it() -> None:
    player = Player(Session(make_setup()))
    player.start()
    wait_until_measured(player)
    player.see(Calibrated(player.now_ns, "seated_head", 1200, 5, 100, 350))
    assert player.of("calibration_done")
