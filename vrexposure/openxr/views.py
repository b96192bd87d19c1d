"""Whether the views that a runtime tells can be drawn from: runtimes err, and eyes must not."""

from __future__ import annotations

import ctypes
import logging
import math
import typing

import numpy as np
import xr

log = logging.getLogger(__name__)

_EYES = 2
# A field of view is open to less than a quarter turn to each side (OpenXR 1.0, XrFovf).
_WIDEST_RAD = math.pi / 2
# Runtimes give quaternions unit to float32; a tenth off is another thing than a rotation (DEF).
_QUAT_SLACK = 0.1
# One XrView as numpy sees it; the offsets are the binding's own.
_VIEW = np.dtype(
    {
        "names": ["posef", "fov"],
        "formats": [("<f4", 7), ("<f4", 4)],
        "offsets": [xr.View.pose.offset, xr.View.fov.offset],
        "itemsize": ctypes.sizeof(xr.View),
    }
)


class ViewCheck:
    """Looks at the located views of both eyes, frame by frame.

    A frame whose views are no good is not drawn; what is wrong goes to the log when it begins.
    """

    def __init__(self, views: typing.Any, count: ctypes.c_uint32) -> None:
        """Watch these: an array of two XrView, and how many the runtime says it has located."""
        self._seen = np.frombuffer(views, dtype=_VIEW)
        self._count = count
        self._fault = ""

    def passes(self) -> bool:
        """Whether a picture can be drawn from the views as they are now."""
        fault = self._find()
        if fault != self._fault:
            self._fault = fault
            if fault:
                log.warning("nothing is drawn for now: the headset tells %s", fault)
            else:
                log.info("the headset's eyes can be drawn for again")
        return not fault

    def _find(self) -> str:
        if self._count.value != _EYES:
            return f"{self._count.value} views instead of one for each eye"
        for posef, fov in zip(
            self._seen["posef"].tolist(), self._seen["fov"].tolist(), strict=True
        ):
            # A sum is a number only if all of its parts are.
            if not math.isfinite(sum(posef)) or not math.isfinite(sum(fov)):
                return "an eye that is nowhere"
            if abs(sum(part * part for part in posef[:4]) - 1.0) > _QUAT_SLACK:
                return "an eye that is turned by no rotation"
            left, right, up, down = fov
            if not -_WIDEST_RAD < left < 0.0 < right < _WIDEST_RAD:
                return "a field of view without a width"
            if not -_WIDEST_RAD < down < up < _WIDEST_RAD:
                return "a field of view without a height"
        return ""
