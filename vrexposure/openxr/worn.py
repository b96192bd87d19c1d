"""Waist, chest and feet: one neutral skeleton, whatever tells where they are.

A device that is worn goes before what the headset guesses with its cameras, and once it was seen
it is the only source of its point for the rest of the session: a point that went to and fro
between two sources would seem to leap.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from vrexposure.core.inputs import VALID, Point
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.skeleton import Skeleton
from vrexposure.openxr.spaces import Locator

WORN = (Point.WAIST, Point.CHEST, Point.LEFT_FOOT, Point.RIGHT_FOOT)
NO_SOURCE = "none"
TRACKER_SOURCE = "vive_tracker"


class WornPoints:
    """Reads the points of the body that something tracks.

    Attributes:
        sources: Where each of `WORN` comes from: "device NAME", "vive_tracker",
            "full_body_tracking", "upper_body_tracking", "none", or "vive_tracker, else ..." where a
            tracker with that role may or may not be worn.
    """

    def __init__(
        self,
        calls: Calls,
        base: typing.Any,
        *,
        devices: Mapping[Point, tuple[str, typing.Any]],
        trackers: Mapping[Point, typing.Any],
        skeleton: Skeleton | None,
    ) -> None:
        guessed = skeleton.points if skeleton is not None else ()
        spaces = dict(trackers) | {point: space for point, (_, space) in devices.items()}
        self.sources = dict.fromkeys(WORN, NO_SOURCE)
        if skeleton is not None:
            self.sources |= dict.fromkeys(guessed, skeleton.kind.source)
        for point in trackers:
            known = self.sources[point]
            self.sources[point] = (
                TRACKER_SOURCE if known == NO_SOURCE else f"{TRACKER_SOURCE}, else {known}"
            )
        self.sources |= {point: f"device {name}" for point, (name, _) in devices.items()}
        self._points = tuple(spaces)
        self._rows = [int(point) for point in spaces]
        self._locator = Locator(calls, list(spaces.values()), base)
        self._seen = set(devices)
        self._skeleton = skeleton
        count = max(len(WORN), len(guessed))
        self._poses = np.zeros((count, 7), np.float32)
        self._flags = np.zeros(count, np.uint8)

    def rebase(self, base: typing.Any) -> None:
        """Tell where the points are in another space from now on."""
        self._locator.rebase(base)
        if self._skeleton is not None:
            self._skeleton.rebase(base)

    def read(
        self, xr_time_ns: int, poses: npt.NDArray[np.float32], flags: npt.NDArray[np.uint8]
    ) -> None:
        """Write the rows of `WORN`; those without a source, or not seen, keep flags 0.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        if self._points:
            self._read_worn(xr_time_ns, poses, flags)
        if self._skeleton is not None:
            self._guess(self._skeleton, xr_time_ns, poses, flags)

    def _read_worn(
        self, xr_time_ns: int, poses: npt.NDArray[np.float32], flags: npt.NDArray[np.uint8]
    ) -> None:
        count = len(self._points)
        self._locator.read(xr_time_ns, self._poses, self._flags)
        poses[self._rows] = self._poses[:count]
        flags[self._rows] = self._flags[:count]
        if self._skeleton is not None:
            told = self._flags[:count].tolist()
            self._seen.update(
                point for point, own in zip(self._points, told, strict=True) if own & VALID == VALID
            )

    def _guess(
        self,
        skeleton: Skeleton,
        xr_time_ns: int,
        poses: npt.NDArray[np.float32],
        flags: npt.NDArray[np.uint8],
    ) -> None:
        count = len(skeleton.points)
        skeleton.read(xr_time_ns, self._poses[:count], self._flags[:count])
        for index, point in enumerate(skeleton.points):
            if point not in self._seen:
                poses[point] = self._poses[index]
                flags[point] = self._flags[index]

    def close(self) -> None:
        """Let the tracker of the body go."""
        if self._skeleton is not None:
            self._skeleton.close()
