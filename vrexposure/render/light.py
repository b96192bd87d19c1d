"""Light: what was baked for a place, and the light of things that are put into it later.

The bake (tools/bake_light.py) leaves two things: light for every vertex of the fixed parts, and
probes, a grid of ambient cubes. Stairs, which depend on the level, take their light from the
probes, less what the stairs themselves hide. Light is irradiance / pi, linear: times the albedo it
is the radiance that is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from vrexposure.core.geometry import Vec3
from vrexposure.errors import AssetError
from vrexposure.render.meshes import Floats

RAYS = 32


@dataclass(frozen=True, slots=True, eq=False)
class Probes:
    """Ambient cubes on a grid: what a face looking along +X -X +Y -Y +Z -Z would receive.

    Attributes:
        low: (3,) the first probe, place axes.
        step_m: Distance of neighbours.
        cubes: (nx, ny, nz, 6, 3).
    """

    low: Floats
    step_m: float
    cubes: Floats

    def cube(self, at: Floats) -> Floats:
        """Ambient cubes (n, 6, 3) at points (n, 3); outside the grid its border's."""
        shape = np.array(self.cubes.shape[:3])
        place = np.clip((at - self.low) / self.step_m, 0, shape - 1.001)
        first = place.astype(np.int64)
        part = (place - first).astype(np.float32)
        out = np.zeros((len(at), 6, 3), np.float32)
        for corner in range(8):
            shift = np.array([corner & 1, corner >> 1 & 1, corner >> 2 & 1])
            weight = np.where(shift == 1, part, 1 - part).prod(axis=1)
            where = np.minimum(first + shift, shape - 1)
            out += weight[:, None, None] * self.cubes[where[:, 0], where[:, 1], where[:, 2]]
        return out

    def at(self, place: Vec3) -> Floats:
        """The ambient cube (6, 3) of one place."""
        cubes: Floats = self.cube(np.asarray([place], np.float32))
        first: Floats = cubes[0]
        return first


def toward(cubes: Floats, directions: Floats) -> Floats:
    """The light (n, 3) of ambient cubes (n, 6, 3) on faces that look along `directions` (n, 3)."""
    square = directions**2
    pick = np.arange(0, 6, 2) + (directions < 0)
    rows = np.arange(len(directions))[:, None]
    picked: Floats = cubes[rows, pick]
    total: Floats = (picked * square[..., None]).sum(axis=1)
    return total


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """The light of one place: by node id for its fixed parts, and probes for all else."""

    vertices: dict[str, Floats]
    probes: Probes


def read(path: Path) -> Light:
    """What the bake has written.

    Raises:
        AssetError: The file is damaged.
    """
    try:
        with np.load(path) as packed:
            arrays = {name: packed[name].astype(np.float32) for name in packed.files}
        probes = Probes(arrays.pop("low"), float(arrays.pop("step")), arrays.pop("cubes"))
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise AssetError(f"{path}: not baked light ({error}); bake the scene anew") from error
    return Light(arrays, probes)


def plain(low: Vec3, high: Vec3) -> Light:
    """Even, soft light from above for a scene that nobody has baked."""
    cube = np.array([[0.62], [0.58], [0.56], [0.60], [0.80], [0.42]], np.float32)
    warm = np.array([1.0, 0.97, 0.92], np.float32)
    cubes = np.broadcast_to(cube * warm, (2, 2, 2, 6, 3)).astype(np.float32)
    span = max(high.x - low.x, high.y - low.y, high.z - low.z)
    return Light({}, Probes(np.asarray(low, np.float32), span, cubes))


def _hemisphere(count: int) -> Floats:
    """Cosine-weighted directions about +Z, evenly spread and always the same."""
    index = np.arange(count) + 0.5
    radius, angle = np.sqrt(index / count), index * np.pi * (3 - np.sqrt(5))
    up = np.sqrt(1 - index / count)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle), up], 1).astype(np.float32)


def _about(normals: Floats, rays: Floats) -> Floats:
    """Rays (k, 3) about +Z turned to lie about each normal: (n, k, 3)."""
    helper = np.where(np.abs(normals[:, 2:3]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    side = np.cross(helper, normals)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(normals, side)
    frame = np.stack([side, other, normals], 1).astype(np.float32)
    turned: Floats = np.einsum("kc,ncx->nkx", rays, frame)
    return turned


def hidden(points: Floats, directions: Floats, low: Floats, high: Floats, far: float) -> Floats:
    """1 where a ray (n, k) from its point meets a box within `far` metres, else 0."""
    # Axis by axis, on whole arrays of rays: the stairs of a new level must not take long.
    inverse = [
        1 / np.where(np.abs(part) < 1e-6, 1e-6, part) for part in np.moveaxis(directions, 2, 0)
    ]
    met = np.zeros(directions.shape[:2], bool)
    for one, two in zip(low, high, strict=True):
        enter, leave = np.float32(1e-3), np.float32(far)
        for axis in range(3):
            near = (one[axis] - points[:, axis, None]) * inverse[axis]
            away = (two[axis] - points[:, axis, None]) * inverse[axis]
            enter = np.maximum(enter, np.minimum(near, away))
            leave = np.minimum(leave, np.maximum(near, away))
        met |= leave > enter
    return met.astype(np.float32)


def gathered(
    points: Floats,
    normals: Floats,
    probes: Probes,
    boxes: tuple[Floats, Floats],
    own: tuple[float, float, float] = (0.5, 0.45, 0.38),
) -> Floats:
    """Light on points of a thing made of boxes: from the probes, where its boxes do not hide them.

    Hidden directions give back a part (`own`) of the light about, as a lit neighbour would.
    """
    key = np.round(np.hstack([points * 500, normals * 16])).astype(np.int32)
    _, first, same = np.unique(key, axis=0, return_index=True, return_inverse=True)
    points, normals = points[first], normals[first]
    rays = _about(normals, _hemisphere(RAYS))
    start = points + normals * 0.004
    blocked = hidden(start, rays, *boxes, far=3.0)
    cubes = probes.cube(points + normals * 0.25)
    light = np.zeros((len(points), 3), np.float32)
    around = cubes.mean(axis=1) * np.asarray(own, np.float32)
    for ray in range(RAYS):
        seen = toward(cubes, rays[:, ray])
        veil = blocked[:, ray, None]
        light += seen * (1 - veil) + around * veil
    return (light / RAYS).astype(np.float32)[same.reshape(-1)]


def shaded(points: Floats, normals: Floats, light: Floats, boxes: tuple[Floats, Floats]) -> Floats:
    """Baked light less what new boxes hide, for points near them."""
    low, high = boxes[0].min(axis=0) - 1.2, boxes[1].max(axis=0) + 1.2
    near = ((points > low) & (points < high)).all(axis=1)
    if not near.any():
        return light
    rays = _about(normals[near], _hemisphere(24))
    blocked = hidden(points[near] + normals[near] * 0.004, rays, *boxes, far=1.6).mean(axis=1)
    out = light.copy()
    out[near] *= (1 - 0.62 * blocked)[:, None]
    return out
