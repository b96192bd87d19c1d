"""The fault runtime's spaces, and the eyes in them."""

from __future__ import annotations

import xr

from tests.xr_fault.bodies import Handle, Pointer, seen_from, write_pose
from tests.xr_fault.control import ALL_VALID, HERE, R, number_of, served
from tests.xr_fault.progress import Progress, give, read_pose

EYE_PX = (640, 720)
IPD_M = 0.064
FOV = (-0.8, 0.7, 0.6, -0.9)


class Spaces(Progress):
    """Where things are.

    Attributes:
        eye_px: The size that is recommended for one eye.
        view_count: How many views there are.
        ipd_m: How far apart the eyes are.
        fovs: Left, right, up and down of each eye's field of view, radians.
    """

    def __init__(self) -> None:
        super().__init__()
        self.eye_px = EYE_PX
        self.view_count = 2
        self.ipd_m = IPD_M
        self.fovs: list[tuple[float, float, float, float]] = [FOV, FOV]

    @served
    def enumerate_reference_spaces(
        self, _session: Handle, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        give([int(kind) for kind in self.space_types], capacity, count, out)

    @served
    def create_reference_space(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        self.make(xr.ReferenceSpaceType(info[0]._reference_space_type).name.lower(), out)
        self.places[number_of(out[0])] = read_pose(info[0].pose_in_reference_space)

    @served
    def create_action_space(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        self.make(self.part(info[0].action, info[0].subaction_path), out)

    @served
    def destroy_space(self, space: Handle) -> None:
        self.unmake(space)
        self.places.pop(number_of(space), None)

    @served
    def locate_space(
        self, space: Handle, base: Handle, xr_time_ns: int, out: Pointer
    ) -> int | None:
        self.name_of(base)
        moved = self.places[number_of(base)]
        if xr_time_ns <= 0:
            return self.breach("located at no time", R.ERROR_TIME_INVALID)
        flags, pose = self.poses.get(self.name_of(space), (0, HERE))
        out[0]._location_flags = flags
        write_pose(out[0].pose, seen_from(moved, pose))
        return None

    @served
    def enumerate_view_configuration_views(
        self, _i: Handle, _system: int, _view: int, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        count[0] = self.view_count
        for eye in range(min(capacity, self.view_count)):
            out[eye].recommended_image_rect_width = self.eye_px[0]
            out[eye].recommended_image_rect_height = self.eye_px[1]

    @served
    def locate_views(
        self,
        _session: Handle,
        info: Pointer,
        state: Pointer,
        capacity: int,
        count: Pointer,
        out: Pointer,
    ) -> int | None:
        moved = self.places[number_of(info[0].space)]
        if info[0].display_time != self.predicted_ns:
            self.breach("eyes located for another time", 0)
        count[0] = self.view_count
        if capacity < self.view_count:
            return int(R.ERROR_SIZE_INSUFFICIENT)
        state[0]._view_state_flags = self.view_flags
        for eye in range(self.view_count):
            x, y, z, w, px, py, pz = self.poses.get("view", (ALL_VALID, HERE))[1]
            pose = (x, y, z, w, px + (eye - 0.5) * self.ipd_m, py, pz)
            write_pose(out[eye].pose, seen_from(moved, pose))
            fov = out[eye].fov
            fov.angle_left, fov.angle_right, fov.angle_up, fov.angle_down = self.fovs[eye]
        return None
