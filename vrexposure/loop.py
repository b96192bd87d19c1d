"""The loop: devices and commands in, the core in the middle, everything else out."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Device, DeviceChange, Ended, Frame, Input, Tick
from vrexposure.core.outputs import DURABLE, OUTPUT, Output
from vrexposure.ports import InputSource, Mailbox, Recorder, Timed, ViewSink

STOOD_STILL_NS = 500_000_000
"""From this long without a moment on, commands that waited are judged by the time that it is now
(design: a frame beat that stops for 500 ms is an alarm)."""

STAGES = ("wait", "input", "session", "show", "begin", "cull", "draw", "end", "missed")
"""What `/timing` tells of each frame, in this order: nanoseconds, but for the last.

`wait` for the display, `input` of the devices, `session`: deciding and recording, `show`: bringing
what is drawn to the View; `begin`, `cull`, `draw` and `end` of the picture. Where a device does
not tell its stages apart, all of its time is `wait`; where a picture does not, `draw`.
`missed` is a number: how many pictures the display wanted before this one and did not get.
"""


class Listener(typing.Protocol):
    """Whoever wants to hear the outputs: sounds, haptics, progress, a simulated therapist."""

    def heard(self, outputs: Sequence[Output]) -> None:
        """These were said in this moment."""
        ...


@dataclass(slots=True)
class Wiring:
    """The adapters around one session.

    Attributes:
        source: The beat and the motion.
        mailboxes: Where commands come from.
        recorder: Where everything is written.
        sinks: Who shows the View.
        listeners: Who hears outputs.
        draw: Draws the picture of this moment; not called for a tick.
        clock_ns: A monotonic clock, for frame timing only.
        timed: Who can tell stages apart: the source, the picture.
        written: Are told each output with its `seq`, when it has been handed to the recorder.
        timing_listeners: Are told the time and the `STAGES` of each frame, as the recorder is.
        interrupted: Whether the program was asked to end; the session then ends in order.
    """

    source: InputSource
    recorder: Recorder
    clock_ns: Callable[[], int]
    mailboxes: Sequence[Mailbox] = ()
    sinks: Sequence[ViewSink] = ()
    listeners: Sequence[Listener] = ()
    draw: Callable[[Frame], None] | None = None
    timed: Sequence[Timed] = ()
    written: Sequence[Callable[[int, Output], None]] = ()
    timing_listeners: Sequence[Callable[[int, Sequence[int]], None]] = ()
    interrupted: Callable[[], bool] = lambda: False


@dataclass(slots=True)
class _Scribe:
    """Numbers inputs and outputs with one rising `seq` and writes them down."""

    recorder: Recorder
    written: Sequence[Callable[[int, Output], None]] = ()
    seq: int = 0
    heard: list[Output] = field(default_factory=list)

    def handle(self, engine: Engine, given: Input) -> None:
        # Written before it is handled: if handling fails, its cause is on disk.
        self.recorder.write_input(self.seq, given)
        self.seq += 1
        outputs = engine.handle(given)
        for output in outputs:
            self.recorder.write_output(
                self.seq, output.kind, OUTPUT.dump_json(output), durable=output.kind in DURABLE
            )
            for told in self.written:
                told(self.seq, output)
            self.seq += 1
        self.heard += outputs


@dataclass(slots=True)
class _Timing:
    """Makes the stages of a frame from what the loop measures and what the others tell."""

    frame_ns: int | None = None
    period_ns: int = 0

    def stages(
        self, moment: Frame, spans_ns: tuple[int, int, int, int], told: Mapping[str, int]
    ) -> tuple[int, ...]:
        """The `STAGES` of a frame; `spans_ns` is what the source, session, show and draw took."""
        sourced, session, show, drawn = spans_ns
        wait = min(told.get("wait", sourced), sourced)
        begin, cull, end = told.get("begin", 0), told.get("cull", 0), told.get("end", 0)
        draw = max(0, drawn - begin - cull - end)
        missed = self._missed(moment.time_ns, told.get("period", 0))
        return wait, sourced - wait, session, show, begin, cull, draw, end, missed

    def _missed(self, time_ns: int, period_ns: int) -> int:
        last_ns, self.frame_ns = self.frame_ns, time_ns
        before_ns, self.period_ns = self.period_ns, period_ns
        if last_ns is None or period_ns <= 0:
            return 0
        # When the display's rate changes, the first picture still comes a period as before later.
        period_ns = max(period_ns, before_ns)
        # Display times jitter a little; what is more than half a period late is another picture.
        if 2 * (time_ns - last_ns) <= 3 * period_ns:
            return 0
        return (2 * (time_ns - last_ns) - period_ns) // (2 * period_ns)


def run(engine: Engine, wiring: Wiring) -> None:
    """Run a session until it is closed or its source ends.

    Commands go in before the moment, so that a Stop is drawn in the frame in which it arrives.
    """
    scribe = _Scribe(wiring.recorder, wiring.written)
    clock = wiring.clock_ns
    healthy = True
    last_ns = 0
    timing = _Timing()
    moments = wiring.source.moments()
    with closing(_closable(moments)):
        waited = clock()
        for moment in moments:
            began = clock()
            commands = [one for mailbox in wiring.mailboxes for one in mailbox.drain()]
            if commands and moment.time_ns - last_ns > STOOD_STILL_NS:
                scribe.handle(engine, Tick(moment.time_ns))
            last_ns = moment.time_ns
            for command in commands:
                scribe.handle(engine, command)
            if healthy and not wiring.recorder.healthy():
                healthy = False
                scribe.handle(engine, Device(moment.time_ns, DeviceChange.RECORDER_LOST))
            if wiring.interrupted():
                moment = Ended(moment.time_ns, "interrupted")
            scribe.handle(engine, moment)
            decided = clock()
            if scribe.heard:
                for listener in wiring.listeners:
                    listener.heard(scribe.heard)
                scribe.heard = []
            if isinstance(moment, Ended):
                return
            if isinstance(moment, Frame | Tick):
                for sink in wiring.sinks:
                    sink.show(engine.view, moment)
            shown = clock()
            if wiring.draw is not None and isinstance(moment, Frame):
                wiring.draw(moment)
            drawn = clock()
            told = {name: ns for one in wiring.timed for name, ns in one.take_timing_ns().items()}
            if isinstance(moment, Frame):
                spans_ns = (began - waited, decided - began, shown - decided, drawn - shown)
                stages = timing.stages(moment, spans_ns, told)
                wiring.recorder.write_timing(moment.time_ns, stages)
                for told_timing in wiring.timing_listeners:
                    told_timing(moment.time_ns, stages)
            elif isinstance(moment, Tick):
                timing.frame_ns = None  # no picture was wanted: none was missed
            if engine.closed:
                return
            waited = drawn


def _closable(moments: Iterator[Frame | Tick | Device | Ended]) -> typing.Any:
    """Generators close; a plain iterator has nothing to close."""
    return moments if hasattr(moments, "close") else _Nothing()


class _Nothing:
    def close(self) -> None:
        """Nothing to close."""
