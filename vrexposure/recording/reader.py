"""The one reader of recordings: checks every CRC, goes on past damage, and says what is missing.

What it gives was written exactly so; what it cannot vouch for it leaves out and counts.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from vrexposure.core.inputs import JOINT_COUNT, SPOKEN, Frame, HandJoints, Input
from vrexposure.core.setup import RECORDING_FORMATS_READ
from vrexposure.errors import RecordingError
from vrexposure.recording.chunks import (
    Hole,
    Place,
    Raw,
    after_last_chunk,
    find_chunks,
    find_manifest,
    messages,
    read_chunk,
)
from vrexposure.recording.format import (
    CDR,
    END,
    FILE_NAME,
    GAP,
    HANDS_TOPIC,
    MANIFEST,
    OUTPUT_PREFIX,
    PARTIAL_NAME,
    TIMING,
    Fault,
    frame_struct,
    hands_struct,
    unpack_timing,
)
from vrexposure.recording.manifest import Manifest

_HOLE_BYTES_MAX: Final = 1 << 26
_REASONS_MAX: Final = 20
_HANDS: Final = hands_struct(JOINT_COUNT)


@dataclass(frozen=True, slots=True)
class Salvage:
    """What came out of a file, and what did not.

    Attributes:
        complete: The session came to its end, and everything that was written is here.
        interrupted: The session's program went away, or the file was never ended.
        chunks_lost: Chunks that were seen, but are damaged (each a quarter of a second or less).
        messages: How many messages can be read.
        dropped: Messages that the program itself had to leave out, by its own account.
        reasons: A sentence for each thing that is not as it should be.
    """

    complete: bool
    interrupted: bool
    chunks_lost: int
    messages: int
    dropped: int
    reasons: tuple[str, ...]


class Recorded(NamedTuple):
    """One message as it was written. `seq` is the shared count of inputs and outputs.

    `hands`: for motion, the payload on /hands that belongs to it, or nothing.
    """

    topic: str
    seq: int
    time_ns: int
    payload: bytes
    hands: bytes = b""


class Motion(NamedTuple):
    """All motion of a session; N frames of P points (`Manifest.points`), in order.

    Attributes:
        time_ns: int64 (N,), session clock.
        poses: float32 (N, P, 7): x, y, z in metres, quaternion w, x, y, z; stage space.
        flags: uint8 (N, P), `PoseFlag` bits; rows that are not valid hold anything.
        buttons: uint32 (N,), `Button` bits.
    """

    time_ns: npt.NDArray[np.int64]
    poses: npt.NDArray[np.float32]
    flags: npt.NDArray[np.uint8]
    buttons: npt.NDArray[np.uint32]


class Recording:
    """A recording that was opened and checked; get it from `read_recording`.

    Iterators read the file anew, chunk by chunk, and check it again.
    """

    def __init__(
        self, path: Path, manifest: Manifest, salvage: Salvage, places: tuple[Place, ...]
    ) -> None:
        self.path = path
        self.manifest = manifest
        self.salvage = salvage
        self._places = places
        self._frame = frame_struct(len(manifest.points))

    def messages(self) -> Iterator[Recorded]:
        """Everything but manifest and end, in the order of writing; `seq` 0 where there is none.

        Raises:
            RecordingError: The file has changed since it was opened.
        """
        topics = dict(enumerate(self.manifest.channels, start=1))
        last_seq = hands_seq = -1
        hands = b""
        for raw in self._raw():
            if raw.channel in (MANIFEST, END) or raw.channel not in topics:
                continue
            topic = topics[raw.channel]
            if raw.channel not in (TIMING, GAP):
                if raw.seq <= (hands_seq if topic == HANDS_TOPIC else last_seq):
                    continue
                if topic == HANDS_TOPIC:
                    hands_seq, hands = raw.seq, raw.payload
                else:
                    last_seq = raw.seq
            own = hands if topic == "/motion" and raw.seq == hands_seq else b""
            yield Recorded(topic, raw.seq, raw.time_ns, raw.payload, own)

    def inputs(self) -> Iterator[tuple[int, Input]]:
        """What the core was told, with its `seq`.

        Raises:
            RecordingError: A message is whole, but not one of this version.
        """
        for one in self.messages():
            if one.topic in ("/motion", "/input"):
                yield one.seq, self.input_of(one)

    def spoken(self) -> Iterator[tuple[int, Input]]:
        """The same without motion: commands, ticks, what happened to the device."""
        for one in self.messages():
            if one.topic == "/input":
                yield one.seq, self.input_of(one)

    def input_of(self, one: Recorded) -> Input:
        """The input that a message on /motion or /input holds.

        Raises:
            RecordingError: It holds none of this version.
        """
        try:
            if one.topic == "/input":
                return SPOKEN.validate_json(one.payload)
            header, time_ns, buttons, flags, poses = self._frame.unpack(one.payload)
            hands = _hands_of(one.hands) if one.hands else None
            if header != CDR:
                raise RecordingError(f"{self.path}: motion is not little-endian CDR")
        except (ValidationError, struct.error) as error:
            raise RecordingError(
                f"{self.path}: input {one.seq} is not one that this version knows"
            ) from error
        return Frame(
            time_ns,
            np.frombuffer(poses, "<f4").reshape(-1, 7),
            np.frombuffer(flags, np.uint8),
            buttons,
            hands,
        )

    def outputs(self) -> Iterator[tuple[int, str, bytes]]:
        """What the core said: `seq`, kind and the JSON, byte for byte."""
        for one in self.messages():
            if one.topic.startswith(OUTPUT_PREFIX):
                yield one.seq, one.topic.removeprefix(OUTPUT_PREFIX), one.payload

    def timing(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """How long the stages of each frame took, nanoseconds (`Manifest.timing_stages`)."""
        for one in self.messages():
            if one.topic == "/timing":
                yield unpack_timing(one.payload)

    def motion(self) -> Motion:
        """All motion at once, in memory: 280 bytes a frame."""
        points = len(self.manifest.points)
        dtype = np.dtype(
            {
                "names": ["time_ns", "buttons", "flags", "poses"],
                "formats": ["<i8", "<u4", ("u1", (points,)), ("<f4", (points, 7))],
                "offsets": [4, 12, 16, self._frame.size - 28 * points],
                "itemsize": self._frame.size,
            }
        )
        frames = b"".join(one.payload for one in self.messages() if one.topic == "/motion")
        if len(frames) % dtype.itemsize:
            raise RecordingError(f"{self.path}: motion is not laid out as this version does")
        rows = np.frombuffer(frames, dtype)
        return Motion(
            *(np.ascontiguousarray(rows[name]) for name in ("time_ns", "poses", "flags", "buttons"))
        )

    def _raw(self) -> Iterator[Raw]:
        with self.path.open("rb") as file:
            for place in self._places:
                found = read_chunk(file, place.start, place.end)
                if found is None:
                    raise RecordingError(f"{self.path} has changed while it was read: read again")
                yield from messages(found[1])


def _hands_of(payload: bytes) -> HandJoints:
    _, _, sources, flags, poses = _HANDS.unpack(payload)
    left, right = sources
    return HandJoints(
        np.frombuffer(poses, "<f4").reshape(2, JOINT_COUNT, 7),
        np.frombuffer(flags, np.uint8).reshape(2, JOINT_COUNT),
        (left, right),
    )


def read_recording(path: Path) -> Recording:
    """Open a session's folder or file, whole or not, and check all of it.

    Raises:
        RecordingError: There is no recording, or nothing of it can be used.
    """
    file_path = _file_in(path)
    try:
        with file_path.open("rb") as file:
            return _read(file_path, file)
    except OSError as error:
        raise RecordingError(f"{file_path} cannot be read ({error.strerror})") from error


def _file_in(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in (FILE_NAME, PARTIAL_NAME):
        if (path / name).is_file():
            return path / name
    raise RecordingError(f"{path} holds no recording ({FILE_NAME})")


class _Account:
    """Counts what was found while the file is read for the first time."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.manifest: str | None = None
        self.end: dict[str, object] | None = None
        self.messages = 0
        self.dropped = 0
        self.chunks_lost = 0
        self.last_seq = -1
        self.reasons: list[str] = []

    def say(self, reason: str) -> None:
        if len(self.reasons) < _REASONS_MAX and reason not in self.reasons:
            self.reasons.append(reason)

    def add(self, place: Place, content: bytes) -> None:
        try:
            found = list(messages(content))
        except ValueError as error:
            self.chunks_lost += 1
            self.say(f"the chunk at byte {place.start} is whole, but {error}")
            return
        self.places.append(place)
        for raw in found:
            if raw.channel == MANIFEST:
                self.manifest = self.manifest or raw.payload.decode(errors="replace")
            elif raw.channel == END:
                self.end = json.loads(raw.payload)
            else:
                self._count(raw)

    def _count(self, raw: Raw) -> None:
        if raw.channel == GAP:
            count = int(json.loads(raw.payload)["count"])
            self.dropped += count
            self.say(f"{count} messages found no room after seq {self.last_seq} and are missing")
        elif raw.channel != TIMING:
            if raw.seq <= self.last_seq:
                self.say("messages stand in it twice or out of order; those were left out")
                return
            # Hands share the number of the motion that follows. The manifest, which names their
            # channel, may be lost so far; but all others beyond the fixed ones are JSON.
            if raw.channel < END or not raw.payload.startswith(CDR):
                self.last_seq = raw.seq
        self.messages += 1


