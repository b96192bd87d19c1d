from __future__ import annotations

import pytest
import xr

from vrexposure.core.inputs import DeviceChange
from vrexposure.openxr.lifecycle import MEANINGS, Lifecycle

S = xr.SessionState


def run(life: Lifecycle, *states: int) -> list[str]:
    """Steps and changes, in order, as words."""
    told: list[str] = []
    for state in states:
        step, changes = life.enter(state)
        told += ([step] if step else []) + [str(change) for change in changes]
    return told


def test_the_way_in_begins_once_and_gains_focus() -> None:
    life = Lifecycle()

    told = run(life, S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED)

    assert told == ["begin", "focus_gained"]
    assert life.running
    assert life.over is None


def test_a_system_menu_takes_the_focus_and_gives_it_back() -> None:
    life = Lifecycle()
    run(life, S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED)

    assert run(life, S.VISIBLE, S.FOCUSED) == ["focus_lost", "focus_gained"]


def test_taking_the_headset_off_ends_the_session_but_not_the_program() -> None:
    life = Lifecycle()
    run(life, S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED)

    off = run(life, S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE)

    assert off == ["focus_lost", "end", "headset_off"]
    assert not life.running
    assert life.over is None
    assert run(life, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED) == [
        "begin",
        "headset_on",
        "focus_gained",
    ]
    assert life.running


def test_the_headset_s_own_sensor_is_not_told_twice() -> None:
    life = Lifecycle()
    run(life, S.IDLE, S.READY)

    assert life.wear(False) == [DeviceChange.HEADSET_OFF]
    assert run(life, S.STOPPING) == ["end"]
    assert life.wear(True) == [DeviceChange.HEADSET_ON]
    assert run(life, S.IDLE, S.READY) == ["begin"]


@pytest.mark.parametrize("last", [S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED])
def test_leaving_by_the_headset_s_menu_is_an_orderly_end(last: int) -> None:
    life = Lifecycle()
    run(life, S.IDLE, S.READY, last)

    run(life, S.STOPPING, S.IDLE, S.EXITING)

    assert life.over == "runtime_ended"


def test_a_pending_loss_is_told_with_the_focus_and_stops_frames() -> None:
    life = Lifecycle()
    run(life, S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED)

    assert run(life, S.LOSS_PENDING) == ["focus_lost", "runtime_lost"]
    assert not life.running
    assert life.over == "runtime_lost"


def test_every_state_has_a_meaning() -> None:
    assert {int(state) for state in S} == set(MEANINGS)


def test_a_state_of_a_newer_openxr_takes_the_focus_and_nothing_else() -> None:
    life = Lifecycle()
    run(life, S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED)

    assert run(life, 1000) == ["focus_lost"]
    assert life.running


def test_states_that_come_twice_ask_for_nothing_twice() -> None:
    life = Lifecycle()

    assert run(life, S.READY, S.READY) == ["begin"]
    assert run(life, S.STOPPING, S.STOPPING) == ["end", "headset_off"]


@pytest.mark.parametrize(
    "state", [S.UNKNOWN, S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED, S.STOPPING]
)
def test_a_loss_may_come_in_any_state_and_is_told_once(state: int) -> None:
    life = Lifecycle()
    run(life, state)

    assert run(life, S.LOSS_PENDING, S.LOSS_PENDING).count("runtime_lost") == 1
    assert not life.running


def test_it_is_back_when_another_session_is_begun() -> None:
    life = Lifecycle()
    run(life, S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED, S.LOSS_PENDING)

    life.renew()

    assert life.over is None
    assert run(life, S.IDLE) == []
    assert run(life, S.READY, S.SYNCHRONIZED) == ["begin", "runtime_back"]
    assert run(life, S.LOSS_PENDING) == ["runtime_lost"]
