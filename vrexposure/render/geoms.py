"""From meshes to Panda3D: one Geom for each material, textures shared by all places."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from panda3d import core as p3d

from vrexposure.errors import AssetError
from vrexposure.render.materials import material
from vrexposure.render.meshes import Floats, Ints, Mesh

Path3: TypeAlias = "p3d.NodePath[p3d.PandaNode]"


class Textures:
    """Textures of `assets/textures`, each read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, p3d.Texture] = {}

    def get(self, name: str, *, tiled: bool = True) -> p3d.Texture:
        """The texture of that file name; "" is plain white.

        Raises:
            AssetError: The file is missing or no picture.
        """
        if name not in self._known:
            self._known[name] = self._read(name, tiled=tiled)
        return self._known[name]

    def _read(self, name: str, *, tiled: bool) -> p3d.Texture:
        texture = p3d.Texture(name or "white")
        if not name:
            texture.setup_2d_texture(1, 1, p3d.Texture.T_unsigned_byte, p3d.Texture.F_rgba)
            texture.set_ram_image(b"\xff" * 4)
            return texture
        path = self._folder / name
        if not path.is_file() or not texture.read(p3d.Filename.from_os_specific(str(path))):
            raise AssetError(f"{path}: cannot be read as a picture; reinstall the assets")
        texture.set_format(p3d.Texture.F_srgb)
        texture.set_minfilter(p3d.SamplerState.FT_linear_mipmap_linear)
        texture.set_anisotropic_degree(8)
        if not tiled:
            texture.set_wrap_u(p3d.SamplerState.WM_clamp)
            texture.set_wrap_v(p3d.SamplerState.WM_clamp)
        return texture


def _vertex_format() -> p3d.GeomVertexFormat:
    array = p3d.GeomVertexArrayFormat()
    array.add_column("vertex", 3, p3d.Geom.NT_float32, p3d.Geom.C_point)
    array.add_column("normal", 3, p3d.Geom.NT_float32, p3d.Geom.C_normal)
    array.add_column("texcoord", 2, p3d.Geom.NT_float32, p3d.Geom.C_texcoord)
    # Not named "color": Panda3D would clamp and reorder that; this is light, and may exceed 1.
    array.add_column("light", 4, p3d.Geom.NT_float32, p3d.Geom.C_other)
    whole = p3d.GeomVertexFormat()
    whole.add_array(array)
    return p3d.GeomVertexFormat.register_format(whole)


def _rows(mesh: Mesh, light: Floats | None) -> Floats:
    surface = material(mesh.material)
    rows = np.ones((len(mesh.points), 12), np.float32)
    rows[:, 0:3] = mesh.points
    rows[:, 3:6] = mesh.normals
    rows[:, 6:8] = mesh.uv if mesh.fitted else mesh.uv / surface.tile_m
    rows[:, 8:11] = mesh.tint
    if surface.glow:
        rows[:, 8:11] *= surface.glow
    elif light is not None:
        rows[:, 8:11] *= light
    return rows


def geom(meshes: Sequence[Mesh], lights: Sequence[Floats] | None = None) -> p3d.Geom:
    """One Geom of meshes of one material.

    `lights` (n, 3) each falls on the vertices; None: the shader finds it by the normal.
    """
    rows = np.concatenate(
        [_rows(mesh, None if lights is None else lights[i]) for i, mesh in enumerate(meshes)]
    )
    starts = np.cumsum([0, *(len(mesh.points) for mesh in meshes)])[:-1].astype(np.uint32)
    faces = np.concatenate([mesh.faces + at for mesh, at in zip(meshes, starts, strict=True)])
    data = p3d.GeomVertexData("mesh", _vertex_format(), p3d.Geom.UH_static)
    data.unclean_set_num_rows(len(rows))
    _fill(data.modify_array(0), rows)
    triangles = p3d.GeomTriangles(p3d.Geom.UH_static)
    triangles.set_index_type(p3d.Geom.NT_uint32)
    index = triangles.modify_vertices()
    index.unclean_set_num_rows(faces.size)
    _fill(index, faces.astype(np.uint32))
    made = p3d.Geom(data)
    made.add_primitive(triangles)
    return made


def _fill(array: p3d.GeomVertexArrayData, values: Floats | Ints) -> None:
    # The buffer protocol of Panda3D's arrays is not in its type stubs.
    view = memoryview(typing.cast("bytearray", array)).cast("B")
    view[:] = values.tobytes()


def attach(
    parent: Path3,
    name: str,
    meshes: Sequence[Mesh],
    textures: Textures,
    lights: Sequence[Floats] | None = None,
) -> Path3:
    """Attach meshes as one node with one Geom for each material."""
    root: Path3 = parent.attach_new_node(name)
    by_material: dict[tuple[str, bool], list[int]] = {}
    for index, mesh in enumerate(meshes):
        by_material.setdefault((mesh.material, mesh.fitted), []).append(index)
    for (surface, fitted), members in sorted(by_material.items()):
        node = p3d.GeomNode(f"{name}-{surface}")
        lit = None if lights is None else [lights[index] for index in members]
        node.add_geom(geom([meshes[index] for index in members], lit))
        path = root.attach_new_node(node)
        path.set_texture(textures.get(material(surface).texture, tiled=not fitted))
        if surface in ("leaf", "shade", "outside"):
            path.set_two_sided(True)
    return root
