"""What is reached, lifted, walked along or looked at: made of light, so that nobody leans on it.

The colours differ in lightness as well as in hue, and what is wanted has a shape of its own, so
that nothing rests on telling colours apart.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

from panda3d import core as p3d

from vrexposure.core.geometry import Vec3
from vrexposure.core.inputs import Frame, Point
from vrexposure.core.view import Thing, ThingState
from vrexposure.render import shaders
from vrexposure.render.geoms import Path3, Textures, attach
from vrexposure.render.meshes import Mesh, box, lathe, tube

Glow = tuple[float, float, float, float]
# sRGB, and how much of it covers what is behind.
GLOWS: Final[dict[ThingState, Glow]] = {
    "waiting": (0.62, 0.68, 0.72, 0.30),
    "wanted": (1.00, 0.80, 0.42, 0.85),
    "near": (1.00, 0.93, 0.70, 0.95),
    "held": (0.72, 0.93, 0.95, 0.90),
    "done": (0.45, 0.74, 0.72, 0.55),
}
LANE_M: Final = 0.012  # above the floor, and above a rug
AFTER_WORDS: Final = 42
FILL: Final = 0.28  # of what its edges cover: the floor must stay in sight


def ball(radius: float) -> list[Mesh]:
    """A ball, with a smaller one in it by which its depth is seen."""
    made = []
    for size, rings in ((radius, 24), (radius * 0.35, 12)):
        angles = [math.radians(-89.9 + 179.8 * i / rings) for i in range(rings + 1)]
        profile = [(size * math.cos(a), size * math.sin(a)) for a in angles]
        made.append(lathe(profile, "plain", segments=2 * rings))
    return made


def ring(radius: float) -> list[Mesh]:
    """A flat ring, and a fainter one in it."""
    made = []
    for size, thick in ((radius, 0.010), (radius * 0.6, 0.005)):
        angles = [math.tau * i / 40 for i in range(41)]
        path = [(size * math.cos(a), size * math.sin(a), 0.0) for a in angles]
        made.append(tube(path, thick, "plain", segments=8))
    return made


def lane(width_m: float, length_m: float) -> list[Mesh]:
    """The edges of a strip along +Y, and the bar where one turns round."""
    half = width_m / 2
    corners = [(-half, 0.0), (-half, length_m), (half, length_m), (half, 0.0), (-half, 0.0)]
    return [
        tube([(x, y, 0.0), (u, v, 0.0)], 0.012, "plain", segments=6)
        for (x, y), (u, v) in pairwise(corners)
    ]


def diamond(size_m: float) -> list[Mesh]:
    """Something to look at: eight faces, standing on its tip."""
    half = size_m / 2
    return [lathe([(1e-4, -half), (half * 0.72, 0.0), (1e-4, half)], "plain", segments=4)]


def meshes_of(thing: Thing) -> list[Mesh]:
    """The shape of a thing, its middle at the origin."""
    size = thing.size_mm / 1000
    match thing.kind:
        case "target":
            return ball(size / 2)
        case "box":
            return [box((size, size, size), (0, 0, 0), "plain", radius=0.12 * size, step=size)]
        case "place":
            return ring(size / 2)
        case "lane":
            return lane(size, thing.length_mm / 1000)
        case "mark":
            return diamond(size)


class Things:
    """The things of the View under the rig; what is held goes with the hand."""

    def __init__(self, rig: Path3, textures: Textures) -> None:
        self._textures = textures
        self._root: Path3 = rig.attach_new_node("things")
        self._root.set_shader(shaders.glow(), 1)
        self._root.set_shader_input("comet", p3d.LVecBase3(0, 0, 0))
        self._root.set_transparency(p3d.TransparencyAttrib.M_alpha)
        self._root.set_depth_write(False)
        # After panels and notices, which lie further away: light over words, not words over light.
        self._root.set_bin("fixed", AFTER_WORDS)
        self._shown: tuple[Thing, ...] = ()
        self._paths: list[Path3] = []
        self._hands: dict[str, Vec3] = {}

    def show(self, things: tuple[Thing, ...]) -> None:
        """Draw these; only what changed is made anew."""
        if things == self._shown:
            return
        shapes = [_shape(thing) for thing in things]
        if shapes != [_shape(thing) for thing in self._shown]:
            for path in self._paths:
                path.remove_node()
            self._paths = [self._make(thing, index) for index, thing in enumerate(things)]
        for thing, path in zip(things, self._paths, strict=True):
            red, green, blue, cover = GLOWS[thing.state]
            path.set_shader_input("glow", p3d.LVecBase4(red, green, blue, cover))
            if thing.kind == "lane":
                faint = p3d.LVecBase4(red, green, blue, FILL * cover)
                path.find("fill").set_shader_input("glow", faint)
            path.set_scale(0.75 if thing.kind == "target" and thing.state == "done" else 1.0)
        self._shown = things
        self._place()

    def _make(self, thing: Thing, index: int) -> Path3:
        name = f"thing-{thing.kind}-{index}"
        path = attach(self._root, name, meshes_of(thing), self._textures)
        if thing.kind == "lane":
            size = (thing.size_mm / 1000, thing.length_mm / 1000, 0.002)
            attach(path, "fill", [box(size, (0.0, size[1] / 2, 0.0), "plain")], self._textures)
        return path

    def follow(self, frame: Frame) -> None:
        """Let what is held go with its hand; a hand that is not tracked leaves it where it was."""
        for side, point in (("left", Point.LEFT_HAND), ("right", Point.RIGHT_HAND)):
            if frame.tracked(point):
                self._hands[side] = frame.pose(point).position
        if any(thing.held_by for thing in self._shown):
            self._place()

    def _place(self) -> None:
        for thing, path in zip(self._shown, self._paths, strict=True):
            at = Vec3(thing.x_mm / 1000, thing.y_mm / 1000, thing.z_mm / 1000)
            held = self._held_at(thing)
            if held is not None:
                at = held
            elif thing.kind == "lane":
                at = at.plus(Vec3(0.0, 0.0, LANE_M))
            path.set_pos_hpr(*at, thing.yaw_mdeg / 1000, 0, 0)

    def _held_at(self, thing: Thing) -> Vec3 | None:
        """Where the hand has it, or the middle between both; None while no such hand is known."""
        sides = ("left", "right") if thing.held_by == "both" else (thing.held_by,)
        known = [self._hands[side] for side in sides if side in self._hands]
        if not thing.held_by or not known:
            return None
        middle = Vec3(0.0, 0.0, 0.0)
        for hand in known:
            middle = middle.plus(hand.scaled(1 / len(known)))
        return middle


def _shape(thing: Thing) -> tuple[str, int, int]:
    return thing.kind, thing.size_mm, thing.length_mm
