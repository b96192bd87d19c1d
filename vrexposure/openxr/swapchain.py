"""The pictures that the runtime shows: textures it owns and lends, both eyes side by side."""

from __future__ import annotations

import ctypes
import typing
from collections.abc import Sequence

import xr

from vrexposure.errors import DeviceError, SettingError
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.results import TIMEOUT_EXPIRED, check, explained

GL_SRGB8_ALPHA8 = 0x8C43

# A compositor that has not let go of a picture for this long has hung (DEF).
_WAIT_NS = 2_000_000_000


def choose_format(offered: Sequence[int]) -> int:
    """GL_SRGB8_ALPHA8: shaders write light, the texture keeps it as sRGB, no runtime guesses.

    Raises:
        DeviceError: The runtime does not take it.
    """
    if GL_SRGB8_ALPHA8 in offered:
        return GL_SRGB8_ALPHA8
    names = ", ".join(f"{kind:#x}" for kind in offered) or "none"
    raise DeviceError(
        f"the headset takes no sRGB pictures from OpenGL (it offers {names}); "
        "update its software or use another OpenXR runtime"
    )


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


def double_width(recommended: tuple[int, int], largest: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the picture for two eyes of the recommended size, pixels.

    Raises:
        DeviceError: That is more than the runtime takes.
    """
    width, height = 2 * recommended[0], recommended[1]
    if width > largest[0] or height > largest[1]:
        raise DeviceError(
            f"the headset asks for {width} x {height} pixels and takes {largest[0]} x {largest[1]} "
            "at most; lower the render resolution in its software"
        )
    return width, height


class Swapchain:
    """The textures of one picture. Needs the session's OpenGL context."""

    def __init__(self, calls: Calls, session: typing.Any, width_px: int, height_px: int) -> None:
        """Have the runtime create them.

        Raises:
            DeviceError: It refuses.
        """
        self._calls = calls
        with explained("create the pictures"):
            kind = choose_format(list(xr.enumerate_swapchain_formats(session)))
            self.handle = xr.create_swapchain(
                session,
                xr.SwapchainCreateInfo(
                    usage_flags=xr.SwapchainUsageFlags.COLOR_ATTACHMENT_BIT
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
