from __future__ import annotations

import itertools

import pytest

from tests.desktop.fakes import FakeClock, FakeWindow
from vrexposure.core.inputs import (
    Action,
    Answer,
    Decide,
    Ease,
    Finish,
    Pause,
    Resume,
    Skip,
    Start,
    Stop,
    Tick,
)
from vrexposure.core.view import Option, Panel, Phase, Text, View
from vrexposure.desktop.controls import Deed
from vrexposure.desktop.events import Key, Typed
from vrexposure.desktop.keyboard import Keyboard, WindowMailbox

READY = Panel("ready", Text("ready"), options=(Option(1, Text("go")),))


def keyboard(view: View) -> tuple[Keyboard, FakeClock]:
    clock = FakeClock()
    keys = Keyboard(clock, itertools.count(5))
    keys.show(view, Tick(0))
    return keys, clock


@pytest.mark.parametrize(
    ("deed", "phase", "action"),
    [
        (Deed.STOP, Phase.RUNNING, Stop("key")),
        (Deed.START, Phase.LOBBY, Start()),
        (Deed.PAUSE_OR_RESUME, Phase.RUNNING, Pause()),
        (Deed.PAUSE_OR_RESUME, Phase.PAUSED, Resume()),
        (Deed.PAUSE_OR_RESUME, Phase.HELD, Resume()),
        (Deed.FINISH, Phase.RUNNING, Finish()),
        (Deed.SKIP, Phase.RUNNING, Skip()),
        (Deed.EASE, Phase.RUNNING, Ease()),
        (Deed.ACCEPT, Phase.RUNNING, Decide("accept")),
    ],
)
def test_a_key_is_a_command_of_the_therapist(deed: Deed, phase: Phase, action: Action) -> None:
    keys, _ = keyboard(View(version=3, phase=phase))
    keys.press(deed)
    (command,) = keys.drain()
    assert (command.actor, command.action, command.seq) == ("therapist", action, 5)


@pytest.mark.parametrize(
    ("deed", "version"),
    [(Deed.SKIP, 3), (Deed.STOP, -1), (Deed.EASE, -1), (Deed.PAUSE_OR_RESUME, -1)],
)
def test_only_what_is_never_refused_does_not_say_which_view_was_seen(
    deed: Deed, version: int
) -> None:
    keys, _ = keyboard(View(version=3, phase=Phase.RUNNING))
    keys.press(deed)
    assert keys.drain()[0].base_version == version


def test_stop_overtakes_everything_and_numbers_and_times_still_rise() -> None:
    keys, clock = keyboard(View(version=3, phase=Phase.RUNNING))
    keys.press(Deed.SKIP)
    clock.now_ns = 10
    keys.press(Deed.EASE)
    clock.now_ns = 20
    keys.press(Deed.STOP)
    commands = keys.drain()
    assert [type(command.action) for command in commands] == [Stop, Skip, Ease]
    assert [command.seq for command in commands] == [5, 6, 7]
    assert [command.time_ns for command in commands] == [20, 20, 20]


def test_a_drained_mailbox_is_empty() -> None:
    keys, _ = keyboard(View())
    keys.press(Deed.STOP)
    assert len(keys.drain()) == 1
    assert keys.drain() == []


def test_the_mirror_window_of_a_headset_takes_commands_and_typed_answers_once_each() -> None:
    window = FakeWindow(
        [
            [Typed("1"), Key("escape", down=True), Key("escape", down=True), Key("w", down=True)],
            [Key("enter", down=True), Key("unheard_of", down=True)],
        ]
    )
    mailbox = WindowMailbox(window, FakeClock(), itertools.count())
    mailbox.show(View(version=1, panel=READY), Tick(0))
    assert [command.action for command in mailbox.drain()] == [Stop("key")]
    (answer,) = mailbox.drain()
    assert (answer.actor, answer.action) == ("therapist", Answer("ready", 1))


def test_what_the_headset_does_itself_is_no_command() -> None:
    window = FakeWindow([[Key("r", down=True), Key("r", down=True), Key("k", down=True)]])
    done: list[str] = []
    own = {Deed.RECENTRE: lambda: done.append("recentred")}
    mailbox = WindowMailbox(window, FakeClock(), itertools.count(), own)

    assert [command.action for command in mailbox.drain()] == [Skip()]
    assert done == ["recentred"]
