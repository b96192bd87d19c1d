"""Where the parts of a panel are, in metres on its plane: for drawing it and for pointing at it."""

from __future__ import annotations

import math
from typing import NamedTuple

from vrexposure.core.geometry import Quat, Vec3, quat_from_yaw
from vrexposure.core.view import Panel

# A panel stands 1.6 m away. Letters there are at least 1 degree = 28 mm high (design: text >= 1
# degree; DEF).
TEXT_M = 0.036
TITLE_M = 0.050
CELL_W_M = 0.135
CELL_H_M = 0.15
WIDE_CELL_W_M = 0.36
GAP_M = 0.012
MARGIN_M = 0.06
CURVE_H_M = 0.26
LINE_M = 1.35  # line height in letters


class Rect(NamedTuple):
    """A rectangle on the panel's plane: middle and size, metres; x to the right, y up."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies within."""
        return abs(x - self.x) <= self.width / 2 and abs(y - self.y) <= self.height / 2


class Layout(NamedTuple):
    """Size of the whole panel, lines of text from the top, one rectangle an option, the picture."""

    width: float
    height: float
    title_y: float
    body_y: tuple[float, ...]
    cells: tuple[Rect, ...]
    curve: Rect | None = None


def layout(panel: Panel) -> Layout:
    """Place title, body and options; the panel's middle is (0, 0)."""
    count = len(panel.options)
    columns = max(1, min(panel.columns, count or 1))
    rows = math.ceil(count / columns)
    cell_w = CELL_W_M if columns > 4 else WIDE_CELL_W_M
    grid_w = columns * cell_w + (columns - 1) * GAP_M
    width = max(grid_w, 1.1) + 2 * MARGIN_M
    title_h = TITLE_M * LINE_M * 1.5
    body_h = len(panel.body) * TEXT_M * LINE_M
    grid_h = rows * CELL_H_M + max(0, rows - 1) * GAP_M
    hint_h = TEXT_M * LINE_M * 2 if any(o.hint for o in panel.options) else 0.0
    gap = MARGIN_M / 2 if count else 0.0
    curve_h = CURVE_H_M + GAP_M if panel.curve is not None else 0.0
    height = 2 * MARGIN_M + title_h + body_h + curve_h + gap + grid_h + hint_h
    top = height / 2 - MARGIN_M
    title_y = top - title_h / 2
    body_y = tuple(top - title_h - (i + 0.5) * TEXT_M * LINE_M for i in range(len(panel.body)))
    first = top - title_h - body_h - curve_h - gap - CELL_H_M / 2
    cells = tuple(
        Rect(
            -grid_w / 2 + cell_w / 2 + (i % columns) * (cell_w + GAP_M),
            first - (i // columns) * (CELL_H_M + GAP_M),
            cell_w,
            CELL_H_M,
        )
        for i in range(count)
    )
    curve = None
    if panel.curve is not None:
        middle = top - title_h - body_h - GAP_M - CURVE_H_M / 2
        curve = Rect(0.0, middle, width - 2 * MARGIN_M, CURVE_H_M)
    return Layout(width, height, title_y, body_y, cells, curve)


def panel_pose(panel: Panel) -> tuple[Vec3, Quat]:
    """Middle and turn of the panel; its local axes are +X right, +Z up, facing -Y."""
    return (
        Vec3(panel.x_mm / 1000, panel.y_mm / 1000, panel.z_mm / 1000),
        quat_from_yaw(math.radians(panel.yaw_mdeg / 1000)),
    )


def hit(panel: Panel, origin: Vec3, direction: Vec3) -> tuple[float, float] | None:
    """Where a ray meets the panel's plane from the front, in its x and y; None if it does not."""
    middle, turn = panel_pose(panel)
    normal = turn.rotate(Vec3(0.0, -1.0, 0.0))
    facing = direction.dot(normal)
    if facing > -1e-6:
        return None
    distance = middle.minus(origin).dot(normal) / facing
    if not 0.0 < distance < 20.0:
        return None
    at = origin.plus(direction.scaled(distance)).minus(middle)
    return at.dot(turn.rotate(Vec3(1.0, 0.0, 0.0))), at.z


def option_at(panel: Panel, origin: Vec3, direction: Vec3) -> int:
    """The option that a ray points at, or -1."""
    at = hit(panel, origin, direction)
    if at is None:
        return -1
    for index, cell in enumerate(layout(panel).cells):
        if cell.holds(*at):
            return index
    return -1


def option_middle(panel: Panel, index: int) -> Vec3:
    """The middle of one option, stage space: what a simulated patient points at."""
    middle, turn = panel_pose(panel)
    cell = layout(panel).cells[index]
    return middle.plus(turn.rotate(Vec3(cell.x, 0.0, cell.y)))
