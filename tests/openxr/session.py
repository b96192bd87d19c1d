"""A whole session through the headset, run by tests as a process of its own.

It is the program's own session: its devices, its recorder, its report. Three are added to what it
opens: a simulated person who wears Monado's remote headset and reads, moves and answers by the
trigger; a simulated therapist; and a watchdog. It prints one JSON object a line: what the pictures
for the eyes are like, and last of all what the session left behind.

    python -m tests.openxr.session FOLDER LADDER... [--draw [--without-x]] [--stop-after SECONDS]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import typing
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.openxr.remote import RemoteHeadset
from tests.openxr.remote_patient import RemotePatient
from tests.openxr.watchdog import OPENING_S, Watchdog
from tests.openxr.watched_eyes import Glass, compare, looking_through
from vrexposure.app import running
from vrexposure.app.devices import Devices
from vrexposure.app.displays import open_devices
from vrexposure.app.preparing import Wanted
from vrexposure.core.inputs import Frame
from vrexposure.loop import Listener
from vrexposure.ports import ViewSink
from vrexposure.simulation.person import make_person
from vrexposure.simulation.therapist import SimulatedTherapist

PROTOCOL = Path(__file__).with_name("five-and-ten.toml")
SEED = 3
PICTURE_EVERY = 40


def say(**what: typing.Any) -> None:
    """One line for the test that reads."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def looked_at(draw: Callable[[Frame], None], glass: Glass) -> Callable[[Frame], None]:
    """`draw`, and say what the eyes got when they were looked at."""

    def draw_and_look(frame: Frame) -> None:
        draw(frame)
        pixels = glass.eyes.take()
        if pixels is not None:
            say(picture=compare(pixels)._asdict(), time_ns=frame.time_ns)

    return draw_and_look


@contextmanager
def people_in_the_program(
    watchdog: Watchdog,
    glass: Glass | None,
    stops_after_s: float | None,
    *onlookers: ViewSink,
    listeners: Sequence[Listener] = (),
    remote: RemoteHeadset | None = None,
) -> Iterator[None]:
    """Have whatever devices the program opens come with people, and with watched pictures.

    `onlookers` are shown what the people are shown, `listeners` hear what they hear. `remote`: the
    headset that is worn, if it is not just any.
    """
    person = make_person("confident", SEED)
    therapist = SimulatedTherapist(SEED, person=person)
    remote = RemoteHeadset() if remote is None else remote
    patient = RemotePatient(remote, person, stops_after_s=stops_after_s)

    def open_with_people(*given: typing.Any, **named: typing.Any) -> Devices:
        devices = open_devices(*given, **named)
        devices.sinks += [patient, therapist, watchdog, *onlookers]
        devices.mailboxes.append(therapist)
        devices.listeners += [therapist, *listeners]
        if glass is not None:
            assert devices.draw is not None
            devices.draw = looked_at(devices.draw, glass)
        return devices

    with closing(remote), pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "open_devices", open_with_people)
        yield


def main() -> int:
    """Run the session; 0 when the program came to its end without an error."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("ladders", nargs="+")
    parser.add_argument("--draw", action="store_true")
    parser.add_argument("--stop-after", type=float)
    parser.add_argument("--without-x", action="store_true")
    options = parser.parse_args()
    if options.without_x:
        del os.environ["DISPLAY"]
    watchdog = Watchdog()
    with ExitStack() as stack:
        glass = None
        if options.draw:
            every = 1 if options.stop_after is not None else PICTURE_EVERY
            glass = stack.enter_context(looking_through(every=every))
        stack.enter_context(people_in_the_program(watchdog, glass, options.stop_after))
        outcome = running.run_session(
            Wanted(str(PROTOCOL), "p-1", options.folder, options.ladders, seed=SEED),
            display="headset" if options.draw else "offscreen",
            input_kind="openxr",
            language="en",
            minutes=None,
            say=lambda line: say(said=line),
        )
        watchdog.watch(OPENING_S)
    say(folder=str(outcome.folder), report=str(outcome.report), complete=outcome.complete)
    return 0


if __name__ == "__main__":
    sys.exit(main())
