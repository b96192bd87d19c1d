"""From what a protocol says about the patient's place to a space of the headset's runtime."""

from __future__ import annotations

from typing import Final

from vrexposure.core.protocol import SessionRules
from vrexposure.openxr.placing import Placing
from vrexposure.openxr.spaces import StageSpace

# Where the floor is drawn beneath somebody who lies back: the eyes of a seated adult (DEF). It is
# looked at, never stood on.
RECLINED_EYES_M = 1.2

_SPACES: Final[dict[str, StageSpace]] = {
    "room": "stage",
    "seated": "local_floor",
    "standing": "local_floor",
    "reclined": "local",
}


def placing_for(rules: SessionRules, eye_height_m: float | None) -> Placing:
    """Where the stage is to lie; `eye_height_m` is measured, or None."""
    space = _SPACES[rules.space]
    if rules.space == "reclined":
        return Placing(space, eye_height_m or RECLINED_EYES_M, float(rules.recline_deg))
    return Placing(space, eye_height_m)
