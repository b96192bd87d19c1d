"""The part of the fault runtime that tracks hands and bodies."""

from __future__ import annotations

import ctypes
import typing

import xr

from tests.xr_fault.control import HERE, Control, Joints, R, XrPose, number_of, served
from vrexposure.core.geometry import Quat, Vec3

Pointer = typing.Any
Handle = typing.Any

_SIDES = {int(xr.HandEXT.LEFT): "left", int(xr.HandEXT.RIGHT): "right"}


def write_pose(target: typing.Any, pose: XrPose) -> None:
    """Fill in an XrPosef."""
    turn, place = target.orientation, target.position
    turn.x, turn.y, turn.z, turn.w, place.x, place.y, place.z = pose


def seen_from(base: XrPose, pose: XrPose) -> XrPose:
    """A pose as it is against a moved space."""
    back = Quat(base[3], -base[0], -base[1], -base[2])
    turn = back.times(Quat(pose[3], *pose[:3]))
    place = back.rotate(Vec3(*pose[4:]).minus(Vec3(*base[4:])))
    return (turn.x, turn.y, turn.z, turn.w, *place)


def _fill(locations: Pointer, count: int, joints: Joints, base: XrPose) -> None:
    for joint in range(count):
        flags, pose = joints.get(joint, (0, HERE))
        locations[joint]._location_flags = flags
        write_pose(locations[joint].pose, seen_from(base, pose))


class Bodies(Control):
    """Hands, devices by name, and whole bodies."""

    # Hands

    @served
    def create_hand_tracker_ext(self, _session: Handle, info: Pointer, out: Pointer) -> int | None:
        if not self.tracks_hands:
            return int(R.ERROR_FEATURE_UNSUPPORTED)
        self.make(f"hand {_SIDES[info[0]._hand]}", out)
        return None

    @served
    def destroy_hand_tracker_ext(self, tracker: Handle) -> None:
        self.unmake(tracker)

    @served
    def locate_hand_joints_ext(self, tracker: Handle, info: Pointer, out: Pointer) -> int | None:
        if info[0].time != self.predicted_ns:
            return self.breach("hands located at another time", R.ERROR_TIME_INVALID)
        if out[0].joint_count != xr.HAND_JOINT_COUNT_EXT:
            return self.breach("joints of another set", R.ERROR_VALIDATION_FAILURE)
        moved = self.places[number_of(info[0].base_space)]
        side = self.name_of(tracker).removeprefix("hand ")
        out[0].is_active = side in self.hands
        if out[0].is_active:  # joints of a hand that is not tracked stay what they were
            _fill(out[0]._joint_locations, out[0].joint_count, self.hands[side], moved)
        if out[0]._next:
            state = ctypes.cast(out[0]._next, ctypes.POINTER(xr.HandTrackingDataSourceStateEXT))
            state[0].is_active = side in self.hand_sources
            state[0]._data_source = self.hand_sources.get(side, 1)
        return None

    # Devices by name

    @served
    def create_xdev_list_mndx(self, _session: Handle, _info: Pointer, out: Pointer) -> None:
        self.make("list of devices", out)

    @served
    def destroy_xdev_list_mndx(self, devices: int) -> None:
        self.unmake(devices)

    @served
    def enumerate_xdevs_mndx(self, _list: int, capacity: int, count: Pointer, out: Pointer) -> None:
        count[0] = len(self.devices)
        for index in range(min(capacity, len(self.devices))):
            out[index] = 100 + index

    @served
    def get_xdev_properties_mndx(self, _list: int, info: Pointer, out: Pointer) -> None:
        out[0].name = self.devices[info[0].id - 100].encode()
        out[0].can_create_space = True

    @served
    def create_xdev_space_mndx(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        self.make(self.devices[info[0].id - 100], out)

    # Bodies

    @served
    def create_body_tracker_fb(self, _session: Handle, _info: Pointer, out: Pointer) -> None:
        self.make("body", out)

    @served
    def destroy_body_tracker_fb(self, tracker: Handle) -> None:
        self.unmake(tracker)

    @served
    def locate_body_joints_fb(self, _tracker: Handle, info: Pointer, out: Pointer) -> int | None:
        out[0].is_active = self.body is not None
        return self._body(info, out[0].joint_count, out[0]._joint_locations)

    @served
    def create_body_tracker_bd(self, _session: Handle, _info: Pointer, out: Pointer) -> None:
        self.make("body", out)

    @served
    def destroy_body_tracker_bd(self, tracker: Handle) -> None:
        self.unmake(tracker)

    @served
    def locate_body_joints_bd(self, _tracker: Handle, info: Pointer, out: Pointer) -> int | None:
        return self._body(info, out[0].joint_location_count, out[0]._joint_locations)

    def _body(self, info: Pointer, count: int, locations: typing.Any) -> int | None:
        if info[0].time != self.predicted_ns:
            return self.breach("body located at another time", R.ERROR_TIME_INVALID)
        _fill(locations, count, self.body or {}, self.places[number_of(info[0].base_space)])
        return None
