"""Letters and flat shapes for panels: one font, rounded rectangles, text that fits its place."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final, Literal

from panda3d import core as p3d

from vrexposure.errors import AssetError
from vrexposure.render import shaders
from vrexposure.render.geoms import Path3

Colour = tuple[float, float, float, float]

# A letter of the layout is its capital's height; Atkinson's capitals are 0.668 of the em, and the
# layout's 36 mm leave room for 28 mm capitals: 1 degree at 1.6 m.
EM_PER_LETTER = 1.167
_CAPITAL = 0.668

Align = Literal["left", "centre", "right"]
_ALIGN: Final[dict[Align, Literal[0, 1, 2]]] = {
    "left": p3d.TextNode.A_left,
    "right": p3d.TextNode.A_right,
    "centre": p3d.TextNode.A_center,
}


class Lettering:
    """Makes text and shapes that share one shader and one font.

    Attributes:
        regular: The font for running text.

    Raises:
        AssetError: The font is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.regular = _font(folder / "atkinson_regular.ttf")
        self._strong = _font(folder / "atkinson_semibold.ttf")
        self._shader = shaders.flat()
        self._white = p3d.Texture("panel-white")
        self._white.setup_2d_texture(1, 1, p3d.Texture.T_unsigned_byte, p3d.Texture.F_rgba)
        self._white.set_ram_image(b"\xff" * 4)

    def board(self, parent: Path3, name: str) -> Path3:
        """An empty board: what is put on it later is drawn over what was put earlier."""
        board: Path3 = parent.attach_new_node(name)
        board.set_shader(self._shader)
        board.set_texture(self._white)
        board.set_transparency(p3d.TransparencyAttrib.M_alpha)
        # Over walls and stairs: a question that is cut off by a wall cannot be answered. What is
        # told of its depth is its own all the same, or a headset would move it with the wall.
        board.set_attrib(p3d.DepthTestAttrib.make(p3d.RenderAttrib.M_always))
        board.set_two_sided(True)
        board.set_bin("fixed", 10)
        return board

    def text(
        self,
        board: Path3,
        words: str,
        at: tuple[float, float],
        letter_m: float,
        colour: Colour,
        *,
        sort: int = 20,
        width_m: float = 0.0,
        lines: int = 1,
        align: Align = "centre",
        strong: bool = False,
    ) -> Path3:
        """Put words on the board, `at` their middle (or left or right end), shrunk to fit.

        `width_m` 0: any width. With `lines` > 1 they are wrapped before they are shrunk.
        """
        node = p3d.TextNode("text")
        node.set_font(self._strong if strong else self.regular)
        node.set_text(words)
        node.set_text_color(*colour)
        node.set_align(_ALIGN[align])
        em = letter_m * EM_PER_LETTER
        if width_m and lines > 1 and node.get_width() * em > width_m:
            node.set_wordwrap(width_m / em)
            while node.get_num_rows() > lines and em > letter_m * 0.5:
                em *= 0.94
                node.set_wordwrap(width_m / em)
        if width_m and node.get_width() * em > width_m:
            em *= width_m / (node.get_width() * em)
        path: Path3 = board.attach_new_node(node.generate())
        path.set_scale(em)
        rows = max(1, node.get_num_rows())
        drop = (rows - 1) * node.get_line_height() / 2 - _CAPITAL / 2
        path.set_pos(at[0], 0, at[1] + drop * em)
        path.set_bin("fixed", sort)
        return path

    def rounded(
        self,
        board: Path3,
        size: tuple[float, float],
        at: tuple[float, float],
        colour: Colour,
        *,
        radius_m: float = 0.02,
        sort: int = 11,
        line_m: float = 0.0,
    ) -> Path3:
        """A rounded rectangle, `at` its middle; only its outline if `line_m` is given."""
        outer = _outline(size, radius_m)
        data = p3d.GeomVertexData("shape", p3d.GeomVertexFormat.get_v3c4t2(), p3d.Geom.UH_static)
        points = p3d.GeomVertexWriter(data, "vertex")
        colours = p3d.GeomVertexWriter(data, "color")
        triangles = p3d.GeomTriangles(p3d.Geom.UH_static)
        count = len(outer)
        if line_m:
            inner = _outline((size[0] - 2 * line_m, size[1] - 2 * line_m), radius_m - line_m)
            for x, z in outer + inner:
                points.add_data3(x, 0, z)
                colours.add_data4(*colour)
            for index in range(count):
                after = (index + 1) % count
                triangles.add_vertices(index, after, count + index)
                triangles.add_vertices(after, count + after, count + index)
        else:
            for x, z in [(0.0, 0.0), *outer]:
                points.add_data3(x, 0, z)
                colours.add_data4(*colour)
            for index in range(count):
                triangles.add_vertices(0, 1 + index, 1 + (index + 1) % count)
        shape = p3d.Geom(data)
        shape.add_primitive(triangles)
        node = p3d.GeomNode("shape")
        node.add_geom(shape)
        path: Path3 = board.attach_new_node(node)
        path.set_pos(at[0], 0, at[1])
        path.set_bin("fixed", sort)
        return path


def extent_of(path: Path3, within: Path3) -> tuple[p3d.LPoint3f, p3d.LPoint3f]:
    """Lowest and highest corner of what is drawn, in the axes of `within`."""
    bounds = path.get_tight_bounds(within)
    assert bounds is not None, f"{path} is empty"
    return bounds


def _outline(size: tuple[float, float], radius_m: float) -> list[tuple[float, float]]:
    wide, high = size[0] / 2, size[1] / 2
    radius = max(0.0, min(radius_m, wide, high))
    points = []
    for corner, (x, z) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        for step in range(9):
            angle = math.radians(90 * corner + 90 * step / 8)
            points.append(
                (
                    x * (wide - radius) + radius * math.cos(angle),
                    z * (high - radius) + radius * math.sin(angle),
                )
            )
    return points


def _font(path: Path) -> p3d.DynamicTextFont:
    font = p3d.DynamicTextFont(p3d.Filename.from_os_specific(str(path)))
    if not path.is_file() or not font.is_valid():
        raise AssetError(f"{path}: cannot be read as a font; reinstall the assets")
    font.set_pixels_per_unit(64)
    font.set_page_size(1024, 1024)
    font.set_texture_margin(4)
    font.set_minfilter(p3d.SamplerState.FT_linear)
    return font
