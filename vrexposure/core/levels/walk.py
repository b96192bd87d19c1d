"""Walking, and carrying something on the way."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from vrexposure.core.levels.base import Integers, LevelBase, Posture, RuleError


class WalkLevel(LevelBase):
    """Walk a distance: back and forth in the room, or on the spot, where own steps move the view.

    `leg_m`: how far before turning round (in the room: what the real room allows). `path_width_m`
    is only shown. `stops`: how often to stop and go on. `steps_per_min`: steps to a beat; 0: own
    pace. `carry`: hands that hold a virtual thing meanwhile.
    """

    distance_m: Annotated[int, Field(ge=1, le=60)]
    locomotion: Literal["room", "in_place"]
    leg_m: Annotated[float, Field(ge=1.0, le=10.0)] = 2.0
    path_width_m: Annotated[float, Field(ge=0.3, le=3.0)] = 1.2  # DEF
    stops: Annotated[int, Field(ge=0, le=10)] = 0
    steps_per_min: Annotated[int, Field(ge=0, le=130)] = 0
    carry: Literal["nothing", "one_hand", "both_hands"] = "nothing"
    object_size_m: Annotated[float, Field(ge=0.08, le=0.45)] = 0.25  # DEF

    @model_validator(mode="after")
    def _walking_is_upright(self) -> Self:
        if self.posture != "standing":
            raise RuleError(("posture",), "walking is done standing", "standing")
        return self

    @property
    @override
    def begins(self) -> Posture:
        return "standing"

    @override
    def integers(self) -> Integers:
        return (
            ("distance_mm", self.distance_m * 1000),
            ("in_place", int(self.locomotion == "in_place")),
            ("leg_mm", round(self.leg_m * 1000)),
            ("path_width_mm", round(self.path_width_m * 1000)),
            ("stops", self.stops),
            ("steps_per_min", self.steps_per_min),
            ("carry", ("nothing", "one_hand", "both_hands").index(self.carry)),
            ("object_size_mm", round(self.object_size_m * 1000)),
        )
