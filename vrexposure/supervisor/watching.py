"""Watch over a session's process: tell when it falls silent, end it, and begin the next one.

The process that is begun anew is simply a new session: it waits in the lobby, as every session
does, and cannot be in exposure. Only the process itself is ended; its recorder lives on until what
was recorded is on the disk.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from vrexposure.errors import DeviceError
from vrexposure.supervisor.heart import AFTER_VARIABLE, PAGE_VARIABLE
from vrexposure.supervisor.page import Beat, Page
from vrexposure.supervisor.rules import SECOND_NS, Deed, Limits, State, decide

log = logging.getLogger(__name__)

LOG_NAME: Final = "supervisor.log"
KILL_S: Final = 5.0
"""DEF: a process that is not gone by then hangs in the kernel, as a broken graphics driver does."""
_ASKING: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
Say = Callable[[str], None]


@dataclass(slots=True)
class _Wish:
    """That somebody wants the end: kept from one process to the next, and handed on.

    Attributes:
        asked: The last signal that asked for the end, 0 for none.
    """

    asked: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _is_handed_on: bool = False

    def ask(self, number: int, frame: object) -> None:
        """A signal's handler."""
        self.asked = number
        self._hand_on()

    def hand_to(self, process: subprocess.Popen[bytes] | None) -> None:
        """From now on it is this process that is asked; at once, if the wish is older."""
        self._is_handed_on = False
        self._process = process
        if self.asked and not self._is_handed_on:
            self._hand_on()

    def _hand_on(self) -> None:
        # Elsewhere the console has told the process already.
        if self._process is not None and os.name == "posix":
            self._is_handed_on = True
            # A lost terminal is a request to end; the session does not know that signal.
            hangup = self.asked == getattr(signal, "SIGHUP", None)
            self._process.send_signal(signal.SIGTERM if hangup else self.asked)


@dataclass(slots=True)
class _Watched:
    """One process under watch.

    Attributes:
        silent_ns: For how long it has not beaten, as far as the supervisor was awake to see it.
    """

    process: subprocess.Popen[bytes]
    page: Page
    say: Say
    silent_ns: int = 0
    _seen: Beat | None = None
    _looked_ns: int = field(default_factory=time.monotonic_ns)
    _alarmed_ns: int | None = None
    _is_alarmed: bool = False

    def look(self, limits: Limits) -> Beat:
        """Read the page, and count the silence."""
        now_ns = time.monotonic_ns()
        beat = self.page.read()
        if beat != self._seen:
            if self._is_alarmed:
                self.write(f"the picture goes on after {_seconds(self.silent_ns)}")
                self._is_alarmed = False
            self._seen = beat
            self.silent_ns = 0
        else:
            # Who was held up as well (a machine that slept or swapped) has not seen a silence.
            self.silent_ns += min(now_ns - self._looked_ns, 2 * limits.look_ns)
        self._looked_ns = now_ns
        return beat

    def alarm(self, beat: Beat, limits: Limits) -> None:
        """Say that it is silent; once a silence, and not at every frame of a slow machine."""
        recent = (
            self._alarmed_ns is not None and self._looked_ns - self._alarmed_ns < limits.repeat_ns
        )
        if self._is_alarmed or recent:
            return
        self._is_alarmed = True
        self._alarmed_ns = self._looked_ns
        if beat.state is State.ENDING:
            self.tell(
                f"the session is over, but its program has not ended for "
                f"{_seconds(self.silent_ns)}: press Ctrl+C to end it"
            )
        else:
            self.tell(
                f"ALARM: the picture stands still for {_seconds(self.silent_ns)} "
                f"(session {beat.phase.value}); look after the person"
            )

    def tell(self, words: str) -> None:
        """On the console and in the log."""
        self.say(words)
        self.write(words)

    def write(self, words: str) -> None:
        """A line in the log of the session's folder, with the beat at which it fell silent."""
        log.info("%s", words)
        _, folder = self.page.read_note()
        if folder is None:
            return
        beat = self.page.read()
        utc = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = f"{utc} {words} [{beat.state.name.lower()}, {beat.phase.value}, {beat.frame}]\n"
        with contextlib.suppress(OSError), (folder / LOG_NAME).open("a", encoding="utf-8") as file:
            file.write(line)

    def kill(self) -> None:
        """End the process, and no other: its recorder must live on.

        Raises:
            DeviceError: It does not go.
        """
        self.process.kill()
        try:
            self.process.wait(KILL_S)
        except subprocess.TimeoutExpired as error:
            raise DeviceError(
                f"the session's process {self.process.pid} stands still and cannot be ended: take "
                "the headset off, then restart the computer (a graphics driver may hang)"
            ) from error


