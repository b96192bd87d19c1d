"""Reaching for something: how far it makes the trunk bend, which way, how long it is held."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import override

from vrexposure.core.levels.base import Integers, OnePostureLevel


class ReachLevel(OnePostureLevel):
    """Reach a target that is placed by the body, so that everybody bends alike.

    `flexion_deg`: how far the trunk must lean for it (0, 15, 30, 60, 90: facts/clinical 3.6;
    Thomas & France's standardised reaches). `lateral_deg`: how far to the reaching hand's side.
    `within_s`: for one reach; 0: own time. `hold_ms`: how long the hand stays there.
    """

    flexion_deg: Annotated[int, Field(ge=0, le=90)]
    reaches: Annotated[int, Field(ge=1, le=20)]
    side: Literal["left", "right", "both"]
    lateral_deg: Annotated[int, Field(ge=0, le=60)] = 0
    hold_ms: Annotated[int, Field(ge=0, le=5000)] = 300  # DEF
    target_size_m: Annotated[float, Field(ge=0.06, le=0.30)] = 0.14  # DEF
    within_s: Annotated[int, Field(ge=0, le=30)] = 0

    @property
    @override
    def reaching(self) -> tuple[Literal["left", "right"], ...]:
        return ("left", "right") if self.side == "both" else (self.side,)

    @override
    def integers(self) -> Integers:
        return (
            ("flexion_deg", self.flexion_deg),
            ("reaches", self.reaches),
            ("side", ("left", "right", "both").index(self.side)),
            ("lateral_deg", self.lateral_deg),
            ("hold_ms", self.hold_ms),
            ("target_size_mm", round(self.target_size_m * 1000)),
            ("within_s", self.within_s),
        )
