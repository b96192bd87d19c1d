"""A ring of messages in a memory-mapped file: one writer process, one reader process, no locks.

The writer never blocks: what finds no room is counted, and a `Gap` is put in as soon as there is
room again. The last part of the room is kept for durable messages, so that motion is given up
before a clinical event is. What was taken keeps its room until the reader has handed it to the
system, so that a reader that is killed takes nothing with it. Both positions only ever rise; each
is written by one side.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from vrexposure.recording.format import GAP, Fault, Gap

MAGIC: Final = int.from_bytes(b"VRXRING\x00", "little")
VERSION: Final = 1
HEADER_BYTES: Final = 4096
CAPACITY: Final = 1 << 24
"""DEF 16 MiB: at 120 Hz motion, timing and what the core says it holds five minutes."""
KEPT_FOR_DURABLE: Final = 1 << 18

# Words of eight bytes; those of the writer and of the reader lie in different cache lines.
_MAGIC, _VERSION, _CAPACITY, _WRITER_PID = 0, 1, 2, 3
_HEAD, _WRITER_BEAT, _DROPPED, _CLOSED = 8, 9, 10, 11
_TAIL, _READER_BEAT, _DURABLE, _STATE, _FAULT, _TEXT_LENGTH = 16, 17, 18, 19, 20, 21
_TEXT: Final = slice(512, 1024)

STARTING, RUNNING, FINISHED, FAILED = range(4)
OPEN, CLOSED_COMPLETE, CLOSED_INCOMPLETE = range(3)

_POPULATE: Final[int] = getattr(mmap, "MAP_POPULATE", 0)

_ITEM: Final = struct.Struct("<IHHqq")
_CRC: Final = struct.Struct("<I4x")
_ITEM_BYTES: Final = _ITEM.size + _CRC.size
_PAD: Final = 0xFFFFFFFF
_DURABLE_FLAG: Final = 1


class RingError(Exception):
    """The ring holds something that no writer put there."""


class Item(NamedTuple):
    """One message on its way. `seq` is -1 where there is none."""

    channel: int
    seq: int
    time_ns: int
    payload: bytes
    durable: bool


def _size(payload: bytes) -> int:
    return (_ITEM_BYTES + len(payload) + 7) & ~7


class _Mapped:
    """The mapped file and its header words. Aligned words are stored and loaded whole."""

    def __init__(self, file: int) -> None:
        # All pages at once, rather than a page fault in every tenth frame.
        flags = {"flags": mmap.MAP_SHARED | _POPULATE} if _POPULATE else {}
        self._map = mmap.mmap(file, 0, **flags)
        self._words = memoryview(self._map)[:HEADER_BYTES].cast("Q")
        if self._words[_MAGIC] != MAGIC or self._words[_VERSION] != VERSION:
            raise RingError("this file is no ring of this version")
        self._capacity = self._words[_CAPACITY]
        if self._capacity + HEADER_BYTES != len(self._map):
            raise RingError("the ring's file has another length than its header says")

    def _between(self, tail: int, head: int) -> Iterator[tuple[Item, int]]:
        """Each message from `tail` to `head`, and where it ends.

        Raises:
            RingError: Something there is no message.
        """
        while tail < head:
            at = tail & (self._capacity - 1)
            to_end = self._capacity - at
            at += HEADER_BYTES
            (length,) = struct.unpack_from("<I", self._map, at)
            if length == _PAD:
                tail += to_end
                continue
            if length > min(head - tail, to_end) - _ITEM_BYTES:
                raise RingError("a message in the ring is longer than the ring is full")
            start = at + _ITEM_BYTES
            raw = self._map[at : at + _ITEM.size]
            payload = self._map[start : start + length]
            (crc,) = _CRC.unpack_from(self._map, at + _ITEM.size)
            if crc != zlib.crc32(payload, zlib.crc32(raw)):
                raise RingError("a message in the ring is damaged")
            _, channel, flags, seq, time_ns = _ITEM.unpack(raw)
            tail += _size(payload)
            yield Item(channel, seq, time_ns, payload, bool(flags & _DURABLE_FLAG)), tail

    def unmap(self) -> None:
        """Let the memory go; the ring cannot be used afterwards."""
        self._words.release()
        self._map.close()


class RingWriter(_Mapped):
    """The side that puts messages in. One thread only."""

    def __init__(self, capacity: int = CAPACITY, directory: Path | None = None) -> None:
        """Make a ring of `capacity` bytes (a power of two) in a temporary file."""
        assert capacity & (capacity - 1) == 0
        assert capacity >= 4096
        places = (directory,) if directory else _directories()
        for place in places:
            handle, name = tempfile.mkstemp(prefix="vrexposure-", suffix=".ring", dir=place)
            self.path = Path(name)
            try:
                head = struct.pack("<QQQQ", MAGIC, VERSION, capacity, os.getpid())
                allocate(handle, HEADER_BYTES + capacity)
                os.lseek(handle, 0, os.SEEK_SET)
                os.write(handle, head)
                super().__init__(handle)
                break
            except OSError:
                self.path.unlink()
                if place is places[-1]:
                    raise
            finally:
                os.close(handle)
        self._kept = min(KEPT_FOR_DURABLE, capacity // 8)
        self._head = 0
        self._gap: Gap | None = None
        self.dropped = 0
        self.lost_durable_seq: int | None = None

    def put(
        self, channel: int, seq: int, time_ns: int, payload: bytes, *, durable: bool = False
    ) -> bool:
        """Append one message; False when it found no room and is lost."""
        kept = 0 if durable else self._kept
        if self._gap is not None:
            gap = self._gap.to_json()
            if not self._room(_size(gap) + _size(payload) + kept) or not self._append(
                GAP, self._gap.last_seq, self._gap.to_ns, gap, flags=0, kept=kept
            ):
                return self._drop(seq, time_ns, durable=durable)
            self._gap = None
        if not self._append(
            channel, seq, time_ns, payload, flags=_DURABLE_FLAG if durable else 0, kept=kept
        ):
            return self._drop(seq, time_ns, durable=durable)
        return True

    def put_gap(self) -> None:
        """Put in the gap that is still owed, if it finds room: called before closing."""
        if self._gap is not None and self._append(
            GAP, self._gap.last_seq, self._gap.to_ns, self._gap.to_json(), flags=0, kept=0
        ):
            self._gap = None

    def _room(self, wanted: int) -> bool:
        return wanted <= self._capacity - (self._head - self._words[_TAIL])

    def _append(
        self, channel: int, seq: int, time_ns: int, payload: bytes, *, flags: int, kept: int
    ) -> bool:
        size = _size(payload)
        at = self._head & (self._capacity - 1)
        to_end = self._capacity - at
        skipped = 0 if size <= to_end else to_end
        if not self._room(size + skipped + kept):
            return False
        if skipped:
            struct.pack_into("<I", self._map, HEADER_BYTES + at, _PAD)
            at = 0
        at += HEADER_BYTES
        item = _ITEM.pack(len(payload), channel, flags, seq, time_ns)
        crc = _CRC.pack(zlib.crc32(payload, zlib.crc32(item)))
        start = at + _ITEM_BYTES
        self._map[at:start] = item + crc
        self._map[start : start + len(payload)] = payload
        self._head += size + skipped
        self._words[_HEAD] = self._head
        return True

    def _drop(self, seq: int, time_ns: int, *, durable: bool) -> bool:
        self.dropped += 1
        self._words[_DROPPED] = self.dropped
        if durable and self.lost_durable_seq is None:
            self.lost_durable_seq = seq
        old = self._gap
        if old is None:
            self._gap = Gap(1, seq, seq, time_ns, time_ns)
        else:
            first = seq if old.first_seq < 0 else old.first_seq
            last = old.last_seq if seq < 0 else seq
            self._gap = Gap(old.count + 1, first, last, old.from_ns, time_ns)
        return False

    def left_over(self) -> list[Item]:
        """What a reader that is gone had not released, as far as it is whole."""
        items: list[Item] = []
        with contextlib.suppress(RingError):
            items += (item for item, _ in self._between(self._words[_TAIL], self._head))
        return items

    def beat(self, now_ns: int) -> None:
        """Say that the writer is alive; monotonic nanoseconds."""
        self._words[_WRITER_BEAT] = now_ns

    def close(self, *, complete: bool) -> None:
        """Say that nothing more will come."""
        self.put_gap()
        self._words[_CLOSED] = CLOSED_COMPLETE if complete else CLOSED_INCOMPLETE

    @property
    def durable_seq(self) -> int:
        """Up to where the reader has synced; -1 before the first."""
        return self._words[_DURABLE] - 1

    @property
    def reader_beat_ns(self) -> int:
        """When the reader last said that it is alive; 0 before the first time."""
        return self._words[_READER_BEAT]

    @property
    def state(self) -> int:
        """STARTING, RUNNING, FINISHED or FAILED."""
        return self._words[_STATE]

    @property
    def fault(self) -> Fault:
        """What went wrong on the reader's side."""
        return Fault(self._words[_FAULT])

    @property
    def fault_text(self) -> str:
        """The system's words for `fault`."""
        raw = bytes(memoryview(self._map)[_TEXT])
        return raw[: self._words[_TEXT_LENGTH]].decode(errors="replace")


