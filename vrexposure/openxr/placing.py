"""Where the stage lies in the room: a space of the runtime, and our own place within it.

Stage space is the runtime's space, moved by `place`. Both are told in stage axes (metres, +X
right, +Y forward, +Z up), so that stage-to-space is: turn by `place.orientation`, then add
`place.position`.
"""

from __future__ import annotations

import logging
import math
import typing
from collections.abc import Callable
from dataclasses import dataclass

import xr

from vrexposure.core.geometry import Pose, Quat, Vec3, quat_from_pitch, quat_from_yaw, yaw_rad_of
from vrexposure.openxr.results import explained
from vrexposure.openxr.spaces import StageSpace, choose_space, create_reference, space_type

log = logging.getLogger(__name__)

_UP = Vec3(0.0, 0.0, 1.0)
# Steeper than this (the horizontal part of where the head looks), the top of the head tells better
# where it faces.
_STEEP = 0.5


@dataclass(frozen=True, slots=True)
class Placing:
    """How the stage is to lie.

    Attributes:
        space: The runtime's space that is wanted: "stage" for a room walked in, "local_floor" for
            seated and standing, "local" for reclined.
        eye_height_m: Height of the eyes above the floor when the space was centred, measured; None
            if it was not. Only LOCAL needs it.
        recline_deg: How far the head leans back at rest; the horizon is brought before the eyes.
            Only with LOCAL.
    """

    space: StageSpace = "stage"
    eye_height_m: float | None = None
    recline_deg: float = 0.0

    def place_in(self, space: StageSpace) -> Pose:
        """The stage's origin in that space: beneath the eyes where the space knows no floor."""
        if space != "local":
            return Pose(Vec3(0.0, 0.0, 0.0))
        turn = quat_from_pitch(math.radians(self.recline_deg))
        return Pose(turn.rotate(Vec3(0.0, 0.0, -(self.eye_height_m or 0.0))), turn)


def heading_rad(orientation: Quat) -> float:
    """Where a head faces, anticlockwise from +Y, also when it looks far up or down."""
    forward = orientation.rotate(Vec3(0.0, 1.0, 0.0))
    if math.hypot(forward.x, forward.y) >= _STEEP:
        return yaw_rad_of(orientation)
    top = orientation.rotate(_UP)
    return math.atan2(-top.x, top.y) if forward.z < 0 else math.atan2(top.x, -top.y)


def centred_on(place: Pose, head: Pose) -> Pose:
    """A new place for the stage: its middle beneath the head, ahead where it faces, same floor.

    Args:
        place: Where the stage lies now.
        head: The head in the stage as it lies now.
    """
    shift = Vec3(head.position.x, head.position.y, 0.0)
    return Pose(
        place.position.plus(place.orientation.rotate(shift)),
        place.orientation.times(quat_from_yaw(heading_rad(head.orientation))),
    )


class PlacedStage:
    """The space in which everything is told. It can be moved; whoever uses its handle follows.

    Attributes:
        space: Which of the runtime's spaces it lies in; `space_type` the same as OpenXR has it.
        place: Where it lies there.
        handle: The XrSpace as it lies now.
    """

    def __init__(self, session: typing.Any, placing: Placing) -> None:
        """Create it.

        Raises:
            DeviceError: The runtime has no space that will do, or refuses.
        """
        with explained("list its spaces"):
            offered = [int(kind) for kind in xr.enumerate_reference_spaces(session)]
        measured = placing.eye_height_m is not None
        self.space = choose_space(placing.space, offered, measured=measured)
        self.space_type = space_type(self.space)
        self.place = self._natural = placing.place_in(self.space)
        self._session = session
        self._followers: list[Callable[[typing.Any], None]] = []
        self.handle = create_reference(session, self.space_type, self.place)

    def follow(self, rebase: Callable[[typing.Any], None]) -> None:
        """Have `rebase` told of every new handle."""
        self._followers.append(rebase)

    def centre_on(self, head: Pose) -> None:
        """Our own recentring: `head` as it is in the stage now. No frame may be begun.

        Raises:
            DeviceError: The runtime refuses; then nothing has moved.
        """
        self._move(centred_on(self.place, head))

    def forget_centre(self) -> None:
        """Give up our own recentring: the runtime's space has moved, and its own middle counts.

        Raises:
            DeviceError: The runtime refuses.
        """
        if self.place != self._natural:
            self._move(self._natural)

    def destroy(self) -> None:
        """Give the space back."""
        try:
            xr.destroy_space(self.handle)
        except xr.exception.ResultException as error:
            log.debug("destroy the stage: %s", str(error))

    def _move(self, place: Pose) -> None:
        before = self.handle
        self.handle = create_reference(self._session, self.space_type, place)
        self.place = place
        for rebase in self._followers:
            rebase(self.handle)
        with explained("destroy a space"):
            xr.destroy_space(before)
        log.info(
            "the stage lies at %.3f %.3f %.3f m, turned %.1f degrees, in the runtime's %s space",
            *place.position,
            math.degrees(yaw_rad_of(place.orientation)),
            self.space,
        )
