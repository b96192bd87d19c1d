"""A recorder without a process: the same file, for simulations and tests faster than real time."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Self

from typing_extensions import override

from vrexposure.errors import RecorderError
from vrexposure.recording.encoding import Encoder
from vrexposure.recording.folders import create_session_folder
from vrexposure.recording.format import PARTIAL_NAME, Fault
from vrexposure.recording.manifest import Manifest, opening_of
from vrexposure.recording.ring import Item
from vrexposure.recording.writer import SessionWriter

FLUSH_MESSAGES: Final = 500


class InProcessRecorder(Encoder):
    """A `ports.Recorder` that writes at once, on the caller's thread.

    It flushes after so many messages, and syncs durable outputs only if told to: a simulated
    person's answers can be simulated again.
    """

    def __init__(self, writer: SessionWriter, *, flush_messages: int, sync: bool) -> None:
        """Use `create`."""
        self._writer = writer
        self._flush_messages = flush_messages
        self._sync = sync
        self._waiting = 0
        self._closed = False

    @classmethod
    def create(
        cls,
        folder: Path,
        manifest: Manifest,
        *,
        flush_messages: int = FLUSH_MESSAGES,
        sync: bool = False,
    ) -> Self:
        """Create the folder and write the manifest.

        Raises:
            RecorderError: The session could not be written down; the message says what to do.
        """
        create_session_folder(folder, free_bytes=0)
        try:
            writer = SessionWriter(folder / PARTIAL_NAME, opening_of(manifest), reserve_bytes=0)
        except OSError as error:
            raise RecorderError(
                f"{folder} cannot be written to ({error.strerror}): choose another folder"
            ) from error
        return cls(writer, flush_messages=flush_messages, sync=sync)

    @override
    def _put(self, channel: int, seq: int, time_ns: int, payload: bytes, *, durable: bool) -> None:
        self._writer.add(Item(channel, seq, time_ns, payload, durable))
        self._waiting += 1
        if self._waiting >= self._flush_messages or (durable and self._sync):
            self._writer.flush()
            self._waiting = 0
            if self._sync:
                self._writer.sync()

    def durable_seq(self) -> int:
        """Every output up to this `seq` is on disk; when not syncing, was written at all."""
        return self._writer.synced_seq if self._sync else self._writer.last_seq

    def healthy(self) -> bool:
        """False once something could not be written."""
        return self._writer.fault is Fault.NONE

    def close(self, *, complete: bool) -> None:
        """Write the end and give the file its final name. Twice is once."""
        if not self._closed:
            self._closed = True
            self._writer.end(complete=complete)