def _read(path: Path, file: BinaryIO) -> Recording:
    size = file.seek(0, 2)
    if size == 0:
        raise RecordingError(f"{path} is empty: nothing was recorded")
    account = _Account()
    tail = b""
    for found in find_chunks(file, size):
        if isinstance(found, Hole):
            file.seek(found.start)
            tail = file.read(min(found.end - found.start, _HOLE_BYTES_MAX))
            account.manifest = account.manifest or find_manifest(tail)
            if found.start and found.end < size:
                account.chunks_lost += max(1, found.chunks)
                account.say(f"damaged between bytes {found.start} and {found.end}")
            elif found.chunks:
                account.chunks_lost += found.chunks
                account.say(f"damaged or cut short after byte {found.start}")
        else:
            account.add(*found)
            tail = b""
    if account.manifest is None:
        raise RecordingError(
            f"{path} is not a recording, or its beginning is lost: no whole manifest is in it"
        )
    salvage = _salvage(account, tail)
    return Recording(path, _manifest(path, account.manifest), salvage, tuple(account.places))


def _salvage(account: _Account, tail: bytes) -> Salvage:
    end = account.end
    if end is None:
        account.say("it was never ended: the program was interrupted, or the end is lost")
        return Salvage(
            False,
            True,
            account.chunks_lost,
            account.messages,
            account.dropped,
            tuple(account.reasons),
        )
    # No table of contents is written on a full disk, nor after a recorder that another went on for.
    without = (Fault.DISK_FULL.name.lower(), Fault.PROCESS_GONE.name.lower())
    if end["reason"] not in without and (problem := after_last_chunk(tail)):
        account.say(problem)
    written = int(str(end["messages"]))
    if written != account.messages:
        account.say(f"{written} messages were written, {account.messages} can be read")
    if end["reason"]:
        account.say(f"it was ended as {end['reason']}")
    whole = written == account.messages and not account.dropped and not account.chunks_lost
    return Salvage(
        bool(end["complete"]) and whole,
        bool(end["interrupted"]),
        account.chunks_lost,
        account.messages,
        account.dropped,
        tuple(account.reasons),
    )


def _manifest(path: Path, text: str) -> Manifest:
    try:
        stated = json.loads(text).get("format")
        if stated not in RECORDING_FORMATS_READ:
            known = ", ".join(str(number) for number in RECORDING_FORMATS_READ)
            raise RecordingError(
                f"{path} has the recording format {stated!r}, but this version reads "
                f"{known}: use the version of the program that wrote it, or a newer one"
            )
        return Manifest.model_validate_json(text)
    except (ValueError, AttributeError) as error:
        raise RecordingError(f"{path}: its manifest is not one of this version: {error}") from error
