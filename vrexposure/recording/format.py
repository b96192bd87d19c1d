"""The recording format: names, channels and byte layouts, for the writer and the reader alike.

Imports nothing but the standard library, because the recorder process must start fast and know
neither the core nor the display.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any, Final

FILE_NAME: Final = "recording.mcap"
PARTIAL_NAME: Final = FILE_NAME + ".partial"
RESERVE_NAME: Final = "recording.reserve"
PROFILE: Final = "vrexposure"
METADATA_NAME: Final = "vrexposure"

MANIFEST, MOTION, INPUT, TIMING, GAP, END = range(1, 7)
"""Channel ids. Outputs follow in the order of the manifest's `channels`; id = index + 1."""

FIXED_TOPICS: Final = ("/manifest", "/motion", "/input", "/timing", "/gap", "/end")
OUTPUT_PREFIX: Final = "/output/"
HANDS_TOPIC: Final = "/hands"
"""The last channel, since format 2. Written only where there are hands, before the message on
/motion that it belongs to, and with the same `seq`."""

CDR: Final = b"\x00\x01\x00\x00"
"""Representation header of little-endian CDR (OMG DDS-RTPS 2.3, section 10.5)."""

SEQ_MAX: Final = 2**32 - 1
"""MCAP sequence numbers are 32 bits wide: enough for 200 messages a second over 248 days."""


class Fault(IntEnum):
    """Why something could not be written; the recorder's error code."""

    NONE = 0
    DISK_FULL = 1
    IO_ERROR = 2
    READ_ONLY = 3
    CANNOT_OPEN = 4
    OVERRUN = 5
    PROCESS_GONE = 6
    INTERNAL = 7


def frame_struct(points: int) -> struct.Struct:
    """The layout of one message on /motion: int64, uint32, uint8[n], padding, float32[7n]."""
    return struct.Struct(f"<4sqI{points}s{-points % 4}x{28 * points}s")


def frame_schema(points: int) -> str:
    """The text of the schema `vrexposure/Frame`, in ROS 2 message syntax."""
    return (
        "# One picture's motion. Stage space: metres, +X right, +Y forward, +Z up, floor at 0.\n"
        "# Rows are the manifest's `points`; a row is x, y, z, then quaternion w, x, y, z.\n"
        "# flags: XrSpaceLocationFlags of each row; rows that are not valid may hold anything.\n"
        "int64 time_ns\n"
        "uint32 buttons\n"
        f"uint8[{points}] flags\n"
        f"float32[{7 * points}] poses\n"
    )


def hands_struct(joints: int) -> struct.Struct:
    """The layout of one message on /hands: int64, uint8[2], uint8[2n], padding, float32[14n]."""
    return struct.Struct(f"<4sq2s{2 * joints}s{-(2 + 2 * joints) % 4}x{56 * joints}s")


def hands_schema(joints: int) -> str:
    """The text of the schema `vrexposure/Hands`, in ROS 2 message syntax."""
    return (
        "# The joints of both hands, left first, in the order of XrHandJointEXT; belongs to the\n"
        "# message on /motion with the same seq. Rows and flags as there.\n"
        "int64 time_ns\n"
        "# 0 not tracked, 1 unknown, 2 optical, 3 inferred from a controller\n"
        "uint8[2] sources\n"
        f"uint8[{2 * joints}] flags\n"
        f"float32[{14 * joints}] poses\n"
    )


TIMING_SCHEMA: Final = (
    "# How long the stages of one frame took; names are the manifest's `timing_stages`.\n"
    "int64 time_ns\n"
    "uint32[] stages_ns\n"
)


def pack_timing(time_ns: int, stages_ns: tuple[int, ...]) -> bytes:
    """One message on /timing; a stage beyond 4.29 s is written as that."""
    held = [min(max(0, stage), 0xFFFFFFFF) for stage in stages_ns]
    return struct.pack(f"<4sqI{len(held)}I", CDR, time_ns, len(held), *held)


def unpack_timing(payload: bytes) -> tuple[int, tuple[int, ...]]:
    """The inverse of `pack_timing`.

    Raises:
        struct.error: The payload is not one.
    """
    _, time_ns, count = struct.unpack_from("<4sqI", payload)
    return time_ns, struct.unpack_from(f"<{count}I", payload, 16)


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """A channel as MCAP wants it."""

    topic: str
    encoding: str
    schema_name: str
    schema_encoding: str
    schema: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What a recording begins with: the manifest's JSON and its channels in the order of ids."""

    manifest: str
    channels: tuple[ChannelSpec, ...]

    def to_json(self) -> bytes:
        """As bytes, for the way to the recorder process."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Opening:
        """The inverse of `to_json`."""
        raw: dict[str, Any] = json.loads(data)
        return cls(raw["manifest"], tuple(ChannelSpec(**one) for one in raw["channels"]))


@dataclass(frozen=True, slots=True)
class End:
    """The last message of a recording that was ended by its recorder.

    Attributes:
        complete: The session came to its own end and everything could be written.
        interrupted: The program went away and the recorder finished the file alone.
        messages: How many messages were written before this one, without the manifest.
        reason: A code, "" when complete.
    """

    complete: bool
    interrupted: bool
    messages: int
    reason: str = ""

    def to_json(self) -> bytes:
        """As the payload on /end."""
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True, slots=True)
class Gap:
    """Messages that found no room in the ring and are lost.

    Attributes:
        count: How many.
        first_seq: The first and `last_seq` the last that carried a `seq`; -1 when none did.
        from_ns: Session time of the first and `to_ns` of the last.
    """

    count: int
    first_seq: int
    last_seq: int
    from_ns: int
    to_ns: int

    def to_json(self) -> bytes:
        """As the payload on /gap."""
        return json.dumps(asdict(self)).encode()
