"""A small program that uses the headset, run by tests as a process of its own.

It prints one JSON object a line: what it opened, each moment, and how it ended. Its own process
shows what a test inside pytest cannot: the exit code, what reaches the terminal, a dying runtime.

    python -m tests.openxr.player [--draw [--egl]] [--frames N] [--signal NAME --signal-at N]
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import signal
import sys
import time
import typing

from tests.openxr.context import GlContext, paint
from vrexposure.core.inputs import Device, Ended, Frame, Tick
from vrexposure.errors import VRExposureError
from vrexposure.openxr.headset import Headset, open_headset


def say(**what: typing.Any) -> None:
    """One line for the test that reads."""
    sys.stdout.write(json.dumps({"at_s": time.monotonic(), **what}) + "\n")
    sys.stdout.flush()


def play(headset: Headset, frames: int, signal_at: int, signal_name: str) -> None:
    """Draw and report until enough frames have come, or the source ends."""
    count = 0
    for moment in headset.input.moments():
        if isinstance(moment, Frame):
            count += 1
            drawn = draw(headset) if headset.eyes is not None else None
            say(frame=count, time_ns=moment.time_ns, drawn=drawn)
            if count == signal_at:
                os.kill(int(os.environ["MONADO_PID"]), signal.Signals[signal_name])
                say(signalled=signal_name)
            if count == frames:
                break
        elif isinstance(moment, Device):
            say(device=moment.change)
        elif isinstance(moment, Ended):
            say(ended=moment.reason)
        else:
            assert isinstance(moment, Tick)
            say(tick=moment.time_ns)


def draw(headset: Headset) -> typing.Any:
    """One plain colour an eye; what the textures then hold, and where the eyes were."""
    eyes = headset.eyes
    assert eyes is not None
    views = eyes.begin()
    try:
        if views is None:
            return None
        colours = paint(eyes.acquire(), eyes.eye_width_px, eyes.eye_height_px)
        eyes.release()
    finally:
        eyes.end()
    return {"colours": colours, "eyes": [view.pose.position for view in views]}


def main() -> int:
    """Run; 4 where there is no headset, as the program itself ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draw", action="store_true")
    parser.add_argument("--egl", action="store_true", help="draw without an X server")
    parser.add_argument("--frames", type=int, default=20)
    parser.add_argument("--signal", default="SIGKILL", help="what the runtime gets")
    parser.add_argument("--signal-at", type=int, default=0, help="at which frame")
    parser.add_argument("--patience", type=float, default=25, help="seconds for all of it")
    options = parser.parse_args()
    # A runtime that blocks for ever is to be seen in the test's report, not only missed.
    faulthandler.dump_traceback_later(options.patience, exit=True)
    if options.egl:
        del os.environ["DISPLAY"]
    context = GlContext(egl=options.egl) if options.draw else None
    try:
        return use_headset(context, options)
    except VRExposureError as error:
        say(error=str(error), kind=type(error).__name__)
        return error.exit_code
    finally:
        if context is not None:
            context.close()


def use_headset(context: GlContext | None, options: argparse.Namespace) -> int:
    """Open, play, close."""
    headset = open_headset(
        native_context=context.native if context is not None else None,
        space="stage",
        origin_monotonic_ns=time.monotonic_ns(),
        reconnect_for_s=0,
        app_name="player",
    )
    say(opened=headset.properties.system, eye_px=headset.properties.eye_px)
    try:
        play(headset, options.frames, options.signal_at, options.signal)
    finally:
        headset.close()
    say(closed=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
