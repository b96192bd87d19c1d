"""The light that shows the way of a hand or of the eyes, and the trail that it leaves."""

from __future__ import annotations

from panda3d import core as p3d

from vrexposure.core.geometry import Vec3
from vrexposure.core.ghost import Way, along
from vrexposure.core.view import Ghost
from vrexposure.render import shaders
from vrexposure.render.geoms import Path3, Textures, attach
from vrexposure.render.meshes import tube
from vrexposure.render.things import AFTER_WORDS, ball

COLOUR = (0.80, 0.95, 1.0)
COVER = 0.80
HEAD_M = 0.030
TRAIL_M = 0.009
TAIL = 0.45  # of the way (DEF)


class GhostLight:
    """One ghost under the rig: its way as a thin line, brightest where the light has just been."""

    def __init__(self, rig: Path3, textures: Textures) -> None:
        self._textures = textures
        self._root: Path3 = rig.attach_new_node("ghost")
        self._root.set_shader(shaders.glow(), 1)
        self._root.set_transparency(p3d.TransparencyAttrib.M_alpha)
        self._root.set_depth_write(False)
        self._root.set_bin("fixed", AFTER_WORDS)
        self._root.set_shader_input("glow", p3d.LVecBase4(*COLOUR, COVER))
        self._light = attach(self._root, "ghost-light", ball(HEAD_M), textures)
        self._trail: Path3 | None = None
        self._points: tuple[tuple[int, int, int], ...] | None = None
        self._way = Way([Vec3(0.0, 0.0, 0.0)])
        self._root.hide()

    def show(self, ghost: Ghost | None, time_ns: int) -> None:
        """Draw it as it is at this time; None: nothing."""
        if ghost is None or not ghost.points_mm:
            self._root.hide()
            self._points = None
            return
        if ghost.points_mm != self._points:
            self._points = ghost.points_mm
            self._draw_way(ghost)
            self._root.show()
        period_ns = max(1, ghost.period_ms) * 1_000_000
        phase = ((time_ns - ghost.start_ns) % period_ns) / period_ns
        come, light = along(self._way.length_m, phase)
        self._light.set_pos(*self._way.at(come))
        self._light.set_shader_input("glow", p3d.LVecBase4(*COLOUR, COVER * light))
        if self._trail is not None:
            tail = max(1e-3, TAIL * self._way.length_m)
            self._trail.set_shader_input("comet", p3d.LVecBase3(come, tail, 0.25 + 0.75 * light))

    def _draw_way(self, ghost: Ghost) -> None:
        self._way = Way([Vec3(x / 1000, y / 1000, z / 1000) for x, y, z in ghost.points_mm])
        if self._trail is not None:
            self._trail.remove_node()
            self._trail = None
        self._light.set_shader_input("comet", p3d.LVecBase3(0, 0, 0))
        if self._way.length_m > TRAIL_M:
            line = tube(self._way.line, TRAIL_M, "plain", segments=8)
            self._trail = attach(self._root, "ghost-trail", [line], self._textures)
