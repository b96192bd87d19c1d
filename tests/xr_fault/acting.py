"""The fault runtime's actions: what hands press, turn and feel."""

from __future__ import annotations

import ctypes

import xr

from tests.xr_fault.bodies import Handle, Pointer
from tests.xr_fault.control import R, number_of, served
from tests.xr_fault.progress import Progress


class Acting(Progress):
    """Controllers of whatever profile."""

    def __init__(self) -> None:
        super().__init__()
        self._actions: dict[str, int] = {}

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
        profile = self.paths[info[0].interaction_profile]
        if profile in self.unknown_profiles:
            return int(R.ERROR_PATH_UNSUPPORTED)
        self.suggested[profile] = [
            (self.name_of(one.action), self.paths[one.binding])
            for one in info[0]._suggested_bindings[: info[0].count_suggested_bindings]
        ]
        return 0

    @served
    def attach_session_action_sets(self, _session: Handle, _info: Pointer) -> int | None:
        if self.attached:
            return self.breach("attached twice", R.ERROR_ACTIONSETS_ALREADY_ATTACHED)
        self.attached = True
        return None

    @served
    def get_current_interaction_profile(self, _session: Handle, path: int, out: Pointer) -> None:
        profile = self.profiles.get(self.paths[path].rsplit("/", 1)[-1], "")
        if profile not in self.paths:
            self.paths.append(profile)
        out[0].interaction_profile = self.paths.index(profile)

    @served
    def sync_actions(self, _session: Handle, _info: Pointer) -> int:
        if self.begun or (self.waited and self.synced):
            self.breach("synced twice or in mid-frame", 0)
        self.synced = True
        return 0 if self.buttons else int(R.SESSION_NOT_FOCUSED)

    @served
    def get_action_state_boolean(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        part = self.part(info[0].action, info[0].subaction_path)
        out[0].is_active = part in self.buttons
        # An inactive action's state is 0 by the specification; not every runtime knows.
        out[0].current_state = self.buttons.get(part, True)

    @served
    def get_action_state_vector2f(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        part = self.part(info[0].action, info[0].subaction_path)
        out[0].is_active = part in self.sticks
        out[0].current_state.x, out[0].current_state.y = self.sticks.get(part, (0.9, 0.9))

    @served
    def get_action_state_pose(self, _session: Handle, info: Pointer, out: Pointer) -> None:
        out[0].is_active = self.part(info[0].action, info[0].subaction_path) in self.poses

    @served
    def apply_haptic_feedback(self, _session: Handle, _info: Pointer, haptic: Pointer) -> None:
        vibration = ctypes.cast(haptic, ctypes.POINTER(xr.HapticVibration))[0]
        self.buzzes_ns.append(vibration.duration)
