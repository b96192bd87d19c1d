"""Turning the head, or head and trunk, to look at something beside or behind."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from vrexposure.core.levels.base import Integers, OnePostureLevel, RuleError

HEAD_MOST_DEG = 80


class TurnLevel(OnePostureLevel):
    """Turn by an angle, hold it, and come back; `side` "both": left and right in turn."""

    part: Literal["head", "trunk"]
    angle_deg: Annotated[int, Field(ge=10, le=150)]
    turns: Annotated[int, Field(ge=1, le=20)]
    side: Literal["left", "right", "both"] = "both"
    hold_ms: Annotated[int, Field(ge=0, le=5000)] = 300  # DEF

    @model_validator(mode="after")
    def _necks_have_an_end(self) -> Self:
        if self.part == "head" and self.angle_deg > HEAD_MOST_DEG:
            raise RuleError(("angle_deg",), "is more than a neck turns", f"10 to {HEAD_MOST_DEG}")
        return self

    @override
    def integers(self) -> Integers:
        return (
            ("trunk", int(self.part == "trunk")),
            ("angle_deg", self.angle_deg),
            ("turns", self.turns),
            ("side", ("left", "right", "both").index(self.side)),
            ("hold_ms", self.hold_ms),
        )
