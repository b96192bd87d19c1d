"""Triangle meshes in numpy: the few shapes from which places, furniture and people are made."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.uint32]
Tint = tuple[float, float, float]
WHITE: Tint = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles of one material.

    Attributes:
        points: (n, 3), metres.
        normals: (n, 3), unit length.
        uv: (n, 2); metres on the surface, or 0..1 where `fitted`.
        faces: (m, 3), anticlockwise from outside.
        material: A name of `materials.MATERIALS`.
        tint: Linear colour that multiplies the material's.
        fitted: Whether the texture is stretched over the shape once.
    """

    points: Floats
    normals: Floats
    uv: Floats
    faces: Ints
    material: str
    tint: Tint = WHITE
    fitted: bool = False

    def moved(
        self, at: Sequence[float] = (0.0, 0.0, 0.0), yaw_deg: float = 0.0, pitch_deg: float = 0.0
    ) -> Mesh:
        """The mesh pitched about +X, then turned about +Z, then shifted."""
        turn = _about_z(yaw_deg) @ _about_x(pitch_deg)
        points = self.points @ turn.T + np.asarray(at, np.float32)
        return replace(self, points=points.astype(np.float32), normals=self.normals @ turn.T)

    def stretched(self, size: Sequence[float]) -> Mesh:
        """The mesh scaled along its axes."""
        scale = np.asarray(size, np.float32)
        normals = self.normals / scale
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        return replace(self, points=self.points * scale, normals=normals)

    def of(self, material: str, tint: Tint = WHITE) -> Mesh:
        """The same shape of another material."""
        return replace(self, material=material, tint=tint)


def _about_z(degrees: float) -> Floats:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float32)


def _about_x(degrees: float) -> Floats:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]], np.float32)


def joined(meshes: Sequence[Mesh]) -> Mesh:
    """One mesh of several; material and tint are those of the first."""
    offsets = np.cumsum([0, *(len(mesh.points) for mesh in meshes)])
    return replace(
        meshes[0],
        points=np.concatenate([mesh.points for mesh in meshes]),
        normals=np.concatenate([mesh.normals for mesh in meshes]),
        uv=np.concatenate([mesh.uv for mesh in meshes]),
        faces=np.concatenate(
            [mesh.faces + np.uint32(at) for mesh, at in zip(meshes, offsets[:-1], strict=True)]
        ),
    )


def _lattice(columns: int, rows: int) -> Ints:
    """Faces of a grid of points, row by row; anticlockwise when columns x rows points at you."""
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1)
    lower = np.stack([first, first + 1, first + columns + 1], 1)
    upper = np.stack([first, first + columns + 1, first + columns], 1)
    return np.concatenate([lower, upper]).astype(np.uint32)


def cuts(low: float, high: float, step: float, also: Sequence[float] = ()) -> Floats:
    """Where to cut a length: at both ends, at `also`, and at least every `step`."""
    marks = sorted({low, high, *(cut for cut in also if low + 1e-4 < cut < high - 1e-4)})
    pieces = [
        np.linspace(a, b, max(1, math.ceil((b - a) / step - 1e-6)), endpoint=False)
        for a, b in itertools.pairwise(marks)
    ]
    return np.append(np.concatenate(pieces), high).astype(np.float32)


def sheet(
    origin: Sequence[float],
    right: Sequence[float],
    up: Sequence[float],
    along: Floats,
    across: Floats,
    material: str,
    holes: Sequence[tuple[float, float, float, float]] = (),
) -> Mesh:
    """A flat sheet, cut at `along` and `across`, without the cells that lie in a hole.

    It is seen from the side that `right` x `up` points to. Holes are (left, right, low, high) and
    their edges must be among the cuts.
    """
    u, v = np.meshgrid(along, across)
    flat = np.stack([u.reshape(-1), v.reshape(-1)], 1).astype(np.float32)
    axes = np.asarray([right, up], np.float32)
    points = np.asarray(origin, np.float32) + flat @ axes
    normal = np.cross(axes[0], axes[1])
    normal /= np.linalg.norm(normal)
    faces = _lattice(len(along), len(across))
    for left, to, low, high in holes:
        middle = flat[faces].mean(axis=1)
        inside = (
            (middle[:, 0] > left)
            & (middle[:, 0] < to)
            & (middle[:, 1] > low)
            & (middle[:, 1] < high)
        )
        faces = faces[~inside]
    normals = np.broadcast_to(normal, points.shape).astype(np.float32)
    return Mesh(points.astype(np.float32), normals, flat, faces, material)


