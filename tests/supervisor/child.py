"""A dummy session for the supervisor: beats on the real page, then does what its script says.

Run as `python child.py FOLDER SCRIPT…`; each start takes the next script, the last one stays.
Appends a line to FOLDER/starts at each start: its process, and after which session it was begun.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from vrexposure.core.view import Phase
from vrexposure.supervisor.page import Page
from vrexposure.supervisor.rules import State

BEAT_S = 0.01


class Heart:
    """As the real one, without what that needs to import: a test starts many of these."""

    def __init__(self) -> None:
        self._page = Page(Path(os.environ["VREXPOSURE_BEAT"]))
        self._frame = 0

    def beat(self, state: State = State.BEATING) -> None:
        self._frame += 1
        self._page.beat(time.monotonic_ns(), Phase.RUNNING, self._frame, state)

    def recording_in(self, session: str, folder: Path) -> None:
        self._page.write_note(session, folder)


def main(folder: Path, *scripts: str) -> int:
    heart = Heart()
    after = os.environ.get("VREXPOSURE_RESTARTED_AFTER", "-")
    with (folder / "starts").open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()} {after}\n")
    starts = len((folder / "starts").read_text(encoding="utf-8").splitlines())
    session = f"s{starts}"
    (folder / session).mkdir()
    heart.recording_in(session, folder / session)
    for deed in scripts[min(starts, len(scripts)) - 1].split(","):
        name, _, value = deed.partition("=")
        match name:
            case "beat":
                beat(heart, float(value))
            case "beat_to_the_end":
                return beat_to_the_end(heart)
            case "load":
                heart.beat(State.LOADING)
                time.sleep(float(value))
            case "sleep":
                time.sleep(float(value))
            case "ending":
                heart.beat(State.ENDING)
            case "busy":
                while True:
                    pass
            case "deadlock":
                lock = threading.Lock()
                lock.acquire()
                lock.acquire()
            case "stop_itself":
                os.kill(os.getpid(), signal.SIGSTOP)
            case "deaf":
                for number in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(number, signal.SIG_IGN)
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "exit":
                return int(value)
            case _:
                raise ValueError(deed)
    return 0


def beat(heart: Heart, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        heart.beat()
        time.sleep(BEAT_S)


def beat_to_the_end(heart: Heart) -> int:
    """Beat until a signal asks for the end; 40 and how often it asked."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: asked.append(number))
    while not asked:
        beat(heart, BEAT_S)
    beat(heart, 0.05)
    heart.beat(State.ENDING)
    return 40 + len(asked)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
