"""From Panda3D's antialiased buffer into a texture that somebody else owns.

Panda3D has no way to draw into a foreign texture. So its buffer is drawn first, and then copied
with `glBlitFramebuffer`, which is also where the samples of a pixel are averaged.
"""

from __future__ import annotations

from OpenGL import GL


class Blit:
    """Copies the framebuffer that is bound into a texture. Needs the context to be current."""

    def __init__(self) -> None:
        self._target: int | None = None

    def copy(self, texture: int, width_px: int, height_px: int) -> None:
        """Copy the lower left part of the bound framebuffer into an sRGB texture of that size."""
        source = int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING))
        if self._target is None:
            self._target = int(GL.glGenFramebuffers(1))
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, self._target)
        GL.glFramebufferTexture2D(
            GL.GL_DRAW_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, texture, 0
        )
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, source)
        # The scissor of the last region would cut the copy.
        scissored = bool(GL.glIsEnabled(GL.GL_SCISSOR_TEST))
        if scissored:
            GL.glDisable(GL.GL_SCISSOR_TEST)
        GL.glBlitFramebuffer(
            0,
            0,
            width_px,
            height_px,
            0,
            0,
            width_px,
            height_px,
            GL.GL_COLOR_BUFFER_BIT,
            GL.GL_NEAREST,
        )
        if scissored:
            GL.glEnable(GL.GL_SCISSOR_TEST)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, source)

    def clear(self) -> None:
        """Clear colour and depth of the whole bound framebuffer."""
        GL.glDisable(GL.GL_SCISSOR_TEST)
        GL.glColorMask(True, True, True, True)
        GL.glDepthMask(True)
        GL.glClearColor(0.0, 0.0, 0.0, 1.0)
        GL.glClearDepth(1.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
        GL.glEnable(GL.GL_SCISSOR_TEST)
