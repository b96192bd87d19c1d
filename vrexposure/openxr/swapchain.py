"""The pictures that the runtime shows: textures it owns and lends."""

from __future__ import annotations

import ctypes
import logging
import typing
from collections.abc import Sequence

import xr

from vrexposure.errors import DeviceError, SettingError
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.results import TIMEOUT_EXPIRED, check, explained

log = logging.getLogger(__name__)

GL_SRGB8_ALPHA8 = 0x8C43
GL_SRGB8 = 0x8C41
GL_DEPTH24_STENCIL8 = 0x88F0
GL_DEPTH_COMPONENT32F = 0x8CAC
GL_DEPTH_COMPONENT24 = 0x81A6

# A compositor that has not let go of a picture for this long has hung (DEF).
_WAIT_NS = 2_000_000_000


def choose_format(offered: Sequence[int]) -> int:
    """GL_SRGB8_ALPHA8: shaders write light, the texture keeps it as sRGB, no runtime guesses.

    Without alpha where it is not offered: nothing shines through our pictures.

    Raises:
        DeviceError: The runtime does not take it.
    """
    for kind in (GL_SRGB8_ALPHA8, GL_SRGB8):
        if kind in offered:
            return kind
    names = ", ".join(f"{kind:#x}" for kind in offered) or "none"
    raise DeviceError(
        f"the headset takes no sRGB pictures from OpenGL (it offers {names}); "
        "update its software or use another OpenXR runtime"
    )


def choose_depth_format(offered: Sequence[int]) -> int:
    """One that the renderer can have for its own depth, since a copy may not convert; 0: none.

    16 bits are not among them: to draw with so few would spoil the picture itself.
    """
    wanted = (GL_DEPTH24_STENCIL8, GL_DEPTH_COMPONENT32F, GL_DEPTH_COMPONENT24)
    return next((kind for kind in wanted if kind in offered), 0)


RENDER_SCALES = (0.5, 1.5)
"""Least and most that a picture's sides may be of what the runtime recommends (DEF)."""


def scaled(recommended: tuple[int, int], scale: float, largest: tuple[int, int]) -> tuple[int, int]:
    """The size of one eye's picture: the recommended one times `scale`, pixels, even numbers.

    A scale over 1 gives way to what the runtime takes, both sides alike, so that pixels keep their
    shape.

    Raises:
        SettingError: The scale is out of `RENDER_SCALES`.
    """
    low, high = RENDER_SCALES
    if not low <= scale <= high:
        raise SettingError(f"render scale {scale:g}: give a number from {low:g} to {high:g}")
    if scale == 1.0:
        return recommended
    fits = min(largest[0] / (2 * recommended[0]), largest[1] / recommended[1])
    scale = min(scale, max(1.0, fits))
    width, height = (max(2, 2 * int(side * scale / 2)) for side in recommended)
    return width, height


def check_size(eye_px: tuple[int, int], largest: tuple[int, int]) -> None:
    """See that the runtime takes a picture of one eye's size, pixels.

    Raises:
        DeviceError: That is more than it takes.
    """
    if eye_px[0] > largest[0] or eye_px[1] > largest[1]:
        raise DeviceError(
            f"the headset asks for {eye_px[0]} x {eye_px[1]} pixels and takes {largest[0]} x "
            f"{largest[1]} at most; lower the render resolution in its software"
        )


def offered_formats(session: typing.Any) -> list[int]:
    """The OpenGL formats that the runtime takes, its favourite first.

    Raises:
        DeviceError: It went away.
    """
    with explained("ask for the formats of pictures"):
        return [int(kind) for kind in xr.enumerate_swapchain_formats(session)]


class Swapchain:
    """The textures of one picture. Needs the session's OpenGL context."""

    def __init__(
        self,
        calls: Calls,
        session: typing.Any,
        width_px: int,
        height_px: int,
        *,
        depth_format: int | None = None,
    ) -> None:
        """Have the runtime create them; for colours, or for depth in this format.

        Raises:
            DeviceError: It refuses.
        """
        self._calls = calls
        attachment = (
            xr.SwapchainUsageFlags.COLOR_ATTACHMENT_BIT
            if depth_format is None
            else xr.SwapchainUsageFlags.DEPTH_STENCIL_ATTACHMENT_BIT
        )
        with explained("create the pictures"):
            kind = depth_format or choose_format(offered_formats(session))
            self.handle = xr.create_swapchain(
                session,
                xr.SwapchainCreateInfo(
                    usage_flags=attachment
                    | xr.SwapchainUsageFlags.SAMPLED_BIT
                    | xr.SwapchainUsageFlags.TRANSFER_DST_BIT,
                    format=kind,
                    sample_count=1,
                    width=width_px,
                    height=height_px,
                    face_count=1,
                    array_size=1,
                    mip_count=1,
                ),
            )
            images = xr.enumerate_swapchain_images(self.handle, xr.SwapchainImageOpenGLKHR)
        self.textures = [int(image.image) for image in images]
        self._index = ctypes.c_uint32()
        self._index_ref = ctypes.byref(self._index)
        self._acquire_ref = ctypes.byref(xr.SwapchainImageAcquireInfo())
        self._wait_ref = ctypes.byref(xr.SwapchainImageWaitInfo(_WAIT_NS))
        self._release_ref = ctypes.byref(xr.SwapchainImageReleaseInfo())

    def destroy(self) -> None:
        """Give them back; harmless when they went with their runtime."""
        try:
            xr.destroy_swapchain(self.handle)
        except xr.exception.ResultException as error:
            log.debug("destroy_swapchain: %s", str(error))

    def acquire(self) -> int:
        """The OpenGL name of the next texture, once the compositor has let go of it.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses, or does not let go.
        """
        code = self._calls.acquire_swapchain_image(self.handle, self._acquire_ref, self._index_ref)
        check(code, "lend a picture")
        code = self._calls.wait_swapchain_image(self.handle, self._wait_ref)
        if check(code, "wait for a picture") == TIMEOUT_EXPIRED:
            raise DeviceError("the headset's display hangs; restart the headset's software")
        return self.textures[self._index.value]

    def release(self) -> None:
        """Give the acquired texture back to be shown.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        check(self._calls.release_swapchain_image(self.handle, self._release_ref), "take a picture")
