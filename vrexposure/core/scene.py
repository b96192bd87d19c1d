"""Scenes as data: a list of nodes with anchors and bindings to difficulty parameters.

`resolve` turns a scene and a level's parameters into one geometry, the same for the renderer and
for the detectors. Lengths in a scene file are metres; parameters are the integers of the View.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from vrexposure.core.geometry import Pose, Vec3, quat_from_yaw
from vrexposure.core.model import Id, Line, Model

Metres = Annotated[float, Field(ge=-100, le=100)]
Size = Annotated[float, Field(gt=0, le=100)]
Unit = Annotated[float, Field(ge=0, le=1)]
Colour = tuple[Unit, Unit, Unit]
Point3 = tuple[Metres, Metres, Metres]


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
    """A straight staircase with a landing at its top, and an open well beside it.

    `at` is the middle of the first riser's foot. The level's parameters `risers`, `riser_mm`,
    `rail_left`, `rail_right` and `visual_height_mm` come first; what they leave open is here.
    """

    kind: Literal["stairs"]
    id: Id
    at: Point3
    yaw_deg: Annotated[float, Field(ge=-360, le=360)] = 0.0
    width: Size = 1.0
    tread: Size = 0.28
    material: Id = "oak"
    risers: Annotated[int, Field(ge=1, le=14)] = 10
    riser: Annotated[float, Field(ge=0.05, le=0.20)] = 0.17
    rails: bool = True
    length: Size = 5.4
    well: Annotated[float, Field(ge=0, le=3)] = 1.1


class PropNode(Model):
    """A place where a support of the View may be drawn when it is not the real one."""

    kind: Literal["prop"]
    id: Id
    prop: Literal["chair", "rail_left", "rail_right", "step"]
    look: Id = "plain"
    at: Point3 = (0.0, 0.0, 0.0)
    yaw_deg: Annotated[float, Field(ge=-360, le=360)] = 0.0


class FurnitureNode(Model):
    """A piece of furniture that is built, not loaded. `size` stretches the shape's own size."""

    kind: Literal["furniture"]
    id: Id
    shape: Literal[
        "sofa",
        "armchair",
        "table",
        "sideboard",
        "bookcase",
        "plant",
        "rug",
        "picture",
        "floor-lamp",
        "curtain",
        "door",
        "beams",
    ]
    at: Point3 = (0.0, 0.0, 0.0)
    yaw_deg: Annotated[float, Field(ge=-360, le=360)] = 0.0
    size: tuple[Size, Size, Size] = (1.0, 1.0, 1.0)
    colour: Colour = (1.0, 1.0, 1.0)


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
    """A named place: `chair`, `demonstration`, `panel`, `stairs-foot`."""

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
    BoxNode | RoomNode | StairsNode | PropNode | FurnitureNode | SunNode | LampNode | AnchorNode,
    Field(discriminator="kind"),
]


