"""Standing still for a while."""

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


class StandLevel(LevelBase):
    """Stand, for so long, on feet so far apart, with or without a rail to hold."""

    duration_s: Annotated[int, Field(ge=5, le=180)]
    feet: Literal["apart", "together", "tandem"] = "apart"
    rails: Rails
    rail_side: Literal["left", "right"] = "right"

    @model_validator(mode="after")
    def _narrow_feet_have_a_spotter(self) -> Self:
        if self.posture != "standing":
            raise RuleError(("posture",), "standing is done standing", "standing")
        if self.mode == "do" and self.feet != "apart" and self.spotter == "none":
            raise RuleError(("spotter",), "narrow feet need a spotter", "near, hands_on")
        return self

    @property
    @override
    def begins(self) -> Posture:
        return "standing"

    @override
    def integers(self) -> Integers:
        return (
            ("duration_s", self.duration_s),
            ("feet", ("apart", "together", "tandem").index(self.feet)),
            *rail_integers(self.rails, self.rail_side),
        )
