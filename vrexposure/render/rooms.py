"""Rooms: floor, walls with windows, ceiling, skirting, window frames and what is seen outside."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from vrexposure.core.geometry import Vec3
from vrexposure.core.scene import RoomNode, Stairs, WindowHole
from vrexposure.render.meshes import Mesh, box, cuts, grid_surface, joined, sheet

REVEAL_M = 0.22
FLOOR_STEP_M = 0.10
WALL_STEP_M = 0.20

# For each wall: where its left end is for one who looks at it (in half sizes), and which way is
# right. Seen from inside the room.
_WALLS = {
    "north": ((-1, 1), (1, 0)),
    "east": ((1, 1), (0, -1)),
    "south": ((1, -1), (-1, 0)),
    "west": ((-1, -1), (0, 1)),
}


def floor(node: RoomNode, at: Vec3, stairs: Stairs | None) -> Mesh:
    """The floor, cut along the edges of the stairs' well, which `without_well` takes out."""
    x, y, _ = (side / 2 for side in node.size)
    left, right, low, high = well_rectangle(stairs) if stairs else (0.0, 0.0, 0.0, 0.0)
    along = cuts(-x, x, FLOOR_STEP_M, (left - at.x, right - at.x) if stairs else ())
    across = cuts(-y, y, FLOOR_STEP_M, (low - at.y, high - at.y) if stairs else ())
    return sheet((at.x, at.y, at.z), (1, 0, 0), (0, 1, 0), along, across, node.floor)


def well_rectangle(stairs: Stairs) -> tuple[float, float, float, float]:
    """The well in the floor, place axes: x from, to; y from, to. For stairs turned by quarters."""
    aside = stairs.width_m / 2
    one = stairs.in_place(WELL_FROM_M, 0.0, aside)
    two = stairs.in_place(stairs.length_m, 0.0, aside + stairs.well_m)
    return min(one.x, two.x), max(one.x, two.x), min(one.y, two.y), max(one.y, two.y)


# The well begins behind the first steps: its railing must be out of reach from the foot.
WELL_FROM_M = 0.84


def without_well(mesh: Mesh, stairs: Stairs) -> Mesh:
    """The floor with the cells of the well taken out, if the well is open."""
    if stairs.drop_m <= 0 or stairs.well_m <= 0:
        return mesh
    left, right, low, high = well_rectangle(stairs)
    middle = mesh.points[mesh.faces].mean(axis=1)
    inside = (
        (middle[:, 0] > left)
        & (middle[:, 0] < right)
        & (middle[:, 1] > low)
        & (middle[:, 1] < high)
    )
    return Mesh(
        mesh.points,
        mesh.normals,
        mesh.uv,
        mesh.faces[~inside],
        mesh.material,
        mesh.tint,
        mesh.fitted,
    )


def shell(node: RoomNode, at: Vec3) -> list[Mesh]:
    """Walls, ceiling, skirting and windows of a room; not its floor."""
    width, depth, height = node.size
    ceiling = sheet(
        (at.x - width / 2, at.y + depth / 2, at.z + height),
        (1, 0, 0),
        (0, -1, 0),
        cuts(0, width, 2 * WALL_STEP_M),
        cuts(0, depth, 2 * WALL_STEP_M),
        node.ceiling,
    )
    made: list[Mesh] = [ceiling]
    skirting: list[Mesh] = []
    frames: list[Mesh] = []
    walls: list[Mesh] = []
    for name, (corner, right) in _WALLS.items():
        length = width if right[0] else depth
        start = (at.x + corner[0] * width / 2, at.y + corner[1] * depth / 2, at.z)
        across = (float(right[0]), float(right[1]), 0.0)
        windows = [window for window in node.windows if window.wall == name]
        holes = [_hole(window, length, right) for window in windows]
        edges_x = [edge for hole in holes for edge in hole[:2]]
        edges_z = [edge for hole in holes for edge in hole[2:]]
        walls.append(
            sheet(
                start,
                across,
                (0, 0, 1),
                cuts(0, length, WALL_STEP_M, edges_x),
                cuts(0, height, WALL_STEP_M, edges_z),
                node.wall,
                holes,
            )
        )
        yaw = math.degrees(math.atan2(right[1], right[0]))
        bar = box((length, 0.018, 0.11), (length / 2, -0.007, 0.035), "white", radius=0.005)
        skirting.append(bar.moved(start, yaw))
        for window, hole in zip(windows, holes, strict=True):
            reveal, frame = _window(window, hole)
            walls += [side.of(node.wall).moved(start, yaw) for side in reveal]
            frames += [part.moved(start, yaw) for part in frame]
            made.append(
                _outside()
                .moved((start[0], start[1], at.z), yaw)
                .moved((across[0] * sum(hole[:2]) / 2, across[1] * sum(hole[:2]) / 2, 0.0))
            )
    made += [joined(walls), joined(skirting)]
    if frames:
        made.append(joined(frames))
    return made


def _hole(
    window: WindowHole, length: float, right: Sequence[int]
) -> tuple[float, float, float, float]:
    middle = length / 2 + window.along * (right[0] + right[1])
    return (
        middle - window.width / 2,
        middle + window.width / 2,
        window.sill,
        window.sill + window.height,
    )


def _window(
    window: WindowHole, hole: tuple[float, float, float, float]
) -> tuple[list[Mesh], list[Mesh]]:
    """Reveal and frame in the wall's axes: +X right, +Y outwards, from its left foot."""
    left, to, low, high = hole
    wide, tall = to - left, high - low
    deep = cuts(0, REVEAL_M, REVEAL_M / 2)
    side, rise = cuts(0, tall, 0.2), cuts(0, wide, 0.2)
    reveal = [
        sheet((left, 0, low), (0, 1, 0), (0, 0, 1), deep, side, "plaster"),
        sheet((to, REVEAL_M, low), (0, -1, 0), (0, 0, 1), deep, side, "plaster"),
        sheet((left, REVEAL_M, high), (1, 0, 0), (0, -1, 0), rise, deep, "plaster"),
        sheet((left, 0, low), (1, 0, 0), (0, 1, 0), rise, deep, "plaster"),
    ]
    y = REVEAL_M - 0.05
    frame = [
        box((wide, 0.06, 0.06), (left + wide / 2, y, low + 0.03), "white", radius=0.006, step=0.2),
        box((wide, 0.06, 0.06), (left + wide / 2, y, high - 0.03), "white", radius=0.006, step=0.2),
        box((wide + 0.12, REVEAL_M + 0.03, 0.035), (left + wide / 2, 0.08, low), "white", step=0.2),
    ]
    panes = max(1, round(wide / 0.85))
    for index in range(panes + 1):
        x = left + 0.03 + (wide - 0.06) * index / panes
        frame.append(
            box((0.06, 0.055, tall), (x, y, low + tall / 2), "white", radius=0.006, step=0.2)
        )
    if tall > 1.8:
        across = low + tall * 0.68
        frame.append(
            box((wide, 0.05, 0.05), (left + wide / 2, y, across), "white", radius=0.006, step=0.2)
        )
    return reveal, frame


def _outside() -> Mesh:
    """A curved picture of the land, 11 m behind the wall: +Y is outwards."""
    angle = np.linspace(-1.35, 1.35, 25)
    rows = [
        np.stack([14 * np.sin(angle), 14 * np.cos(angle) - 2.0, np.full_like(angle, z)], 1)
        for z in (-6.5, 13.0)
    ]
    return grid_surface(np.array(rows, np.float32), "outside", fitted=True)