class RingReader(_Mapped):
    """The side that takes messages out."""

    def __init__(self, path: Path) -> None:
        """Map the ring that a `RingWriter` made.

        Raises:
            RingError: The file is no ring.
            OSError: The file cannot be opened.
        """
        handle = os.open(path, os.O_RDWR)
        try:
            if os.fstat(handle).st_size < HEADER_BYTES:
                raise RingError("the ring's file is too short")
            super().__init__(handle)
        finally:
            os.close(handle)
        self._tail = self._words[_TAIL]

    def take(self) -> list[Item]:
        """All that is new, oldest first. It stays in the ring until it is released.

        Raises:
            RingError: The ring is damaged; what lay in it is lost.
        """
        head = self._words[_HEAD]
        items: list[Item] = []
        try:
            for item, tail in self._between(self._tail, head):
                items.append(item)
                self._tail = tail
        except RingError:
            self._tail = head
            self.release()
            raise
        return items

    @property
    def held_bytes(self) -> int:
        """How much of what was taken still keeps its room."""
        return self._tail - self._words[_TAIL]

    @property
    def capacity(self) -> int:
        """The ring's room, bytes."""
        return self._capacity

    def release(self) -> None:
        """Give back the room of all that was taken: it is where it shall be."""
        self._words[_TAIL] = self._tail

    @property
    def closed(self) -> int:
        """OPEN, CLOSED_COMPLETE or CLOSED_INCOMPLETE."""
        return self._words[_CLOSED]

    @property
    def dropped(self) -> int:
        """How many messages have found no room."""
        return self._words[_DROPPED]

    def beat(self, now_ns: int) -> None:
        """Say that the reader is alive; monotonic nanoseconds."""
        self._words[_READER_BEAT] = now_ns

    def set_durable_seq(self, seq: int) -> None:
        """Every output up to `seq` is on disk."""
        self._words[_DURABLE] = seq + 1

    def set_state(self, state: int) -> None:
        """STARTING, RUNNING, FINISHED or FAILED."""
        self._words[_STATE] = state

    def set_fault(self, fault: Fault, text: str) -> None:
        """What went wrong, once: the first fault stays. The text is stored before the code."""
        if self._words[_FAULT]:
            return
        raw = text.encode()[: _TEXT.stop - _TEXT.start]
        self._map[_TEXT.start : _TEXT.start + len(raw)] = raw
        self._words[_TEXT_LENGTH] = len(raw)
        self._words[_FAULT] = fault


def allocate(handle: int, size: int) -> None:
    """Give an open, empty file `size` bytes that really have room on the disk.

    Storing into a mapped hole of a full disk would end the process with a bus error.

    Raises:
        OSError: There is not that much room.
    """
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, size)
        return
    block = bytes(1 << 16)
    while size > 0:
        size -= os.write(handle, block[:size])


def _directories() -> tuple[Path, ...]:
    """Where a ring may lie, best first: in memory if that can be had, else the temporary folder.

    On a disk file system the kernel writes dirty pages back and makes the next store into them
    wait; on a memory file system it never does.
    """
    memory = Path("/dev/shm")
    usual = Path(tempfile.gettempdir())
    return (memory, usual) if memory.is_dir() and os.access(memory, os.W_OK) else (usual,)
