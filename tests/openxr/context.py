"""An OpenGL context without a renderer, and plain colours in a texture: the bare picture path."""

from __future__ import annotations

import panda3d.core as p3d
from OpenGL import GL

from vrexposure.ports import EglContext, GlxContext
from vrexposure.render.native import native_context

LEFT_COLOUR = (1.0, 0.0, 0.0, 1.0)
RIGHT_COLOUR = (0.0, 0.0, 1.0, 1.0)


class GlContext:
    """A context on the X server that DISPLAY names, or one of EGL; current on this thread.

    Attributes:
        native: What OpenXR is told of it.
    """

    def __init__(self, *, egl: bool = False) -> None:
        pipe_name = "p3headlessgl" if egl else "pandagl"
        p3d.load_prc_file_data(
            "", f"load-display {pipe_name}\nwindow-type offscreen\nsync-video 0\n"
        )
        self._engine = p3d.GraphicsEngine.get_global_ptr()
        pipe = p3d.GraphicsPipeSelection.get_global_ptr().make_default_pipe()
        properties = p3d.FrameBufferProperties()
        properties.set_rgba_bits(8, 8, 8, 8)
        size = p3d.WindowProperties()
        size.set_size(64, 64)
        output = self._engine.make_output(
            pipe,
            "context",
            0,
            properties,
            size,
            p3d.GraphicsPipe.BF_refuse_window,
        )
        assert output is not None, "no OpenGL; is DISPLAY set?"
        self._engine.render_frame()  # opens it, and leaves it current
        self.native = native_context()
        assert isinstance(self.native, EglContext if egl else GlxContext)

    def close(self) -> None:
        """Let go of the window."""
        self._engine.remove_all_windows()


def paint(texture: int, eye_width_px: int, eye_height_px: int) -> list[list[int]]:
    """Fill the halves of the texture with two colours; what then stands in the middle of each."""
    framebuffer = GL.glGenFramebuffers(1)
    GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, framebuffer)
    GL.glFramebufferTexture2D(
        GL.GL_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, texture, 0
    )
    assert GL.glCheckFramebufferStatus(GL.GL_FRAMEBUFFER) == GL.GL_FRAMEBUFFER_COMPLETE
    GL.glEnable(GL.GL_SCISSOR_TEST)
    for eye, colour in enumerate((LEFT_COLOUR, RIGHT_COLOUR)):
        GL.glScissor(eye * eye_width_px, 0, eye_width_px, eye_height_px)
        GL.glClearColor(*colour)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)
    GL.glDisable(GL.GL_SCISSOR_TEST)
    seen = []
    for eye in range(2):
        pixel = GL.glReadPixels(
            eye * eye_width_px + eye_width_px // 2,
            eye_height_px // 2,
            1,
            1,
            GL.GL_RGBA,
            GL.GL_UNSIGNED_BYTE,
        )
        seen.append(list(bytes(pixel)))
    GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)
    GL.glDeleteFramebuffers(1, [framebuffer])
    return seen
