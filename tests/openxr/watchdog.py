"""Ends a test's program that stands still, and tells where it stood."""

from __future__ import annotations

import faulthandler

from typing_extensions import override

from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.view import View
from vrexposure.ports import ViewSink

# Opening the devices, loading a place; and between two moments of a session, of which even a
# headset that nobody wears gives ten a second.
OPENING_S = 60
STANDING_S = 20
_LOOK_EVERY_NS = 1_000_000_000


class Watchdog(ViewSink):
    """Writes the stacks to stderr and ends the process when no moment has come for a while."""

    def __init__(self) -> None:
        self._fed_ns = 0
        self.watch(OPENING_S)

    def watch(self, seconds: float) -> None:
        """Give the program so long for what it does next."""
        faulthandler.dump_traceback_later(seconds, exit=True)

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        if moment.time_ns - self._fed_ns >= _LOOK_EVERY_NS:
            self._fed_ns = moment.time_ns
            self.watch(STANDING_S)
