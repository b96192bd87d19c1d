"""Which parts of which controllers mean what. Data; paths as in the OpenXR specification, 6.4.

B stands for the menu button where a hand's controller leaves no menu button to programs. A hand
that closes about a rail or an armrest must not count as a button held, which would stop the
session: so a tracked hand has no squeeze, and the Index controller, strapped to the hand, one that
wants force.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["grip", "aim", "select", "menu", "squeeze", "stick", "haptic"]
Parts = dict[Meaning, str]

HANDS = ("left", "right")

HAND_INTERACTION_EXTENSION = "XR_EXT_hand_interaction"
_TOUCH_PRO_EXTENSION = "XR_FB_touch_controller_pro"
_TOUCH_PLUS_EXTENSION = "XR_META_touch_controller_plus"
_COSMOS_EXTENSION = "XR_HTC_vive_cosmos_controller_interaction"
_FOCUS3_EXTENSION = "XR_HTC_vive_focus3_controller_interaction"
_HP_EXTENSION = "XR_EXT_hp_mixed_reality_controller"
_PICO_EXTENSION = "XR_BD_controller_interaction"

SelectPrompt = Literal["any", "button", "trigger", "pinch"]
StopPrompt = Literal["any", "menu", "b", "menu_or_b", "pinch"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of controller.

    Attributes:
        path: Its interaction profile.
        left, right: Meaning -> path beneath `/user/hand/left` and `/user/hand/right`.
        select, stop: How a person is told to choose and to stop, with this one in the hand.
        extension: What must be enabled for it, or "".
    """

    path: str
    left: Parts
    right: Parts
    select: SelectPrompt = "trigger"
    stop: StopPrompt = "menu"
    extension: str = ""

    def suggestions(self) -> list[tuple[Meaning, str]]:
        """Every meaning with its whole path."""
        return [
            (meaning, f"/user/hand/{hand}/{path}")
            for hand, paths in zip(HANDS, (self.left, self.right), strict=True)
            for meaning, path in paths.items()
        ]


_POSES: Parts = {"grip": "input/grip/pose", "aim": "input/aim/pose"}
_HELD: Parts = {**_POSES, "select": "input/trigger/value", "haptic": "output/haptic"}
_STICK: Parts = {"stick": "input/thumbstick"}
_PAD: Parts = {"stick": "input/trackpad"}
_SOFT: Parts = {"squeeze": "input/squeeze/value"}
_CLICK: Parts = {"squeeze": "input/squeeze/click"}
_FORCE: Parts = {"squeeze": "input/squeeze/force"}
_MENU: Parts = {"menu": "input/menu/click"}
_B: Parts = {"menu": "input/b/click"}


def _menu_left(path: str, parts: Parts, extension: str = "") -> Profile:
    """The right controller's menu button belongs to the system, or there is none."""
    return Profile(path, parts | _MENU, parts | _B, stop="menu_or_b", extension=extension)


def _menu_both(path: str, parts: Parts, extension: str = "") -> Profile:
    return Profile(path, parts | _MENU, parts | _MENU, extension=extension)


_SIMPLE: Parts = {**_POSES, **_MENU, "select": "input/select/click", "haptic": "output/haptic"}
_BARE: Parts = {**_POSES, "select": "input/pinch_ext/value"}
_SOFT_STICK = _HELD | _SOFT | _STICK
_CLICK_STICK = _HELD | _CLICK | _STICK
_INDEX = _HELD | _FORCE | _STICK | _B

PROFILES = (
    Profile("/interaction_profiles/khr/simple_controller", _SIMPLE, _SIMPLE, select="button"),
    _menu_left("/interaction_profiles/oculus/touch_controller", _SOFT_STICK),
    _menu_left(
        "/interaction_profiles/facebook/touch_controller_pro", _SOFT_STICK, _TOUCH_PRO_EXTENSION
    ),
    _menu_left(
        "/interaction_profiles/meta/touch_controller_plus", _SOFT_STICK, _TOUCH_PLUS_EXTENSION
    ),
    Profile("/interaction_profiles/valve/index_controller", _INDEX, _INDEX, stop="b"),
    _menu_both("/interaction_profiles/htc/vive_controller", _HELD | _CLICK | _PAD),
    _menu_left("/interaction_profiles/htc/vive_cosmos_controller", _CLICK_STICK, _COSMOS_EXTENSION),
    _menu_left("/interaction_profiles/htc/vive_focus3_controller", _CLICK_STICK, _FOCUS3_EXTENSION),
    _menu_both("/interaction_profiles/microsoft/motion_controller", _CLICK_STICK),
    _menu_both("/interaction_profiles/hp/mixed_reality_controller", _SOFT_STICK, _HP_EXTENSION),
    _menu_both(
        "/interaction_profiles/bytedance/pico_neo3_controller", _SOFT_STICK, _PICO_EXTENSION
    ),
    _menu_left("/interaction_profiles/bytedance/pico4_controller", _SOFT_STICK, _PICO_EXTENSION),
    Profile(
        "/interaction_profiles/ext/hand_interaction_ext",
        _BARE,
        _BARE,
        select="pinch",
        stop="pinch",
        extension=HAND_INTERACTION_EXTENSION,
    ),
)

EXTENSIONS = tuple(sorted({profile.extension for profile in PROFILES if profile.extension}))
"""What to enable for them, where it is offered."""

BARE_HANDS = PROFILES[-1].path
"""The profile whose prompts also fit hands that are known by their joints alone."""

_BY_PATH = {profile.path: profile for profile in PROFILES}


def prompt_keys(profile: str) -> dict[Literal["select", "stop"], str]:
    """Keys of the sentences that say how to choose and how to stop.

    Args:
        profile: An interaction profile; an unknown one, or "", gets sentences that fit all.
    """
    known = _BY_PATH.get(profile)
    select, stop = (known.select, known.stop) if known is not None else ("any", "any")
    return {"select": f"controller.select.{select}", "stop": f"controller.stop.{stop}"}
