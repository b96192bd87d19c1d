"""The loop: devices and commands in, the core in the middle, everything else out."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Device, DeviceChange, Ended, Frame, Input, Tick
from vrexposure.core.outputs import DURABLE, OUTPUT, Output
from vrexposure.ports import InputSource, Mailbox, Recorder, ViewSink

STOOD_STILL_NS = 500_000_000
"""From this long without a moment on, commands that waited are judged by the time that it is now
(design: a frame beat that stops for 500 ms is an alarm)."""

STAGES = ("wait", "decide_and_record", "show", "draw")
"""What `/timing` measures, in this order; nanoseconds each."""


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
        interrupted: Whether the program was asked to end; the session then ends in order.
    """

    source: InputSource
    recorder: Recorder
    clock_ns: Callable[[], int]
    mailboxes: Sequence[Mailbox] = ()
    sinks: Sequence[ViewSink] = ()
    listeners: Sequence[Listener] = ()
    draw: Callable[[Frame], None] | None = None
    interrupted: Callable[[], bool] = lambda: False


@dataclass(slots=True)
class _Scribe:
    """Numbers inputs and outputs with one rising `seq` and writes them down."""

    recorder: Recorder
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
            self.seq += 1
        self.heard += outputs


def run(engine: Engine, wiring: Wiring) -> None:
    """Run a session until it is closed or its source ends.

    Commands go in before the moment, so that a Stop is drawn in the frame in which it arrives.
    """
    scribe = _Scribe(wiring.recorder)
    clock = wiring.clock_ns
    healthy = True
    last_ns = 0
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
            if isinstance(moment, Frame):
                wiring.recorder.write_timing(
                    moment.time_ns,
                    (began - waited, decided - began, shown - decided, drawn - shown),
                )
            if engine.closed:
                return
            waited = drawn


def _closable(moments: Iterator[Frame | Tick | Device | Ended]) -> typing.Any:
    """Generators close; a plain iterator has nothing to close."""
    return moments if hasattr(moments, "close") else _Nothing()


class _Nothing:
    def close(self) -> None:
        """Nothing to close."""
