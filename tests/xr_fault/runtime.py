"""An OpenXR runtime that does what a test tells it, with a clock of its own.

It keeps the rules of frames and pictures and answers as the specification says when they are
broken, so that a program that breaks them fails here as it would on a strict runtime.
"""

from __future__ import annotations

import ctypes
import typing

import xr

from tests.xr_fault.bodies import Handle, Pointer, seen_from, write_pose
from tests.xr_fault.control import ALL_VALID, HERE, R, XrPose, number_of, served
from tests.xr_fault.gallerist import Gallerist, give

EYE_PX = (640, 720)
IPD_M = 0.064


def _read_pose(source: typing.Any) -> XrPose:
    turn, place = source.orientation, source.position
    return (turn.x, turn.y, turn.z, turn.w, place.x, place.y, place.z)


class FaultRuntime(Gallerist):
    """The runtime.

    Attributes:
        eye_px: The size that it recommends for one eye.
    """

    def __init__(self) -> None:
        super().__init__()
        self._paths = [""]
        self.eye_px = EYE_PX
        self._actions: dict[str, int] = {}
        self._running = False
        self._waited = False
        self._begun = False
        self._attached = False
        self._synced = False
        self._predicted_ns = 0

    # Instance and system

    @served
    def enumerate_instance_extension_properties(
        self, _layer: bytes, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        count[0] = len(self.extensions)
        for index in range(min(capacity, len(self.extensions))):
            out[index].extension_name = self.extensions[index].encode()

    @served
    def create_instance(self, _info: Pointer, out: Pointer) -> None:
        self.make("instance", out)

    @served
    def destroy_instance(self, instance: Handle) -> None:
        self._let_go()
        self.unmake(instance)
        self.forsake()

    def _let_go(self) -> None:
        self.cut_off += self._begun
        self._running = self._waited = self._begun = self._attached = False
        self._synced = False
        self.lose_pictures()

    @served
    def get_instance_properties(self, _instance: Handle, out: Pointer) -> None:
        out[0]._runtime_version = (1 << 48) | (2 << 32) | 3
        out[0].runtime_name = b"fault"

    @served
    def get_system(self, _instance: Handle, _info: Pointer, out: Pointer) -> None:
        out[0] = 7

    @served
    def get_system_properties(self, _instance: Handle, _system: int, out: Pointer) -> None:
        out[0].system_name = b"fault headset"
        limits = out[0].graphics_properties
        limits.max_swapchain_image_width, limits.max_swapchain_image_height = self.largest_px

    @served
    def poll_event(self, _instance: Handle, out: Pointer) -> int:
        if not self.events:
            return int(R.EVENT_UNAVAILABLE)
        event = self.events.popleft()
        ctypes.memmove(out, ctypes.byref(event), ctypes.sizeof(event))
        return 0

    @served
    def string_to_path(self, _instance: Handle, text: bytes, out: Pointer) -> None:
        if text.decode() not in self._paths:
            self._paths.append(text.decode())
        out[0] = self._paths.index(text.decode())

    @served
    def path_to_string(
        self, _instance: Handle, path: int, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        text = self._paths[path].encode() + b"\0"
        count[0] = len(text)
        if capacity:
            ctypes.memmove(out, text, len(text))

    @served
    def convert_time_to_timespec_time_khr(
        self, _instance: Handle, xr_time_ns: int, out: Pointer
    ) -> None:
        out[0].tv_sec, out[0].tv_nsec = divmod(xr_time_ns, 1_000_000_000)

    @served
    def convert_timespec_time_to_time_khr(
        self, _instance: Handle, timespec: Pointer, out: Pointer
    ) -> None:
        out[0] = timespec[0].tv_sec * 1_000_000_000 + timespec[0].tv_nsec

    # Session and spaces

    @served
    def get_opengl_graphics_requirements_khr(
        self, _instance: Handle, _system: int, _out: Pointer
    ) -> None:
        pass

    @served
    def create_session(self, _instance: Handle, info: Pointer, out: Pointer) -> int | None:
        if info[0]._next and not self.calls["xrGetOpenGLGraphicsRequirementsKHR"]:
            return self.breach("session without asking", R.ERROR_GRAPHICS_REQUIREMENTS_CALL_MISSING)
        self.make("session", out)
        return None

    @served
    def destroy_session(self, session: Handle) -> None:
        self._let_go()
        self.unmake(session)

    @served
    def begin_session(self, _session: Handle, _info: Pointer) -> int | None:
        if self._running:
            return self.breach("begun twice", R.ERROR_SESSION_RUNNING)
        if not self.ready:
            return int(R.ERROR_SESSION_NOT_READY)
        self._running, self.ready = True, False
        return None

    @served
    def end_session(self, _session: Handle) -> int | None:
        if not self._running:
            return self.breach("ended twice", R.ERROR_SESSION_NOT_RUNNING)
        if not self.stopping:
            return int(R.ERROR_SESSION_NOT_STOPPING)
        if self._waited or self._begun:
            self.breach("ended in mid-frame", R.ERROR_CALL_ORDER_INVALID)
        self._running = self.stopping = False
        return None

    @served
    def request_exit_session(self, _session: Handle) -> int | None:
        if not self._running:
            return self.breach("exit of no session", R.ERROR_SESSION_NOT_RUNNING)
        states = xr.SessionState
        self.enter(
            states.VISIBLE, states.SYNCHRONIZED, states.STOPPING, states.IDLE, states.EXITING
        )
        return None

    @served
    def enumerate_reference_spaces(
        self, _session: Handle, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        give([int(kind) for kind in self.space_types], capacity, count, out)

    @served
    def create_reference_space(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        self.make(xr.ReferenceSpaceType(info[0]._reference_space_type).name.lower(), out)
        self.places[number_of(out[0])] = _read_pose(info[0].pose_in_reference_space)

    @served
    def create_action_space(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        self.make(self._part(info[0].action, info[0].subaction_path), out)

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

    # Actions

    def _part(self, action: Handle, path: int) -> str:
        return f"{self.name_of(action)}/{self._paths[path].rsplit('/', 1)[-1]}"

    @served
    def create_action_set(self, _instance: Handle, _info: Pointer, out: Pointer) -> None:
        self.make("action set", out)

    @served
    def destroy_action_set(self, action_set: Handle) -> None:
        self.unmake(action_set)
        for name in list(self._actions):
            self.unmake(self._actions.pop(name))

    @served
    def create_action(self, _set: Handle, info: Pointer, out: Pointer) -> None:
        self.make(info[0].action_name.decode(), out)
        self._actions[info[0].action_name.decode()] = number_of(out[0])

    @served
    def suggest_interaction_profile_bindings(self, _instance: Handle, info: Pointer) -> int:
        profile = self._paths[info[0].interaction_profile]
        if profile in self.unknown_profiles:
            return int(R.ERROR_PATH_UNSUPPORTED)
        self.suggested[profile] = [
            (self.name_of(one.action), self._paths[one.binding])
            for one in info[0]._suggested_bindings[: info[0].count_suggested_bindings]
        ]
        return 0

    @served
    def attach_session_action_sets(self, _session: Handle, _info: Pointer) -> int | None:
        if self._attached:
            return self.breach("attached twice", R.ERROR_ACTIONSETS_ALREADY_ATTACHED)
        self._attached = True
        return None

    @served
    def get_current_interaction_profile(self, _session: Handle, path: int, out: Pointer) -> None:
        profile = self.profiles.get(self._paths[path].rsplit("/", 1)[-1], "")
        if profile not in self._paths:
            self._paths.append(profile)
        out[0].interaction_profile = self._paths.index(profile)

    @served
    def sync_actions(self, _session: Handle, _info: Pointer) -> int:
        if self._begun or (self._waited and self._synced):
            self.breach("synced twice or in mid-frame", 0)
        self._synced = True
        return 0 if self.buttons else int(R.SESSION_NOT_FOCUSED)

    @served
    def get_action_state_boolean(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        part = self._part(info[0].action, info[0].subaction_path)
        out[0].is_active = part in self.buttons
        # An inactive action's state is 0 by the specification; not every runtime knows.
        out[0].current_state = self.buttons.get(part, True)

    @served
    def get_action_state_vector2f(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        part = self._part(info[0].action, info[0].subaction_path)
        out[0].is_active = part in self.sticks
        out[0].current_state.x, out[0].current_state.y = self.sticks.get(part, (0.9, 0.9))

    @served
    def get_action_state_pose(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        out[0].is_active = self._part(info[0].action, info[0].subaction_path) in self.poses

    @served
    def apply_haptic_feedback(self, _session: Handle, _info: Pointer, haptic: Pointer) -> None:
        vibration = ctypes.cast(haptic, ctypes.POINTER(xr.HapticVibration))[0]
        self.buzzes_ns.append(vibration.duration)

    # Pictures

    @served
    def enumerate_environment_blend_modes(
        self, _i: Handle, _system: int, _view: int, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        give([int(xr.EnvironmentBlendMode.OPAQUE)], capacity, count, out)

    @served
    def enumerate_view_configuration_views(
        self, _i: Handle, _system: int, _view: int, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        count[0] = 2
        for eye in range(min(capacity, 2)):
            out[eye].recommended_image_rect_width = self.eye_px[0]
            out[eye].recommended_image_rect_height = self.eye_px[1]

    # Frames

    @served
    def wait_frame(self, _session: Handle, _info: Pointer, out: Pointer) -> int | None:
        if not self._running:
            return self.breach("waited without a session", R.ERROR_SESSION_NOT_RUNNING)
        if self._waited:
            return self.breach("waited twice", R.ERROR_CALL_ORDER_INVALID)
        self._waited, self._synced = True, False
        self.time_ns += self.period_ns
        if self.blocks_ns:
            self.time_ns += self.blocks_ns.popleft()
        self._predicted_ns = self.time_ns + self.ahead_ns
        out[0].predicted_display_time = self._predicted_ns
        out[0].predicted_display_period = self.period_ns
        out[0].should_render = self.should_render
        return None

    @served
    def begin_frame(self, _session: Handle, _info: Pointer) -> int | None:
        if not self._waited:
            return self.breach("begun without waiting", R.ERROR_CALL_ORDER_INVALID)
        self.begun_frames += 1
        self._waited, discarded, self._begun = False, self._begun, True
        return self.breach("never ended", R.FRAME_DISCARDED) if discarded else None

    @served
    def locate_views(
        self,
        _session: Handle,
        info: Pointer,
        state: Pointer,
        _capacity: int,
        count: Pointer,
        out: Pointer,
    ) -> None:
        moved = self.places[number_of(info[0].space)]
        if info[0].display_time != self._predicted_ns:
            self.breach("eyes located for another time", 0)
        count[0] = 2
        state[0]._view_state_flags = self.view_flags
        for eye in range(2):
            x, y, z, w, px, py, pz = self.poses.get("view", (ALL_VALID, HERE))[1]
            pose = (x, y, z, w, px + (eye - 0.5) * IPD_M, py, pz)
            write_pose(out[eye].pose, seen_from(moved, pose))
            fov = out[eye].fov
            fov.angle_left, fov.angle_right, fov.angle_up, fov.angle_down = -0.8, 0.7, 0.6, -0.9

    @served
    def end_frame(self, _session: Handle, info: Pointer) -> int | None:
        if not self._begun:
            return self.breach("ended what was not begun", R.ERROR_CALL_ORDER_INVALID)
        if self.lent:
            self.breach("ended with a picture in hand", R.ERROR_LAYER_INVALID)
        if info[0].display_time != self._predicted_ns:
            self.breach("ended at another time", R.ERROR_TIME_INVALID)
        self._begun = False
        self.layers.append(info[0].layer_count)
        if info[0].layer_count:
            layer = ctypes.cast(info[0]._layers[0], ctypes.POINTER(xr.CompositionLayerProjection))[
                0
            ]
            views = [layer._views[eye] for eye in range(2)]
            self.submitted.append([_read_pose(view.pose) for view in views])
            self.judge_layer(views)
        return None
