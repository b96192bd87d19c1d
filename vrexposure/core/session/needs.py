"""What real supports a level needs, and which of the registered ones it shows."""

from __future__ import annotations

from vrexposure.core.ladders import Level
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.session.context import Context
from vrexposure.core.session.preparing import EnsureProp
from vrexposure.core.setup import PropName
from vrexposure.core.view import PropView


def needed_props(level: Level, agreement_mm: int) -> list[EnsureProp]:
    """The real supports that a level needs, each with the heights that will do."""
    if isinstance(level, SitToStandLevel):
        seat = round(level.seat_height_m * 1000)
        return [EnsureProp("chair", seat - agreement_mm, seat + agreement_mm, seat)]
    needs: list[EnsureProp] = []
    if level.locomotion == "real_step":
        riser = round(level.riser_m * 1000)
        needs.append(EnsureProp("step", riser - agreement_mm, riser + agreement_mm, riser))
    sides = {"both": ("left", "right"), "one": (level.rail_side,), "none": ()}[level.rails]
    for side in sides:
        # A rail at 0.85-1.00 m is usual; what is there is drawn where it is (DEF).
        rail: PropName = "rail_left" if side == "left" else "rail_right"
        needs.append(EnsureProp(rail, 700, 1100, 900))
    return needs


def real_props(c: Context, level: Level) -> tuple[PropView, ...]:
    """The registered supports that belong to the level."""
    if isinstance(level, SitToStandLevel):
        return c.real_props("chair")
    return c.real_props("rail_left", "rail_right", "step")
