"""What real supports a level needs, and which of the registered ones it shows."""

from __future__ import annotations

from typing import Literal

from vrexposure.core.ladders import Level
from vrexposure.core.levels.base import Rails
from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.session.context import Context
from vrexposure.core.session.registering import EnsureProp
from vrexposure.core.setup import PropName
from vrexposure.core.view import PropView, Text

Side = Literal["left", "right"]


def needed_props(level: Level, agreement_mm: int) -> list[EnsureProp]:
    """The real supports that a level needs, each with the heights that will do."""
    match level:
        case SitToStandLevel():
            seat = round(level.seat_height_m * 1000)
            return [EnsureProp("chair", seat - agreement_mm, seat + agreement_mm, seat)]
        case StairsLevel():
            needs = _rails(level.rails, level.rail_side)
            if level.locomotion == "real_step":
                riser = round(level.riser_m * 1000)
                step = EnsureProp("step", riser - agreement_mm, riser + agreement_mm, riser)
                needs.insert(0, step)
            return needs
        case ReachLevel() | BendLevel() | TurnLevel():
            return [_any_chair()] if level.begins == "seated" else []
        case StandLevel():
            return _rails(level.rails, level.rail_side)
        case WalkLevel():
            return []


def clear_floor(level: Level) -> tuple[Text, ...]:
    """What the therapist confirms of the floor: how far and how wide it must be clear."""
    if not isinstance(level, WalkLevel) or level.locomotion != "room":
        return ()
    # Half a metre to turn round in at either end, and the arms beside the lane (DEF).
    long_cm, wide_cm = round(level.leg_m * 100) + 100, round(level.path_width_m * 100) + 60
    return (Text("safety.clear_floor", (("long", long_cm), ("wide", wide_cm))),)


def _any_chair() -> EnsureProp:
    """A real seat, of whatever height: the movement does not ask for one, its measures do."""
    return EnsureProp("chair", 380, 600, 450)


def _rails(rails: Rails, side: Side) -> list[EnsureProp]:
    """The real rails; 0.85-1.00 m is usual, and what is there is drawn where it is (DEF)."""
    names: dict[Side, PropName] = {"left": "rail_left", "right": "rail_right"}
    sides: tuple[Side, ...] = {"both": ("left", "right"), "one": (side,), "none": ()}[rails]
    return [EnsureProp(names[one], 700, 1100, 900) for one in sides]


def real_props(c: Context, level: Level) -> tuple[PropView, ...]:
    """The registered supports that belong to the level."""
    match level:
        case SitToStandLevel():
            return c.real_props("chair")
        case StairsLevel():
            return c.real_props("rail_left", "rail_right", "step")
        case ReachLevel() | BendLevel() | TurnLevel():
            return c.real_props("chair") if level.begins == "seated" else ()
        case StandLevel():
            return c.real_props(*(need.prop for need in _rails(level.rails, level.rail_side)))
        case WalkLevel():
            return ()
