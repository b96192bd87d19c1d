"""Bake the light of scenes into assets/baked/<scene>.npz: sun, sky, lamps and four bounces.

Rays are traced with Embree (pip install trimesh embreex). One scene takes about a minute.

Usage: python tools/bake_light.py [--rays 256] [scene ...]
"""

from __future__ import annotations

import argparse
import time
import tomllib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import trimesh
from trimesh.ray.ray_pyembree import RayMeshIntersector

from vrexposure.core.scene import LampNode, Resolved, RoomNode, Scene, SunNode, resolve
from vrexposure.render import rooms
from vrexposure.render.materials import material
from vrexposure.render.meshes import Mesh
from vrexposure.render.parts import extent, fixed_parts

ROOT = Path(__file__).parents[1]
Array = npt.NDArray[np.float64]
PROBE_STEP_M = 0.5
BOUNCES = 4


class World:
    """All triangles of a scene, and what each throws back."""

    def __init__(self, meshes: list[Mesh], place: Resolved) -> None:
        solid = [mesh for mesh in meshes if mesh.material != "outside"]
        offsets = np.cumsum([0, *(len(mesh.points) for mesh in solid)])
        points = np.concatenate([mesh.points for mesh in solid]).astype(float)
        faces = np.concatenate(
            [mesh.faces.astype(np.int64) + at for mesh, at in zip(solid, offsets[:-1], strict=True)]
        )
        self.faces = faces
        self.albedo = np.concatenate(
            [
                np.tile(np.array(material(m.material).albedo) * m.tint, (len(m.faces), 1))
                for m in solid
            ]
        ).clip(0.02, 0.8)
        self.glow = np.concatenate(
            [
                np.tile(np.array(m.tint) * material(m.material).glow, (len(m.faces), 1))
                for m in solid
            ]
        )
        corners = points[faces]
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        self.normal = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
        thin = [np.full(len(m.faces), m.material in ("leaf", "shade")) for m in solid]
        self.thin = np.concatenate(thin)
        self.count = len(faces)
        # Behind every wall stands another one, so that nothing looks out where walls meet things.
        for shell in _outer_shells(place):
            faces = np.concatenate([faces, shell.faces.astype(np.int64) + len(points)])
            points = np.concatenate([points, shell.points])
        self.rays = RayMeshIntersector(trimesh.Trimesh(points, faces, process=False))
        self.sun = next((one.node for one in place.placed if isinstance(one.node, SunNode)), None)
        self.lamps = [one.node for one in place.placed if isinstance(one.node, LampNode)]

    def first(self, points: Array, aim: Array) -> npt.NDArray[np.int64]:
        """The face that each ray meets; -1 the open, -2 the inside of something."""
        hit = self.rays.intersects_first(points, aim).astype(np.int64)
        shell = hit >= self.count
        real = np.where(shell | (hit < 0), 0, hit)
        back = (hit >= 0) & ~shell & ((self.normal[real] * aim).sum(1) > 0) & ~self.thin[real]
        return np.where(shell | back, -2, hit)

    def direct(self, points: Array, normals: Array) -> Array:
        """Irradiance / pi from sun and lamps."""
        light = np.zeros((len(points), 3))
        random = np.random.Generator(np.random.PCG64(2))
        if self.sun and self.sun.strength:
            heading, rise = np.radians(self.sun.heading_deg), np.radians(self.sun.elevation_deg)
            to = np.array(
                [np.sin(heading) * np.cos(rise), np.cos(heading) * np.cos(rise), np.sin(rise)]
            )
            facing = (normals @ to).clip(0)
            seen = np.zeros(len(points))
            lit = facing > 0
            for _ in range(16):
                aim = to + random.normal(0, 0.012, (int(lit.sum()), 3))
                aim /= np.linalg.norm(aim, axis=1, keepdims=True)
                seen[lit] += ~self.rays.intersects_any(points[lit], aim)
            light += (facing * seen / 16)[:, None] * np.array(self.sun.colour) * self.sun.strength
        for lamp in self.lamps:
            for _ in range(12):
                jitter = random.normal(0, 0.10, (len(points), 3))
                gap = np.array(lamp.at) + jitter - points
                far = np.linalg.norm(gap, axis=1)
                aim = gap / far[:, None]
                facing = (normals * aim).sum(1).clip(0)
                blocked = self._blocked(points, aim, far)
                fall = facing * ~blocked / (far**2 + 0.15) / 12
                light += fall[:, None] * np.array(lamp.colour) * lamp.strength
        return light

    def _blocked(self, points: Array, aim: Array, far: Array) -> npt.NDArray[np.bool_]:
        """Whether a solid, not a lamp's own shade, stands between."""
        hit = self.first(points, aim)
        where = np.maximum(hit, 0)
        middle = np.full(len(points), np.inf)
        some = (hit >= 0) & ~self.thin[where]
        plane = self.rays.mesh.triangles[where[some], 0]
        normal = self.normal[where[some]]
        slope = (aim[some] * normal).sum(1)
        slope[np.abs(slope) < 1e-6] = 1e-6
        middle[some] = ((plane - points[some]) * normal).sum(1) / slope
        return middle < far

    def sky(self, directions: Array) -> Array:
        """What comes in where nothing is hit: sky above, dull green below."""
        if self.sun is None:
            return np.zeros((len(directions), 3))
        above = np.array(self.sun.sky) * self.sun.sky_strength
        below = np.array([0.42, 0.42, 0.34]) * self.sun.sky_strength * 0.5
        return np.where(directions[:, 2:3] > 0, above, below)


