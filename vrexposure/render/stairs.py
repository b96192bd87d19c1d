"""The staircase: treads with contrast nosing, risers, landing, rails, and the well beside it.

Built from a resolved `Stairs`, so that what is drawn is what the detectors count. Closed below:
a person sees a solid thing that carries.
"""

from __future__ import annotations

import numpy as np

from vrexposure.core.scene import Stairs
from vrexposure.render.meshes import Floats, Mesh, Tint, box, cuts, joined, lathe, sheet, tube
from vrexposure.render.rooms import WELL_FROM_M

TREAD_M = 0.036
NOSING_M = 0.022
STRIP_M = 0.05  # contrast strip, as building rules for public stairs ask: 50 to 65 mm
RAIL_M = 0.90  # above the nosing line; rules ask 0.85 to 0.95
RAIL_RADIUS_M = 0.021
GUARD_M = 0.98
STEP_M = 0.25


def staircase(stairs: Stairs) -> list[Mesh]:
    """Steps, landing and well; no rails. Place axes."""
    made = [*_steps(stairs), *_body(stairs)]
    if stairs.drop_m > 0 and stairs.well_m > 0:
        made += _well(stairs)
    return _placed(made, stairs)


def rail(stairs: Stairs, side: str) -> list[Mesh]:
    """The rail of one side, "left" or "right", of one who climbs. Place axes."""
    return _placed(_wall_rail(stairs) if side == "left" else _balustrade(stairs), stairs)


def solids(stairs: Stairs) -> tuple[Floats, Floats]:
    """Boxes that stop light, in stairs' axes: lowest and highest corners, (n, 3) each."""
    half = stairs.width_m / 2
    low, high = [], []
    for index in range(stairs.risers):
        last = index == stairs.risers - 1
        start = index * stairs.tread_m
        end = stairs.length_m if last else start + stairs.tread_m
        low.append((-half, start, -stairs.drop_m))
        high.append((half, end, (index + 1) * stairs.riser_m))
    return np.array(low, np.float32), np.array(high, np.float32)


def _placed(meshes: list[Mesh], stairs: Stairs) -> list[Mesh]:
    groups: dict[tuple[str, Tint], list[Mesh]] = {}
    for mesh in meshes:
        groups.setdefault((mesh.material, mesh.tint), []).append(mesh)
    return [joined(group).moved(stairs.foot, stairs.yaw_deg) for group in groups.values()]


def _steps(stairs: Stairs) -> list[Mesh]:
    made = []
    width = stairs.width_m
    overhang = 0.02
    for index in range(stairs.risers):
        last = index == stairs.risers - 1
        start, top = index * stairs.tread_m, (index + 1) * stairs.riser_m
        depth = (stairs.length_m - start) if last else stairs.tread_m
        thick = min(TREAD_M, stairs.riser_m * 0.6)
        made.append(
            box(
                (width + overhang, depth + NOSING_M + 0.02, thick),
                (overhang / 2, start + (depth + 0.02 - NOSING_M) / 2, top - thick / 2),
                "oak",
                radius=0.009,
                step=STEP_M,
            ).moved()
        )
        made.append(
            box(
                (width + overhang + 0.002, STRIP_M, 0.008),
                (overhang / 2, start - NOSING_M + STRIP_M / 2 - 0.0015, top - 0.0025),
                "walnut",
                (0.75, 0.75, 0.75),
                radius=0.0035,
                step=STEP_M,
            )
        )
        height = stairs.riser_m - thick
        if height > 0.005:
            across, up = cuts(-width / 2, width / 2, STEP_M), cuts(0, height, 0.08)
            made.append(
                sheet((0, start, top - stairs.riser_m), (1, 0, 0), (0, 0, 1), across, up, "white")
            )
    return made


def _body(stairs: Stairs) -> list[Mesh]:
    """The closed sides, from the floor or the bottom of the well up to the treads."""
    made = []
    half = stairs.width_m / 2
    for index in range(stairs.risers):
        last = index == stairs.risers - 1
        start, top = index * stairs.tread_m, (index + 1) * stairs.riser_m
        end = stairs.length_m if last else start + stairs.tread_m
        deep = -stairs.drop_m if stairs.drop_m and end > WELL_FROM_M else 0.0
        along, up = cuts(start, end, 0.2), cuts(deep, top - 0.012, 0.2)
        made.append(sheet((half, 0, 0), (0, 1, 0), (0, 0, 1), along, up, "white"))
        made.append(sheet((-half, 0, 0), (0, -1, 0), (0, 0, 1), -along[::-1], up, "white"))
    return made


def _well(stairs: Stairs) -> list[Mesh]:
    left = stairs.width_m / 2
    right, start, end = left + stairs.well_m, WELL_FROM_M, stairs.length_m
    deep = stairs.drop_m
    along, across, up = cuts(start, end, 0.25), cuts(left, right, 0.25), cuts(-deep, 0, 0.25)
    made = [
        sheet((0, 0, -deep), (1, 0, 0), (0, 1, 0), across, along, "planks"),
        sheet((right, 0, 0), (0, -1, 0), (0, 0, 1), -along[::-1], up, "plaster"),
        sheet((0, end, 0), (1, 0, 0), (0, 0, 1), across, up, "plaster"),
        sheet((0, start, 0), (-1, 0, 0), (0, 0, 1), -across[::-1], up, "plaster"),
    ]
    corner = np.array([(left + 0.02, start, 0.0), (right, start, 0.0), (right, end - 0.03, 0.0)])
    for one, two in ((corner[0], corner[1]), (corner[1], corner[2])):
        made += _guard(one, two)
        made += [box(np.abs(two - one) + 0.05, _above((one + two) / 2, 0.006), "white")]
    made.append(_newel(corner[0], GUARD_M + 0.05))
    made.append(_newel(corner[1], GUARD_M + 0.05))
    return made