class Scene(Model):
    """A place. Origin: where the patient stands, on the floor, looking along +Y."""

    format: Literal[1]
    id: Id
    title: Line
    nodes: Annotated[tuple[Node, ...], Field(min_length=1, max_length=500)]
    bindings: Annotated[tuple[Binding, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _names_are_unique_and_known(self) -> Self:
        nodes = {node.id: node for node in self.nodes}
        if len(nodes) != len(self.nodes):
            ids = [node.id for node in self.nodes]
            twice = next(one for index, one in enumerate(ids) if one in ids[:index])
            raise ValueError(f"the node id {twice!r} is used twice")
        if sum(node.kind == "stairs" for node in self.nodes) > 1:
            raise ValueError("a scene has at most one staircase")
        for index, binding in enumerate(self.bindings):
            node = nodes.get(binding.node)
            if node is None:
                raise ValueError(f"binding {index} names the unknown node {binding.node!r}")
            wanted = binding.field.partition(".")[0]
            if wanted != "visible" and not hasattr(node, wanted):
                raise ValueError(
                    f"binding {index}: {node.id!r} is a {node.kind}, which has no {wanted!r}"
                )
        return self


@dataclass(frozen=True, slots=True)
class Stairs:
    """A resolved staircase: foot of the first riser, place axes; climbs along +Y turned by yaw.

    Left and right are those of a person who climbs. The landing begins behind the last riser and
    ends `length_m` after the first; beside it, on the right, lies a well `drop_m` deep.
    """

    foot: Vec3
    yaw_deg: float
    risers: int
    riser_m: float
    tread_m: float
    width_m: float
    rail_left: bool
    rail_right: bool
    drop_m: float = 0.0
    length_m: float = 5.4
    well_m: float = 1.1

    @property
    def run_m(self) -> float:
        """From the first riser to the last: one tread less than risers."""
        return (self.risers - 1) * self.tread_m

    @property
    def climb_m(self) -> float:
        """How high the landing lies above the foot."""
        return self.risers * self.riser_m

    def in_place(self, along: float, up: float, aside: float = 0.0) -> Vec3:
        """A point of the place from the stairs' own axes: metres along, up, and to the right."""
        turned = quat_from_yaw(math.radians(self.yaw_deg)).rotate(Vec3(aside, along, 0.0))
        return self.foot.plus(Vec3(turned.x, turned.y, up))


@dataclass(frozen=True, slots=True)
class Placed:
    """One node after its bindings."""

    node: Node
    at: Vec3
    yaw_deg: float
    size: tuple[float, float, float]
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Resolved:
    """The geometry of a scene for one level.

    Attributes:
        scene: The id of the scene.
        placed: Every node, in the order of the file.
        stairs: The staircase, or None.
        anchors: Named places, place axes.
        seat_m: How high seats stand that are no registered ones.
    """

    scene: str
    placed: tuple[Placed, ...]
    stairs: Stairs | None
    anchors: Mapping[str, Pose]
    seat_m: float


# The standard chair is 0.43 to 0.45 m high (SRALab, five times sit to stand).
SEAT_M = 0.45
_AXES = {"at.x": 0, "at.y": 1, "at.z": 2}


def resolve(scene: Scene, parameters: Mapping[str, int]) -> Resolved:
    """The scene with the level's parameters put in.

    Parameters that the scene does not bind are ignored; bindings whose parameter the level does
    not have leave their node as it is in the file.
    """
    placed = tuple(_placed(node, scene.bindings, parameters) for node in scene.nodes)
    anchors = {
        one.node.id: Pose(one.at, quat_from_yaw(math.radians(one.yaw_deg)))
        for one in placed
        if one.node.kind == "anchor"
    }
    stairs = [_stairs(one, parameters) for one in placed if isinstance(one.node, StairsNode)]
    return Resolved(
        scene=scene.id,
        placed=placed,
        stairs=stairs[0] if stairs else None,
        anchors=anchors,
        seat_m=parameters["seat_height_mm"] / 1000 if "seat_height_mm" in parameters else SEAT_M,
    )


def _placed(node: Node, bindings: tuple[Binding, ...], parameters: Mapping[str, int]) -> Placed:
    at = list(getattr(node, "at", (0.0, 0.0, 0.0)))
    size = list(getattr(node, "size", (1.0, 1.0, 1.0)))
    visible = True
    for binding in bindings:
        if binding.node != node.id or binding.parameter not in parameters:
            continue
        value = parameters[binding.parameter]
        if binding.field == "visible":
            visible = value != 0
            continue
        metres = value / 1000 * binding.factor + binding.offset
        if binding.field == "size.z":
            size[2] = max(metres, 0.001)
        else:
            at[_AXES[binding.field]] = metres
    yaw_deg = float(getattr(node, "yaw_deg", 0.0))
    return Placed(node, Vec3(*at), yaw_deg, (size[0], size[1], size[2]), visible)


def _stairs(one: Placed, parameters: Mapping[str, int]) -> Stairs:
    node = one.node
    assert isinstance(node, StairsNode)
    rails = int(node.rails)
    return Stairs(
        foot=one.at,
        yaw_deg=one.yaw_deg,
        risers=parameters.get("risers", node.risers),
        riser_m=parameters["riser_mm"] / 1000 if "riser_mm" in parameters else node.riser,
        tread_m=node.tread,
        width_m=node.width,
        rail_left=bool(parameters.get("rail_left", rails)),
        rail_right=bool(parameters.get("rail_right", rails)),
        drop_m=parameters.get("visual_height_mm", 0) / 1000,
        length_m=node.length,
        well_m=node.well,
    )
