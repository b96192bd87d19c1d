"""What every level has, whatever the movement."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from vrexposure.core.model import Id, Line, Model

Value = float | int | str
Posture = Literal["seated", "standing"]
Rails = Literal["both", "one", "none"]
Integers = tuple[tuple[str, int], ...]
"""Difficulty parameters for the View and the log: millimetres, counts and codes, by name."""


class RuleError(ValueError):
    """A rule that holds between several values is broken.

    Attributes:
        path: The value to blame, from the model on that raised this.
        allowed: What would be right, or "".
        others: More broken rules of the same model.
    """

    def __init__(self, path: tuple[str | int, ...], message: str, allowed: str = "") -> None:
        super().__init__(message)
        self.path = path
        self.allowed = allowed
        self.others: tuple[RuleError, ...] = ()


Choice = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$")]
"""A named value, such as `up_and_down`: as an identifier, but with underscores too."""


class LevelBase(Model):
    """What every level has, whatever the movement."""

    id: Id
    title: Line
    mode: Literal["do", "watch"] = "do"
    posture: Literal["seated", "standing", "seated_and_standing"]
    spotter: Literal["none", "near", "hands_on"]
    equipment: Annotated[tuple[Line, ...], Field(min_length=1, max_length=10)]
    contraindications: Annotated[tuple[Line, ...], Field(max_length=10)] = ()

    def parameters(self) -> dict[str, Value]:
        """The difficulty parameters and their values, in the order of the class."""
        base = LevelBase.model_fields
        return {name: getattr(self, name) for name in type(self).model_fields if name not in base}

    @property
    @abstractmethod
    def begins(self) -> Posture:
        """How the person is when the signal to go comes."""

    @property
    def heads(self) -> tuple[Posture, ...]:
        """The head heights that must be known to measure this movement."""
        return (self.begins,)

    @property
    def reaching(self) -> tuple[Literal["left", "right"], ...]:
        """The arms whose reach should be known; what cannot be measured is estimated."""
        return ()

    @abstractmethod
    def integers(self) -> Integers:
        """The difficulty as integers, in the order of the class."""


class OnePostureLevel(LevelBase):
    """A level of a movement that is done all the way seated, or all the way standing."""

    @model_validator(mode="after")
    def _seated_or_standing(self) -> Self:
        if self.posture == "seated_and_standing":
            raise RuleError(
                ("posture",), "this movement is done in one posture", "seated, standing"
            )
        return self

    @property
    @override
    def begins(self) -> Posture:
        return "seated" if self.posture == "seated" else "standing"


def rail_integers(rails: Rails, side: Literal["left", "right"]) -> Integers:
    """Which rails a level has, as integers."""
    return (
        ("rail_left", int(rails == "both" or (rails == "one" and side == "left"))),
        ("rail_right", int(rails == "both" or (rails == "one" and side == "right"))),
    )
