"""The controllers: poses, buttons and the buzz, whatever kind of controller it is."""

from __future__ import annotations

import ctypes
import logging
import typing
from collections.abc import Collection
from typing import Literal

import xr

from vrexposure.core.inputs import Button, Point
from vrexposure.openxr.bindings import HANDS, PROFILES, Meaning
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.results import check, explained
from vrexposure.openxr.trackers import TRACKER_EXTENSION, WornTrackers

log = logging.getLogger(__name__)

Side = Literal["left", "right"]

_KINDS: dict[Meaning, tuple[typing.Any, str]] = {
    "grip": (xr.ActionType.POSE_INPUT, "Hand"),
    "aim": (xr.ActionType.POSE_INPUT, "Pointing"),
    "select": (xr.ActionType.BOOLEAN_INPUT, "Choose"),
    "menu": (xr.ActionType.BOOLEAN_INPUT, "Stop"),
    "squeeze": (xr.ActionType.BOOLEAN_INPUT, "Hold"),
    "stick": (xr.ActionType.VECTOR2F_INPUT, "Move"),
    "haptic": (xr.ActionType.VIBRATION_OUTPUT, "Buzz"),
}

_BUTTONS: dict[tuple[Meaning, str], Button] = {
    ("select", "left"): Button.LEFT_SELECT,
    ("select", "right"): Button.RIGHT_SELECT,
    ("menu", "left"): Button.LEFT_MENU,
    ("menu", "right"): Button.RIGHT_MENU,
    ("squeeze", "left"): Button.LEFT_SQUEEZE,
    ("squeeze", "right"): Button.RIGHT_SQUEEZE,
}
_POSES: tuple[Meaning, ...] = ("grip", "aim")
_ACTIVE = {"left": Button.LEFT_ACTIVE, "right": Button.RIGHT_ACTIVE}

# Half of what the motor can: felt, not startling (DEF).
_BUZZ_AMPLITUDE = 0.5


