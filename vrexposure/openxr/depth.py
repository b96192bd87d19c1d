"""How far away what is drawn is: lent textures for it, and what a layer tells of them.

A runtime that knows the depth of a picture can move it better when it comes late.
"""

from __future__ import annotations

import ctypes
import logging
import typing
from collections.abc import Sequence
from contextlib import ExitStack

import xr

from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.pictures import Pictures
from vrexposure.openxr.swapchain import Swapchain, choose_depth_format, offered_formats

log = logging.getLogger(__name__)

DEPTH_EXTENSION = "XR_KHR_composition_layer_depth"


class LentDepth:
    """The depth of both eyes' pictures.

    Attributes:
        kind: Its sized OpenGL format.
    """

    def __init__(self, pictures: Pictures, kind: int) -> None:
        self.kind = kind
        self._pictures = pictures
        self._refused = False
        self._chained = False
        self._infos = (xr.CompositionLayerDepthInfoKHR * 2)(
            *(
                xr.CompositionLayerDepthInfoKHR(
                    sub_image=pictures.sub_image(eye), min_depth=0.0, max_depth=1.0
                )
                for eye in range(2)
            )
        )
        self._links = [ctypes.cast(ctypes.byref(info), ctypes.c_void_p) for info in self._infos]

    def acquire(self, near_m: float, far_m: float) -> tuple[int, ...]:
        """The textures for this picture; none once they were refused.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses, or does not let go.
        """
        if self._refused:
            return ()
        for info in self._infos:
            info.near_z, info.far_z = near_m, far_m
        return self._pictures.acquire()

    def refuse(self) -> None:
        """They are not filled, and will not be."""
        self._refused = True

    def release(self, layer_views: Sequence[typing.Any]) -> None:
        """Give them back, and chain them to the views of their layer if they were filled.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        filled = self._pictures.acquired and not self._refused
        if self._pictures.acquired:
            self._pictures.release()
        if filled != self._chained:
            self._chained = filled
            for view, link in zip(layer_views, self._links, strict=True):
                view._next = link if filled else None


def lend_depth(
    calls: Calls, session: typing.Any, eye_px: tuple[int, int], beside: Pictures, stack: ExitStack
) -> LentDepth | None:
    """Textures for depth, as many and as large as those for colours; their end goes to `stack`.

    None: the runtime has none that can be filled.

    Raises:
        RuntimeLostError: The runtime went away.
    """
    kind = choose_depth_format(offered_formats(session))
    if not kind:
        log.info("pictures go without depth: no format for it that can be filled")
        return None
    count = len(beside.textures)
    width_px = 2 * eye_px[0] // count
    with ExitStack() as made:
        try:
            swapchains = []
            for _ in range(count):
                swapchains.append(Swapchain(calls, session, width_px, eye_px[1], depth_format=kind))
                made.callback(swapchains[-1].destroy)
        except RuntimeLostError:
            raise
        except DeviceError as error:
            log.info("pictures go without depth: %s", str(error))
            return None
        stack.callback(made.pop_all().close)
        return LentDepth(Pictures(swapchains, eye_px), kind)
