"""Writes one recording: an MCAP file whose every chunk reaches the disk in one piece or not at all.

The MCAP library writes into memory; from there each flush goes to the file in one go, so that an
error can be answered: what was torn is cut off again, and what was whole stays.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from mcap.writer import CompressionType, IndexType, Writer

from vrexposure.recording.format import (
    END,
    FILE_NAME,
    MANIFEST,
    METADATA_NAME,
    PROFILE,
    RESERVE_NAME,
    End,
    Fault,
    Opening,
)
from vrexposure.recording.ring import Item, allocate

RESERVE_BYTES: Final = 1 << 22
"""DEF 4 MiB kept free for the end of the session: six hours of the index of chunks, and more."""

_BINARY: Final = getattr(os, "O_BINARY", 0)
_FAULTS: Final = {
    errno.ENOSPC: Fault.DISK_FULL,
    errno.EDQUOT: Fault.DISK_FULL,
    errno.EFBIG: Fault.DISK_FULL,
    errno.EROFS: Fault.READ_ONLY,
}


class Resumed(NamedTuple):
    """What a file that another process left off has: whole bytes, messages, the last `seq`."""

    whole_bytes: int
    messages: int
    last_seq: int


class SessionWriter:
    """One file from its manifest to its end. Never raises for a disk that fails: see `fault`.

    After `DISK_FULL` only durable messages and the end are written, into the room that was kept
    for them. After any other fault, or a second one, nothing is: a page that could not be synced
    may be gone although the next sync succeeds, so the same file is not trusted again.
    """

    def __init__(
        self,
        partial: Path,
        opening: Opening,
        *,
        reserve_bytes: int = RESERVE_BYTES,
        resumed: Resumed | None = None,
    ) -> None:
        """Create the file and write its manifest; not yet synced. Or go on with one (`resumed`).

        Raises:
            OSError: The file cannot be created, or the reserve finds no room.
        """
        self._partial = partial
        self._reserve = partial.with_name(RESERVE_NAME)
        self._opening = opening
        self.fault = Fault.NONE
        self.fault_text = ""
        self.messages = 0
        self.last_seq = -1
        self.synced_seq = -1
        self._written_seq = -1
        self._durable: list[Item] = []
        self._unflushed = 0
        self._whole_bytes = 0
        self._synced_bytes = 0
        self._dead = False
        if resumed is None:
            self._file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
            self._keep_room(reserve_bytes)
        else:
            self._file = os.open(partial, os.O_WRONLY | _BINARY)
        self._sink = _Sink()
        self._mcap = Writer(
            cast(IO[bytes], self._sink),
            compression=CompressionType.ZSTD,
            index_types=IndexType.CHUNK | IndexType.METADATA,
        )
        self._mcap.start(profile=PROFILE, library="vrexposure")
        self._add_metadata()
        for spec in opening.channels:
            schema = 0
            if spec.schema:
                schema = self._mcap.register_schema(
                    spec.schema_name, spec.schema_encoding, spec.schema.encode()
                )
            self._mcap.register_channel(spec.topic, spec.encoding, schema)
        self._mcap.add_message(MANIFEST, 0, opening.manifest.encode(), 0)
        self._mcap.flush()  # type: ignore[no-untyped-call]
        opened = self._sink.take()
        if resumed is not None:
            self._go_on_from(resumed)
        elif not self._store(opened):
            os.close(self._file)
            raise OSError(errno.EIO, self.fault_text)

    def _go_on_from(self, resumed: Resumed) -> None:
        """What stands there already is not written again, nor is what is torn kept."""
        self.messages, self.last_seq = resumed.messages, resumed.last_seq
        self._whole_bytes = resumed.whole_bytes
        os.ftruncate(self._file, resumed.whole_bytes)
        os.lseek(self._file, resumed.whole_bytes, os.SEEK_SET)

    def stop_for(self, fault: Fault, text: str) -> None:
        """From here on only durable messages and the end are written, and the end says why."""
        if self.fault is Fault.NONE:
            self.fault, self.fault_text = fault, text

    def add(self, item: Item) -> None:
        """Append one message; it is on its way to the disk after the next `flush`."""
        if self._dead or (self.fault and not item.durable):
            return
        self._append(item)
        self._unflushed += 1
        self.last_seq = max(self.last_seq, item.seq)

    def flush(self) -> None:
        """Close the chunk and hand it to the system: now it survives the end of this process."""
        if self._dead:
            return
        self._mcap.flush()  # type: ignore[no-untyped-call]
        if not self._store(self._sink.take()) and not self._store_durable_alone():
            return
        self.messages += self._unflushed
        self._unflushed = 0
        self._durable = []
        self._written_seq = self.last_seq

    def _store_durable_alone(self) -> bool:
        """Try again in the room that is free now, with what matters of the part that was torn."""
        if self._dead:
            return False
        durable, self._durable = self._durable, []
        self._unflushed = sum(item.channel != END for item in durable)
        for item in durable:
            self._append(item)
        self._mcap.flush()  # type: ignore[no-untyped-call]
        self._dead = not self._store(self._sink.take())
        return not self._dead

    def _append(self, item: Item) -> None:
        time_ns = max(0, item.time_ns)
        self._mcap.add_message(item.channel, time_ns, item.payload, time_ns, max(0, item.seq))
        if item.durable:
            self._durable.append(item)

    def sync(self) -> None:
        """Wait until the disk has everything that was flushed: now it survives a power cut."""
        if self._dead or self._synced_bytes == self._whole_bytes:
            return
        try:
            _fdatasync(self._file)
        except OSError as error:
            self._remember(error)
            self._dead = True
            return
        self._synced_bytes = self._whole_bytes
        self.synced_seq = self._written_seq

    def end(self, *, complete: bool, interrupted: bool = False, rename: bool = True) -> bool:
        """Write the end and close; True when all is on disk. Gives the final name if `rename`."""
        self.flush()
        reason = "interrupted" if interrupted else "" if complete else "incomplete"
        if self.fault is not Fault.NONE:
            complete, reason = False, self.fault.name.lower()
        if not self._dead:
            end = End(complete, interrupted, self.messages, reason)
            self._append(Item(END, 0, 0, end.to_json(), durable=True))
            self.flush()
        if self.fault is Fault.NONE:
            # Only now: what was lost on a full disk would stand in the index of chunks.
            self._release_reserve()
            self._add_metadata()
            self._mcap.finish()  # type: ignore[no-untyped-call]
            self._store(self._sink.take())
        self.sync()
        os.close(self._file)
        try:
            self._release_reserve()
            if rename and not self._dead:
                self._partial.rename(self._partial.with_name(FILE_NAME))
            sync_folder(self._partial.parent)
        except OSError as error:
            self._remember(error)
        return self.fault is Fault.NONE

    def _keep_room(self, size: int) -> None:
        if not size:
            return
        try:
            handle = os.open(self._reserve, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
            try:
                allocate(handle, size)
            finally:
                os.close(handle)
        except OSError:
            os.close(self._file)
            self._reserve.unlink(missing_ok=True)
            self._partial.unlink()
            raise

    def _add_metadata(self) -> None:
        text = self._opening.manifest
        digest = hashlib.sha256(text.encode()).hexdigest()
        self._mcap.add_metadata(METADATA_NAME, {"sha256": digest, "manifest": text})

    def _store(self, data: bytes) -> bool:
        """Write all of `data` or none of it. After the first time of no room there is some."""
        try:
            _write_all(self._file, data)
        except OSError as error:
            first = self.fault is Fault.NONE
            self._remember(error)
            try:
                os.ftruncate(self._file, self._whole_bytes)
                os.lseek(self._file, self._whole_bytes, os.SEEK_SET)
            except OSError:
                first = False
            self._release_reserve()
            self._dead = not (first and self.fault is Fault.DISK_FULL)
            return False
        self._whole_bytes += len(data)
        return True

    def _release_reserve(self) -> None:
        with contextlib.suppress(OSError):
            self._reserve.unlink(missing_ok=True)

    def _remember(self, error: OSError) -> None:
        if self.fault is Fault.NONE:
            self.fault = _fault_of(error)
            self.fault_text = f"{error.strerror or error}"


class _Sink:
    """Where the MCAP library writes; it knows how far into the file it has come."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def write(self, data: bytes) -> int:
        """Keep `data` until it is taken."""
        self._parts.append(bytes(data))
        self._length += len(data)
        return len(data)

    def tell(self) -> int:
        """The place in the file of the next byte."""
        return self._length

    def flush(self) -> None:
        """Nothing to do: `take` is what empties it."""

    def take(self) -> bytes:
        """Everything written since the last call."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def _fault_of(error: OSError) -> Fault:
    return _FAULTS.get(error.errno or 0, Fault.IO_ERROR)


def _write_all(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _fdatasync(file: int) -> None:
    getattr(os, "fdatasync", os.fsync)(file)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
