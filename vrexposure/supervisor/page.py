"""The page of shared memory through which the session's process tells that it lives.

One process writes, one reads, without locks: each word is stored and loaded whole, and the number
rises last, so that a reader who sees a new one sees what belongs to it.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import tempfile
from pathlib import Path
from typing import Final, NamedTuple, Self

from vrexposure.core.view import Phase
from vrexposure.supervisor.rules import State

MAGIC: Final = int.from_bytes(b"VRXBEAT\x00", "little")
VERSION: Final = 1
PAGE_BYTES: Final = 4096

# Words of eight bytes.
_MAGIC, _VERSION, _NUMBER, _TIME, _PHASE, _FRAME, _STATE, _NOTE_BYTES = range(8)
_NOTE: Final = 512  # where the note begins

_PHASES: Final = tuple(Phase)
_NUMBERS: Final = {phase: number for number, phase in enumerate(_PHASES)}


class PageError(Exception):
    """The file is no page of this version."""


class Beat(NamedTuple):
    """What a page said last.

    Attributes:
        number: Rises with every sign of life.
        time_ns: Of the last beat, on the machine's monotonic clock; 0 before the first.
        phase: Of the session.
        frame: How many moments the session has had.
        state: What the process is at.
    """

    number: int
    time_ns: int
    phase: Phase
    frame: int
    state: State


class Page:
    """One mapped page, for either side."""

    def __init__(self, path: Path) -> None:
        """Map the page in a file.

        Raises:
            PageError: The file is no such page.
            OSError: The file cannot be opened.
        """
        self.path = path
        handle = os.open(path, os.O_RDWR)
        try:
            if os.fstat(handle).st_size != PAGE_BYTES:
                raise PageError(f"{path} has another length than a page")
            self._map = mmap.mmap(handle, PAGE_BYTES)
        finally:
            os.close(handle)
        self._words = memoryview(self._map).cast("Q")
        if (self._words[_MAGIC], self._words[_VERSION]) != (MAGIC, VERSION):
            self.close()
            raise PageError(f"{path} is no page of this version")

    @classmethod
    def create(cls) -> Self:
        """Make a page in a temporary file, in memory where that can be had.

        Raises:
            OSError: There is no room for it.
        """
        memory = Path("/dev/shm")
        place = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
        handle, name = tempfile.mkstemp(prefix="vrexposure-", suffix=".beat", dir=place)
        try:
            # Written, not only made long: a store into a hole of a full disk ends the process.
            os.write(handle, struct.pack("<QQ", MAGIC, VERSION).ljust(PAGE_BYTES, b"\0"))
        except OSError:
            Path(name).unlink()
            raise
        finally:
            os.close(handle)
        return cls(Path(name))

    def beat(self, time_ns: int, phase: Phase, frame: int, state: State) -> None:
        """Say that the process lives, and what it is at."""
        words = self._words
        words[_TIME] = time_ns
        words[_PHASE] = _NUMBERS[phase]
        words[_FRAME] = frame
        words[_STATE] = state
        words[_NUMBER] += 1

    def read(self) -> Beat:
        """What was said last."""
        words = self._words
        return Beat(
            words[_NUMBER],
            words[_TIME],
            _PHASES[words[_PHASE]],
            words[_FRAME],
            State(words[_STATE]),
        )

    def write_note(self, session: str, folder: Path) -> None:
        """Say which session this is and where it is recorded; a path that is too long is left out.

        Args:
            session: The session's short id, without line breaks.
            folder: Its folder, which must exist.
        """
        for note in (f"{session}\n{folder.absolute()}", f"{session}\n"):
            raw = os.fsencode(note)
            if len(raw) <= PAGE_BYTES - _NOTE:
                self._map[_NOTE : _NOTE + len(raw)] = raw
                self._words[_NOTE_BYTES] = len(raw)
                return

    def read_note(self) -> tuple[str, Path | None]:
        """The session's id, "" while unknown, and its folder."""
        raw = bytes(self._map[_NOTE : _NOTE + self._words[_NOTE_BYTES]])
        session, _, folder = os.fsdecode(raw).partition("\n")
        return session, Path(folder) if folder else None

    def forget_name(self) -> None:
        """Take the file's name away; who has it mapped keeps it, and a kill leaves nothing."""
        with contextlib.suppress(OSError):
            self.path.unlink()

    def close(self) -> None:
        """Let the memory go."""
        self._words.release()
        self._map.close()
