"""Waist, chest and feet: one neutral skeleton, whatever tells where they are.

Each point has one source for the whole session, chosen when it begins: a change of source in
mid-session would look like a jump of the body. Preferred is a device that is known to be there,
then a worn tracker by its role, then what the headset guesses with its cameras.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from vrexposure.core.inputs import Point
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
            "full_body_tracking", "upper_body_tracking" or "none".
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
        self.sources = dict.fromkeys(WORN, NO_SOURCE)
        spaces: dict[Point, typing.Any] = {}
        for point in WORN:
            if point in devices:
                name, spaces[point] = devices[point]
                self.sources[point] = f"device {name}"
            elif point in trackers:
                spaces[point] = trackers[point]
                self.sources[point] = TRACKER_SOURCE
            elif skeleton is not None and point in skeleton.points:
                self.sources[point] = skeleton.kind.source
        self._skeleton = skeleton
        self._readers: list[_Reader] = []
        self._locator = Locator(calls, list(spaces.values()), base)
        if spaces:
            self._readers.append(_Reader(self._locator.read, tuple(spaces), tuple(spaces)))
        if skeleton is not None:
            wanted = tuple(
                point for point in skeleton.points if self.sources[point] == skeleton.kind.source
            )
            if wanted:
                self._readers.append(_Reader(skeleton.read, skeleton.points, wanted))

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
        for reader in self._readers:
            reader.read(xr_time_ns, poses, flags)

    def close(self) -> None:
        """Let the tracker of the body go."""
        if self._skeleton is not None:
            self._skeleton.close()


class _Reader:
    """Reads some points together, and hands on those that are wanted of them."""

    def __init__(
        self,
        read: Callable[[int, npt.NDArray[np.float32], npt.NDArray[np.uint8]], None],
        points: tuple[Point, ...],
        wanted: tuple[Point, ...],
    ) -> None:
        self._read = read
        self._rows = [int(point) for point in wanted]
        self._from = [points.index(point) for point in wanted]
        self._poses = np.zeros((len(points), 7), np.float32)
        self._flags = np.zeros(len(points), np.uint8)

    def read(
        self, xr_time_ns: int, poses: npt.NDArray[np.float32], flags: npt.NDArray[np.uint8]
    ) -> None:
        self._read(xr_time_ns, self._poses, self._flags)
        poses[self._rows] = self._poses[self._from]
        flags[self._rows] = self._flags[self._from]
