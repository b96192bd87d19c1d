"""Which trial a level has, and where it begins."""

from __future__ import annotations

from vrexposure.core.ladders import Level
from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.session.context import Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.session.trials.bend import BendTrial
from vrexposure.core.session.trials.reach import ReachTrial
from vrexposure.core.session.trials.sit_to_stand import SitToStandTrial
from vrexposure.core.session.trials.stairs import StairsTrial, on_stairs
from vrexposure.core.session.trials.stand import StandTrial
from vrexposure.core.session.trials.standard import FiveTimesTrial, ThirtySecondsTrial
from vrexposure.core.session.trials.turn import TurnTrial
from vrexposure.core.session.trials.walk import WalkTrial
from vrexposure.core.session.trials.walk_way import START
from vrexposure.core.session.trials.watching import WatchTrial
from vrexposure.core.view import RigMove

AWAY_MM = 2000  # DEF: how far behind that anchor drawn stairs are out of reach


def start_rig(c: Context, level: Level, *, watched: bool) -> RigMove:
    """Where the patient is in the place when a trial begins."""
    match level:
        case SitToStandLevel() | ReachLevel() | BendLevel() | StandLevel() | TurnLevel():
            return c.rig_at("chair")
        case WalkLevel():
            return c.rig_at("chair" if watched else START)
        case StairsLevel() if watched or level.locomotion == "real_step":
            # Beside one real step nothing that looks like stairs may be in reach of a foot.
            return c.rig_at("stairs-foot", back_mm=AWAY_MM)
        case StairsLevel():
            return on_stairs(c, level, 0, down=level.direction == "down")


def make_trial(ladder: str, level: Level, mode: str) -> Trial:
    """The trial for a level; `mode` other than "do" is watched."""
    if mode != "do":
        return WatchTrial(ladder, level)
    match level:
        case SitToStandLevel(test="five_times"):
            return FiveTimesTrial(ladder, level)
        case SitToStandLevel(test="thirty_seconds"):
            return ThirtySecondsTrial(ladder, level)
        case SitToStandLevel():
            return SitToStandTrial(ladder, level)
        case StairsLevel():
            return StairsTrial(ladder, level)
        case ReachLevel():
            return ReachTrial(ladder, level)
        case BendLevel():
            return BendTrial(ladder, level)
        case StandLevel():
            return StandTrial(ladder, level)
        case TurnLevel():
            return TurnTrial(ladder, level)
        case WalkLevel():
            return WalkTrial(ladder, level)
