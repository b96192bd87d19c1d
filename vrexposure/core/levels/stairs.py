"""Stairs, step by own step."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from vrexposure.core.levels.base import (
    Integers,
    LevelBase,
    Posture,
    Rails,
    RuleError,
    rail_integers,
)


class StairsLevel(LevelBase):
    """Stairs, in place or on one registered real step."""

    risers: Annotated[int, Field(ge=1, le=14)]
    riser_m: Annotated[float, Field(ge=0.05, le=0.20)]
    rails: Rails
    rail_side: Literal["left", "right"] = "right"
    visual_height_m: Annotated[float, Field(ge=0.0, le=6.0)]
    direction: Literal["up", "down", "up_and_down"]
    climbs: Annotated[int, Field(ge=1, le=5)]
    locomotion: Literal["in_place", "real_step"]

    @model_validator(mode="after")
    def _a_real_step_has_a_spotter(self) -> Self:
        if self.locomotion == "real_step" and self.mode == "do" and self.spotter == "none":
            raise RuleError(("spotter",), "a real step needs a spotter", "near, hands_on")
        return self

    @property
    @override
    def begins(self) -> Posture:
        return "standing"

    @override
    def integers(self) -> Integers:
        return (
            ("risers", self.risers),
            ("riser_mm", round(self.riser_m * 1000)),
            *rail_integers(self.rails, self.rail_side),
            ("visual_height_mm", round(self.visual_height_m * 1000)),
            ("downwards", int(self.direction == "down")),
            ("climbs", self.climbs),
        )
