"""Which parts of which controllers mean what. Data; paths as in the OpenXR specification, 6.4.

B stands for the menu button where a hand's controller leaves no menu button to programs. A hand
that closes about a rail or an armrest must not count as a button held, which would stop the
session: so a tracked hand has no squeeze, and the Index controller, strapped to the hand, one that
wants force.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["grip", "aim", "select", "menu", "squeeze", "haptic"]

HANDS = ("left", "right")

_POSES: dict[Meaning, str] = {"grip": "input/grip/pose", "aim": "input/aim/pose"}
_HAPTIC: dict[Meaning, str] = {"haptic": "output/haptic"}


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of controller.

    Attributes:
        path: Its interaction profile.
        left, right: Meaning -> path beneath `/user/hand/left` and `/user/hand/right`.
        extension: What must be enabled for it, or "".
    """

    path: str
    left: dict[Meaning, str]
    right: dict[Meaning, str]
    extension: str = ""

    def suggestions(self) -> list[tuple[Meaning, str]]:
        """Every meaning with its whole path."""
        return [
            (meaning, f"/user/hand/{hand}/{path}")
            for hand, paths in zip(HANDS, (self.left, self.right), strict=True)
            for meaning, path in paths.items()
        ]


def _both(path: str, parts: dict[Meaning, str], extension: str = "") -> Profile:
    return Profile(path, parts, parts, extension)


_TOUCH: dict[Meaning, str] = {
    **_POSES,
    **_HAPTIC,
    "select": "input/trigger/value",
    "squeeze": "input/squeeze/value",
}

HAND_INTERACTION_EXTENSION = "XR_EXT_hand_interaction"

PROFILES = (
    _both(
        "/interaction_profiles/khr/simple_controller",
        {**_POSES, **_HAPTIC, "select": "input/select/click", "menu": "input/menu/click"},
    ),
    Profile(
        "/interaction_profiles/oculus/touch_controller",
        left={**_TOUCH, "menu": "input/menu/click"},
        right={**_TOUCH, "menu": "input/b/click"},
    ),
    _both(
        "/interaction_profiles/valve/index_controller",
        {**_TOUCH, "squeeze": "input/squeeze/force", "menu": "input/b/click"},
    ),
    _both(
        "/interaction_profiles/htc/vive_controller",
        {
            **_POSES,
            **_HAPTIC,
            "select": "input/trigger/value",
            "squeeze": "input/squeeze/click",
            "menu": "input/menu/click",
        },
    ),
    _both(
        "/interaction_profiles/microsoft/motion_controller",
        {
            **_POSES,
            **_HAPTIC,
            "select": "input/trigger/value",
            "squeeze": "input/squeeze/click",
            "menu": "input/menu/click",
        },
    ),
    _both(
        "/interaction_profiles/ext/hand_interaction_ext",
        {**_POSES, "select": "input/pinch_ext/value"},
        HAND_INTERACTION_EXTENSION,
    ),
)
