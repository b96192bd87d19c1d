"""A headset that is only a texture: remembers calls, and can be read back."""

from __future__ import annotations

import ctypes
import math
import typing
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from OpenGL import GL
from OpenGL.raw.GL.VERSION import GL_1_0 as RAW
from typing_extensions import override

from vrexposure.core.geometry import Pose, Quat, Vec3
from vrexposure.ports import EyeTarget, EyeView, HiddenPart

WIDTH_PX, HEIGHT_PX = 240, 200
Pixels = npt.NDArray[typing.Any]


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


_LAYOUTS = {
    GL.GL_SRGB8_ALPHA8: (GL.GL_RGBA, GL.GL_UNSIGNED_BYTE),
    GL.GL_DEPTH24_STENCIL8: (GL.GL_DEPTH_STENCIL, GL.GL_UNSIGNED_INT_24_8),
    GL.GL_DEPTH_COMPONENT16: (GL.GL_DEPTH_COMPONENT, GL.GL_FLOAT),
    GL.GL_DEPTH_COMPONENT24: (GL.GL_DEPTH_COMPONENT, GL.GL_FLOAT),
    GL.GL_DEPTH_COMPONENT32F: (GL.GL_DEPTH_COMPONENT, GL.GL_FLOAT),
}


def make_texture(kind: int, width_px: int, height_px: int) -> int:
    """A texture as a runtime's library makes them; its OpenGL name."""
    name = int(GL.glGenTextures(1))
    before = int(GL.glGetIntegerv(GL.GL_TEXTURE_BINDING_2D))
    GL.glBindTexture(GL.GL_TEXTURE_2D, name)
    RAW.glTexImage2D(
        GL.GL_TEXTURE_2D, 0, kind, width_px, height_px, 0, *_LAYOUTS[kind], ctypes.c_void_p(0)
    )
    GL.glBindTexture(GL.GL_TEXTURE_2D, before)
    return name


def read_texture(name: int, width_px: int, height_px: int, *, depth: bool) -> Pixels:
    """What it holds: rows from the top; RGB bytes, or depth from 0 to 1."""
    frame = int(GL.glGenFramebuffers(1))
    before = int(GL.glGetIntegerv(GL.GL_READ_FRAMEBUFFER_BINDING))
    GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, frame)
    attachment = GL.GL_DEPTH_ATTACHMENT if depth else GL.GL_COLOR_ATTACHMENT0
    GL.glFramebufferTexture2D(GL.GL_READ_FRAMEBUFFER, attachment, GL.GL_TEXTURE_2D, name, 0)
    picture: Pixels
    if depth:
        raw = GL.glReadPixels(0, 0, width_px, height_px, GL.GL_DEPTH_COMPONENT, GL.GL_FLOAT)
        picture = np.array(raw, np.float32).reshape(height_px, width_px)
    else:
        raw = GL.glReadPixels(0, 0, width_px, height_px, GL.GL_RGB, GL.GL_UNSIGNED_BYTE)
        picture = np.frombuffer(raw, np.uint8).reshape(height_px, width_px, 3)
    GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, before)
    GL.glDeleteFramebuffers(1, [frame])
    return picture[::-1].copy()


class TextureTarget(EyeTarget):
    """Lends one texture for both eyes, or one `each`; depth where it has a format.

    Attributes:
        parts: What each eye never sees.
        depth_kind: The format of the depth textures, if another than what it says.
        distances_m: The near and far distance that depth was asked with last.
    """

    def __init__(self, *, each: bool = False, depth_format: int = 0) -> None:
        self.eye_width_px, self.eye_height_px = WIDTH_PX, HEIGHT_PX
        self.depth_format = self.depth_kind = depth_format
        self.calls: list[str] = []
        self.views: list[EyeView] | None = eye_views(Pose(Vec3(0.0, 0.0, 1.2)))
        self.parts: list[HiddenPart | None] = [None, None]
        self.distances_m: tuple[float, float] | None = None
        self.acquire_fails = False
        self._count = 2 if each else 1
        self._textures: list[int] = []
        self._depths: list[int] = []
        self._picture: Pixels | None = None
        self._depth: Pixels | None = None

    def _make(self, kind: int) -> list[int]:
        width_px = 2 * WIDTH_PX // self._count
        return [make_texture(kind, width_px, HEIGHT_PX) for _ in range(self._count)]

    def _read(self, names: Sequence[int], *, depth: bool) -> Pixels:
        width_px = 2 * WIDTH_PX // self._count
        return np.concatenate(
            [read_texture(name, width_px, HEIGHT_PX, depth=depth) for name in names], axis=1
        )

    @override
    def begin(self) -> Sequence[EyeView] | None:
        self.calls.append("begin")
        return self.views

    @override
    def hidden(self, eye: int) -> HiddenPart | None:
        return self.parts[eye]

    @override
    def acquire(self) -> int:
        self.calls.append("acquire")
        if self.acquire_fails:
            raise RuntimeError("no picture today")
        self._textures = self._textures or self._make(GL.GL_SRGB8_ALPHA8)
        return self._textures[0]

    @override
    def acquire_right(self) -> int | None:
        return self._textures[1] if self._count > 1 else None

    @override
    def acquire_depth(self, near_m: float, far_m: float) -> Sequence[int]:
        self.calls.append("acquire_depth")
        self.distances_m = near_m, far_m
        self._depths = self._depths or self._make(self.depth_kind)
        return self._depths

    @override
    def refuse_depth(self) -> None:
        self.calls.append("refuse_depth")

    @override
    def release(self) -> None:
        self.calls.append("release")
        self._picture = self._read(self._textures, depth=False)
        if self._depths:
            self._depth = self._read(self._depths, depth=True)

    @override
    def end(self) -> None:
        self.calls.append("end")

    def eye(self, index: int) -> npt.NDArray[np.uint8]:
        """What one eye saw last: rows from the top, RGB."""
        assert self._picture is not None, "nothing was released"
        return self._picture[:, index * WIDTH_PX : (index + 1) * WIDTH_PX]

    def distance_m(self, index: int) -> npt.NDArray[np.float64]:
        """How far ahead of one eye each pixel's thing is, by its depth; rows from the top."""
        assert self._depth is not None, "no depth was released"
        assert self.distances_m is not None
        near, far = self.distances_m
        depth = self._depth[:, index * WIDTH_PX : (index + 1) * WIDTH_PX].astype(np.float64)
        away: npt.NDArray[np.float64] = near * far / (far - depth * (far - near))
        return away

    def close(self) -> None:
        """Delete the textures."""
        GL.glDeleteTextures(self._textures + self._depths)


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
