"""Everything a session starts from. It stands first in every recording."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from vrexposure.core.model import Id, Model
from vrexposure.core.protocol import Protocol

RECORDING_FORMAT: Final = 2
"""Of the file: 1 has no hands."""
RECORDING_FORMATS_READ: Final = (1, 2)

PropName = Literal["chair", "rail_left", "rail_right", "step"]


class LadderStart(Model):
    """Where one ladder begins today, and how far it has been completed before."""

    ladder: Id
    level_index: Annotated[int, Field(ge=0, le=39)] = 0
    completed_index: Annotated[int, Field(ge=-1, le=39)] = -1


class Prop(Model):
    """A real support that was registered before the start."""

    prop: PropName
    height_mm: Annotated[int, Field(ge=20, le=1300)]
    x_mm: Annotated[int, Field(ge=-5000, le=5000)] = 0
    y_mm: Annotated[int, Field(ge=-5000, le=5000)] = 0
    has_arms: bool = False


class KnownArm(Model):
    """The reach of one arm, shoulder to grip, as it was measured in an earlier session."""

    side: Literal["left", "right"]
    arm_mm: Annotated[int, Field(ge=200, le=1200)]
    measured_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Anchor(Model):
    """A named place in a scene: millimetres, and the yaw in thousandths of a degree."""

    x_mm: Annotated[int, Field(ge=-100_000, le=100_000)] = 0
    y_mm: Annotated[int, Field(ge=-100_000, le=100_000)] = 0
    z_mm: Annotated[int, Field(ge=-100_000, le=100_000)] = 0
    yaw_mdeg: Annotated[int, Field(ge=-360_000, le=360_000)] = 0


class Place(Model):
    """What the session needs to know of a scene: where things are and how deep a stair is."""

    anchors: Annotated[dict[Id, Anchor], Field(max_length=100)] = Field(default_factory=dict)
    tread_mm: Annotated[int, Field(ge=200, le=400)] = 280


class Setup(Model):
    """The configuration of one session: with the inputs, all that a replay needs."""

    format: Literal[1] = 1
    patient: Id
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    protocol: Protocol
    ladders: Annotated[tuple[LadderStart, ...], Field(min_length=1, max_length=8)]
    props: Annotated[tuple[Prop, ...], Field(max_length=8)] = ()
    arms: Annotated[tuple[KnownArm, ...], Field(max_length=2)] = ()
    pain_ceiling: Annotated[int, Field(ge=1, le=10)] | None = None
    places: Annotated[dict[Id, Place], Field(max_length=50)] = Field(default_factory=dict)
