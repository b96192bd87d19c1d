"""The fault runtime's swapchains."""

from __future__ import annotations

import ctypes
import time
import typing
from collections.abc import Sequence

import xr

from tests.xr_fault.bodies import Handle, Pointer
from tests.xr_fault.control import R, served
from tests.xr_fault.progress import Progress, give

TEXTURES = (11, 12, 13)
PATIENCE_NS = 2_000_000_000


class Gallery(typing.Protocol):
    """Whoever makes real textures, in the program's OpenGL context."""

    def hang(self, count: int, width_px: int, height_px: int) -> Sequence[int]:
        """So many textures; their names."""
        ...

    def take_down(self, names: Sequence[int]) -> None:
        """Delete them."""
        ...


class Pictures(Progress):
    """Pictures that are lent and given back.

    Attributes:
        textures: Their names; made up, unless there is a `gallery` for real ones.
    """

    def __init__(self) -> None:
        super().__init__()
        self.textures: Sequence[int] = TEXTURES
        self.gallery: Gallery | None = None
        self._image = 0

    @served
    def enumerate_environment_blend_modes(
        self, _i: Handle, _system: int, _view: int, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        give([int(xr.EnvironmentBlendMode.OPAQUE)], capacity, count, out)

    @served
    def enumerate_swapchain_formats(
        self, _session: Handle, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        give(self.formats, capacity, count, out)

    @served
    def create_swapchain(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        self.make("swapchain", out)
        if self.gallery is not None:
            self.textures = self.gallery.hang(len(TEXTURES), info[0].width, info[0].height)

    @served
    def destroy_swapchain(self, swapchain: Handle) -> None:
        self.unmake(swapchain)
        if self.gallery is not None:
            self.gallery.take_down(self.textures)

    @served
    def enumerate_swapchain_images(
        self, _swapchain: Handle, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        count[0] = len(TEXTURES)
        images = ctypes.cast(out, ctypes.POINTER(xr.SwapchainImageOpenGLKHR))
        for index in range(min(capacity, len(TEXTURES))):
            images[index].image = self.textures[index]

    @served
    def acquire_swapchain_image(
        self, _swapchain: Handle, _info: Pointer, out: Pointer
    ) -> int | None:
        if self.acquired:
            return self.breach("acquired twice", R.ERROR_CALL_ORDER_INVALID)
        self.acquired = True
        out[0] = self._image
        self._image = (self._image + 1) % len(TEXTURES)
        return None

    @served
    def wait_swapchain_image(self, _swapchain: Handle, info: Pointer) -> int | None:
        if info[0].timeout > PATIENCE_NS:
            return self.breach("waited without an end for a picture", R.ERROR_VALIDATION_FAILURE)
        if self.hangs:
            time.sleep(info[0].timeout / 1e9)
            return int(R.TIMEOUT_EXPIRED)
        return None

    @served
    def release_swapchain_image(self, _swapchain: Handle, _info: Pointer) -> int | None:
        if not self.acquired:
            return self.breach("released nothing", R.ERROR_CALL_ORDER_INVALID)
        self.acquired = False
        return None
