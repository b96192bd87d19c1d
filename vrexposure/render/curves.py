"""A movement as a small picture on a panel: the height of the head over time."""

from __future__ import annotations

import itertools

from panda3d import core as p3d

from vrexposure.core.panel import Rect
from vrexposure.core.view import Curve
from vrexposure.render.geoms import Path3
from vrexposure.render.lettering import Colour, Lettering

GROUND: Colour = (0.135, 0.155, 0.175, 1.0)
LINE: Colour = (0.56, 0.80, 0.80, 1.0)
LEVEL: Colour = (0.42, 0.46, 0.48, 1.0)
MARK: Colour = (0.98, 0.84, 0.52, 1.0)
PAD_M = 0.022
LEAST_SPAN_MM = 200
"""A picture of standing still must not look like movement (DEF)."""
LINE_M = 0.006
MARK_M = 0.011


def draw_curve(letters: Lettering, board: Path3, curve: Curve, place: Rect) -> Path3:
    """Draw it within `place`; gaps in tracking stay gaps."""
    root: Path3 = board.attach_new_node("curve")
    size = (place.width, place.height)
    letters.rounded(root, size, (place.x, place.y), GROUND, radius_m=0.018, sort=13)
    seen = [height for height in curve.heights_mm if height is not None]
    low, high = min([*seen, *curve.levels_mm]), max([*seen, *curve.levels_mm])
    spare = max(0, LEAST_SPAN_MM - (high - low)) / 2
    low_mm, high_mm = low - spare, high + spare
    left = place.x - place.width / 2 + PAD_M
    bottom = place.y - place.height / 2 + PAD_M
    wide, tall = place.width - 2 * PAD_M, place.height - 2 * PAD_M
    last_ms = max(1, (len(curve.heights_mm) - 1) * curve.step_ms)

    def at(time_ms: float, height_mm: float) -> tuple[float, float]:
        share = min(1.0, time_ms / last_ms)
        return left + wide * share, bottom + tall * (height_mm - low_mm) / (high_mm - low_mm)

    dashes = [
        [at(last_ms * n / 40, level) for n in (part, part + 1)]
        for level in curve.levels_mm
        for part in range(0, 40, 2)
    ]
    _lines(root, dashes, LEVEL, 0.003, 14)
    runs = [[at(index * curve.step_ms, height) for index, height in run] for run in _runs(curve)]
    _lines(root, runs, LINE, LINE_M, 15)
    for mark_ms in curve.marks_ms:
        x, _ = at(mark_ms, low_mm)
        dot = (2 * MARK_M, 2 * MARK_M)
        letters.rounded(root, dot, (x, bottom + MARK_M), MARK, radius_m=MARK_M, sort=16)
    return root


def _runs(curve: Curve) -> list[list[tuple[int, int]]]:
    """The stretches in which the head was tracked, each of two places at least."""
    runs: list[list[tuple[int, int]]] = [[]]
    for index, height in enumerate(curve.heights_mm):
        if height is None:
            runs.append([])
        else:
            runs[-1].append((index, height))
    return [run for run in runs if len(run) > 1]


def _lines(
    root: Path3, lines: list[list[tuple[float, float]]], colour: Colour, wide_m: float, sort: int
) -> None:
    """Lines as thin rectangles that overlap at the bends, all in one Geom."""
    data = p3d.GeomVertexData("lines", p3d.GeomVertexFormat.get_v3c4t2(), p3d.Geom.UH_static)
    vertices = p3d.GeomVertexWriter(data, "vertex")
    colours = p3d.GeomVertexWriter(data, "color")
    triangles = p3d.GeomTriangles(p3d.Geom.UH_static)
    count = 0
    pieces = (piece for points in lines for piece in itertools.pairwise(points))
    for (x1, z1), (x2, z2) in pieces:
        way = p3d.LVector2(x2 - x1, z2 - z1)
        if not way.normalize():
            continue
        along, aside = way * (wide_m / 4), p3d.LVector2(-way.y, way.x) * (wide_m / 2)
        for x, z, sign in ((x1, z1, -1), (x2, z2, 1)):
            for turn in (-1, 1):
                vertices.add_data3(
                    x + sign * along.x + turn * aside.x, 0, z + sign * along.y + turn * aside.y
                )
                colours.add_data4(*colour)
        triangles.add_vertices(count, count + 2, count + 1)
        triangles.add_vertices(count + 1, count + 2, count + 3)
        count += 4
    if not count:
        return
    shape = p3d.Geom(data)
    shape.add_primitive(triangles)
    node = p3d.GeomNode("lines")
    node.add_geom(shape)
    path: Path3 = root.attach_new_node(node)
    path.set_two_sided(True)
    path.set_bin("fixed", sort)
