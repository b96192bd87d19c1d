"""Covers what the lenses hide, nearest of all, so that nothing behind it is shaded."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence

import numpy as np
from OpenGL import GL
from OpenGL.error import Error
from OpenGL.raw.GL.VERSION import GL_1_0 as RAW
from OpenGL.raw.GL.VERSION import GL_1_1 as RAW_1_1
from OpenGL.raw.GL.VERSION import GL_2_0 as RAW_2_0

from vrexposure.ports import EyeView, HiddenPart
from vrexposure.render.blit import Size, current

# Corners are tangents; a field of view is linear in them. Depth 0 is before whatever is drawn.
_VERTEX = """#version 330
uniform vec4 lens;  // scale and offset, from tangents to the eye's picture
in vec2 corner;
void main() { gl_Position = vec4(corner * lens.xy + lens.zw, -1.0, 1.0); }
"""
_FRAGMENT = """#version 330
out vec4 colour;
void main() { colour = vec4(0.0, 0.0, 0.0, 1.0); }
"""
_BINDINGS = (GL.GL_CURRENT_PROGRAM, GL.GL_VERTEX_ARRAY_BINDING, GL.GL_ARRAY_BUFFER_BINDING)
_TESTS = (GL.GL_CULL_FACE, GL.GL_DEPTH_TEST)
_NOTHING = ctypes.c_void_p(0)

Lens = tuple[float, float, float, float]


def lens_of(view: EyeView) -> Lens:
    """Scale and offset, right and up, from tangents to -1..1 across the picture."""
    left, right, up, down = (math.tan(angle) for angle in view[1:])
    wide, high = 2 / (right - left), 2 / (up - down)
    return wide, high, -wide * (left + right) / 2, -high * (up + down) / 2


class Mask:
    """What both eyes never see. All but `take` needs the context to be current."""

    def __init__(self, eye_px: Size) -> None:
        self._eye_px = eye_px
        self._parts: list[HiddenPart | None] = [None, None]
        self._lenses: list[Lens] = []
        self._drawn: list[HiddenPart | None] = [None, None]
        self._counts = [0, 0]
        self._program = 0
        self._lens_at = 0
        self._arrays: list[int] = []
        self._buffers: list[int] = []

    def take(self, parts: Sequence[HiddenPart | None], views: Sequence[EyeView]) -> None:
        """Be about these parts, and these fields of view, from now on."""
        self._parts = list(parts)
        self._lenses = [lens_of(view) for view in views] if any(parts) else []

    def draw(self) -> None:
        """Draw it into the framebuffer that is bound and cleared, both eyes side by side.

        Leaves the viewport over both eyes and everything else as it was.

        Raises:
            OpenGL.error.Error: The driver cannot.
        """
        if not self._lenses:
            return
        program, array, buffer = (current(name) for name in _BINDINGS)
        # Which way round the corners go is not told; depth is written only where it is tested.
        culled, tested = (bool(RAW.glIsEnabled(test)) for test in _TESTS)
        try:
            if not self._program:
                self._make()
            for eye, part in enumerate(self._parts):
                if part is not self._drawn[eye]:
                    self._fill(eye, part)
            RAW.glDisable(GL.GL_CULL_FACE)
            RAW.glEnable(GL.GL_DEPTH_TEST)
            GL.glUseProgram(self._program)
            self._draw_eyes()
        finally:
            wide, high = self._eye_px
            RAW.glViewport(0, 0, 2 * wide, high)
            GL.glBindVertexArray(array)
            GL.glBindBuffer(GL.GL_ARRAY_BUFFER, buffer)
            GL.glUseProgram(program)
            if culled:
                RAW.glEnable(GL.GL_CULL_FACE)
            if not tested:
                RAW.glDisable(GL.GL_DEPTH_TEST)

    def _draw_eyes(self) -> None:
        wide, high = self._eye_px
        for eye, lens in enumerate(self._lenses):
            if self._counts[eye]:
                RAW.glViewport(eye * wide, 0, wide, high)  # and cut at the edge of the eye
                GL.glUniform4f(self._lens_at, *lens)
                GL.glBindVertexArray(self._arrays[eye])
                RAW_1_1.glDrawElements(
                    GL.GL_TRIANGLES, self._counts[eye], GL.GL_UNSIGNED_INT, _NOTHING
                )

    def _make(self) -> None:
        self._program = _linked()
        self._lens_at = int(GL.glGetUniformLocation(self._program, "lens"))
        self._arrays = [int(GL.glGenVertexArrays(1)) for _ in range(2)]
        self._buffers = [int(GL.glGenBuffers(1)) for _ in range(4)]

    def _fill(self, eye: int, part: HiddenPart | None) -> None:
        self._drawn[eye] = part
        self._counts[eye] = 0 if part is None else part.triangles.size
        if part is None:
            return
        corners = np.ascontiguousarray(part.corners, np.float32)
        triangles = np.ascontiguousarray(part.triangles, np.uint32)
        GL.glBindVertexArray(self._arrays[eye])
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, self._buffers[2 * eye])
        GL.glBufferData(GL.GL_ARRAY_BUFFER, corners.nbytes, corners, GL.GL_STATIC_DRAW)
        GL.glEnableVertexAttribArray(0)
        # PyOpenGL's own wants to know contexts, and does not know that of every window.
        RAW_2_0.glVertexAttribPointer(0, 2, GL.GL_FLOAT, False, 0, _NOTHING)
        GL.glBindBuffer(GL.GL_ELEMENT_ARRAY_BUFFER, self._buffers[2 * eye + 1])
        GL.glBufferData(GL.GL_ELEMENT_ARRAY_BUFFER, triangles.nbytes, triangles, GL.GL_STATIC_DRAW)

    def close(self) -> None:
        """Give back what was made."""
        if self._program:
            GL.glDeleteProgram(self._program)
            GL.glDeleteVertexArrays(len(self._arrays), self._arrays)
            GL.glDeleteBuffers(len(self._buffers), self._buffers)
            self._program = 0
            self._drawn = [None, None]


def _linked() -> int:
    program = int(GL.glCreateProgram())
    for kind, text in ((GL.GL_VERTEX_SHADER, _VERTEX), (GL.GL_FRAGMENT_SHADER, _FRAGMENT)):
        shader = GL.glCreateShader(kind)
        GL.glShaderSource(shader, text)
        GL.glCompileShader(shader)
        GL.glAttachShader(program, shader)
        GL.glDeleteShader(shader)  # lives on as long as the program
    GL.glBindAttribLocation(program, 0, "corner")
    GL.glLinkProgram(program)
    if not GL.glGetProgramiv(program, GL.GL_LINK_STATUS):
        raise Error(f"a shader cannot be made: {GL.glGetProgramInfoLog(program)!r}")
    return program