def box(
    size: Sequence[float],
    at: Sequence[float] = (0.0, 0.0, 0.0),
    material: str = "white",
    tint: Tint = WHITE,
    radius: float = 0.006,
    step: float = 0.35,
    bulge: float = 0.0,
) -> Mesh:
    """A box with rounded edges, `at` its middle. `bulge` puffs its faces up like a cushion."""
    half = np.asarray(size, np.float64) / 2
    radius = min(radius, float(half.min()) * 0.999)
    inner = half - radius
    corner = radius * np.tan(np.pi / 4 * np.array([0.0, 0.5, 1.0])) if radius > 0.012 else None
    parts = []
    for axis in range(3):
        one, two = (axis + 1) % 3, (axis + 2) % 3
        lines = []
        for side in (one, two):
            flat = cuts(-inner[side], inner[side], step)
            edge = np.array([radius]) if corner is None else corner[1:]
            lines.append(np.concatenate([-inner[side] - edge[::-1], flat, inner[side] + edge]))
        u, v = np.meshgrid(*lines)
        for sign in (1.0, -1.0):
            point = np.empty((u.size, 3))
            point[:, axis] = sign * half[axis]
            point[:, one] = u.reshape(-1) * sign
            point[:, two] = v.reshape(-1)
            core = np.clip(point, -inner, inner)
            normal = point - core
            normal /= np.linalg.norm(normal, axis=1, keepdims=True)
            point = core + radius * normal
            if bulge:
                # The same for points that faces share, whichever face they are made for.
                far = np.clip(1 - (point / half) ** 2, 0, 1)
                swell = np.stack(
                    [far[:, 1] * far[:, 2], far[:, 0] * far[:, 2], far[:, 0] * far[:, 1]], 1
                )
                point = point + bulge * swell * normal * np.abs(normal)
            lattice = _lattice(len(lines[0]), len(lines[1]))
            parts.append((point, normal, point[:, [one, two]], lattice))
    meshes = [
        Mesh(
            (point + np.asarray(at)).astype(np.float32),
            normal.astype(np.float32),
            uv.astype(np.float32),
            faces,
            material,
            tint,
        )
        for point, normal, uv, faces in parts
    ]
    whole = joined(meshes)
    return smoothed(whole) if bulge else whole


def grid_surface(points: Floats, material: str, tint: Tint = WHITE, fitted: bool = False) -> Mesh:
    """A smooth surface through (rows, columns, 3) points, seen from columns x rows."""
    rows, columns, _ = points.shape
    steps_u = np.linalg.norm(np.diff(points, axis=1), axis=2).mean(axis=0)
    steps_v = np.linalg.norm(np.diff(points, axis=0), axis=2).mean(axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps_u)])
    across = np.concatenate([[0.0], np.cumsum(steps_v)])
    if fitted:
        along, across = along / along[-1], across / across[-1]
    uv = np.stack(np.meshgrid(along, across), -1).reshape(-1, 2).astype(np.float32)
    flat = points.reshape(-1, 3).astype(np.float32)
    bare = Mesh(flat, flat, uv, _lattice(columns, rows), material, tint, fitted)
    return smoothed(bare)


def smoothed(mesh: Mesh) -> Mesh:
    """The mesh with normals averaged over the faces that meet at a place."""
    corners = mesh.points[mesh.faces].astype(np.float64)
    area = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    _, same = np.unique(np.round(mesh.points * 5000).astype(np.int64), axis=0, return_inverse=True)
    same = same.reshape(-1)
    total = np.zeros((int(same.max()) + 1, 3))
    for corner in range(3):
        np.add.at(total, same[mesh.faces[:, corner]], area)
    length = np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)
    return replace(mesh, normals=(total / length)[same].astype(np.float32))


def lathe(
    profile: Sequence[tuple[float, float]],
    material: str,
    tint: Tint = WHITE,
    segments: int = 24,
) -> Mesh:
    """A profile of (radius, height) turned about +Z, from the bottom up on the outside."""
    angle = np.linspace(0, 2 * np.pi, segments + 1)
    radius, height = np.asarray(profile, np.float64).T
    ring = np.stack([np.cos(angle), np.sin(angle)], 1)
    points = np.empty((len(profile), segments + 1, 3))
    points[..., :2] = radius[:, None, None] * ring
    points[..., 2] = height[:, None]
    return grid_surface(points.astype(np.float32), material, tint)


def tube(
    path: Sequence[Sequence[float]],
    radius: float | Sequence[float],
    material: str,
    tint: Tint = WHITE,
    segments: int = 12,
) -> Mesh:
    """A round bar along a path, with rounded ends. `radius` may differ from point to point."""
    line = np.asarray(path, np.float64)
    radii = np.broadcast_to(np.asarray(radius, np.float64), (len(line),)).copy()
    heading = np.gradient(line, axis=0)
    heading /= np.linalg.norm(heading, axis=1, keepdims=True)
    caps = np.array([0.0, 0.6, 0.9])
    before = line[0] - heading[0] * radii[0] * np.sqrt(1 - caps[:, None] ** 2)
    after = line[-1] + heading[-1] * radii[-1] * np.sqrt(1 - caps[::-1, None] ** 2)
    line = np.concatenate([before, line, after])
    heading = np.concatenate([heading[:1].repeat(3, 0), heading, heading[-1:].repeat(3, 0)])
    radii = np.concatenate([radii[0] * caps + 1e-5, radii, radii[-1] * caps[::-1] + 1e-5])
    side = np.cross(heading, [0.0, 0.0, 1.0])
    weak = np.linalg.norm(side, axis=1) < 0.05
    side[weak] = np.cross(heading[weak], [0.0, 1.0, 0.0])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(side, heading)
    angle = np.linspace(0, 2 * np.pi, segments + 1)[None, :, None]
    ring = np.cos(angle) * side[:, None] - np.sin(angle) * other[:, None]
    points = line[:, None] + radii[:, None, None] * ring
    made = grid_surface(points.astype(np.float32), material, tint)
    return replace(made, uv=made.uv[:, ::-1].copy())  # the grain runs along the bar
