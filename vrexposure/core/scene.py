"""Scenes as data: a list of nodes with anchors and bindings to difficulty parameters.

`resolve` turns a scene and a level's parameters into one geometry, the same for the renderer and
for the detectors. Lengths in a scene file are metres; parameters are the integers of the View.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from vrexposure.core.geometry import Vec3
from vrexposure.core.model import Id, Line, Model

Metres = Annotated[float, Field(ge=-100, le=100)]
Size = Annotated[float, Field(gt=0, le=100)]
Unit = Annotated[float, Field(ge=0, le=1)]
Colour = tuple[Unit, Unit, Unit]
Point3 = tuple[Metres, Metres, Metres]
AssetPath = Annotated[
    str, Field(pattern=r"^[a-z0-9_]+(/[a-z0-9_]+)*\.(glb|bam|png|ogg)$", max_length=120)
]


class ModelNode(Model):
    """A model file from `assets/`."""

    kind: Literal["model"]
    id: Id
    file: AssetPath
    at: Point3 = (0.0, 0.0, 0.0)
    yaw_deg: Annotated[float, Field(ge=-360, le=360)] = 0.0
    scale: Annotated[float, Field(gt=0, le=10)] = 1.0


class BoxNode(Model):
    """A box by its middle and size; textured with a named material."""

    kind: Literal["box"]
    id: Id
    at: Point3
    size: tuple[Size, Size, Size]
    material: Id = "plaster"
    colour: Colour = (1.0, 1.0, 1.0)


class RoomNode(Model):
    """Floor, walls and ceiling of one rectangular room, with openings for windows."""

    kind: Literal["room"]
    id: Id
    at: Point3 = (0.0, 0.0, 0.0)
    size: tuple[Size, Size, Size]
    floor: Id = "planks"
    wall: Id = "plaster"
    ceiling: Id = "white"
    windows: Annotated[tuple[WindowHole, ...], Field(max_length=8)] = ()


class WindowHole(Model):
    """A window in a wall of the room: which wall, where along it, how big."""

    wall: Literal["north", "south", "east", "west"]
    along: Metres
    sill: Size
    width: Size
    height: Size


class StairsNode(Model):
    """A straight staircase, built from parameters: `risers`, `riser_mm`, `rails`, `drop_mm`."""

    kind: Literal["stairs"]
    id: Id
    at: Point3
    yaw_deg: Annotated[float, Field(ge=-360, le=360)] = 0.0
    width: Size = 1.0
    tread: Size = 0.28
    material: Id = "oak"


class PropNode(Model):
    """A place where a support of the View may be drawn when it is not the real one."""

    kind: Literal["prop"]
    id: Id
    prop: Literal["chair", "rail_left", "rail_right", "step"]
    look: Id = "plain"


class SunNode(Model):
    """The one directional light, and the colour of the sky's fill."""

    kind: Literal["sun"]
    id: Id
    heading_deg: Annotated[float, Field(ge=-360, le=360)]
    elevation_deg: Annotated[float, Field(gt=0, le=90)]
    colour: Colour = (1.0, 0.95, 0.88)
    strength: Annotated[float, Field(ge=0, le=10)] = 1.0
    sky: Colour = (0.75, 0.85, 1.0)
    sky_strength: Annotated[float, Field(ge=0, le=10)] = 1.0


class LampNode(Model):
    """A soft point light."""

    kind: Literal["lamp"]
    id: Id
    at: Point3
    colour: Colour = (1.0, 0.9, 0.75)
    strength: Annotated[float, Field(ge=0, le=10)] = 1.0


class AnchorNode(Model):
    """A named place: `patient`, `demonstration`, `therapist`, `panel`, `stairs-foot`."""

    kind: Literal["anchor"]
    id: Id
    at: Point3
    yaw_deg: Annotated[float, Field(ge=-360, le=360)] = 0.0


class Binding(Model):
    """A difficulty parameter that moves a node: `value * factor + offset`, metres (mm / 1000)."""

    parameter: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
    node: Id
    field: Literal["at.x", "at.y", "at.z", "size.z", "visible"]
    factor: Annotated[float, Field(ge=-100, le=100)] = 1.0
    offset: Annotated[float, Field(ge=-100, le=100)] = 0.0


Node = Annotated[
    ModelNode | BoxNode | RoomNode | StairsNode | PropNode | SunNode | LampNode | AnchorNode,
    Field(discriminator="kind"),
]


class Scene(Model):
    """A place. Origin: where the patient stands, on the floor, looking along +Y."""

    format: Literal[1]
    id: Id
    title: Line
    nodes: Annotated[tuple[Node, ...], Field(min_length=1, max_length=500)]
    bindings: Annotated[tuple[Binding, ...], Field(max_length=100)] = ()


@dataclass(frozen=True, slots=True)
class Stairs:
    """A resolved staircase: foot of the first riser, place axes; climbs along +Y turned by yaw."""

    foot: Vec3
    yaw_deg: float
    risers: int
    riser_m: float
    tread_m: float
    width_m: float
    rail_left: bool
    rail_right: bool
