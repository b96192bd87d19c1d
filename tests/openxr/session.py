"""A whole session through the headset, run by tests as a process of its own.

The program asks; a simulated person, who wears Monado's remote headset, reads, moves and answers
by the trigger; a simulated therapist registers supports and takes decisions. It prints each output
of the core as one line of JSON, and what the pictures for the eyes are like now and then.

    python -m tests.openxr.session LADDER FOLDER [--draw]
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import sys
import time
import typing
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from typing_extensions import override

from tests.openxr.remote import RemoteHeadset
from tests.openxr.remote_patient import RemotePatient
from tests.openxr.watched_eyes import WatchedEyes
from vrexposure.app.preparing import Wanted, prepare
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame, Input
from vrexposure.core.outputs import Buzz, Output
from vrexposure.loop import Wiring, run
from vrexposure.openxr.headset import Headset, open_headset
from vrexposure.ports import Recorder, ViewSink
from vrexposure.render.eyes import EyeRenderer, native_context
from vrexposure.render.stage import Stage
from vrexposure.resources.paths import DATA
from vrexposure.resources.scenes import load_scene
from vrexposure.resources.texts import load_words
from vrexposure.simulation.person import make_person
from vrexposure.simulation.therapist import SimulatedTherapist

PROTOCOL = Path(__file__).with_name("five-and-ten.toml")
SEED = 3
PICTURE_EVERY = 40


def say(**what: typing.Any) -> None:
    """One line for the test that reads."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Notebook(Recorder):
    """Says what is recorded, and keeps the order of the inputs' times."""

    def __init__(self) -> None:
        self.frames = 0
        self.others: list[str] = []
        self.last_ns = -1
        self.rising = True

    @override
    def write_input(self, seq: int, given: Input) -> None:
        if isinstance(given, Frame):
            self.frames += 1
            self.rising = self.rising and given.time_ns > self.last_ns
            self.last_ns = given.time_ns
        else:
            self.others.append(given.kind)

    @override
    def write_output(self, seq: int, kind: str, payload: bytes, *, durable: bool) -> None:
        if kind != "view_shown":
            sys.stdout.write(payload.decode() + "\n")

    @override
    def write_timing(self, time_ns: int, stages_ns: Sequence[int]) -> None:
        pass

    @override
    def durable_seq(self) -> int:
        return 1 << 62

    @override
    def healthy(self) -> bool:
        return True

    @override
    def close(self, *, complete: bool) -> None:
        say(complete=complete, frames=self.frames, rising=self.rising, others=self.others)


class Tapping:
    """Carries `Buzz` to the controllers."""

    def __init__(self, headset: Headset) -> None:
        self._headset = headset

    def heard(self, outputs: Sequence[Output]) -> None:
        """Tap the hand that an output names."""
        for output in outputs:
            if isinstance(output, Buzz):
                self._headset.haptic(output.side, output.duration_ms)


def open_stage(stack: ExitStack) -> Stage:
    """The renderer, in a window."""
    stage = Stage.open(
        "window", size_px=(320, 180), words=load_words("en"), scenes=load_scene, data=DATA
    )
    stack.callback(stage.close)
    return stage


def drawing(stack: ExitStack, stage: Stage, headset: Headset) -> Callable[[Frame], None]:
    """Draws each frame for both eyes and says now and then what the eyes got."""
    assert headset.eyes is not None
    eyes = WatchedEyes(headset.eyes, every=PICTURE_EVERY)
    renderer = EyeRenderer(stage, eyes)
    stack.callback(renderer.close)

    def draw(frame: Frame) -> None:
        renderer.draw(frame.time_ns)
        if eyes.seen is not None:
            say(picture=eyes.seen._asdict())
            eyes.seen = None

    return draw


def main() -> int:
    """Run the session; 0 when it was closed in order."""
    # A runtime that blocks for ever is to be seen in the test's report, not only missed.
    faulthandler.dump_traceback_later(120, exit=True)
    parser = argparse.ArgumentParser()
    parser.add_argument("ladder")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", action="store_true")
    options = parser.parse_args()
    setup, _ = prepare(Wanted(str(PROTOCOL), "p-1", options.folder, ladders=[options.ladder]), SEED)
    engine = Engine(setup)
    person = make_person("confident", SEED)
    therapist = SimulatedTherapist(SEED, person=person)
    notebook = Notebook()
    with ExitStack() as stack:
        remote = RemoteHeadset()
        stack.callback(remote.close)
        stage = open_stage(stack) if options.draw else None
        headset = open_headset(
            native_context=native_context() if stage is not None else None,
            space="stage",
            origin_monotonic_ns=time.monotonic_ns(),
            app_name="session",
        )
        stack.callback(headset.close)
        sinks: list[ViewSink] = [RemotePatient(remote, person), therapist]
        draw = None
        if stage is not None:
            sinks.insert(0, stage)
            draw = drawing(stack, stage, headset)
        run(
            engine,
            Wiring(
                source=headset.input,
                recorder=notebook,
                clock_ns=time.monotonic_ns,
                mailboxes=[therapist],
                sinks=sinks,
                listeners=[therapist, Tapping(headset)],
                draw=draw,
            ),
        )
        notebook.close(complete=engine.closed)
    return 0 if engine.closed else 1


if __name__ == "__main__":
    sys.exit(main())