def hemisphere(normals: Array, index: int, rays: int, turn: Array) -> Array:
    """One cosine-weighted direction a point: the `index`-th of an even spread, turned for each."""
    u = (index + turn[0]) / rays
    angle = 2 * np.pi * ((index * 0.618034 + turn[1]) % 1)
    helper = np.where(np.abs(normals[:, :1]) < 0.9, [[1.0, 0, 0]], [[0, 1.0, 0]])
    side = np.cross(normals, helper)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(normals, side)
    radius = np.sqrt(u)
    return (
        side * (radius * np.cos(angle))[:, None]
        + other * (radius * np.sin(angle))[:, None]
        + normals * np.sqrt(1 - u)[:, None]
    )


def bake(place: Resolved, rays: int) -> dict[str, npt.NDArray[np.float16]]:
    """Light for every vertex of the fixed parts, by node id, and the probes."""
    parts = fixed_parts(place)
    meshes = [mesh for group in parts.values() for mesh in group]
    world = World(meshes, place)
    random = np.random.Generator(np.random.PCG64(1))
    points = np.concatenate([mesh.points for mesh in meshes]).astype(float)
    normals = np.concatenate([mesh.normals for mesh in meshes]).astype(float)
    middles = _inward(meshes)
    # A vertex lies on the edge of its faces, often in a corner: look from a little inside.
    starts = points + (middles - points) * 0.12 + normals * 4e-3
    key = np.round(np.hstack([points * 400, normals * 6])).astype(np.int64)
    _, first, same = np.unique(key, axis=0, return_index=True, return_inverse=True)
    same = same.reshape(-1)
    count = len(first)
    at = np.stack([np.bincount(same, starts[:, i], count) for i in range(3)], 1)
    at /= np.bincount(same, minlength=count)[:, None]
    # What reaches below the floor would look out under the walls.
    at[:, 2] = np.maximum(at[:, 2], extent(place)[0].z + 4e-3)
    looking = normals[first]
    faces = _faces_of(meshes, same)

    hits = np.empty((count, rays), np.int32)
    skies = np.zeros((count, 3))
    turn = random.random((2, count))
    for index in range(rays):
        aim = hemisphere(looking, index, rays, turn)
        hit = world.first(at, aim)
        hits[:, index] = hit
        skies += np.where((hit == -1)[:, None], world.sky(aim), 0.0)
    valid = np.maximum((hits != -2).sum(1), 1)
    direct = world.direct(at, looking)
    light = direct + skies / valid[:, None]
    for _ in range(BOUNCES):
        out = light[faces].mean(axis=1) * world.albedo + world.glow
        gathered = np.zeros((count, 3))
        for index in range(rays):
            hit = hits[:, index]
            gathered += np.where((hit >= 0)[:, None], out[hit], 0.0)
        light = direct + (skies + gathered) / valid[:, None]
    buried = (hits == -2).mean(axis=1) > 0.5
    light = _healed(light - direct, buried, faces, 5, 0.4) + _healed(direct, buried, faces, 2, 0.1)
    out = light[faces].mean(axis=1) * world.albedo + world.glow

    whole = light[same].astype(np.float16)
    result, start = {}, 0
    for name, group in parts.items():
        size = sum(len(mesh.points) for mesh in group)
        result[name] = whole[start : start + size]
        start += size
    result.update(probes(place, world, out, rays, random))
    return result


def _inward(meshes: list[Mesh]) -> Array:
    out = []
    for mesh in meshes:
        total, number = np.zeros((len(mesh.points), 3)), np.zeros(len(mesh.points))
        middle = mesh.points[mesh.faces].mean(axis=1)
        for corner in range(3):
            np.add.at(total, mesh.faces[:, corner], middle)
            np.add.at(number, mesh.faces[:, corner], 1)
        used = number > 0
        total[used] /= number[used, None]
        total[~used] = mesh.points[~used]
        out.append(total)
    return np.concatenate(out)


