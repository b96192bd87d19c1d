"""Copies between framebuffers: into a texture that somebody else owns, and into the window.

Panda3D has no way to draw into a foreign texture. So its buffer is drawn first, and then copied
with `glBlitFramebuffer`, which is also where the samples of a pixel are averaged.
"""

from __future__ import annotations

import ctypes

from OpenGL import GL
from OpenGL.raw.GL.VERSION import GL_1_0 as RAW

Size = tuple[int, int]
"""Width and height, pixels."""
Box = tuple[int, int, int, int]
"""Left, low, right, high, pixels."""


_answer = ctypes.c_int()
_answer_ref = ctypes.byref(_answer)


def current(what: int) -> int:
    """A number of OpenGL's state. Asked several times a frame: without PyOpenGL's arrays."""
    RAW.glGetIntegerv(what, _answer_ref)
    return _answer.value


def _bound_framebuffer() -> int:
    """The one that is drawn into."""
    return current(GL.GL_DRAW_FRAMEBUFFER_BINDING)


def copy(
    part: Box,
    into: Box,
    *,
    source: int | None = None,
    target: int | None = None,
    smooth: bool = False,
    bits: int = GL.GL_COLOR_BUFFER_BIT,
) -> None:
    """Copy a part of one framebuffer into another, bytes as they are (both hold sRGB).

    Args:
        part: What to copy.
        into: Where to; another size only between framebuffers of one sample.
        source: From which framebuffer; None: from the one that is bound.
        target: Into which; None: into the one that is bound.
        smooth: Blend neighbouring pixels where the sizes differ.
        bits: Whether colours or depth.

    Raises:
        GLError: The driver cannot; everything is bound as before.
    """
    bound = _bound_framebuffer()
    GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, bound if source is None else source)
    GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, bound if target is None else target)
    # The scissor of the last region would cut the copy.
    scissored = bool(GL.glIsEnabled(GL.GL_SCISSOR_TEST))
    if scissored:
        GL.glDisable(GL.GL_SCISSOR_TEST)
    try:
        GL.glBlitFramebuffer(*part, *into, bits, GL.GL_LINEAR if smooth else GL.GL_NEAREST)
    finally:
        if scissored:
            GL.glEnable(GL.GL_SCISSOR_TEST)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, bound)


class Pixels:
    """A framebuffer of one sample, sRGB, made at its first use. Needs the context to be current."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self._names: tuple[int, int] | None = None

    def framebuffer(self) -> int:
        """Its OpenGL name."""
        if self._names is None:
            bound = _bound_framebuffer()
            pixels = int(GL.glGenRenderbuffers(1))
            GL.glBindRenderbuffer(GL.GL_RENDERBUFFER, pixels)
            GL.glRenderbufferStorage(GL.GL_RENDERBUFFER, GL.GL_SRGB8_ALPHA8, *self.size)
            GL.glBindRenderbuffer(GL.GL_RENDERBUFFER, 0)
            frame = int(GL.glGenFramebuffers(1))
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, frame)
            GL.glFramebufferRenderbuffer(
                GL.GL_DRAW_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_RENDERBUFFER, pixels
            )
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, bound)
            self._names = frame, pixels
        return self._names[0]

    def close(self) -> None:
        """Give it back."""
        if self._names is not None:
            GL.glDeleteFramebuffers(1, [self._names[0]])
            GL.glDeleteRenderbuffers(1, [self._names[1]])
            self._names = None


class Blit:
    """Copies the framebuffer that is bound into textures. Needs the context to be current."""

    def __init__(self) -> None:
        self._target: int | None = None
        self._depth_target: int | None = None

    def copy(self, part: Box, texture: int) -> None:
        """Copy a part of the bound framebuffer's colours into an sRGB texture of that size."""
        if self._target is None:
            self._target = int(GL.glGenFramebuffers(1))
        _attach(self._target, GL.GL_COLOR_ATTACHMENT0, texture)
        copy(part, _at_origin(part), target=self._target)

    def copy_depth(self, part: Box, texture: int) -> None:
        """Copy a part of the bound framebuffer's depth: of each pixel, that of one sample.

        Raises:
            GLError: The driver cannot; the texture may be of another format than the framebuffer.
        """
        if self._depth_target is None:
            self._depth_target = int(GL.glGenFramebuffers(1))
            bound = _bound_framebuffer()
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, self._depth_target)
            GL.glDrawBuffer(GL.GL_NONE)
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, bound)
        _attach(self._depth_target, GL.GL_DEPTH_ATTACHMENT, texture)
        copy(part, _at_origin(part), target=self._depth_target, bits=GL.GL_DEPTH_BUFFER_BIT)

    def clear(self) -> None:
        """Clear colour and depth of the whole bound framebuffer."""
        GL.glDisable(GL.GL_SCISSOR_TEST)
        GL.glColorMask(True, True, True, True)
        GL.glDepthMask(True)
        GL.glClearColor(0.0, 0.0, 0.0, 1.0)
        GL.glClearDepth(1.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
        GL.glEnable(GL.GL_SCISSOR_TEST)

    def close(self) -> None:
        """Give back what was made."""
        for name in (self._target, self._depth_target):
            if name is not None:
                GL.glDeleteFramebuffers(1, [name])
        self._target = self._depth_target = None


def _attach(framebuffer: int, attachment: int, texture: int) -> None:
    bound = _bound_framebuffer()
    GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, framebuffer)
    GL.glFramebufferTexture2D(GL.GL_DRAW_FRAMEBUFFER, attachment, GL.GL_TEXTURE_2D, texture, 0)
    GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, bound)


def _at_origin(part: Box) -> Box:
    return 0, 0, part[2] - part[0], part[3] - part[1]
