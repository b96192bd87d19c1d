"""The one door of the core: what is not seen is not judged, and observations replay alone."""

from __future__ import annotations

import numpy as np

from tests.core.stories import make_setup
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import (
    TRACKED,
    Answer,
    Button,
    Command,
    Device,
    DeviceChange,
    Ended,
    Frame,
    Input,
    Point,
    Start,
    Tick,
    empty_arrays,
)
from vrexposure.core.outputs import Observed, Output, PhaseChanged
from vrexposure.core.view import Phase

MS = 1_000_000
FRAME_NS = 14 * MS


def frame(number: int, buttons: int = 0) -> Frame:
    poses, flags = empty_arrays()
    poses[Point.HEAD, :3] = (0.001 * np.sin(number), 0.0, 1.2)
    flags[Point.HEAD] = TRACKED
    return Frame(number * FRAME_NS, poses, flags, buttons)


def started() -> Engine:
    engine = Engine(make_setup())
    engine.handle(frame(1))
    engine.handle(Command(frame(1).time_ns, 1, "therapist", -1, Start()))
    assert engine.view.phase is Phase.RUNNING
    return engine


def test_when_frames_stop_and_ticks_go_on_the_session_pauses() -> None:
    engine = started()
    for number in range(1, 4):
        engine.handle(Tick(number * 200 * MS))
    assert engine.view.panel is not None
    assert engine.view.panel.question == "baseline_pain", "half a second is no pause"
    for number in range(4, 7):
        engine.handle(Tick(number * 200 * MS))
    assert engine.view.phase is Phase.PAUSED


def test_a_tick_between_frames_is_no_loss() -> None:
    engine = started()
    for number in range(2, 400):
        engine.handle(frame(number))
        engine.handle(Tick(number * FRAME_NS + MS))
    assert engine.view.phase is Phase.RUNNING


def test_a_held_button_stops_in_the_frame_that_completes_it() -> None:
    engine = started()
    said: list[Output] = []
    number = 2
    while engine.view.phase is Phase.RUNNING and number < 1000:
        said = engine.handle(frame(number, int(Button.RIGHT_MENU | Button.RIGHT_ACTIVE)))
        number += 1
    assert engine.view.phase is Phase.SAFE
    assert engine.view.frozen
    stopped = next(one for one in said if isinstance(one, PhaseChanged))
    assert stopped.time_ns == (number - 1) * FRAME_NS, "not the time of the frame before"


def test_devices_and_the_end_come_through() -> None:
    engine = started()
    engine.handle(Device(20 * MS, DeviceChange.HEADSET_OFF))
    assert engine.view.phase is Phase.PAUSED
    assert not engine.closed
    engine.handle(Ended(30 * MS, "window_closed"))
    assert engine.closed


def test_observations_alone_replay_to_the_same_outputs() -> None:
    given: list[Input] = [frame(1), Command(FRAME_NS, 1, "therapist", -1, Start())]
    given += [frame(number) for number in range(2, 20)]
    given.append(Command(19 * FRAME_NS, 2, "patient", -1, Answer("baseline_pain", 4)))
    given += [
        frame(n, int(Button.LEFT_MENU | Button.LEFT_ACTIVE) * (n > 60)) for n in range(20, 200)
    ]
    first, second = Engine(make_setup()), Engine(make_setup())
    whole: list[Output] = []
    again: list[Output] = []
    for one in given:
        said = first.handle(one)
        whole += said
        if isinstance(one, Frame):
            for seen in said:
                if isinstance(seen, Observed):
                    again += second.observe(seen.observation)
            again += second.tick(one.time_ns)
        else:
            again += second.handle(one)
    assert any(isinstance(one, Observed) for one in whole)
    assert first.view.phase is Phase.SAFE
    assert again == whole
