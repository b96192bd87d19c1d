"""Waist, chest and feet out of a whole body that the runtime tracks (FB, META and BD extensions).

One class for two extensions of the same shape; what differs is data.
"""

from __future__ import annotations

import ctypes
import logging
import typing
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xr

from vrexposure.core.inputs import Point
from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr.axes import rows_from_xr
from vrexposure.openxr.calls import fetch
from vrexposure.openxr.results import check

log = logging.getLogger(__name__)

_META_FULL_BODY = "XR_META_body_tracking_full_body"


@dataclass(frozen=True, slots=True)
class Kind:
    """One extension that tracks bodies.

    Attributes:
        extension: Its name; `needs` is another one that its joint set comes from, or "".
        source: What it is called in the manifest.
        suffix: The vendor's, at the end of each name of a function or struct.
        joint_set: The XrBodyJointSet to ask for; `set_field` is the binding's name of that field.
        count_field: The binding's name of the field for the count of joints.
        joints: How many there are; `rows` are those that we want.
    """

    extension: str
    source: str
    suffix: str
    joint_set: int
    set_field: str
    count_field: str
    joints: int
    rows: dict[Point, int]
    needs: str = ""


_FB, _META, _BD = xr.BodyJointFB, xr.FullBodyJointMETA, xr.BodyJointBD
_FB_ROWS = {Point.WAIST: int(_FB.HIPS), Point.CHEST: int(_FB.CHEST)}

KINDS = (
    Kind(
        "XR_FB_body_tracking",
        "full_body_tracking",
        "FB",
        1000274000,  # XR_BODY_JOINT_SET_FULL_BODY_META
        "_body_joint_set",
        "joint_count",
        84,
        _FB_ROWS
        | {
            Point.LEFT_FOOT: int(_META.LEFT_FOOT_ANKLE),
            Point.RIGHT_FOOT: int(_META.RIGHT_FOOT_ANKLE),
        },
        needs=_META_FULL_BODY,
    ),
    Kind(
        "XR_FB_body_tracking",
        "upper_body_tracking",
        "FB",
        0,  # XR_BODY_JOINT_SET_DEFAULT_FB
        "_body_joint_set",
        "joint_count",
        70,
        _FB_ROWS,
    ),
    Kind(
        "XR_BD_body_tracking",
        "full_body_tracking",
        "BD",
        2,  # XR_BODY_JOINT_SET_FULL_BODY_JOINTS_BD
        "_joint_set",
        "joint_location_count",
        24,
        {
            Point.WAIST: int(_BD.PELVIS),
            Point.CHEST: int(_BD.SPINE3),
            Point.LEFT_FOOT: int(_BD.LEFT_ANKLE),
            Point.RIGHT_FOOT: int(_BD.RIGHT_ANKLE),
        },
    ),
)

EXTENSIONS = (*dict.fromkeys(kind.extension for kind in KINDS), _META_FULL_BODY)


def choose_kind(extensions: Collection[str]) -> Kind | None:
    """The first kind that can be had."""
    for kind in KINDS:
        if kind.extension in extensions and (not kind.needs or kind.needs in extensions):
            return kind
    return None


class Skeleton:
    """A body tracker and the memory that it is read into."""

    def __init__(
        self, instance: typing.Any, session: typing.Any, base: typing.Any, kind: Kind
    ) -> None:
        """Make the tracker.

        Raises:
            DeviceError: The headset does not track bodies after all, or the runtime went away.
        """
        vendor = kind.suffix
        self.kind = kind
        self.points = tuple(kind.rows)
        self._joints = list(kind.rows.values())
        create, self._locate, self._destroy = (
            fetch(instance, f"{name}{vendor}", getattr(xr, f"PFN_{name}{vendor}"))
            for name in ("xrCreateBodyTracker", "xrLocateBodyJoints", "xrDestroyBodyTracker")
        )
        location = getattr(xr, f"BodyJointLocation{vendor}")
        self._array = (location * kind.joints)()
        layout: typing.Any = {
            "names": ["flags", "posef"],
            "formats": ["<u8", ("<f4", 7)],
            "offsets": [location._location_flags.offset, location.pose.offset],
            "itemsize": ctypes.sizeof(location),
        }
        self._seen: typing.Any = np.frombuffer(self._array, dtype=np.dtype(layout))
        self._out = getattr(xr, f"BodyJointLocations{vendor}")()
        setattr(self._out, kind.count_field, kind.joints)
        self._out._joint_locations = ctypes.cast(self._array, ctypes.POINTER(location))
        self._info = getattr(xr, f"BodyJointsLocateInfo{vendor}")(base_space=base, time=0)
        self._refs = ctypes.byref(self._info), ctypes.byref(self._out)
        info = getattr(xr, f"BodyTrackerCreateInfo{vendor}")()
        setattr(info, kind.set_field, kind.joint_set)
        self._tracker = getattr(xr, f"BodyTracker{vendor}")()
        code = create(session, ctypes.byref(info), ctypes.byref(self._tracker))
        check(code, "track the body")
        self._is_open = True

    def rebase(self, base: typing.Any) -> None:
        """Tell where joints are in another space from now on."""
        self._info.base_space = base

    def read(
        self, xr_time_ns: int, poses: npt.NDArray[np.float32], flags: npt.NDArray[np.uint8]
    ) -> None:
        """Write `points`, one row each; all flags 0 while nobody is seen.

        A failure that is not a loss ends the tracking of the body, not the session.

        Raises:
            RuntimeLostError: The runtime went away.
        """
        flags[:] = 0
        if not self._is_open:
            return
        self._info.time = xr_time_ns
        try:
            check(self._locate(self._tracker, *self._refs), "locate the body")
        except RuntimeLostError:
            raise
        except DeviceError as error:
            log.warning("%s; the body is left out from here on", error)
            self.close()
            return
        if getattr(self._out, "is_active", True):  # BD tells by the flags of each joint alone
            rows_from_xr(self._seen["posef"][self._joints], poses)
            flags[:] = self._seen["flags"][self._joints]

    def close(self) -> None:
        """Destroy the tracker; that of a lost runtime is gone already."""
        if self._is_open:
            self._is_open = False
            code = self._destroy(self._tracker)
            if code < 0:
                log.debug("xrDestroyBodyTracker%s: %s", self.kind.suffix, code)
