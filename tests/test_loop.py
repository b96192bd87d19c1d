"""The loop with fakes that remember: what comes first, what is written, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from typing_extensions import override

from tests.core.stories import make_setup
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import (
    Command,
    Device,
    Ended,
    Frame,
    Input,
    Pause,
    Resume,
    Start,
    Stop,
    Tick,
    empty_arrays,
)
from vrexposure.core.outputs import Output
from vrexposure.core.view import Phase, View
from vrexposure.loop import STAGES, Wiring, run

FRAME_NS = 13_888_888


def frame(number: int) -> Frame:
    return Frame(number * FRAME_NS, *empty_arrays())


@dataclass
class Source:
    given: Sequence[Frame | Tick | Device | Ended]
    closed: bool = False

    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        try:
            yield from self.given
        finally:
            self.closed = True


@dataclass
class Notes:
    """A recorder that remembers."""

    log: list[tuple[int, str]] = field(default_factory=list)
    timings: list[int] = field(default_factory=list)
    sick_after: int = 10**9

    def write_input(self, seq: int, given: Input) -> None:
        self.log.append((seq, type(given).__name__))

    def write_output(self, seq: int, kind: str, payload: bytes, *, durable: bool) -> None:
        self.log.append((seq, kind))

    def write_timing(self, time_ns: int, stages_ns: Sequence[int]) -> None:
        self.timings.append(len(stages_ns))

    def durable_seq(self) -> int:
        return -1

    def healthy(self) -> bool:
        return len(self.log) < self.sick_after

    def close(self, *, complete: bool) -> None:
        self.log.append((-1, "close"))


@dataclass
class Box:
    """A mailbox whose commands come at the n-th time it is asked."""

    commands: dict[int, list[Command]]
    asked: int = -1

    def drain(self) -> Sequence[Command]:
        self.asked += 1
        return self.commands.get(self.asked, [])


@dataclass
class Eyes:
    shown: list[tuple[View, Frame | Tick]] = field(default_factory=list)
    drawn: list[Frame] = field(default_factory=list)
    heard_outputs: list[Output] = field(default_factory=list)

    def show(self, view: View, moment: Frame | Tick) -> None:
        self.shown.append((view, moment))

    def heard(self, outputs: Sequence[Output]) -> None:
        self.heard_outputs += outputs


def wire(source: Source, notes: Notes, box: Box, eyes: Eyes) -> Wiring:
    return Wiring(source, notes, lambda: 0, [box], [eyes], [eyes], eyes.drawn.append)


def test_a_stop_is_drawn_in_the_very_frame_in_which_it_arrives() -> None:
    box = Box(
        {
            0: [Command(0, 1, "therapist", -1, Start())],
            3: [Command(3 * FRAME_NS, 2, "therapist", -1, Stop())],
        }
    )
    eyes = Eyes()
    run(Engine(make_setup()), wire(Source([frame(i) for i in range(6)]), Notes(), box, eyes))
    frozen = [view.frozen for view, _ in eyes.shown]
    assert frozen == [False, False, False, True, True, True]
    assert len(eyes.drawn) == 6


def test_every_input_is_written_before_it_is_handled_and_all_numbers_rise_by_one() -> None:
    box = Box({0: [Command(0, 1, "therapist", -1, Start())]})
    notes = Notes()
    run(Engine(make_setup()), wire(Source([frame(0), Tick(10), frame(1)]), notes, box, Eyes()))
    assert [seq for seq, _ in notes.log] == list(range(len(notes.log)))
    kinds = [kind for _, kind in notes.log]
    assert kinds[0] == "Command"
    assert kinds.index("command_answered") < kinds.index("Frame")


def test_ticks_go_on_where_nothing_is_drawn() -> None:
    eyes, notes = Eyes(), Notes()
    run(Engine(make_setup()), wire(Source([frame(0), Tick(10), Tick(20)]), notes, Box({}), eyes))
    assert len(eyes.drawn) == 1
    assert len(eyes.shown) == 3
    assert notes.timings == [len(STAGES)]


def test_the_end_of_input_closes_the_session_and_is_not_shown() -> None:
    source, eyes = Source([frame(0), Ended(20, "window_closed"), frame(2)]), Eyes()
    engine = Engine(make_setup())
    run(engine, wire(source, Notes(), Box({}), eyes))
    assert engine.closed
    assert source.closed
    assert len(eyes.shown) == 1


def test_a_source_is_closed_when_the_session_ends_first() -> None:
    source = Source([frame(i) for i in range(100)])
    box = Box({0: [Command(0, 1, "therapist", -1, Start())]})
    wiring = wire(source, Notes(), box, Eyes())
    asked = iter([False, False, True])
    wiring.interrupted = lambda: next(asked)
    engine = Engine(make_setup())
    run(engine, wiring)
    assert engine.closed
    assert source.closed


def test_a_recorder_that_fails_holds_the_session_once() -> None:
    box = Box({0: [Command(0, 1, "therapist", -1, Start())]})
    notes, eyes = Notes(sick_after=6), Eyes()
    run(Engine(make_setup()), wire(Source([frame(i) for i in range(9)]), notes, box, eyes))
    assert eyes.shown[-1][0].phase is Phase.HELD
    assert [kind for _, kind in notes.log].count("Device") == 1


def test_a_source_that_breaks_is_closed_and_its_error_comes_through() -> None:
    class Broken(Source):
        @override
        def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
            yield frame(0)
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        run(Engine(make_setup()), wire(Broken([]), Notes(), Box({}), Eyes()))


def test_after_the_loop_stood_still_commands_are_judged_by_the_time_that_it_is_now() -> None:
    start = Command(0, 1, "therapist", -1, Start())
    pause = Command(FRAME_NS, 2, "therapist", -1, Pause())
    resume = Command(2 * FRAME_NS, 3, "therapist", -1, Resume())
    late = Frame(5_000_000_000, *empty_arrays())
    eyes = Eyes()
    box = Box(
        {0: [start], 1: [pause], 2: [resume, Command(2 * FRAME_NS, 4, "patient", -1, Stop())]}
    )
    source = Source([frame(0), frame(1), late])
    run(Engine(make_setup()), wire(source, Notes(), box, eyes))
    answered = [one.code for one in eyes.heard_outputs if one.kind == "command_answered"]
    assert answered == ["", "", "stale", ""]
    view = eyes.shown[-1][0]
    assert view.phase is Phase.SAFE
    assert view.fade_start_ns > late.time_ns, "the slow fade has not begun before it was seen"