class Actions:
    """One action set for the whole program, attached once a session.

    Attributes:
        action_set: Its handle.
        spaces: Left grip, right grip, left aim, right aim, in this order.
        tracker_spaces: Those of trackers worn on the body, where the runtime knows such.
    """

    def __init__(
        self,
        instance: typing.Any,
        session: typing.Any,
        calls: Calls,
        extensions: Collection[str],
    ) -> None:
        """Create the actions, suggest bindings and attach.

        Raises:
            DeviceError: The runtime refuses.
        """
        self._instance = instance
        self._session = session
        self._calls = calls
        with explained("create the actions"):
            self._paths = {
                hand: xr.string_to_path(instance, f"/user/hand/{hand}") for hand in HANDS
            }
            self.action_set = xr.create_action_set(
                instance, xr.ActionSetCreateInfo("exposure", "Exposure", 0)
            )
            self._actions = {
                meaning: xr.create_action(
                    self.action_set,
                    xr.ActionCreateInfo(
                        action_name=meaning,
                        action_type=kind,
                        subaction_paths=list(self._paths.values()),
                        localized_action_name=label,
                    ),
                )
                for meaning, (kind, label) in _KINDS.items()
            }
        with explained("suggest bindings"):
            self._suggest(extensions)
            trackers = (
                WornTrackers(instance, self.action_set) if TRACKER_EXTENSION in extensions else None
            )
        with explained("attach the actions"):
            xr.attach_session_action_sets(
                session, xr.SessionActionSetsAttachInfo(action_sets=[self.action_set])
            )
            self.spaces = [
                self._create_space(self._actions[meaning], self._paths[hand])
                for meaning in _POSES
                for hand in HANDS
            ]
            self.tracker_spaces: dict[Point, typing.Any] = (
                trackers.spaces(self._create_space) if trackers is not None else {}
            )
        self._sync_info = xr.ActionsSyncInfo(
            active_action_sets=[xr.ActiveActionSet(self.action_set, xr.NULL_PATH)]
        )
        self._sync_ref = ctypes.byref(self._sync_info)
        self._boolean = xr.ActionStateBoolean()
        self._boolean_ref = ctypes.byref(self._boolean)
        self._stick = xr.ActionStateVector2f()
        self._stick_ref = ctypes.byref(self._stick)
        self._pose = xr.ActionStatePose()
        self._pose_ref = ctypes.byref(self._pose)
        self._asked = [
            (int(button), self._get_info(meaning, hand))
            for (meaning, hand), button in _BUTTONS.items()
        ]
        self._asked_active = [
            (int(button), self._get_info("grip", hand)) for hand, button in _ACTIVE.items()
        ]

    def _suggest(self, extensions: Collection[str]) -> None:
        for profile in PROFILES:
            if profile.extension and profile.extension not in extensions:
                continue
            suggested = [
                xr.ActionSuggestedBinding(
                    self._actions[meaning], xr.string_to_path(self._instance, path)
                )
                for meaning, path in profile.suggestions()
            ]
            binding = xr.InteractionProfileSuggestedBinding(
                interaction_profile=xr.string_to_path(self._instance, profile.path),
                suggested_bindings=suggested,
            )
            try:
                xr.suggest_interaction_profile_bindings(self._instance, binding)
            except xr.PathUnsupportedError:
                log.info("the runtime does not know %s", profile.path)

    def _create_space(self, action: typing.Any, path: typing.Any) -> typing.Any:
        info = xr.ActionSpaceCreateInfo(
            action=action,
            subaction_path=path,
            pose_in_action_space=xr.Posef(xr.Quaternionf(0, 0, 0, 1)),
        )
        return xr.create_action_space(self._session, info)

    def _get_info(self, meaning: Meaning, hand: str) -> typing.Any:
        return xr.ActionStateGetInfo(
            action=self._actions[meaning], subaction_path=self._paths[hand]
        )

    def sync(self) -> None:
        """Take the state of all controllers; once a frame, before anything is located.

        Without focus (a qualified success) every action is inactive, which `buttons` then says.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        check(self._calls.sync_actions(self._session, self._sync_ref), "read the controllers")

    def buttons(self) -> int:
        """`Button` bits as of the last `sync`; an inactive button is not down.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        bits = 0
        for button, info in self._asked:
            code = self._calls.get_action_state_boolean(self._session, info, self._boolean_ref)
            check(code, "read a button")
            if self._boolean.is_active and self._boolean.current_state:
                bits |= button
        for button, info in self._asked_active:
            code = self._calls.get_action_state_pose(self._session, info, self._pose_ref)
            check(code, "ask for a controller")
            if self._pose.is_active:
                bits |= button
        return bits

    def stick(self, side: Side) -> tuple[float, float] | None:
        """Thumbstick or trackpad as of the last `sync`: right and up, -1 to 1; None: not active.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        info = self._get_info("stick", side)
        code = self._calls.get_action_state_vector2f(self._session, info, self._stick_ref)
        check(code, "read a thumbstick")
        if not self._stick.is_active:
            return None
        return self._stick.current_state.x, self._stick.current_state.y

    def buzz(self, side: Side, duration_ms: int) -> None:
        """A short haptic pulse; nothing happens where there is no motor or no focus.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        info = xr.HapticActionInfo(action=self._actions["haptic"], subaction_path=self._paths[side])
        vibration = xr.HapticVibration(
            duration=duration_ms * 1_000_000,
            frequency=xr.FREQUENCY_UNSPECIFIED,
            amplitude=_BUZZ_AMPLITUDE,
        )
        code = xr.raw_functions.xrApplyHapticFeedback(
            self._session,
            info,
            ctypes.cast(ctypes.byref(vibration), ctypes.POINTER(xr.HapticBaseHeader)),
        )
        check(int(code), "buzz")

    def profile(self, side: Side) -> str:
        """The interaction profile in use for one hand, or "" while there is none."""
        with explained("ask for the controllers' kind"):
            state = xr.get_current_interaction_profile(self._session, self._paths[side])
            if state.interaction_profile == xr.NULL_PATH:
                return ""
            return str(xr.path_to_string(self._instance, state.interaction_profile))