def _faces_of(meshes: list[Mesh], same: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Faces of the solid meshes, in places of the merged points."""
    start, out = 0, []
    for mesh in meshes:
        if mesh.material != "outside":
            out.append(same[mesh.faces.astype(np.int64) + start])
        start += len(mesh.points)
    return np.concatenate(out)


def _outer_shells(place: Resolved) -> list[Mesh]:
    """The rooms' walls, ceilings and floors once more, 25 to 60 mm further out."""
    made = []
    for one in place.placed:
        if isinstance(one.node, RoomNode):
            wider = (one.size[0] + 0.05, one.size[1] + 0.05, one.size[2] + 0.025)
            node = one.node.model_copy(update={"size": wider})
            ceiling, *walls = rooms.shell(node, one.at)
            made += [ceiling, *(wall for wall in walls if wall.material == node.wall)]
            made.append(rooms.floor(node, one.at, None).moved((0.0, 0.0, -0.06)))
    return made


def _healed(
    light: Array,
    buried: npt.NDArray[np.bool_],
    faces: npt.NDArray[np.int64],
    turns: int,
    share: float,
) -> Array:
    """Smooth a little, and give points that lie within other things their neighbours' light."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    edges = np.concatenate([edges, edges[:, ::-1]])
    for _ in range(turns):
        good = ~buried[edges[:, 1]]
        total, number = np.zeros_like(light), np.zeros(len(light))
        np.add.at(total, edges[good, 0], light[edges[good, 1]])
        np.add.at(number, edges[good, 0], 1)
        mean = total / np.maximum(number, 1)[:, None]
        some = number > 0
        part = np.where(buried, 1.0, share)[:, None]
        light = np.where(some[:, None], light * (1 - part) + mean * part, light)
    return light


def probes(
    place: Resolved, world: World, out: Array, rays: int, random: np.random.Generator
) -> dict[str, npt.NDArray[np.float16]]:
    """Ambient cubes on a grid through the rooms; those within things take their neighbours'."""
    low, high = (np.array(corner) for corner in extent(place))
    low, high = low + 0.15, high - 0.15
    shape = np.ceil((high - low) / PROBE_STEP_M).astype(int) + 1
    grid = np.stack(np.meshgrid(*[np.arange(n) for n in shape], indexing="ij"), -1).reshape(-1, 3)
    at = np.minimum(low + grid * PROBE_STEP_M, high)
    cubes, bad = np.zeros((len(at), 6, 3)), np.zeros(len(at))
    for face in range(6):
        axis = np.zeros(3)
        axis[face // 2] = 1.0 if face % 2 == 0 else -1.0
        looking = np.tile(axis, (len(at), 1))
        turn = random.random((2, len(at)))
        for index in range(rays):
            aim = hemisphere(looking, index, rays, turn)
            hit = world.first(at, aim)
            bad += hit == -2
            cubes[:, face] += np.where(
                (hit >= 0)[:, None], out[hit], np.where((hit == -1)[:, None], world.sky(aim), 0.0)
            )
        cubes[:, face] /= rays
    buried = bad / (6 * rays) > 0.15
    for index in np.flatnonzero(buried):
        gap = np.abs(grid - grid[index]).sum(1) + 1000 * buried
        cubes[index] = cubes[gap == gap.min()].mean(axis=0)
    return {
        "low": low.astype(np.float16),
        "step": np.array(PROBE_STEP_M, np.float16),
        "cubes": cubes.reshape(*shape, 6, 3).astype(np.float16),
    }


def main() -> None:
    """Bake the named scenes, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rays", type=int, default=256)
    parser.add_argument("scenes", nargs="*")
    options = parser.parse_args()
    names = options.scenes or [path.stem for path in sorted((ROOT / "scenes").glob("*.toml"))]
    for name in names:
        begun = time.perf_counter()
        text = (ROOT / "scenes" / f"{name}.toml").read_text(encoding="utf-8")
        scene = Scene.model_validate(tomllib.loads(text), strict=False)
        packed = bake(resolve(scene, {}), options.rays)
        path = ROOT / "assets" / "baked" / f"{name}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **packed)
        size = sum(array.size for array in packed.values()) // 3
        print(
            f"{name}: {size} lights, {path.stat().st_size // 1024} KiB, "
            f"{time.perf_counter() - begun:.0f} s"
        )


if __name__ == "__main__":
    main()
