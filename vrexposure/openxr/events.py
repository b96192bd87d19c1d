"""What the runtime says between frames, as plain values."""

from __future__ import annotations

import ctypes
import typing
from collections.abc import Iterator
from dataclasses import dataclass

import xr

from vrexposure.core.geometry import Pose
from vrexposure.openxr.axes import pose_from_xr
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.results import EVENT_UNAVAILABLE, check

_TYPE = xr.StructureType.EVENT_DATA_BUFFER


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The session entered an XrSessionState."""

    state: int


@dataclass(frozen=True, slots=True)
class SpaceMoved:
    """The origin of a reference space moves at a time (XrTime): the person was recentred.

    `place`: the new origin in the space as it was, stage axes; None if the runtime does not know.
    """

    space_type: int
    change_time_ns: int
    place: Pose | None = None


@dataclass(frozen=True, slots=True)
class WornChanged:
    """The headset was put on or taken off, by its own sensor."""

    worn: bool


@dataclass(frozen=True, slots=True)
class InstanceLost:
    """The runtime is about to go away, and asks not to be called before `loss_time_ns` (XrTime)."""

    loss_time_ns: int = 0


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """Another kind of controller is in use."""


@dataclass(frozen=True, slots=True)
class EventsLost:
    """The runtime's queue ran over: what is known of the session may be wrong."""


@dataclass(frozen=True, slots=True)
class RateChanged:
    """The display shows another number of pictures a second."""

    rate_hz: float


@dataclass(frozen=True, slots=True)
class MaskChanged:
    """The lenses hide another part of this eye's picture (0: left) than before."""

    eye: int


XrEvent = (
    StateChanged
    | SpaceMoved
    | WornChanged
    | InstanceLost
    | ProfileChanged
    | EventsLost
    | RateChanged
    | MaskChanged
)


def read_event(buffer: typing.Any) -> XrEvent | None:
    """One event, or None for a kind that means nothing to us."""
    kind = buffer._type
    if kind == xr.StructureType.EVENT_DATA_SESSION_STATE_CHANGED:
        event = _as(buffer, xr.EventDataSessionStateChanged)
        return StateChanged(int(event._state))
    if kind == xr.StructureType.EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING:
        event = _as(buffer, xr.EventDataReferenceSpaceChangePending)
        return SpaceMoved(
            int(event._reference_space_type), int(event.change_time), _place_of(event)
        )
    if kind == xr.StructureType.EVENT_DATA_USER_PRESENCE_CHANGED_EXT:
        return WornChanged(bool(_as(buffer, xr.EventDataUserPresenceChangedEXT).is_user_present))
    if kind == xr.StructureType.EVENT_DATA_INSTANCE_LOSS_PENDING:
        return InstanceLost(int(_as(buffer, xr.EventDataInstanceLossPending).loss_time))
    if kind == xr.StructureType.EVENT_DATA_INTERACTION_PROFILE_CHANGED:
        return ProfileChanged()
    if kind == xr.StructureType.EVENT_DATA_DISPLAY_REFRESH_RATE_CHANGED_FB:
        return RateChanged(
            float(_as(buffer, xr.EventDataDisplayRefreshRateChangedFB).to_display_refresh_rate)
        )
    if kind == xr.StructureType.EVENT_DATA_VISIBILITY_MASK_CHANGED_KHR:
        event = _as(buffer, xr.EventDataVisibilityMaskChangedKHR)
        stereo = event._view_configuration_type == xr.ViewConfigurationType.PRIMARY_STEREO
        return MaskChanged(int(event.view_index)) if stereo else None
    if kind == xr.StructureType.EVENT_DATA_EVENTS_LOST:
        return EventsLost()
    return None


def _place_of(event: typing.Any) -> Pose | None:
    if not event.pose_valid:
        return None
    turn, place = event.pose_in_previous_space.orientation, event.pose_in_previous_space.position
    return pose_from_xr((turn.x, turn.y, turn.z, turn.w), (place.x, place.y, place.z))


def _as(buffer: typing.Any, kind: typing.Any) -> typing.Any:
    return ctypes.cast(ctypes.byref(buffer), ctypes.POINTER(kind)).contents


class EventQueue:
    """The runtime's events."""

    def __init__(self, calls: Calls, instance: typing.Any) -> None:
        self._poll = calls.poll_event
        self._instance = instance
        self._buffer = xr.EventDataBuffer()
        self._ref = ctypes.byref(self._buffer)

    def drain(self) -> Iterator[XrEvent]:
        """All that wait, oldest first.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        while True:
            self._buffer._type = int(_TYPE)
            self._buffer._next = None
            code = check(self._poll(self._instance, self._ref), "ask for events")
            if code == EVENT_UNAVAILABLE:
                return
            event = read_event(self._buffer)
            if event is not None:
                yield event
