"""Furniture that is built: real dimensions, rounded edges. Its back is at +Y, it faces -Y."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from vrexposure.render.meshes import Mesh, Tint, box, grid_surface, joined, lathe, sheet, tube

# Linear tints of the one palette: warm neutrals, a little terracotta, a little slate.
LINEN: Tint = (0.80, 0.70, 0.56)
SAND: Tint = (0.66, 0.55, 0.42)
TERRACOTTA: Tint = (0.52, 0.22, 0.13)
SLATE: Tint = (0.20, 0.27, 0.31)
BRASS: Tint = (0.42, 0.30, 0.13)
DARK: Tint = (0.05, 0.045, 0.04)


def sofa(colour: Tint) -> list[Mesh]:
    """A sofa for three: 2.10 x 0.92 m, seat 0.44 m high."""
    cloth = (LINEN[0] * colour[0], LINEN[1] * colour[1], LINEN[2] * colour[2])
    made = [
        box((2.06, 0.86, 0.20), (0, 0, 0.21), "fabric", cloth, 0.03, 0.2),
        box((2.06, 0.18, 0.50), (0, 0.36, 0.51), "fabric", cloth, 0.05, 0.2),
    ]
    for side in (-1, 1):
        made.append(box((0.18, 0.90, 0.50), (side * 0.97, 0, 0.36), "fabric", cloth, 0.06, 0.15))
        for y in (-0.36, 0.36):
            made.append(tube([(side * 0.92, y, 0.0), (side * 0.92, y, 0.11)], 0.022, "walnut"))
    for index in (-1, 0, 1):
        seat = box(
            (0.575, 0.64, 0.15), (index * 0.585, -0.10, 0.375), "fabric", cloth, 0.05, 0.1, 0.02
        )
        back = box((0.575, 0.17, 0.40), (0, 0, 0), "fabric", cloth, 0.07, 0.1, 0.035)
        made += [seat, back.moved((index * 0.585, 0.20, 0.635), 0, -12)]
    pillow = box((0.44, 0.12, 0.40), (0, 0, 0), "fabric", TERRACOTTA, 0.055, 0.08, 0.04)
    made.append(pillow.moved((-0.68, 0.03, 0.62), 14, -18))
    pillow = box((0.40, 0.12, 0.36), (0, 0, 0), "fabric", SLATE, 0.055, 0.08, 0.04)
    made.append(pillow.moved((0.72, 0.04, 0.60), -10, -18))
    return made


def armchair(colour: Tint) -> list[Mesh]:
    """A soft chair for one, 0.80 x 0.82 m."""
    cloth = (SLATE[0] * colour[0], SLATE[1] * colour[1], SLATE[2] * colour[2])
    back = box((0.60, 0.16, 0.58), (0, 0, 0), "fabric", cloth, 0.07, 0.1, 0.03)
    made = [
        box((0.78, 0.74, 0.16), (0, 0, 0.24), "fabric", cloth, 0.04, 0.15),
        box((0.54, 0.60, 0.14), (0, -0.06, 0.37), "fabric", cloth, 0.05, 0.1, 0.025),
        back.moved((0, 0.28, 0.60), 0, -10),
    ]
    for side in (-1, 1):
        made.append(box((0.13, 0.72, 0.36), (side * 0.335, 0, 0.42), "fabric", cloth, 0.055, 0.15))
        for y in (-0.30, 0.30):
            made.append(tube([(side * 0.30, y, 0.0), (side * 0.31, y, 0.18)], 0.018, "oak"))
    return made


def table(colour: Tint) -> list[Mesh]:
    """A low round table, 0.55 m high."""
    top = lathe(
        [(0.0, 0.52), (0.24, 0.52), (0.26, 0.535), (0.255, 0.55), (0.0, 0.55)], "oak", colour
    )
    made = [top]
    for index in range(3):
        angle = math.radians(90 + 120 * index)
        c, s = math.cos(angle), math.sin(angle)
        made.append(
            tube([(0.22 * c, 0.22 * s, 0.0), (0.12 * c, 0.12 * s, 0.52)], 0.016, "oak", colour)
        )
    made.append(
        lathe(
            [(0.0, 0.55), (0.05, 0.55), (0.07, 0.60), (0.05, 0.68), (0.03, 0.70), (0.035, 0.72)],
            "plain",
            (0.55, 0.50, 0.44),
        ).moved((0.06, 0.04, 0.0))
    )
    return made


def sideboard(colour: Tint) -> list[Mesh]:
    """A low cupboard with three doors, 1.6 x 0.42 x 0.72 m."""
    made = [box((1.60, 0.40, 0.54), (0, 0.01, 0.45), "oak", colour, 0.012, 0.2)]
    for index in (-1, 0, 1):
        made.append(
            box((0.515, 0.02, 0.49), (index * 0.525, -0.20, 0.45), "oak", colour, 0.005, 0.2)
        )
        knob = lathe([(0.0, 0.0), (0.010, 0.004), (0.012, 0.018), (0.0, 0.024)], "plain", BRASS, 12)
        made.append(knob.moved((index * 0.525 + 0.19, -0.21, 0.56), 0, 90))
    for x in (-0.70, 0.70):
        for y in (-0.13, 0.15):
            made.append(tube([(x, y, 0.0), (x * 0.97, y, 0.20)], 0.018, "walnut"))
    bowl = lathe(
        [(0.0, 0.72), (0.06, 0.72), (0.13, 0.78), (0.16, 0.82), (0.15, 0.82), (0.05, 0.745)],
        "plain",
        (0.62, 0.45, 0.33),
    )
    made.append(bowl.moved((-0.42, 0.02, 0.0)))
    vase = lathe(
        [(0.0, 0.72), (0.05, 0.72), (0.085, 0.80), (0.08, 0.90), (0.035, 0.98), (0.04, 1.02)],
        "plain",
        (0.30, 0.38, 0.40),
    )
    made.append(vase.moved((0.46, 0.04, 0.0)))
    return made


def bookcase(colour: Tint) -> list[Mesh]:
    """Open shelves with books, 1.0 x 0.30 x 1.9 m."""
    made = [
        box((0.025, 0.30, 1.90), (side * 0.4875, 0, 0.95), "oak", colour, 0.004, 0.3)
        for side in (-1, 1)
    ]
    made.append(
        sheet(
            (-0.475, 0.14, 0.05),
            (1, 0, 0),
            (0, 0, 1),
            np.array([0, 0.475, 0.95], np.float32),
            np.linspace(0, 1.83, 7, dtype=np.float32),
            "oak",
        )
    )
    tints: list[Tint] = [
        TERRACOTTA,
        SLATE,
        SAND,
        LINEN,
        (0.25, 0.30, 0.20),
        (0.45, 0.36, 0.20),
        DARK,
    ]
    random = np.random.Generator(np.random.PCG64(11))
    for shelf in range(6):
        z = 0.05 + 0.36 * shelf
        made.append(box((0.95, 0.29, 0.025), (0, 0, z), "oak", colour, 0.004, 0.24))
        if shelf == 5:
            break
        x = -0.46
        while x < (0.10 if shelf % 2 else 0.36):
            width, height = float(random.uniform(0.022, 0.05)), float(random.uniform(0.19, 0.28))
            tint = tints[int(random.integers(len(tints)))]
            made.append(
                box(
                    (width - 0.002, 0.19, height),
                    (x + width / 2, 0.0, z + 0.0125 + height / 2),
                    "plain",
                    tint,
                    0.003,
                    0.3,
                )
            )
            x += width
    return made


def plant(colour: Tint) -> list[Mesh]:
    """A rubber plant in a pot, about 1.5 m high."""
    pot = lathe(
        [
            (0.0, 0.0),
            (0.15, 0.0),
            (0.19, 0.32),
            (0.20, 0.36),
            (0.18, 0.36),
            (0.17, 0.30),
            (0, 0.30),
        ],
        "plain",
        (0.72, 0.66, 0.58),
    )
    made = [pot]
    random = np.random.Generator(np.random.PCG64(4))
    for stem in range(3):
        lean = 2 * math.pi * stem / 3 + 0.4
        top = (0.22 * math.cos(lean), 0.22 * math.sin(lean), 1.10 + 0.14 * stem)
        path = [
            (0.04 * math.cos(lean), 0.04 * math.sin(lean), 0.28),
            (top[0] * 0.55, top[1] * 0.55, 0.28 + (top[2] - 0.28) * 0.5),
            top,
        ]
        made.append(tube(path, 0.011, "leaf", (0.9, 0.7, 0.5), 8))
        count = 11
        for index in range(count):
            s = 0.25 + 0.75 * index / (count - 1)
            base = np.array(path[0]) * (1 - s) + np.array(top) * s
            angle = index * 2.4 + stem * 1.1
            droop = float(random.uniform(0.15, 0.55)) + 0.5 * (1 - s)
            shade = float(random.uniform(0.75, 1.2))
            tint = (shade * colour[0], shade * colour[1], shade * colour[2])
            made.append(
                _leaf(0.25 + 0.12 * (1 - s), droop, tint).moved(tuple(base), math.degrees(angle))
            )
    return made


def _leaf(length: float, droop: float, tint: Tint) -> Mesh:
    """One leaf along +Y: rises, then bends down; folded a little along its middle."""
    rows = []
    for s in np.linspace(0, 1, 8):
        width = 0.36 * length * math.sin(math.pi * min(1.0, 0.06 + 0.94 * s) ** 0.8)
        y = length * (s - 0.18 * droop * s * s)
        z = length * (0.55 * s * (1 - droop) - 0.75 * droop * s * s)
        rows.append(
            [(width * t, y, z + 0.25 * width * abs(t)) for t in (-1.0, -0.5, 0.0, 0.5, 1.0)]
        )
    return grid_surface(np.array(rows, np.float32), "leaf", tint)


def rug(colour: Tint) -> list[Mesh]:
    """A woollen rug, 2.4 x 1.7 m, 12 mm thick."""
    u, v = np.linspace(0, 1, 25, dtype=np.float32), np.linspace(0, 1, 18, dtype=np.float32)
    top = sheet((-1.2, -0.85, 0.012), (2.4, 0, 0), (0, 1.7, 0), u, v, "rug")
    edge = box((2.4, 1.7, 0.011), (0, 0, 0.0055), "plain", (0.27, 0.13, 0.09), 0.004, 0.4)
    whole = Mesh(top.points, top.normals, top.uv, top.faces, "rug", colour, fitted=True)
    return [whole, edge]


def picture(colour: Tint) -> list[Mesh]:
    """A framed print, 1.2 x 0.85 m; its middle is at the origin, its back at y = 0."""
    side = np.linspace(0, 1, 4, dtype=np.float32)
    print_ = sheet((-0.57, -0.018, -0.395), (1.14, 0, 0), (0, 0, 0.79), side, side, "picture")
    made = [
        Mesh(print_.points, print_.normals, print_.uv, print_.faces, "picture", colour, fitted=True)
    ]
    for sign in (-1, 1):
        made.append(box((1.20, 0.035, 0.035), (0, -0.0175, sign * 0.4075), "oak", radius=0.004))
        made.append(box((0.035, 0.035, 0.85), (sign * 0.5825, -0.0175, 0), "oak", radius=0.004))
    return made


def floor_lamp(colour: Tint) -> list[Mesh]:
    """A standing lamp with a cloth shade, 1.6 m high."""
    base = lathe([(0.0, 0.0), (0.15, 0.0), (0.15, 0.015), (0.02, 0.03), (0.0, 0.03)], "plain", DARK)
    pole = tube([(0, 0, 0.02), (0, 0, 1.40)], 0.011, "plain", BRASS)
    shade = lathe(
        [(0.22, 1.28), (0.17, 1.60)],
        "shade",
        (0.88 * colour[0], 0.68 * colour[1], 0.43 * colour[2]),
        32,
    )
    return [base, pole, shade]


def curtain(colour: Tint) -> list[Mesh]:
    """One curtain in soft folds, 0.7 m wide and 1 m long, hanging down from the origin."""
    x = np.linspace(-0.35, 0.35, 64)
    rows = []
    for z in np.linspace(-1.0, 0.0, 8):
        deep = 0.035 * (0.75 - 0.25 * z)
        rows.append(np.stack([x, deep * np.sin(2 * math.pi * x / 0.115), np.full_like(x, z)], 1))
    cloth = (LINEN[0] * colour[0], LINEN[1] * colour[1], LINEN[2] * colour[2])
    front = grid_surface(np.array(rows, np.float32), "fabric", cloth)
    behind = np.array(rows, np.float32)[:, ::-1] + np.array([0, 0.012, 0], np.float32)
    back = grid_surface(behind.astype(np.float32), "fabric", cloth)
    return [front, back]


def door(colour: Tint) -> list[Mesh]:
    """A panelled door in its frame, 0.90 x 2.05 m, its back at y = 0."""
    made = [box((0.88, 0.03, 2.03), (0, -0.015, 1.015), "white", colour, 0.003)]
    for side in (-1, 1):
        made.append(box((0.09, 0.05, 2.14), (side * 0.485, -0.025, 1.07), "white", colour, 0.008))
        for z, height in ((0.55, 0.75), (1.45, 0.85)):
            made.append(box((0.30, 0.02, height), (side * 0.20, -0.03, z), "white", colour, 0.009))
    made.append(box((1.06, 0.05, 0.09), (0, -0.025, 2.095), "white", colour, 0.008))
    made.append(tube([(0.37, -0.07, 1.02), (0.26, -0.07, 1.02)], 0.010, "plain", BRASS))
    made.append(tube([(0.37, -0.03, 1.02), (0.37, -0.07, 1.02)], 0.010, "plain", BRASS))
    return made


def beams(colour: Tint) -> list[Mesh]:
    """One ceiling beam of 1 m along X, to be stretched; its top is at the origin."""
    return [box((1.0, 0.16, 0.20), (0, 0, -0.10), "oak", colour, 0.01, 0.05)]


SHAPES: dict[str, Callable[[Tint], list[Mesh]]] = {
    "sofa": sofa,
    "armchair": armchair,
    "table": table,
    "sideboard": sideboard,
    "bookcase": bookcase,
    "plant": plant,
    "rug": rug,
    "picture": picture,
    "floor-lamp": floor_lamp,
    "curtain": curtain,
    "door": door,
    "beams": beams,
}


def furniture(shape: str, colour: Tint) -> list[Mesh]:
    """The meshes of a shape, those of one material joined where the tint is the same."""
    groups: dict[tuple[str, Tint, bool], list[Mesh]] = {}
    for mesh in SHAPES[shape](colour):
        groups.setdefault((mesh.material, mesh.tint, mesh.fitted), []).append(mesh)
    return [joined(group) for group in groups.values()]
