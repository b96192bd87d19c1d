"""The fixed parts of a place as meshes, by node: for drawing it and for baking its light."""

from __future__ import annotations

from vrexposure.core.geometry import Vec3
from vrexposure.core.scene import BoxNode, FurnitureNode, Placed, Resolved, RoomNode
from vrexposure.render import furniture, rooms
from vrexposure.render.meshes import Mesh, box

FLOOR = "-floor"
"""What the id of a room ends with where its floor is meant."""


def fixed_parts(place: Resolved) -> dict[str, list[Mesh]]:
    """Meshes by node id, the floors apart; without stairs, props and models."""
    made: dict[str, list[Mesh]] = {}
    for one in place.placed:
        node = one.node
        if isinstance(node, RoomNode):
            made[node.id] = rooms.shell(node, one.at)
            made[node.id + FLOOR] = [rooms.floor(node, one.at, place.stairs)]
        elif isinstance(node, BoxNode) and one.visible:
            made[node.id] = [box(one.size, one.at, node.material, node.colour, step=0.25)]
        elif isinstance(node, FurnitureNode) and one.visible:
            made[node.id] = _furniture(node, one)
    return made


def _furniture(node: FurnitureNode, one: Placed) -> list[Mesh]:
    return [
        mesh.stretched(one.size).moved(one.at, one.yaw_deg)
        for mesh in furniture.furniture(node.shape, node.colour)
    ]


def extent(place: Resolved) -> tuple[Vec3, Vec3]:
    """Lowest and highest corner of the rooms; a box about the origin where there is none."""
    low, high = [-3.0, -3.0, 0.0], [3.0, 3.0, 3.0]
    rooms_ = [one for one in place.placed if isinstance(one.node, RoomNode)]
    if rooms_:
        low = [min(one.at[i] - one.size[i] / 2 * (i < 2) for one in rooms_) for i in range(3)]
        high = [
            max(one.at[i] + one.size[i] * (0.5 if i < 2 else 1.0) for one in rooms_)
            for i in range(3)
        ]
    return Vec3(*low), Vec3(*high)
