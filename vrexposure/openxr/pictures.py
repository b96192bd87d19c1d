"""The textures that two eyes are drawn into: one for both, or, where that is too wide, two."""

from __future__ import annotations

import logging
import typing
from collections.abc import Sequence
from contextlib import ExitStack

import xr

from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.swapchain import Swapchain, check_size

log = logging.getLogger(__name__)

Size = tuple[int, int]


class Pictures:
    """One swapchain for both eyes side by side, or one for each; lent and given back together.

    Attributes:
        textures: The first textures of each: to be drawn into when the runtime lends none.
        acquired: Whether it has lent any.
    """

    def __init__(self, swapchains: Sequence[Swapchain], eye_px: Size) -> None:
        self.textures = tuple(one.textures[0] for one in swapchains)
        self.acquired = False
        self._swapchains = tuple(swapchains)
        self._eye_px = eye_px

    def acquire(self) -> tuple[int, ...]:
        """The OpenGL names of the textures, once the compositor has let go of them.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses, or does not let go.
        """
        lent = tuple(one.acquire() for one in self._swapchains)
        self.acquired = True
        return lent

    def release(self) -> None:
        """Give them back to be shown.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        self.acquired = False
        for one in self._swapchains:
            one.release()

    def sub_image(self, eye: int) -> typing.Any:
        """Where the eye's picture is, as a layer wants it."""
        left = eye * self._eye_px[0] if len(self._swapchains) == 1 else 0
        return xr.SwapchainSubImage(
            self._swapchains[eye % len(self._swapchains)].handle,
            xr.Rect2Di(xr.Offset2Di(left, 0), xr.Extent2Di(*self._eye_px)),
        )


def create_pictures(
    calls: Calls, session: typing.Any, eye_px: Size, largest_px: Size, stack: ExitStack
) -> Pictures:
    """Textures for the colours of both eyes; their end goes to `stack`.

    Raises:
        RuntimeLostError: The runtime went away.
        DeviceError: An eye's picture is more than it takes, or it refuses.
    """
    check_size(eye_px, largest_px)
    if 2 * eye_px[0] <= largest_px[0]:
        try:
            both = Swapchain(calls, session, 2 * eye_px[0], eye_px[1])
        except RuntimeLostError:
            raise
        except DeviceError as error:
            log.info("no picture for both eyes: %s", error)
        else:
            stack.callback(both.destroy)
            return Pictures([both], eye_px)
    each = []
    for _ in range(2):
        each.append(Swapchain(calls, session, *eye_px))
        stack.callback(each[-1].destroy)
    log.info("each eye has a picture of its own")
    return Pictures(each, eye_px)
