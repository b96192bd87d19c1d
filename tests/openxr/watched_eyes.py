"""Looks at the pictures on their way to the headset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from OpenGL import GL
from typing_extensions import override

from vrexposure.app import windows
from vrexposure.ports import EyeTarget, EyeView, HiddenPart
from vrexposure.render.eyes import EyeRenderer
from vrexposure.render.mirror import Mirror
from vrexposure.render.stage import Stage

Pixels = npt.NDArray[np.uint8]
"""Both eyes side by side, RGB, sRGB-encoded; rows from below."""

MIRROR_PX = (320, 180)


class WatchedEyes(EyeTarget):
    """The eyes of a headset; every so many pictures are read back before they are given away.

    Attributes:
        views: The eyes of the last frame, None if it was not drawn.
        pixels: The last picture that was read; None once `take` has taken it.
        depths: How many pictures went with depth; -1 once it was refused.
    """

    def __init__(self, eyes: EyeTarget, *, every: int) -> None:
        self.eye_width_px = eyes.eye_width_px
        self.eye_height_px = eyes.eye_height_px
        self.depth_format = eyes.depth_format
        self.views: Sequence[EyeView] | None = None
        self.pixels: Pixels | None = None
        self.depths = 0
        self._eyes = eyes
        self._every = every
        self._count = 0
        self._textures: list[int] = []

    @property
    def textures(self) -> int:
        """How many the last picture was made of."""
        return len(self._textures)

    def take(self) -> Pixels | None:
        """The last picture, once."""
        pixels, self.pixels = self.pixels, None
        return pixels

    @override
    def begin(self) -> Sequence[EyeView] | None:
        self.views = self._eyes.begin()
        return self.views

    @override
    def acquire(self) -> int:
        self._textures = [self._eyes.acquire()]
        return self._textures[0]

    @override
    def acquire_right(self) -> int | None:
        texture = self._eyes.acquire_right()
        if texture is not None:
            self._textures.append(texture)
        return texture

    @override
    def hidden(self, eye: int) -> HiddenPart | None:
        return self._eyes.hidden(eye)

    @override
    def acquire_depth(self, near_m: float, far_m: float) -> Sequence[int]:
        textures = self._eyes.acquire_depth(near_m, far_m)
        self.depths += bool(textures)
        return textures

    @override
    def refuse_depth(self) -> None:
        self.depths = -1
        self._eyes.refuse_depth()

    @override
    def release(self) -> None:
        self._count += 1
        if self._count % self._every == 0:
            width = 2 * self.eye_width_px // len(self._textures)
            self.pixels = np.concatenate([self._read(one, width) for one in self._textures], axis=1)
        self._eyes.release()

    @override
    def end(self) -> None:
        self._eyes.end()

    def _read(self, texture: int, width: int) -> Pixels:
        height = self.eye_height_px
        bound = int(GL.glGetIntegerv(GL.GL_READ_FRAMEBUFFER_BINDING))
        framebuffer = GL.glGenFramebuffers(1)
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, framebuffer)
        GL.glFramebufferTexture2D(
            GL.GL_READ_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, texture, 0
        )
        GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
        data = GL.glReadPixels(0, 0, width, height, GL.GL_RGB, GL.GL_UNSIGNED_BYTE)
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, bound)
        GL.glDeleteFramebuffers(1, [framebuffer])
        return np.frombuffer(data, np.uint8).reshape(height, width, 3)


class Glass:
    """What the program's own devices draw with: filled when they are opened.

    Attributes:
        eyes: The watched eyes.
        stage: The stage that is drawn.
    """

    eyes: WatchedEyes
    stage: Stage


@contextmanager
def looking_through(*, every: int) -> Iterator[Glass]:
    """Let the program open its headset with watched eyes, and a window that llvmpipe can fill."""
    glass = Glass()

    def renderer(stage: Stage, eyes: EyeTarget, *, mirror: Mirror) -> EyeRenderer:
        glass.stage = stage
        glass.eyes = WatchedEyes(eyes, every=every)
        return EyeRenderer(stage, glass.eyes, mirror=mirror)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "EyeRenderer", renderer)
        patch.setattr(windows, "WINDOW_PX", MIRROR_PX)
        yield glass


class Picture(NamedTuple):
    """What one pair of pictures is like, 0..255 and shares of all pixels.

    Attributes:
        brightness: Mean of both.
        contrast: Standard deviation of the left picture's brightness.
        differing: Share of pixels that are not the same for both eyes.
        shifted: The same, once the right picture is moved to fit the left best: near 0 for two
            views of one place, and not for two different places.
        shift_px: By how much it was moved.
    """

    brightness: float
    contrast: float
    differing: float
    shifted: float
    shift_px: int


def compare(pixels: Pixels) -> Picture:
    """What the two halves are like, and how they fit."""
    both: npt.NDArray[np.float32] = pixels.mean(axis=2, dtype=np.float32)
    width = both.shape[1] // 2
    left, right = both[:, :width], both[:, width:]
    shares = {shift: _differing(left, right, shift) for shift in range(width // 8)}
    best = min(shares, key=lambda shift: shares[shift])
    return Picture(float(both.mean()), float(left.std()), shares[0], shares[best], best)


def _differing(left: npt.NDArray[np.float32], right: npt.NDArray[np.float32], shift: int) -> float:
    """Share of pixels off by more than 6 % when the left picture is moved to the left."""
    width = left.shape[1] - shift
    return float((np.abs(left[:, shift:] - right[:, :width]) > 16).mean())
