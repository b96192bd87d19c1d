"""Trackers worn on the body, by the role that their owner gave them (XR_HTCX_vive_tracker)."""

from __future__ import annotations

import logging
import typing
from collections.abc import Callable

import xr

from vrexposure.core.inputs import Point

log = logging.getLogger(__name__)

TRACKER_EXTENSION = "XR_HTCX_vive_tracker_interaction"

_PROFILE = "/interaction_profiles/htc/vive_tracker_htcx"
_ROLES = {
    Point.WAIST: "/user/vive_tracker_htcx/role/waist",
    Point.CHEST: "/user/vive_tracker_htcx/role/chest",
    Point.LEFT_FOOT: "/user/vive_tracker_htcx/role/left_foot",
    Point.RIGHT_FOOT: "/user/vive_tracker_htcx/role/right_foot",
}


class WornTrackers:
    """One action for all roles: made and bound before the action sets are attached."""

    def __init__(self, instance: typing.Any, action_set: typing.Any) -> None:
        self._paths = {point: xr.string_to_path(instance, role) for point, role in _ROLES.items()}
        self._action = xr.create_action(
            action_set,
            xr.ActionCreateInfo(
                action_name="tracker",
                action_type=xr.ActionType.POSE_INPUT,
                subaction_paths=list(self._paths.values()),
                localized_action_name="Worn tracker",
            ),
        )
        self._is_bound = True
        bindings = [
            xr.ActionSuggestedBinding(
                self._action, xr.string_to_path(instance, f"{role}/input/grip/pose")
            )
            for role in _ROLES.values()
        ]
        try:
            xr.suggest_interaction_profile_bindings(
                instance,
                xr.InteractionProfileSuggestedBinding(
                    interaction_profile=xr.string_to_path(instance, _PROFILE),
                    suggested_bindings=bindings,
                ),
            )
        except xr.PathUnsupportedError:
            log.info("the runtime does not know %s", _PROFILE)
            self._is_bound = False

    def spaces(
        self, create: Callable[[typing.Any, typing.Any], typing.Any]
    ) -> dict[Point, typing.Any]:
        """A space for each role; `create` makes one of the action and a path."""
        if not self._is_bound:
            return {}
        return {point: create(self._action, path) for point, path in self._paths.items()}
