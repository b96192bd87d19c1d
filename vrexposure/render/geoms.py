"""From meshes to Panda3D: one Geom for each material, textures shared by all places."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from panda3d import core as p3d

from vrexposure.errors import AssetError
from vrexposure.render import shaders
from vrexposure.render.materials import material
from vrexposure.render.meshes import Floats, Ints, Mesh

Path3: TypeAlias = "p3d.NodePath[p3d.PandaNode]"


SHADOW_M = 0.014  # above the floor and above a rug


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
    for _ in attaching(root, name, meshes, textures, lights):
        pass
    return root


def attaching(
    root: Path3,
    name: str,
    meshes: Sequence[Mesh],
    textures: Textures,
    lights: Sequence[Floats] | None = None,
) -> Iterator[None]:
    """Attach meshes below `root`: one Geom each time it is asked."""
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
        yield


def contact_shadow(parent: Path3, radius_m: float) -> Path3:
    """A soft dark patch on the floor, without which a thing seems to float."""
    data = p3d.GeomVertexData("shadow", p3d.GeomVertexFormat.get_v3c4(), p3d.Geom.UH_static)
    points = p3d.GeomVertexWriter(data, "vertex")
    colours = p3d.GeomVertexWriter(data, "color")
    triangles = p3d.GeomTriangles(p3d.Geom.UH_static)
    rings = ((0.0, 0.42), (0.35, 0.36), (0.65, 0.18), (1.0, 0.0))
    count = 24
    for share, depth in rings:
        for index in range(count):
            angle = 2 * np.pi * index / count
            points.add_data3(
                radius_m * share * np.cos(angle), radius_m * share * np.sin(angle), SHADOW_M
            )
            colours.add_data4(0.05, 0.04, 0.03, depth)
    for ring in range(len(rings) - 1):
        for index in range(count):
            a, b = ring * count + index, ring * count + (index + 1) % count
            triangles.add_vertices(a, a + count, b + count)
            triangles.add_vertices(a, b + count, b)
    shape = p3d.Geom(data)
    shape.add_primitive(triangles)
    node = p3d.GeomNode("contact-shadow")
    node.add_geom(shape)
    path: Path3 = parent.attach_new_node(node)
    path.set_shader(shaders.flat(), 1)
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    return path
