"""The part of each picture that the lenses keep from the eyes, as the runtime tells it."""

from __future__ import annotations

import ctypes
import logging
import typing

import numpy as np
import numpy.typing as npt
import xr

from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr.calls import fetch
from vrexposure.openxr.results import check
from vrexposure.ports import HiddenPart

log = logging.getLogger(__name__)

MASK_EXTENSION = "XR_KHR_visibility_mask"

# Masks of current headsets have some hundred corners; more than this is a mistake (DEF).
_MOST = 65_536
_SIZE_INSUFFICIENT = int(xr.Result.ERROR_SIZE_INSUFFICIENT)
# A mask may grow between the call that tells its size and the one that gets it; not for ever.
_ATTEMPTS = 3


class VisibilityMask:
    """What each eye never sees. A mask that makes no sense is logged, and taken for none."""

    def __init__(self, instance: typing.Any, session: typing.Any) -> None:
        """Ask for both eyes' masks.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It has no such function.
        """
        self._get = fetch(instance, "xrGetVisibilityMaskKHR", xr.PFN_xrGetVisibilityMaskKHR)
        self._session = session
        self._parts: list[HiddenPart | None] = [None, None]
        for eye in range(2):
            self.refresh(eye)

    def hidden(self, eye: int) -> HiddenPart | None:
        """The same object until the runtime says that it changed."""
        return self._parts[eye]

    def refresh(self, eye: int) -> None:
        """Ask again for one eye's mask; the runtime says when (0: left).

        Raises:
            RuntimeLostError: The runtime went away.
        """
        if eye not in (0, 1):
            return
        self._parts[eye] = None
        try:
            corners, indices = self._ask(eye)
        except RuntimeLostError:
            raise
        except DeviceError as error:
            log.warning("no mask for eye %d: %s", eye, error)
            return
        if not len(indices):
            return
        fault = fault_of(corners, indices)
        if fault is not None:
            log.warning("the mask for eye %d is ignored: %s", eye, fault)
            return
        self._parts[eye] = HiddenPart(corners, indices.reshape(-1, 3))

    def _ask(self, eye: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32]]:
        """In two calls: the binding's own function makes but the first."""
        for _ in range(_ATTEMPTS):
            mask = xr.VisibilityMaskKHR()
            self._call(eye, mask)
            counts = int(mask.vertex_count_output), int(mask.index_count_output)
            if not all(counts):
                break
            if max(counts[0], counts[1] // 3) > _MOST:
                raise DeviceError(f"{counts[0]} corners and {counts[1]} indices are too many")
            corners = np.zeros((counts[0], 2), np.float32)
            indices = np.zeros(counts[1], np.uint32)
            mask.vertex_capacity_input, mask.index_capacity_input = counts
            mask.vertices = corners.ctypes.data_as(ctypes.POINTER(xr.Vector2f))
            mask.indices = indices.ctypes.data_as(ctypes.POINTER(ctypes.c_uint32))
            if self._call(eye, mask):
                # It may have become smaller, too.
                return corners[: mask.vertex_count_output], indices[: mask.index_count_output]
        return np.zeros((0, 2), np.float32), np.zeros(0, np.uint32)

    def _call(self, eye: int, mask: typing.Any) -> bool:
        """False if there was not room enough."""
        code = self._get(
            self._session,
            int(xr.ViewConfigurationType.PRIMARY_STEREO),
            eye,
            int(xr.VisibilityMaskTypeKHR.HIDDEN_TRIANGLE_MESH),
            ctypes.byref(mask),
        )
        if code == _SIZE_INSUFFICIENT:
            return False
        check(code, "ask what the lenses hide")
        return True


def fault_of(corners: npt.NDArray[np.float32], indices: npt.NDArray[np.uint32]) -> str | None:
    """Why a mask cannot be used; None: it can.

    Args:
        corners: (n, 2) tangents.
        indices: (3 m,) corners of the triangles.
    """
    if not np.isfinite(corners).all():
        return "a corner is not finite"
    if len(indices) % 3:
        return f"{len(indices)} indices make no triangles"
    if indices.max() >= len(corners):
        return f"index {indices.max()} of {len(corners)} corners"
    if _covers_ahead(corners[indices.reshape(-1, 3)].astype(np.float64)):
        return "it hides what lies straight ahead"
    return None


def _covers_ahead(triangles: npt.NDArray[np.float64]) -> bool:
    """Whether the origin lies within any of (m, 3, 2) triangles."""
    following = np.roll(triangles, -1, axis=1)
    sides = triangles[..., 0] * following[..., 1] - triangles[..., 1] * following[..., 0]
    return bool(((sides > 0).all(axis=1) | (sides < 0).all(axis=1)).any())
