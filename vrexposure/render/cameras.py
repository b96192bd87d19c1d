"""What a camera asks of the shaders: whether to encode, and whether to draw for both eyes."""

from __future__ import annotations

from panda3d import core as p3d

from vrexposure.render.geoms import Path3


def two_matrices() -> p3d.PTA_LMatrix4:
    """Room for a matrix for each eye, identities for now. What is put there is what is drawn."""
    made = p3d.PTA_LMatrix4.empty_array(2)
    for eye in range(2):
        made.set_element(eye, p3d.LMatrix4.ident_mat())
    return made


def seen_by(
    *, encode: float, eyes: p3d.PTA_LMatrix4 | None = None, path: Path3 | None = None
) -> p3d.RenderState:
    """What a camera asks of the shaders; to be its initial state.

    Args:
        encode: 1: write sRGB; 0: the buffer encodes.
        eyes: Draw everything twice, with these two matrices (`shaders`).
        path: Put it on this node rather than a new one.
    """
    path = p3d.NodePath("seen-by") if path is None else path
    path.set_shader_input("encode", encode)
    path.set_shader_input("instanced", 0.0 if eyes is None else 1.0)
    path.set_shader_input("eyes", two_matrices() if eyes is None else eyes)
    if eyes is not None:
        path.set_instance_count(2)
    return path.get_state()
