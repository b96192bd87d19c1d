"""A headset that is only a texture: remembers calls, and can be read back."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from OpenGL import GL
from typing_extensions import override

from vrexposure.core.geometry import Pose, Quat, Vec3
from vrexposure.ports import EyeTarget, EyeView

WIDTH_PX, HEIGHT_PX = 240, 200


def eye_views(head: Pose, *, cant_rad: float = 0.0) -> list[EyeView]:
    """Two eyes 64 mm apart with the uneven fields of view that headsets have."""
    views = []
    for sign in (-1.0, 1.0):
        place = head.position.plus(head.orientation.rotate(Vec3(sign * 0.032, 0.0, 0.0)))
        cant = Quat(math.cos(cant_rad / 2), 0.0, 0.0, -sign * math.sin(cant_rad / 2))
        outer, inner = math.radians(52), math.radians(43)
        views.append(
            EyeView(
                Pose(place, head.orientation.times(cant)),
                -outer if sign < 0 else -inner,
                inner if sign < 0 else outer,
                math.radians(44),
                math.radians(-48),
            )
        )
    return views


class TextureTarget(EyeTarget):
    def __init__(self) -> None:
        self.eye_width_px, self.eye_height_px = WIDTH_PX, HEIGHT_PX
        self.calls: list[str] = []
        self.views: list[EyeView] | None = eye_views(Pose(Vec3(0.0, 0.0, 1.2)))
        self.acquire_fails = False
        self._texture = 0
        self._picture: npt.NDArray[np.uint8] | None = None

    @override
    def begin(self) -> Sequence[EyeView] | None:
        self.calls.append("begin")
        return self.views

    @override
    def acquire(self) -> int:
        self.calls.append("acquire")
        if self.acquire_fails:
            raise RuntimeError("no picture today")
        if not self._texture:
            self._texture = int(GL.glGenTextures(1))
            before = int(GL.glGetIntegerv(GL.GL_TEXTURE_BINDING_2D))
            GL.glBindTexture(GL.GL_TEXTURE_2D, self._texture)
            GL.glTexImage2D(
                GL.GL_TEXTURE_2D, 0, GL.GL_SRGB8_ALPHA8, 2 * WIDTH_PX, HEIGHT_PX, 0,
                GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, None,
            )  # fmt: skip
            GL.glBindTexture(GL.GL_TEXTURE_2D, before)
        return self._texture

    @override
    def release(self) -> None:
        self.calls.append("release")
        frame = int(GL.glGenFramebuffers(1))
        before = int(GL.glGetIntegerv(GL.GL_READ_FRAMEBUFFER_BINDING))
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, frame)
        GL.glFramebufferTexture2D(
            GL.GL_READ_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, self._texture, 0
        )
        raw = GL.glReadPixels(0, 0, 2 * WIDTH_PX, HEIGHT_PX, GL.GL_RGB, GL.GL_UNSIGNED_BYTE)
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, before)
        GL.glDeleteFramebuffers(1, [frame])
        flat = np.frombuffer(raw, np.uint8).reshape(HEIGHT_PX, 2 * WIDTH_PX, 3)
        self._picture = flat[::-1].copy()

    @override
    def end(self) -> None:
        self.calls.append("end")

    def eye(self, index: int) -> npt.NDArray[np.uint8]:
        """What one eye saw last: rows from the top, RGB."""
        assert self._picture is not None, "nothing was released"
        return self._picture[:, index * WIDTH_PX : (index + 1) * WIDTH_PX]


def pixel_of(view: EyeView, point: Vec3) -> tuple[float, float]:
    """Where a point of stage space must be seen: column and row from the top left."""
    q = view.pose.orientation
    seen = Quat(q.w, -q.x, -q.y, -q.z).rotate(point.minus(view.pose.position))
    right, up = seen.x / seen.y, seen.z / seen.y
    left_edge, right_edge = math.tan(view.angle_left), math.tan(view.angle_right)
    top, low = math.tan(view.angle_up), math.tan(view.angle_down)
    return (
        (right - left_edge) / (right_edge - left_edge) * WIDTH_PX - 0.5,
        (top - up) / (top - low) * HEIGHT_PX - 0.5,
    )
