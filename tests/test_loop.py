"""The loop with fakes that remember: what comes first, what is written, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from typing_extensions import override

from tests.core.stories import make_setup
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import (
    Command,
    Device,
    DeviceChange,
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
    timings: list[tuple[int, ...]] = field(default_factory=list)
    sick_after: int = 10**9

    def write_input(self, seq: int, given: Input) -> None:
        self.log.append((seq, type(given).__name__))

    def write_output(self, seq: int, kind: str, payload: bytes, *, durable: bool) -> None:
        self.log.append((seq, kind))

    def write_timing(self, time_ns: int, stages_ns: Sequence[int]) -> None:
        self.timings.append(tuple(stages_ns))

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


def test_whoever_follows_the_record_is_told_each_output_by_its_number() -> None:
    box = Box({0: [Command(0, 1, "therapist", -1, Start())]})
    notes, told = Notes(), list[tuple[int, str]]()
    wiring = wire(Source([frame(0), frame(1)]), notes, box, Eyes())
    wiring.written = [lambda seq, output: told.append((seq, output.kind))]
    run(Engine(make_setup()), wiring)
    assert "phase_changed" in [kind for _, kind in told]
    assert told == [one for one in notes.log if one[1] not in ("Command", "Frame")]


def test_ticks_go_on_where_nothing_is_drawn() -> None:
    eyes, notes = Eyes(), Notes()
    run(Engine(make_setup()), wire(Source([frame(0), Tick(10), Tick(20)]), notes, Box({}), eyes))
    assert len(eyes.drawn) == 1
    assert len(eyes.shown) == 3
    assert [len(stages) for stages in notes.timings] == [len(STAGES)]


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


@dataclass
class Clockwork:
    """A clock that goes on by 10 whenever somebody looks at it."""

    now_ns: int = 0

    def __call__(self) -> int:
        self.now_ns += 10
        return self.now_ns


@dataclass
class Told:
    """Tells one thing after the other."""

    given: list[dict[str, int]]

    def take_timing_ns(self) -> Mapping[str, int]:
        return self.given.pop(0)


def timings(moments: Sequence[Frame | Tick | Device], *told: Told) -> list[dict[str, int]]:
    notes, heard = Notes(), list[tuple[int, ...]]()
    wiring = wire(Source(moments), notes, Box({}), Eyes())
    wiring.clock_ns = Clockwork()
    wiring.timed = told
    wiring.timing_listeners = [lambda time_ns, stages: heard.append(tuple(stages))]
    run(Engine(make_setup()), wiring)
    assert heard == notes.timings
    return [dict(zip(STAGES, stages, strict=True)) for stages in notes.timings]


def test_without_anybody_who_tells_stages_apart_there_is_waiting_and_drawing() -> None:
    (stages,) = timings([frame(0)])
    assert stages == {**dict.fromkeys(STAGES, 0), "wait": 10, "session": 10, "show": 10, "draw": 10}


def test_what_source_and_picture_tell_is_taken_out_of_what_the_loop_measures() -> None:
    source, picture = Told([{"wait": 7}]), Told([{"begin": 1, "cull": 2, "end": 3}])
    (stages,) = timings([frame(0)], source, picture)
    assert [stages[name] for name in STAGES] == [7, 3, 10, 10, 1, 2, 4, 3, 0]


def test_nobody_can_tell_more_time_than_there_was() -> None:
    (stages,) = timings([frame(0)], Told([{"wait": 99, "cull": 99}]))
    assert (stages["wait"], stages["input"], stages["draw"]) == (10, 0, 0)


@pytest.mark.parametrize(
    ("periods", "missed"), [(1.0, 0), (1.5, 0), (1.51, 1), (2.0, 1), (2.4, 1), (3.0, 2), (10.0, 9)]
)
def test_a_display_time_that_skips_more_than_one_and_a_half_periods_is_a_miss(
    periods: float, missed: int
) -> None:
    period = {"period": 10_000_000}
    second = Frame(round(periods * 10_000_000), *empty_arrays())
    found = timings([frame(0), second], Told([period, period]))
    assert [one["missed"] for one in found] == [0, missed]


def test_where_no_picture_was_wanted_none_was_missed() -> None:
    period = {"period": FRAME_NS}
    pause: list[Frame | Tick | Device] = [frame(0), Tick(10 * FRAME_NS), frame(20)]
    assert [one["missed"] for one in timings(pause, Told([period] * 3))] == [0, 0]
    change: list[Frame | Tick | Device] = [
        frame(0),
        Device(5, DeviceChange.FOCUS_GAINED),
        frame(20),
    ]
    assert [one["missed"] for one in timings(change, Told([period] * 3))] == [0, 19]
    assert [one["missed"] for one in timings([frame(0), frame(20)])] == [0, 0]  # no period known
    back = [frame(20), frame(3), frame(4)]
    assert [one["missed"] for one in timings(back, Told([period] * 3))] == [0, 0, 0]


def test_a_picture_is_missed_by_the_rate_that_the_display_has_at_that_moment() -> None:
    slow, fast = {"period": 2 * FRAME_NS}, {"period": FRAME_NS}
    times = [0, 2, 4, 5, 6, 8, 10, 12, 16]
    told = [slow, slow, fast, fast, fast, slow, slow, slow, slow]
    missed = [one["missed"] for one in timings([frame(at) for at in times], Told(told))]
    assert missed == [0, 0, 0, 0, 0, 0, 0, 0, 1]


def test_a_display_that_stops_telling_its_period_misses_nothing_that_is_known() -> None:
    told = [{"period": FRAME_NS}, {"wait": 1}, {"wait": 1}]
    missed = [one["missed"] for one in timings([frame(0), frame(9), frame(20)], Told(told))]
    assert missed == [0, 0, 0]