def _guard(one: Floats, two: Floats, height: float = GUARD_M) -> list[Mesh]:
    """A level railing between two points: balusters at most 100 mm apart, and a rail on top."""
    rise = np.array([0.0, 0.0, height])
    made = [tube([one + rise, two + rise], RAIL_RADIUS_M, "oak")]
    count = max(2, round(float(np.linalg.norm(two - one)) / 0.11))
    for index in range(1, count):
        foot = (one + (two - one) * (index / count)).astype(np.float32)
        made.append(_baluster(foot, height - 0.01))
    return made


def _above(foot: Floats, height: float) -> list[float]:
    return [float(foot[0]), float(foot[1]), float(foot[2]) + height]


def _baluster(foot: Floats, height: float) -> Mesh:
    return box((0.022, 0.022, height), _above(foot, height / 2), "white", radius=0.004, step=0.5)


def _newel(foot: Floats, height: float) -> Mesh:
    post = box((0.075, 0.075, height), _above(foot, height / 2), "oak", radius=0.008, step=0.3)
    cap = box((0.10, 0.10, 0.025), _above(foot, height), "oak", radius=0.01)
    return joined([post, cap])


def _line(stairs: Stairs, aside: float, height: float) -> list[tuple[float, float, float]]:
    """A line `height` above the nosings, from the first to the last."""
    top = stairs.climb_m + height
    return [(aside, -NOSING_M, stairs.riser_m + height), (aside, stairs.run_m - NOSING_M, top)]


def _wall_rail(stairs: Stairs) -> list[Mesh]:
    aside = -stairs.width_m / 2 + 0.07
    first, last = _line(stairs, aside, RAIL_M)
    start = (aside, first[1] - 0.30, first[2])
    end = (aside, last[1] + 0.30, last[2])
    path = [start, first, last, end] if stairs.risers > 1 else [start, end]
    made = [tube(_softened(path), RAIL_RADIUS_M, "oak")]
    count = max(2, round((end[1] - start[1]) / 0.9))
    for index in range(count):
        s = (index + 0.5) / count
        y = start[1] + (end[1] - start[1]) * s
        slope = (last[2] - first[2]) / max(last[1] - first[1], 1e-6)
        z = first[2] + slope * (min(max(y, first[1]), last[1]) - first[1])
        plate = lathe(
            [(0.0, 0.0), (0.03, 0.0), (0.03, 0.008), (0.0, 0.008)], "plain", (0.3, 0.28, 0.25)
        )
        made.append(plate.moved((-stairs.width_m / 2, y, z - 0.06), 90, 90))
        made.append(
            tube(
                [(-stairs.width_m / 2, y, z - 0.06), (aside, y, z - 0.06), (aside, y, z - 0.015)],
                0.007,
                "plain",
                (0.3, 0.28, 0.25),
                8,
            )
        )
    return made


def _balustrade(stairs: Stairs) -> list[Mesh]:
    aside = stairs.width_m / 2 - 0.05
    first, last = _line(stairs, aside, RAIL_M)
    landing = stairs.length_m - 0.05
    made = [
        _newel(np.array([aside, first[1] + 0.05, 0.0]), first[2] + 0.08),
        _newel(np.array([aside, stairs.run_m + 0.05, stairs.climb_m]), RAIL_M + 0.12),
    ]
    if stairs.risers > 1:
        made.append(tube([first, last], RAIL_RADIUS_M, "oak"))
        slope = stairs.riser_m / stairs.tread_m
        for index in range(stairs.risers - 1):
            for part in (0.22, 0.55, 0.88):
                y = (index + part) * stairs.tread_m
                foot = (index + 1) * stairs.riser_m
                head = first[2] + slope * (y - first[1])
                if 0.1 < y < stairs.run_m:
                    made.append(_baluster(np.array([aside, y, foot]), head - foot - 0.008))
    start = np.array([aside, stairs.run_m + 0.06, stairs.climb_m])
    made += _guard(start, np.array([aside, landing, stairs.climb_m]), RAIL_M)
    return made


def _softened(path: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The path with its corners cut short, so that a bent rail looks bent and not broken."""
    line = np.asarray(path, np.float64)
    out = [line[0]]
    for before, at, after in zip(line[:-2], line[1:-1], line[2:], strict=True):
        back, on = before - at, after - at
        out += [
            at + back / np.linalg.norm(back) * 0.06,
            at + (back / np.linalg.norm(back) + on / np.linalg.norm(on)) * 0.012,
            at + on / np.linalg.norm(on) * 0.06,
        ]
    out.append(line[-1])
    return [(float(x), float(y), float(z)) for x, y, z in out]
