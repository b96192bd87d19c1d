"""The joints of both hands, where the runtime tracks hands (XR_EXT_hand_tracking)."""

from __future__ import annotations

import ctypes
import logging
import typing
from collections.abc import Collection

import numpy as np
import xr

from vrexposure.core.inputs import JOINT_COUNT, HandJoints, HandSource
from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr.axes import rows_from_xr
from vrexposure.openxr.calls import fetch
from vrexposure.openxr.results import check

log = logging.getLogger(__name__)

HAND_TRACKING_EXTENSION = "XR_EXT_hand_tracking"
DATA_SOURCE_EXTENSION = "XR_EXT_hand_tracking_data_source"

_SIDES = (xr.HandEXT.LEFT, xr.HandEXT.RIGHT)
_SOURCES = {
    int(xr.HandTrackingDataSourceEXT.UNOBSTRUCTED): int(HandSource.OPTICAL),
    int(xr.HandTrackingDataSourceEXT.CONTROLLER): int(HandSource.CONTROLLER),
}
_NOBODY = (int(HandSource.NONE), int(HandSource.NONE))
_UNSUPPORTED = int(xr.Result.ERROR_FEATURE_UNSUPPORTED)

# One XrHandJointLocationEXT as numpy sees it; the offsets are the binding's own.
_LOCATION = np.dtype(
    {
        "names": ["flags", "posef"],
        "formats": ["<u8", ("<f4", 7)],
        "offsets": [
            xr.HandJointLocationEXT._location_flags.offset,
            xr.HandJointLocationEXT.pose.offset,
        ],
        "itemsize": ctypes.sizeof(xr.HandJointLocationEXT),
    }
)


class HandTracking:
    """Two hand trackers and the memory that they are read into."""

    def __init__(
        self,
        instance: typing.Any,
        session: typing.Any,
        base: typing.Any,
        extensions: Collection[str],
    ) -> None:
        """Make the trackers; a system without hand tracking gives none, and `read` says None.

        Raises:
            DeviceError: The runtime refuses or went away.
        """
        self._trackers: list[typing.Any] = []
        self._locate = fetch(instance, "xrLocateHandJointsEXT", xr.PFN_xrLocateHandJointsEXT)
        self._destroy = fetch(instance, "xrDestroyHandTrackerEXT", xr.PFN_xrDestroyHandTrackerEXT)
        array = (xr.HandJointLocationEXT * (2 * JOINT_COUNT))()
        self._seen = np.frombuffer(array, dtype=_LOCATION)
        size = ctypes.sizeof(xr.HandJointLocationEXT) * JOINT_COUNT
        self._states = None
        if DATA_SOURCE_EXTENSION in extensions:
            self._states = tuple(xr.HandTrackingDataSourceStateEXT() for _ in _SIDES)
        self._locations = []
        for hand in range(len(_SIDES)):
            location = xr.HandJointLocationsEXT(next=self._states[hand] if self._states else None)
            location.joint_count = JOINT_COUNT
            own = (xr.HandJointLocationEXT * JOINT_COUNT).from_buffer(array, hand * size)
            location._joint_locations = ctypes.cast(own, ctypes.POINTER(xr.HandJointLocationEXT))
            self._locations.append(location)
        self._refs = [ctypes.byref(location) for location in self._locations]
        self._info = xr.HandJointsLocateInfoEXT(base_space=base, time=0)
        self._info_ref = ctypes.byref(self._info)
        self._create(instance, session)

    def _create(self, instance: typing.Any, session: typing.Any) -> None:
        create = fetch(instance, "xrCreateHandTrackerEXT", xr.PFN_xrCreateHandTrackerEXT)
        wanted = xr.HandTrackingDataSourceInfoEXT(
            requested_data_sources=[
                xr.HandTrackingDataSourceEXT.UNOBSTRUCTED,
                xr.HandTrackingDataSourceEXT.CONTROLLER,
            ]
        )
        for side in _SIDES:
            info = xr.HandTrackerCreateInfoEXT(hand=side, next=wanted if self._states else None)
            tracker = xr.HandTrackerEXT()
            code = create(session, ctypes.byref(info), ctypes.byref(tracker))
            if code == _UNSUPPORTED:
                log.info("this headset does not track hands")
                self.close()
                return
            check(code, "track hands")
            self._trackers.append(tracker)

    @property
    def tells(self) -> typing.Literal["none", "joints", "joints and source"]:
        """What can be had, for the manifest."""
        if not self._trackers:
            return "none"
        return "joints and source" if self._states else "joints"

    def rebase(self, base: typing.Any) -> None:
        """Tell where joints are in another space from now on."""
        self._info.base_space = base

    def read(self, xr_time_ns: int) -> HandJoints | None:
        """The joints at a time; None while no hand is tracked.

        A failure that is not a loss ends the tracking of hands, not the session.

        Raises:
            RuntimeLostError: The runtime went away.
        """
        if not self._trackers:
            return None
        self._info.time = xr_time_ns
        try:
            for tracker, ref in zip(self._trackers, self._refs, strict=True):
                check(self._locate(tracker, self._info_ref, ref), "locate hands")
        except RuntimeLostError:
            raise
        except DeviceError as error:
            log.warning("%s; hands are left out from here on", error)
            self.close()
            return None
        sources = self._sources()
        if sources == _NOBODY:
            return None
        poses = np.empty((2, JOINT_COUNT, 7), np.float32)
        rows_from_xr(self._seen["posef"], poses.reshape(-1, 7))
        flags = self._seen["flags"].astype(np.uint8).reshape(2, JOINT_COUNT)
        for hand, source in enumerate(sources):
            if source == HandSource.NONE:
                flags[hand] = 0
        return HandJoints(poses, flags, sources)

    def _sources(self) -> tuple[int, int]:
        left, right = (self._source(hand) for hand in range(len(_SIDES)))
        return left, right

    def _source(self, hand: int) -> int:
        if not self._locations[hand].is_active:
            return int(HandSource.NONE)
        if self._states is None or not self._states[hand].is_active:
            return int(HandSource.UNKNOWN)
        return _SOURCES.get(int(self._states[hand]._data_source), int(HandSource.UNKNOWN))

    def close(self) -> None:
        """Destroy the trackers; those of a lost runtime are gone already."""
        for tracker in self._trackers:
            code = self._destroy(tracker)
            if code < 0:
                log.debug("xrDestroyHandTrackerEXT: %s", code)
        self._trackers = []
