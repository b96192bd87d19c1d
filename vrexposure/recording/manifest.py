"""The manifest: what stands first in every recording, and the channels that follow from it."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import Field, TypeAdapter, model_validator

from vrexposure import __version__
from vrexposure.core.inputs import JOINT_COUNT, POINT_COUNT, SPOKEN, Point
from vrexposure.core.model import Id, Line, Model
from vrexposure.core.outputs import Output
from vrexposure.core.setup import RECORDING_FORMAT, Setup
from vrexposure.recording.format import (
    FIXED_TOPICS,
    HANDS_TOPIC,
    OUTPUT_PREFIX,
    PROFILE,
    TIMING_SCHEMA,
    ChannelSpec,
    Opening,
    frame_schema,
    hands_schema,
)


class FrameDefinition(Model):
    """What the numbers on /motion mean."""

    space: Literal["stage"] = "stage"
    unit: Literal["m"] = "m"
    axes: Literal["+X right, +Y forward, +Z up"] = "+X right, +Y forward, +Z up"
    spatial_axes: Literal["RFU"] = "RFU"
    """The same in the letters of Motion-BIDS."""
    handedness: Literal["right"] = "right"
    origin: Literal["floor"] = "floor"
    quaternion_order: Literal["wxyz"] = "wxyz"
    time_unit: Literal["ns"] = "ns"


class ClockMap(Model):
    """One moment on every clock: when the session clock stood at 0."""

    monotonic_ns: int
    utc: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")]
    xr_time_ns: int | None = None


def output_kinds() -> tuple[str, ...]:
    """Every kind of output, in the order of `core.outputs.Output`."""
    return tuple(str(kind.__dataclass_fields__["kind"].default) for kind in get_args(Output))


CHANNELS: Final = (
    *FIXED_TOPICS,
    *(OUTPUT_PREFIX + kind for kind in output_kinds()),
    HANDS_TOPIC,
)


class Manifest(Model):
    """Everything about a session that is known before it begins.

    Attributes:
        format: Version of this file format; a reader refuses what it does not know.
        session: The short id at the end of the folder's name.
        protocol_text: The protocol file as it was read, with its `protocol_sha256`.
        seeds: Every seed by what it is for; the session's own is also in `setup`.
        device: What the runtime, the headset and the graphics say about themselves.
        points: Names of the rows of each pose array.
        timing_stages: Names of the numbers on /timing.
        channels: Topics; a channel's MCAP id is its place here, from 1.
    """

    format: Literal[1, 2] = RECORDING_FORMAT
    program: str = __version__
    session: Id
    setup: Setup
    protocol_text: str
    protocol_sha256: str
    seeds: dict[str, int] = Field(default_factory=dict)
    input_kind: Line
    display_kind: Line
    device: dict[str, str | int | float | bool] = Field(default_factory=dict)
    frame: FrameDefinition = FrameDefinition()
    points: tuple[str, ...] = tuple(point.name.lower() for point in Point)
    timing_stages: tuple[str, ...] = ()
    clock: ClockMap
    channels: tuple[str, ...] = CHANNELS

    @model_validator(mode="after")
    def _fingerprint_is_that_of_the_text(self) -> Self:
        if self.protocol_sha256 != fingerprint(self.protocol_text):
            raise ValueError("protocol_sha256 is not that of protocol_text")
        return self


def fingerprint(text: str) -> str:
    """The SHA-256 of a protocol's text, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def opening_of(manifest: Manifest) -> Opening:
    """The manifest and its channels, ready for a writer."""
    return Opening(manifest.model_dump_json(), _specs())


def _specs() -> tuple[ChannelSpec, ...]:
    schemas: dict[str, dict[str, Any]] = {
        "/manifest": Manifest.model_json_schema(),
        "/input": SPOKEN.json_schema(),
        "/gap": {"type": "object"},
        "/end": {"type": "object"},
    }
    for kind, output in zip(output_kinds(), get_args(Output), strict=True):
        schemas[OUTPUT_PREFIX + kind] = TypeAdapter(output).json_schema()
    binary = {
        "/motion": ChannelSpec(
            "/motion", "cdr", "vrexposure/msg/Frame", "ros2msg", frame_schema(POINT_COUNT)
        ),
        HANDS_TOPIC: ChannelSpec(
            HANDS_TOPIC, "cdr", "vrexposure/msg/Hands", "ros2msg", hands_schema(JOINT_COUNT)
        ),
        "/timing": ChannelSpec("/timing", "cdr", "vrexposure/msg/Timing", "ros2msg", TIMING_SCHEMA),
    }
    return tuple(
        binary.get(topic)
        or ChannelSpec(topic, "json", PROFILE + topic, "jsonschema", json.dumps(schemas[topic]))
        for topic in CHANNELS
    )
