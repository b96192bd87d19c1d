"""A whole session at the keyboard: the real loop and core, and somebody who presses keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from typing_extensions import override

from tests.core.stories import make_setup
from tests.desktop.fakes import Desk
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Command, Frame, Input, Stop, Tick
from vrexposure.core.outputs import (
    CommandAnswered,
    Output,
    PhaseChanged,
    RatingGiven,
    TrialEnded,
)
from vrexposure.core.view import Phase, View
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.events import Key, Typed, WindowEvent
from vrexposure.loop import Wiring, run
from vrexposure.ports import Recorder, ViewSink

Polls = list[list[WindowEvent]]


def tap(*names: str) -> Polls:
    return [[Key(name, down)] for name in names for down in (True, False)]


def wait(seconds: float) -> Polls:
    return [[] for _ in range(round(72 * seconds))]


@dataclass
class KeptInMind(Recorder):
    """Keeps the inputs."""

    inputs: list[Input] = field(default_factory=list)

    @override
    def write_input(self, seq: int, given: Input) -> None:
        self.inputs.append(given)

    @override
    def write_output(self, seq: int, kind: str, payload: bytes, *, durable: bool) -> None:
        pass

    @override
    def write_timing(self, time_ns: int, stages_ns: Sequence[int]) -> None:
        pass

    @override
    def durable_seq(self) -> int:
        return -1

    @override
    def healthy(self) -> bool:
        return True

    @override
    def close(self, *, complete: bool) -> None:
        pass


class Somebody(ViewSink):
    """Reads what is shown and presses what it takes; `stops` at the first repetition."""

    def __init__(self, desk: Desk, *, stops: bool = False) -> None:
        self._desk = desk
        self._stops = stops
        self.said: list[Output] = []

    def heard(self, outputs: Sequence[Output]) -> None:
        self.said += outputs

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        assert moment.time_ns < 300e9, f"nothing goes on: {view}"
        if not self._desk.window.script:
            self._desk.window.script = self._next(view)

    def _next(self, view: View) -> Polls:
        question = view.panel.question if view.panel else ""
        caption = view.caption.key if view.caption else ""
        if view.phase is Phase.LOBBY:
            return tap("b")
        if view.phase is Phase.SAFE or question == "done":
            return tap("f")
        if question in {"decision", "confirm_safety"}:
            return tap("g")
        if question == "fear_before":  # chosen by the patient
            return tap("arrow_left") + wait(0.1) + tap("enter")
        if view.panel is not None and len(view.panel.options) > 1:  # said aloud
            return [[Typed("1")], *tap("enter")]
        if question:
            return tap("enter")
        if caption == "caption.sit_still":
            return wait(0.5)
        if caption == "caption.stand_still":
            return tap("c") + wait(5.0) if self._desk.body.seated else wait(0.5)
        if caption == "caption.go_sit_to_stand" and self._desk.body.seated:
            return tap("c") + (wait(0.5) + tap("escape") if self._stops else wait(2.0))
        if not self._desk.body.seated:
            return tap("c") + wait(2.5)
        return wait(0.2)


def played(*, stops: bool = False) -> tuple[Somebody, Engine, KeptInMind]:
    desk = Desk(DesktopBody(seat_m=0.56))
    somebody, recorder = Somebody(desk, stops=stops), KeptInMind()
    engine = Engine(make_setup(trials_per_block=1, blocks_max=1))
    run(
        engine,
        Wiring(
            source=desk.input,
            recorder=recorder,
            clock_ns=desk.clock,
            mailboxes=[desk.input],
            sinks=[desk.input, somebody],
            listeners=[somebody],
        ),
    )
    return somebody, engine, recorder


def test_a_session_can_be_done_from_start_to_end_by_keys_alone() -> None:
    somebody, engine, _ = played()
    assert engine.closed
    (trial,) = (said for said in somebody.said if isinstance(said, TrialEnded))
    assert (trial.result, trial.done) == ("completed", 2)
    by = Counter(said.by for said in somebody.said if isinstance(said, RatingGiven))
    assert by["patient"] == 1
    assert by["therapist"] >= 8
    refused = [s for s in somebody.said if isinstance(s, CommandAnswered) and not s.accepted]
    assert refused == []


def test_escape_in_mid_rise_makes_it_safe_within_the_frame_that_brings_it() -> None:
    somebody, engine, recorder = played(stops=True)
    assert engine.closed
    (stop,) = (
        given
        for given in recorder.inputs
        if isinstance(given, Command) and isinstance(given.action, Stop)
    )
    (safe,) = (
        said
        for said in somebody.said
        if isinstance(said, PhaseChanged) and said.after is Phase.SAFE
    )
    assert safe.time_ns == stop.time_ns
    after = recorder.inputs[recorder.inputs.index(stop) + 1]
    assert isinstance(after, Frame)
    assert after.time_ns - stop.time_ns <= 1e9 / 72 + 1
