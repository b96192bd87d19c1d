"""The session's recorder: packs each message into the ring, and watches the process that writes.

Never waits while the session runs. `create` and `close` do.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, Self

from typing_extensions import override

from vrexposure.errors import RecorderError
from vrexposure.recording.encoding import Encoder
from vrexposure.recording.folders import FREE_BYTES, create_session_folder
from vrexposure.recording.format import MANIFEST, PARTIAL_NAME, Fault, Opening
from vrexposure.recording.manifest import Manifest, opening_of
from vrexposure.recording.rescue import finish
from vrexposure.recording.ring import CAPACITY, RUNNING, STARTING, RingWriter
from vrexposure.recording.writer import RESERVE_BYTES

log = logging.getLogger(__name__)

START_S: Final = 15.0
CLOSE_S: Final = 30.0
SILENT_NS: Final = 5 * 10**9
"""DEF: so long may one sync of a slow disk take before the recorder counts as lost."""


class SessionRecorder(Encoder):
    """A `ports.Recorder` that writes in a process of its own. Use from one thread only."""

    def __init__(
        self, ring: RingWriter, process: subprocess.Popen[bytes], folder: Path, opening: Opening
    ) -> None:
        """Use `create`."""
        self._opening = opening
        self._ring = ring
        self._process = process
        self._fault = Fault.NONE
        self._fault_text = ""
        self._durable_seq = -1
        self._closed = False
        self.folder = folder

    @classmethod
    def create(
        cls,
        folder: Path,
        manifest: Manifest,
        *,
        free_bytes: int = FREE_BYTES,
        reserve_bytes: int = RESERVE_BYTES,
        ring_bytes: int = CAPACITY,
    ) -> Self:
        """Create the folder, start the process, and wait until the manifest is on the disk.

        Raises:
            RecorderError: The session could not be written down; the message says what to do.
        """
        create_session_folder(folder, free_bytes=free_bytes)
        try:
            ring = RingWriter(ring_bytes)
        except OSError as error:
            raise RecorderError(
                f"no room for the recorder's buffer of {ring_bytes >> 20} MiB "
                f"({error.strerror}): free some space in the temporary folder"
            ) from error
        opening = opening_of(manifest)
        taken = ring.put(MANIFEST, -1, 0, opening.to_json(), durable=True)
        assert taken, "a ring that cannot hold the manifest is too small"
        target = folder / PARTIAL_NAME
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "vrexposure.recording.process"),
                *(str(ring.path), str(target), str(reserve_bytes)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        recorder = cls(ring, process, folder, opening)
        deadline = time.monotonic() + START_S
        while ring.state == STARTING and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        if ring.state != RUNNING:
            words = ring.fault_text or "its process did not start"
            recorder._end_process()
            with contextlib.suppress(OSError):
                folder.rmdir()
            raise RecorderError(
                f"the recorder cannot write {target} ({words}): choose another folder with --out"
            )
        return recorder

    @override
    def _put(self, channel: int, seq: int, time_ns: int, payload: bytes, *, durable: bool) -> None:
        self._ring.put(channel, seq, time_ns, payload, durable=durable)

    def durable_seq(self) -> int:
        """Every durable output up to this `seq` is on disk; -1 before the first."""
        if self._closed:
            return self._durable_seq
        seq, lost = self._ring.durable_seq, self._ring.lost_durable_seq
        return seq if lost is None else min(seq, lost - 1)

    def healthy(self) -> bool:
        """False once something could not be written; `fault` says what."""
        if self._fault is Fault.NONE and not self._closed:
            self._ring.beat(time.monotonic_ns())
            if self._ring.fault is not Fault.NONE:
                self._fail(self._ring.fault, self._ring.fault_text)
            elif self._ring.dropped:
                self._fail(Fault.OVERRUN, "the recorder did not keep up")
            elif self._process.poll() is not None:
                self._fail(Fault.PROCESS_GONE, f"exit code {self._process.returncode}")
            elif self.silent_ns() > SILENT_NS:
                return False  # It may only be slow, and has minutes to catch up before a loss.
        return self._fault is Fault.NONE

    def silent_ns(self) -> int:
        """How long ago the recorder process gave a sign of life."""
        return time.monotonic_ns() - self._ring.reader_beat_ns

    @property
    def fault(self) -> tuple[Fault, str]:
        """What could not be written and why; `Fault.NONE` while all is well."""
        return self._fault, self._fault_text

    def close(self, *, complete: bool) -> None:
        """Wait until the end is written and the file has its final name. Twice is once."""
        if self._closed:
            return
        self.healthy()
        self._ring.close(complete=complete)
        try:
            self._process.wait(CLOSE_S)
        except subprocess.TimeoutExpired:
            self._fail(Fault.PROCESS_GONE, f"not done after {CLOSE_S:.0f} s")
        if self._ring.fault is not Fault.NONE:
            self._fail(self._ring.fault, self._ring.fault_text)
        elif self._process.returncode:
            self._fail(Fault.PROCESS_GONE, f"exit code {self._process.returncode}")
        if self._ring.state == RUNNING and self._process.returncode is not None:
            self._finish_its_file()
        self._durable_seq = max(self._durable_seq, self.durable_seq())
        self._closed = True
        self._end_process()

    def _finish_its_file(self) -> None:
        """The recorder died in mid-session: what it left in the ring is written from here."""
        try:
            seq = finish(self.folder / PARTIAL_NAME, self._opening, self._ring.left_over())
        except OSError as error:
            log.error("recording: what was left could not be written (%s)", error)
            return
        lost = self._ring.lost_durable_seq
        self._durable_seq = seq if lost is None else min(seq, lost - 1)

    def _fail(self, fault: Fault, text: str) -> None:
        if self._fault is Fault.NONE:
            self._fault, self._fault_text = fault, text
            log.error("recording: %s (%s)", fault.name.lower(), text)

    def _end_process(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(CLOSE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._ring.unmap()
        self._ring.path.unlink(missing_ok=True)
