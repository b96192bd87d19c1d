"""One place as a scene graph: fixed parts with baked light, floor, staircase and rails."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from panda3d import core as p3d

from vrexposure.core.scene import Resolved, Scene, Stairs, resolve
from vrexposure.render import light, shaders, stairs
from vrexposure.render.geoms import Path3, Textures, attaching
from vrexposure.render.light import Light
from vrexposure.render.meshes import Floats, Mesh
from vrexposure.render.parts import FLOOR, extent, fixed_parts
from vrexposure.render.rooms import without_well

# What the steps beneath a rail take of its light, on the whole.
RAIL_SHARE = 0.85


@dataclass(slots=True)
class _Built:
    """Geometry in the making: what goes below `root`, below `kept`, and the rails by side."""

    root: Path3
    kept: Path3
    rails: dict[str, Path3] = field(default_factory=dict)


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
        for _ in self.fitting(parameters):
            pass

    def fitting(self, parameters: Mapping[str, int]) -> Iterator[None]:
        """The same, a piece of work each time it is asked; the old geometry stays until the end."""
        resolved = resolve(self._scene, parameters)
        if not self._is_built or self._stairs != resolved.stairs:
            built = _Built(p3d.NodePath("root"), p3d.NodePath("kept"))
            yield from self._build_fixed(built, resolved.stairs)
            if resolved.stairs is not None:
                yield from self._build_stairs(built, resolved.stairs)
            self._take(built)
            self._stairs, self._is_built = resolved.stairs, True
        self.resolved = resolved

    def _take(self, built: _Built) -> None:
        """Show what was built, and nothing else."""
        for path in self._built:
            path.remove_node()
        self._built = [*built.root.get_children(), *built.kept.get_children()]
        self._rails = built.rails
        for source, parent in ((built.root, self.root), (built.kept, self.kept)):
            source.get_children().reparent_to(parent)

    def show_rails(self, *, left: bool, right: bool) -> None:
        """Show or hide the staircase's own rails, as far as the level has them."""
        for side, wanted in (("left", left), ("right", right)):
            if side in self._rails:
                path = self._rails[side]
                path.show() if wanted else path.hide()

    def _build_fixed(self, built: _Built, one: Stairs | None) -> Iterator[None]:
        boxes = _boxes_in_place(one) if one else None
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
                if one is not None:
                    meshes = [without_well(mesh, one) for mesh in meshes]
                yield from self._attach(built.kept, "floor", meshes, lights)
            else:
                fixed += meshes
                fixed_light += lights
                yield
        yield from self._attach(built.root, "fixed", fixed, fixed_light)

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

    def _build_stairs(self, built: _Built, one: Stairs) -> Iterator[None]:
        boxes = _boxes_in_place(one)
        meshes = stairs.staircase(one)
        lights = []
        for mesh in meshes:
            lit = light.gathered(mesh.points, mesh.normals, self.light.probes, boxes)
            # Below the floor, light comes in through the opening alone.
            depth = np.clip(-mesh.points[:, 2:3], 0, None)
            lights.append((lit * np.exp(-0.28 * depth)).astype(np.float32))
            yield
        yield from self._attach(built.root, "stairs", meshes, lights)
        for side, wanted in (("left", one.rail_left), ("right", one.rail_right)):
            if wanted:
                yield from self._attach_rail(built, side, stairs.rail(one, side))

    def _attach_rail(self, built: _Built, side: str, meshes: list[Mesh]) -> Iterator[None]:
        """Thin things hide next to nothing of the light: no rays for them."""
        probes = self.light.probes
        lights = [
            light.toward(probes.cube(mesh.points), mesh.normals) * RAIL_SHARE for mesh in meshes
        ]
        path = yield from self._attach(built.root, f"rail-{side}", meshes, lights)
        built.rails[side] = path

    def _attach(
        self, parent: Path3, name: str, meshes: list[Mesh], lights: list[Floats]
    ) -> Generator[None, None, Path3]:
        path: Path3 = parent.attach_new_node(name)
        yield from attaching(path, name, meshes, self._textures, lights)
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
