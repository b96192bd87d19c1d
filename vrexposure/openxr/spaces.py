"""Where things are: the space of the stage, and the reading of many poses at one time."""

from __future__ import annotations

import ctypes
import logging
import typing
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import xr

from vrexposure.errors import DeviceError
from vrexposure.openxr.axes import rows_from_xr
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.results import check, explained

log = logging.getLogger(__name__)

StageSpace = Literal["stage", "local_floor"]

LOCAL_FLOOR_EXTENSION = "XR_EXT_local_floor"

_TYPES: dict[StageSpace, typing.Any] = {
    "stage": xr.ReferenceSpaceType.STAGE,
    "local_floor": xr.ReferenceSpaceType.LOCAL_FLOOR,
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


def choose_space(wanted: StageSpace, offered: Sequence[int]) -> StageSpace:
    """The wanted space, or the other one whose floor is at 0.

    Raises:
        DeviceError: The runtime knows no floor.
    """
    other: StageSpace = "local_floor" if wanted == "stage" else "stage"
    for space in (wanted, other):
        if int(_TYPES[space]) in offered:
            if space != wanted:
                log.warning("the runtime has no %s space; %s is used", wanted, space)
            return space
    raise DeviceError(
        "the headset does not know where the floor is; set up the room in its own software"
    )


def space_type(space: StageSpace) -> int:
    """Its XrReferenceSpaceType."""
    return int(_TYPES[space])


def create_stage(session: typing.Any, wanted: StageSpace) -> tuple[typing.Any, StageSpace]:
    """The space in which everything is told, and which one it is.

    Raises:
        DeviceError: The runtime has none with a floor.
    """
    with explained("list its spaces"):
        offered = [int(kind) for kind in xr.enumerate_reference_spaces(session)]
    space = choose_space(wanted, offered)
    return create_reference(session, _TYPES[space]), space


def create_reference(session: typing.Any, kind: typing.Any) -> typing.Any:
    """A reference space, not moved against its natural place.

    Raises:
        DeviceError: The runtime refuses.
    """
    info = xr.ReferenceSpaceCreateInfo(
        reference_space_type=kind, pose_in_reference_space=xr.Posef(xr.Quaternionf(0, 0, 0, 1))
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
