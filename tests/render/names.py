"""How many names of each kind OpenGL has given out in the current context."""

from __future__ import annotations

from OpenGL import GL

MOST_NAMES = 4000


def gl_names() -> dict[str, int]:
    """How many textures, framebuffers, renderbuffers and buffers there are."""
    kinds = {
        "textures": GL.glIsTexture,
        "framebuffers": GL.glIsFramebuffer,
        "renderbuffers": GL.glIsRenderbuffer,
        "buffers": GL.glIsBuffer,
    }
    return {
        kind: sum(bool(exists(name)) for name in range(1, MOST_NAMES))
        for kind, exists in kinds.items()
    }
