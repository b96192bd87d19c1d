"""One place as a scene graph: fixed parts with baked light, floor, staircase and rails."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from panda3d import core as p3d

from vrexposure.core.scene import Resolved, Scene, Stairs, resolve
from vrexposure.render import light, shaders, stairs
from vrexposure.render.geoms import Path3, Textures, attach
from vrexposure.render.light import Light
from vrexposure.render.meshes import Floats, Mesh
from vrexposure.render.parts import FLOOR, extent, fixed_parts
from vrexposure.render.rooms import without_well

# What the steps beneath a rail take of its light, on the whole.
RAIL_SHARE = 0.85


class PlaceModel:
    """A place that can be shown. Its fixed parts are made once; `fit` remakes the staircase.

    Attributes:
        root: Everything of the place; place axes.
        kept: What stays visible when all is dimmed: the floor.
        resolved: The geometry that is drawn.
    """

    def __init__(self, scene: Scene, baked: Path, textures: Textures) -> None:
        self._scene = scene
        self._textures = textures
        self.resolved = resolve(scene, {})
        self.light = _light_of(scene, baked, self.resolved)
        self.root: Path3 = p3d.NodePath(f"place-{scene.id}")
        self.root.set_shader(shaders.baked())
        self.kept: Path3 = self.root.attach_new_node("kept")
        self._parts = fixed_parts(self.resolved)
        self._built: list[Path3] = []
        self._rails: dict[str, Path3] = {}
        self._stairs: Stairs | None = None
        self._is_built = False

    def fit(self, parameters: Mapping[str, int]) -> None:
        """Bring the place to a level's parameters. Cheap when the geometry stays the same."""
        self.resolved = resolve(self._scene, parameters)
        if self._is_built and self._stairs == self.resolved.stairs:
            return
        self._is_built = True
        self._stairs = self.resolved.stairs
        for path in self._built:
            path.remove_node()
        self._built, self._rails = [], {}
        self._build_fixed()
        if self._stairs is not None:
            self._build_stairs(self._stairs)

    def show_rails(self, *, left: bool, right: bool) -> None:
        """Show or hide the staircase's own rails, as far as the level has them."""
        for side, wanted in (("left", left), ("right", right)):
            if side in self._rails:
                path = self._rails[side]
                path.show() if wanted else path.hide()

    def _build_fixed(self) -> None:
        boxes = _boxes_in_place(self._stairs) if self._stairs else None
        fixed: list[Mesh] = []
        fixed_light: list[Floats] = []
        for name, meshes in self._parts.items():
            lights = self._vertex_light(name, meshes)
            if boxes is not None:
                lights = [
                    light.shaded(mesh.points, mesh.normals, lit, boxes)
                    for mesh, lit in zip(meshes, lights, strict=True)
                ]
            if name.endswith(FLOOR):
                if self._stairs is not None:
                    meshes = [without_well(mesh, self._stairs) for mesh in meshes]
                self._attach(self.kept, "floor", meshes, lights)
            else:
                fixed += meshes
                fixed_light += lights
        self._attach(self.root, "fixed", fixed, fixed_light)

    def _vertex_light(self, name: str, meshes: list[Mesh]) -> list[Floats]:
        baked = self.light.vertices.get(name)
        if baked is not None and len(baked) == sum(len(mesh.points) for mesh in meshes):
            ends = np.cumsum([len(mesh.points) for mesh in meshes])[:-1]
            return list(np.split(baked, ends))
        probes = self.light.probes
        return [
            light.toward(probes.cube(mesh.points + mesh.normals * 0.3), mesh.normals)
            for mesh in meshes
        ]

    def _build_stairs(self, one: Stairs) -> None:
        boxes = _boxes_in_place(one)
        self._attach_gathered("stairs", stairs.staircase(one), boxes)
        for side, wanted in (("left", one.rail_left), ("right", one.rail_right)):
            if wanted:
                path = self._attach_rail(f"rail-{side}", stairs.rail(one, side))
                self._rails[side] = path

    def _attach_gathered(
        self, name: str, meshes: list[Mesh], boxes: tuple[Floats, Floats]
    ) -> Path3:
        lights = []
        for mesh in meshes:
            lit = light.gathered(mesh.points, mesh.normals, self.light.probes, boxes)
            # Below the floor, light comes in through the opening alone.
            depth = np.clip(-mesh.points[:, 2:3], 0, None)
            lights.append((lit * np.exp(-0.28 * depth)).astype(np.float32))
        return self._attach(self.root, name, meshes, lights)

    def _attach_rail(self, name: str, meshes: list[Mesh]) -> Path3:
        """Thin things hide next to nothing of the light: no rays for them."""
        probes = self.light.probes
        lights = [
            light.toward(probes.cube(mesh.points), mesh.normals) * RAIL_SHARE for mesh in meshes
        ]
        return self._attach(self.root, name, meshes, lights)

    def _attach(self, parent: Path3, name: str, meshes: list[Mesh], lights: list[Floats]) -> Path3:
        path = attach(parent, name, meshes, self._textures, lights)
        self._built.append(path)
        return path


def _light_of(scene: Scene, baked: Path, place: Resolved) -> Light:
    path = baked / f"{scene.id}.npz"
    return light.read(path) if path.is_file() else light.plain(*extent(place))


def _boxes_in_place(one: Stairs) -> tuple[Floats, Floats]:
    """The staircase's boxes along the place's axes; stairs are turned by quarters."""
    low, high = stairs.solids(one)
    corners = [
        np.array([one.in_place(float(y), float(z), float(x)) for x, y, z in side], np.float32)
        for side in (low, high)
    ]
    return np.minimum(*corners), np.maximum(*corners)
