"""Bending and lifting: picking a virtual thing up, and putting it down elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import override

from vrexposure.core.levels.base import Integers, OnePostureLevel


class BendLevel(OnePostureLevel):
    """Pick a thing up at one height and put it down at another; it weighs nothing.

    `aside_deg`: how far to the side of where it is picked up it is put down. Nothing that looks
    like furniture stands under it: people lean on what they see.
    """

    pick_height_m: Annotated[float, Field(ge=0.0, le=1.2)]
    put_height_m: Annotated[float, Field(ge=0.0, le=1.4)]
    object_size_m: Annotated[float, Field(ge=0.08, le=0.45)] = 0.15  # DEF
    hands: Literal["one", "both"] = "one"
    repetitions: Annotated[int, Field(ge=1, le=10)]
    aside_deg: Annotated[int, Field(ge=0, le=90)] = 0

    @override
    def integers(self) -> Integers:
        return (
            ("pick_height_mm", round(self.pick_height_m * 1000)),
            ("put_height_mm", round(self.put_height_m * 1000)),
            ("object_size_mm", round(self.object_size_m * 1000)),
            ("both_hands", int(self.hands == "both")),
            ("repetitions", self.repetitions),
            ("aside_deg", self.aside_deg),
        )
