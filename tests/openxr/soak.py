"""A long session through the headset, run by a test as a process of its own.

The program's own session with a simulated person who gets up again and again, as in `session`.
Once a second it is written down what the process holds, six times in all how many names OpenGL has
given out; then the session is asked to end. One JSON object a line; the last ones: all that
was written down, the same for the time after it in which a leak is planted, and what the session
left behind.

    python -m tests.openxr.soak FOLDER SECONDS [--then-leak SECONDS]
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from typing_extensions import override

from tests.openxr.session import SEED, people_in_the_program, say
from tests.openxr.upkeep import Holding, held_now
from tests.openxr.watchdog import OPENING_S, Watchdog
from tests.openxr.watched_eyes import looking_through
from tests.render.names import gl_names
from vrexposure.app import running
from vrexposure.app.preparing import Wanted
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.view import Phase, View
from vrexposure.ports import ViewSink

PROTOCOL = Path(__file__).with_name("many-times.toml")
LEAK_BYTES_PER_S = 100_000
_EVERY_S = 1.0
_NAMES_TIMES = 5


class Soak(ViewSink):
    """Looks on while the session runs, plants a leak when told to, and ends the session."""

    def __init__(self, seconds: float, leak_s: float) -> None:
        """Look on for so long; then leak for so long."""
        self._ends_s = [seconds, seconds + leak_s] if leak_s else [seconds]
        self._names_every_s = seconds / _NAMES_TIMES
        self._began_s: float | None = None
        self._held: list[Holding] = []
        self._names: list[dict[str, int]] = []
        self._cpu_ns: list[int] = []
        self._last_cpu_ns = 0
        self._next_s = self._next_names_s = self._leaked_s = 0.0
        self._leaking = False
        self._told: list[dict[str, object]] = []
        self._leaked: list[bytes] = []

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        if self._began_s is None:
            if view.phase is not Phase.RUNNING:
                return
            self._began_s = time.monotonic()
        now_s = time.monotonic() - self._began_s
        if isinstance(moment, Frame):
            self._count_cpu()
        if self._leaking:
            self._leaked.append(b"!" * round(LEAK_BYTES_PER_S * (now_s - self._leaked_s)))
            self._leaked_s = now_s
        if now_s >= self._next_s:
            self._next_s = now_s + _EVERY_S
            self._held.append(held_now(now_s))
            self._last_cpu_ns = 0  # looking costs time that is not the program's
        if now_s >= self._next_names_s:
            self._next_names_s = now_s + self._names_every_s
            self._names.append(gl_names())
            self._last_cpu_ns = 0
        if self._ends_s and now_s >= self._ends_s[0]:
            self._ends_s.pop(0)
            self._stretch_over(now_s)

    def _count_cpu(self) -> None:
        now_ns = time.thread_time_ns()
        if self._last_cpu_ns:
            self._cpu_ns.append(now_ns - self._last_cpu_ns)
        self._last_cpu_ns = now_ns

    def _stretch_over(self, now_s: float) -> None:
        self._names.append(gl_names())
        self._told.append(
            {
                "leaking": self._leaking,
                "held": self._held,
                "names": self._names,
                "cpu_ns": self._cpu_ns,
            }
        )
        self._held, self._names, self._cpu_ns = [], [], []
        self._leaking, self._leaked_s = True, now_s
        if not self._ends_s:
            for told in self._told:
                say(**told)
            os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Run the session; 0 when it was ended in order."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--then-leak", type=float, default=0.0)
    options = parser.parse_args()
    watchdog = Watchdog()
    soak = Soak(options.seconds, options.then_leak)
    with ExitStack() as stack:
        glass = stack.enter_context(looking_through(every=1_000_000))
        stack.enter_context(people_in_the_program(watchdog, glass, None, soak))
        outcome = running.run_session(
            Wanted(str(PROTOCOL), "p-1", options.folder, ["sit-to-stand"], seed=SEED),
            display="headset",
            input_kind="openxr",
            language="en",
            minutes=None,
            say=lambda line: say(said=line),
        )
        watchdog.watch(OPENING_S)
    say(folder=str(outcome.folder), complete=outcome.complete)
    return 0


if __name__ == "__main__":
    sys.exit(main())
