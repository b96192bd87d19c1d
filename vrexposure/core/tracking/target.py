"""A panel made ready for many rays: what `core.panel` says, without laying it out every frame."""

from __future__ import annotations

from vrexposure.core.geometry import Vec3
from vrexposure.core.panel import layout, panel_pose
from vrexposure.core.tracking.signal import Sample
from vrexposure.core.view import Panel

# DEF: how far over its edge a ray may slip before the option it rests on is given up; a little
# more than the gap between options, so that a tremor on the border does not flicker.
KEEP_M = 0.015
REACH_M = 20.0

NOWHERE = -2
"""The ray does not meet the panel."""
BESIDE = -1
"""The ray meets the panel, but no option."""


class Target:
    """The options of one panel as rectangles in stage space."""

    def __init__(self, panel: Panel) -> None:
        placed = layout(panel)
        self.options = len(placed.cells)
        self._cells = [(c.x, c.y, c.width / 2, c.height / 2) for c in placed.cells]
        self._half_width = placed.width / 2
        self._half_height = placed.height / 2
        self._middle, turn = panel_pose(panel)
        self._right = turn.rotate(Vec3(1.0, 0.0, 0.0))
        self._normal = turn.rotate(Vec3(0.0, -1.0, 0.0))

    def option(self, sample: Sample, resting: int) -> int:
        """The option under the pose's forward ray, or `BESIDE`, or `NOWHERE`.

        `resting`: the option under this ray before; it is left only with a margin.
        """
        px, py, pz, w, x, y, z = sample
        fx, fy, fz = 2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)
        normal, middle, right = self._normal, self._middle, self._right
        facing = fx * normal.x + fy * normal.y
        if facing > -1e-6:
            return NOWHERE
        dx, dy, dz = px - middle.x, py - middle.y, pz - middle.z
        distance = -(dx * normal.x + dy * normal.y) / facing
        if not 0.0 < distance < REACH_M:
            return NOWHERE
        at_x = (dx + fx * distance) * right.x + (dy + fy * distance) * right.y
        at_y = dz + fz * distance
        if 0 <= resting < self.options and self._within(resting, at_x, at_y, KEEP_M):
            return resting
        for index in range(self.options):
            if self._within(index, at_x, at_y, 0.0):
                return index
        if abs(at_x) <= self._half_width and abs(at_y) <= self._half_height:
            return BESIDE
        return NOWHERE

    def _within(self, index: int, x: float, y: float, margin_m: float) -> bool:
        cell_x, cell_y, half_width, half_height = self._cells[index]
        return (
            abs(x - cell_x) <= half_width + margin_m and abs(y - cell_y) <= half_height + margin_m
        )
