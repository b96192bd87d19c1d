"""Who moves and where it is seen: what "auto" means here, and the devices of one session opened.

What needs OpenGL or OpenXR libraries is imported only when it is opened: without them the program
still runs simulated sessions, replays, reports and checks.
"""

from __future__ import annotations

import os
import sys
import time
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

from typing_extensions import override

from vrexposure.app.devices import Devices, Display, HeadsetPicture, waiting_for
from vrexposure.core.inputs import Device, Ended, Frame, Tick
from vrexposure.core.setup import Setup
from vrexposure.core.words import Words
from vrexposure.errors import DeviceError, SettingError
from vrexposure.ports import InputSource, Timed
from vrexposure.simulation.person import make_person
from vrexposure.simulation.source import SimulatedInput
from vrexposure.simulation.therapist import SimulatedTherapist


def has_screen() -> bool:
    """Whether a window can be hoped for."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY"))


def _headset_ready() -> bool:
    from vrexposure.openxr.probe import probe

    return not probe().problem


def choose(display: str, input_kind: str) -> tuple[Display, str]:
    """What "auto" means on this machine.

    Raises:
        SettingError: The two do not go together.
        DeviceError: There is neither a headset nor a screen, and nobody was named to move.
    """
    simulated = input_kind.startswith(("simulated:", "replay:"))
    if not simulated and input_kind not in ("auto", "openxr", "desktop"):
        raise SettingError(
            f"--input {input_kind[:40]!r}: use auto, openxr, desktop, simulated:NAME or replay:DIR"
        )
    if display == "auto":
        if simulated:
            display = "offscreen"
        elif input_kind in ("auto", "openxr") and has_screen() and _headset_ready():
            display = "headset"
        elif has_screen() and input_kind != "openxr":
            display = "desktop"
        elif input_kind == "openxr":
            display = "offscreen"
        else:
            raise DeviceError(
                "no headset and no screen: connect one, or try --input simulated:avoider "
                "(vrexposure doctor says what this machine has)"
            )
    if input_kind == "auto":
        if display == "offscreen":
            raise SettingError("--display offscreen needs --input openxr, simulated:… or replay:…")
        input_kind = "openxr" if display == "headset" else "desktop"
    if display == "headset" and input_kind != "openxr":
        raise SettingError("--display headset needs --input openxr")
    if input_kind == "desktop" and display != "desktop":
        raise SettingError("--input desktop needs --display desktop")
    return typing.cast("Display", display), input_kind


def open_devices(
    stack: ExitStack,
    display: Display,
    input_kind: str,
    *,
    words: Words,
    origin_ns: int,
    setup: Setup,
    minutes: float | None,
    eye_height_m: float | None = None,
    picture: HeadsetPicture = HeadsetPicture(),
) -> Devices:
    """Open what was chosen; the stack closes it again.

    Raises:
        DeviceError: Something cannot be had.
        SettingError: There is no such simulated person.
    """

    def clock() -> int:
        return time.monotonic_ns() - origin_ns

    if input_kind.startswith("simulated:"):
        devices = _simulated(input_kind.partition(":")[2], setup, minutes)
        if display == "desktop":
            from vrexposure.app.windows import watch_in_window

            devices.source = paced = Paced(devices.source, clock)
            devices.timed.append(paced)
            devices.real_time = True
            watch_in_window(stack, devices, words, clock, places=setup.places)
        return devices
    if input_kind == "desktop":
        from vrexposure.app.windows import open_desktop

        return open_desktop(stack, words, clock, waiting_for(setup), places=setup.places)
    from vrexposure.app.placing import placing_for
    from vrexposure.app.windows import open_headset_devices

    return open_headset_devices(
        stack,
        words,
        clock,
        origin_ns=origin_ns,
        pictures=display == "headset",
        screen=has_screen(),
        placing=placing_for(setup.protocol.session, eye_height_m),
        picture=picture,
        places=setup.places,
    )


def _simulated(name: str, setup: Setup, minutes: float | None) -> Devices:
    seed = setup.seed
    person = make_person(name, seed)
    waiting = waiting_for(setup)
    source = SimulatedInput(
        person,
        minutes_max=60.0 if minutes is None else minutes,
        seat_m=waiting.seat_m,
        standing=waiting.posture == "standing",
    )
    therapist = SimulatedTherapist(seed, person=person)
    return Devices(
        source,
        [therapist],
        [source, therapist],
        [therapist],
        facts={"person": name, "person_seed": seed},
        real_time=False,
    )


class Paced(InputSource, Timed):
    """A source that is ready at once, slowed down to the session clock: to watch it live."""

    def __init__(self, source: InputSource, clock: Callable[[], int]) -> None:
        self._source = source
        self._clock = clock
        self._waited_ns = 0

    @override
    def take_timing_ns(self) -> Mapping[str, int]:
        waited_ns, self._waited_ns = self._waited_ns, 0
        return {"wait": waited_ns}

    @override
    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        """The moments of the source, each when its time has come."""
        for moment in self._source.moments():
            ahead_ns = moment.time_ns - self._clock()
            if ahead_ns > 0:
                time.sleep(ahead_ns / 1e9)
                self._waited_ns += ahead_ns
            yield moment