def watch(command: Sequence[str], *, say: Say, limits: Limits | None = None) -> int:
    """Run a session's command under watch until it ends by itself; its exit code.

    Ctrl+C and requests to terminate are handed to the session, once each. A process that a signal
    ended gives 128 and the signal's number, as a shell does.

    Args:
        command: The program with its arguments; it is told of the page by its environment.
        say: Prints one line on the console.
        limits: How long which silence may last.

    Raises:
        DeviceError: It stood still too often, cannot be ended, or cannot be watched; the message
            says what to do.
    """
    limits = limits or Limits()
    restarts_ns: list[int] = []
    after = ""
    with _handing_on() as wish:
        while True:
            page = _new_page()
            try:
                watched = _Watched(_start(command, page, after), page, say)
                wish.hand_to(watched.process)
                code = _follow(watched, wish, limits, restarts_ns)
                if code is not None:
                    return code
                after = page.read_note()[0]
            finally:
                wish.hand_to(None)
                page.forget_name()
                page.close()


def _follow(watched: _Watched, wish: _Wish, limits: Limits, restarts_ns: list[int]) -> int | None:
    """Watch one process to its end: its exit code, or None when another is to be begun."""
    while True:
        time.sleep(limits.look_ns / SECOND_NS)
        code = watched.process.poll()
        if code is not None:
            if code < 0 and not wish.asked:
                watched.tell(f"the session's program crashed (signal {-code})" + _kept(watched))
            return code if code >= 0 else 128 - code
        beat = watched.look(limits)
        now_ns = time.monotonic_ns()
        restarts_ns[:] = [one for one in restarts_ns if now_ns - one < limits.window_ns]
        deed = decide(watched.silent_ns, beat.state, len(restarts_ns), limits)
        if deed is Deed.NOTHING:
            continue
        if wish.asked and (deed is not Deed.ALARM or beat.state is State.ENDING):
            watched.kill()
            watched.tell("the session did not end when asked to, and was ended" + _kept(watched))
            return 128 + wish.asked
        match deed:
            case Deed.ALARM:
                watched.alarm(beat, limits)
            case Deed.RESTART:
                watched.kill()
                watched.tell(
                    f"the picture stood still for {_seconds(watched.silent_ns)}: the session was "
                    "ended, and a new one begins in the lobby" + _kept(watched)
                )
                restarts_ns.append(now_ns)
                return None
            case Deed.GIVE_UP:
                watched.kill()
                watched.write("stood still again: ended, and not begun anew")
                raise DeviceError(
                    f"the picture stood still again after {len(restarts_ns)} restarts within "
                    f"{limits.window_ns // (60 * SECOND_NS)} minutes, so the session stays "
                    "stopped: take the headset off, restart the headset's software or the "
                    "computer, and see what vrexposure doctor says" + _kept(watched)
                )


def _new_page() -> Page:
    try:
        return Page.create()
    except OSError as error:
        raise DeviceError(
            f"no room for the supervisor's page ({error.strerror}): free some space in the "
            "temporary folder, or use --no-supervisor"
        ) from error


def _start(command: Sequence[str], page: Page, after: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, PAGE_VARIABLE: str(page.path)}
    if after:
        environment[AFTER_VARIABLE] = after
    # In a session of its own, Ctrl+C reaches the supervisor alone, which hands it on once.
    return subprocess.Popen(list(command), env=environment, start_new_session=os.name == "posix")


@contextmanager
def _handing_on() -> Iterator[_Wish]:
    """Signals that ask for the end go to the process; the supervisor itself waits for it."""
    wish = _Wish()
    before = {number: signal.signal(number, wish.ask) for number in _ASKING}
    try:
        yield wish
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _seconds(silent_ns: int) -> str:
    return f"{silent_ns / SECOND_NS:.1f} s"


def _kept(watched: _Watched) -> str:
    folder: Path | None = watched.page.read_note()[1]
    return "" if folder is None else f"; what was recorded is in {folder}"
