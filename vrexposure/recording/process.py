"""The recorder process: empties the ring into the file until the session is closed or gone.

Run as `python -m vrexposure.recording.process RINGFILE TARGETFILE RESERVEBYTES`, with a pipe on
standard input that the session holds open: when the pipe ends, the session's process is gone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Final

from vrexposure.recording.format import GAP, Fault, Gap, Opening
from vrexposure.recording.ring import (
    CLOSED_COMPLETE,
    FAILED,
    FINISHED,
    RUNNING,
    Item,
    RingError,
    RingReader,
)
from vrexposure.recording.writer import SessionWriter, sync_folder

POLL_S: Final = 0.02
FLUSH_S: Final = 0.25
"""At most this much motion is lost when the machine's processes are killed."""
SYNC_S: Final = 1.0
"""At most this much motion is lost when the power goes."""


class Drain:
    """Moves messages from one ring to one file; all deadlines are monotonic seconds."""

    def __init__(self, ring: RingReader, writer: SessionWriter) -> None:
        self._ring = ring
        self._writer = writer
        self._flushed_at = self._synced_at = time.monotonic()
        self._damage = 0

    def turn(self, *, last: bool = False) -> None:
        """Take what is there; flush and sync what is due, or everything if it is the `last`."""
        try:
            items = self._ring.take()
        except RingError as error:
            self._damage += 1
            self._ring.set_fault(Fault.INTERNAL, str(error))
            items = [Item(GAP, -1, 0, Gap(1, -1, -1, 0, 0).to_json(), durable=False)]
        for item in items:
            self._writer.add(item)
        now = time.monotonic()
        sync_due = last or any(item.durable for item in items) or now - self._synced_at >= SYNC_S
        crowded = self._ring.held_bytes * 4 >= self._ring.capacity
        if sync_due or crowded or now - self._flushed_at >= FLUSH_S:
            self._writer.flush()
            self._ring.release()
            self._flushed_at = now
        if sync_due:
            self._writer.sync()
            self._synced_at = now
            self._ring.set_durable_seq(self._writer.synced_seq)
        self._report()
        self._ring.beat(time.monotonic_ns())

    def end(self, *, interrupted: bool) -> bool:
        """Write the end of the file; True when everything is on disk."""
        complete = not interrupted and self._ring.closed == CLOSED_COMPLETE
        whole = complete and not self._ring.dropped and not self._damage
        done = self._writer.end(complete=whole, interrupted=interrupted, rename=not interrupted)
        self._ring.set_durable_seq(self._writer.synced_seq)
        self._report()
        return done

    def _report(self) -> None:
        if self._writer.fault is not Fault.NONE:
            self._ring.set_fault(self._writer.fault, self._writer.fault_text)


def _when_input_ends(gone: threading.Event) -> None:
    """Wait for the session's process to go away; it never writes to the pipe."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    gone.set()


def _first(ring: RingReader, gone: threading.Event) -> tuple[Opening, list[Item]] | None:
    """The opening, which the session put in before it started this process."""
    while not gone.is_set():
        items = ring.take()
        if items:
            return Opening.from_json(items[0].payload), items[1:]
        gone.wait(POLL_S)
    return None


def run(ring: RingReader, partial: Path, reserve_bytes: int, gone: threading.Event) -> bool:
    """Record until the session is closed, or `gone`; True when everything is on disk."""
    first = _first(ring, gone)
    if first is None:
        return False
    opening, items = first
    try:
        writer = SessionWriter(partial, opening, reserve_bytes=reserve_bytes)
        sync_folder(partial.parent)
    except OSError as error:
        ring.set_fault(Fault.CANNOT_OPEN, error.strerror or str(error))
        return False
    for item in items:
        writer.add(item)
    drain = Drain(ring, writer)
    drain.turn(last=True)
    ring.set_state(RUNNING)
    while True:
        # Asked before the ring is emptied: whatever was put in earlier is then in the file.
        interrupted, closed = gone.is_set(), ring.closed
        drain.turn(last=bool(interrupted or closed))
        if closed or interrupted:
            return drain.end(interrupted=not closed)
        gone.wait(POLL_S)


def main(arguments: list[str]) -> int:
    """Start; 0 when the recording was ended in order and everything is on disk."""
    ring_path, partial, reserve = arguments
    # The end of the session decides, not a key press that reaches every process of the terminal.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    gone = threading.Event()
    threading.Thread(target=_when_input_ends, args=(gone,), daemon=True).start()
    ring = RingReader(Path(ring_path))
    # Once both sides have it mapped the name is not needed: a kill then leaves nothing behind.
    with contextlib.suppress(OSError):
        Path(ring_path).unlink()
    done = run(ring, Path(partial), int(reserve), gone)
    ring.set_state(FINISHED if done else FAILED)
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
