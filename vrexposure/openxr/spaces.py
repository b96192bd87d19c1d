"""Where things are: the runtime's spaces, and the reading of many poses at one time."""

from __future__ import annotations

import ctypes
import logging
import typing
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import xr

from vrexposure.core.geometry import Pose
from vrexposure.errors import DeviceError
from vrexposure.openxr.axes import rows_from_xr, xr_from_point, xr_from_quat
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.results import check, explained

log = logging.getLogger(__name__)

StageSpace = Literal["stage", "local_floor", "local"]

LOCAL_FLOOR_EXTENSION = "XR_EXT_local_floor"

_TYPES: dict[StageSpace, typing.Any] = {
    "stage": xr.ReferenceSpaceType.STAGE,
    "local_floor": xr.ReferenceSpaceType.LOCAL_FLOOR,
    "local": xr.ReferenceSpaceType.LOCAL,
}
# What comes next best. LOCAL knows no floor: it serves only with a measured height of the eyes.
_ORDER: dict[StageSpace, tuple[StageSpace, ...]] = {
    "stage": ("stage", "local_floor", "local"),
    "local_floor": ("local_floor", "local", "stage"),
    "local": ("local",),
}
# One XrSpaceLocation as numpy sees it; the offsets are the binding's own.
_LOCATION = np.dtype(
    {
        "names": ["flags", "posef"],
        "formats": ["<u8", ("<f4", 7)],
        "offsets": [xr.SpaceLocation._location_flags.offset, xr.SpaceLocation.pose.offset],
        "itemsize": ctypes.sizeof(xr.SpaceLocation),
    }
)


def choose_space(
    wanted: StageSpace, offered: Sequence[int], *, measured: bool = False
) -> StageSpace:
    """The wanted space, or the next best one, with a warning.

    Args:
        wanted: What the protocol asks for.
        offered: What the runtime has (XrReferenceSpaceType).
        measured: Whether the height of the eyes is known, so that LOCAL will do.

    Raises:
        DeviceError: Where the floor is cannot be known.
    """
    for space in _ORDER[wanted]:
        if int(_TYPES[space]) in offered and (space != "local" or measured):
            if space != wanted:
                log.warning("the runtime has no %s space; %s is used", wanted, space)
            return space
    raise DeviceError(
        "the headset does not know where the floor is; set up the room in its own software, or "
        "measure the height of the eyes and give it (--eye-height)"
    )


def space_type(space: StageSpace) -> int:
    """Its XrReferenceSpaceType."""
    return int(_TYPES[space])


def create_reference(session: typing.Any, kind: int, place: Pose) -> typing.Any:
    """A reference space of a kind, moved to `place` (stage axes).

    Raises:
        DeviceError: The runtime refuses.
    """
    info = xr.ReferenceSpaceCreateInfo(
        reference_space_type=xr.ReferenceSpaceType(kind),
        pose_in_reference_space=xr.Posef(
            xr.Quaternionf(*xr_from_quat(place.orientation)),
            xr.Vector3f(*xr_from_point(place.position)),
        ),
    )
    with explained("create a space"):
        return xr.create_reference_space(session, info)


class Locator:
    """Reads where some spaces are in another one: all memory is set up once."""

    def __init__(self, calls: Calls, spaces: Sequence[typing.Any], base: typing.Any) -> None:
        self._locate = calls.locate_space
        self._base = base
        array = (xr.SpaceLocation * len(spaces))()
        for location in array:
            location.type = xr.StructureType.SPACE_LOCATION
        self._pairs = [
            (space, ctypes.byref(location)) for space, location in zip(spaces, array, strict=True)
        ]
        self._seen = np.frombuffer(array, dtype=_LOCATION)

    def rebase(self, base: typing.Any) -> None:
        """Tell where things are in another space from now on."""
        self._base = base

    def read(
        self,
        xr_time_ns: int,
        poses: npt.NDArray[np.float32],
        flags: npt.NDArray[np.uint8],
    ) -> None:
        """Write the first rows of `poses` and `flags`, as `Frame` has them.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        for space, location in self._pairs:
            check(self._locate(space, self._base, xr_time_ns, location), "locate a pose")
        count = len(self._pairs)
        rows_from_xr(self._seen["posef"], poses[:count])
        flags[:count] = self._seen["flags"]
