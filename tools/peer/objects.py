"""What is drawn for the measurement: simple objects, all in view, each a node of its own."""

from __future__ import annotations

import math

from panda3d import core as p3d

from vrexposure.render.geoms import Path3, Textures, attach
from vrexposure.render.meshes import box


def objects(count: int, textures: Textures, *, flattened: bool) -> Path3:
    """`count` boxes ahead of the eyes at (0, 0, 1.2), in place of a scene graph's many things.

    `flattened`: put together into as few Geoms as Panda3D can.
    """
    root: Path3 = p3d.NodePath("objects")
    side = math.ceil(math.sqrt(count))
    one = attach(p3d.NodePath("model"), "box", [box((0.04, 0.04, 0.04))], textures)
    for index in range(count):
        across, up = index % side, index // side
        path = one.copy_to(root)
        path.set_pos(
            (across / side - 0.5) * 3.0, 4.0 + 0.1 * (index % 7), 1.2 + (up / side - 0.5) * 3.0
        )
        path.set_h(7.0 * index)
    if flattened:
        root.flatten_strong()
    return root


def geoms_of(root: Path3) -> int:
    """How many Geoms are below a node."""
    total = 0
    for path in root.find_all_matches("**/+GeomNode"):
        node = path.node()
        assert isinstance(node, p3d.GeomNode)
        total += node.get_num_geoms()
    return total
