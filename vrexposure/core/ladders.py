"""Ladders: ordered levels of one feared activity, and the rule that neighbours obey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from vrexposure.core.levels.base import Choice, RuleError, Value
from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.model import Id, Line, Model


class LadderError(RuleError):
    """A level breaks the rule of its ladder; `index` is its place, `field` the parameter or "".

    `index` -1: the steps named for `field` are at fault.
    """

    def __init__(self, index: int, field: str, message: str, allowed: str = "") -> None:
        at: tuple[str | int, ...] = ("levels", index) if index >= 0 else ("steps",)
        super().__init__((*at, field) if field else at, message, allowed)
        self.index = index
        self.field = field


class Step(Model):
    """One named step of a difficulty parameter."""

    name: Id
    value: Annotated[float, Field(ge=0, le=5000)] | Annotated[int, Field(ge=0, le=5000)] | Choice


Level = SitToStandLevel | StairsLevel | ReachLevel | BendLevel | StandLevel | TurnLevel | WalkLevel
Steps = Annotated[
    dict[str, Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]], Field(max_length=12)
]


class LadderBase(Model):
    """Ordered levels of one feared activity, easiest first."""

    id: Id
    title: Line
    feared: Line
    place: Id
    steps: Steps

    @model_validator(mode="after")
    def _neighbours_differ_in_one_named_step(self) -> Self:
        levels: tuple[Level, ...] = getattr(self, "levels", ())
        check_ladder(levels, self.steps)
        return self


class SitToStandLadder(LadderBase):
    """A ladder of sit-to-stand levels."""

    movement: Literal["sit_to_stand"]
    levels: Annotated[tuple[SitToStandLevel, ...], Field(min_length=1, max_length=40)]


class StairsLadder(LadderBase):
    """A ladder of stairs levels."""

    movement: Literal["stairs"]
    levels: Annotated[tuple[StairsLevel, ...], Field(min_length=1, max_length=40)]


class ReachLadder(LadderBase):
    """A ladder of reach levels."""

    movement: Literal["reach"]
    levels: Annotated[tuple[ReachLevel, ...], Field(min_length=1, max_length=40)]


class BendLadder(LadderBase):
    """A ladder of bend levels."""

    movement: Literal["bend"]
    levels: Annotated[tuple[BendLevel, ...], Field(min_length=1, max_length=40)]


class StandLadder(LadderBase):
    """A ladder of stand levels."""

    movement: Literal["stand"]
    levels: Annotated[tuple[StandLevel, ...], Field(min_length=1, max_length=40)]


class WalkLadder(LadderBase):
    """A ladder of walk levels."""

    movement: Literal["walk"]
    levels: Annotated[tuple[WalkLevel, ...], Field(min_length=1, max_length=40)]


class TurnLadder(LadderBase):
    """A ladder of turn levels."""

    movement: Literal["turn"]
    levels: Annotated[tuple[TurnLevel, ...], Field(min_length=1, max_length=40)]


Ladder = Annotated[
    SitToStandLadder
    | StairsLadder
    | ReachLadder
    | BendLadder
    | StandLadder
    | TurnLadder
    | WalkLadder,
    Field(discriminator="movement"),
]


def check_ladder(levels: tuple[Level, ...], steps: Steps) -> None:
    """Neighbouring levels differ in one parameter by one named step; every value is a named step.

    A parameter without steps must be the same in all levels.

    Raises:
        LadderError: The first level that breaks this; `others` are the rest.
    """
    errors = [*_step_errors(levels, steps), *_level_errors(levels, steps)]
    if errors:
        errors[0].others = tuple(errors[1:])
        raise errors[0]


def _step_errors(levels: tuple[Level, ...], steps: Steps) -> Iterator[LadderError]:
    known = levels[0].parameters() if levels else {}
    for name, named in steps.items():
        if known and name not in known:
            yield LadderError(-1, name, "no level has this parameter", ", ".join(known))
        for what in ("name", "value"):
            given = [getattr(step, what) for step in named]
            for twice in sorted({str(one) for one in given if given.count(one) > 1}):
                yield LadderError(-1, name, f"the {what} {twice} is used twice")
        numbers = [step.value for step in named if not isinstance(step.value, str)]
        if numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
            yield LadderError(-1, name, "the values must rise or fall from step to step")


def _level_errors(levels: tuple[Level, ...], steps: Steps) -> Iterator[LadderError]:
    ids: set[str] = set()
    values = {name: [step.value for step in named] for name, named in steps.items()}
    for index, level in enumerate(levels):
        if level.id in ids:
            yield LadderError(index, "id", "this id is used twice")
        ids.add(level.id)
        stray = False
        for name, value in level.parameters().items():
            if name in values and value not in values[name]:
                stray = True
                allowed = ", ".join(str(one) for one in values[name])
                yield LadderError(index, name, "must be one of the named steps", allowed)
        if index and not stray:
            yield from _jump_errors(levels[index - 1], level, index, values)


def _jump_errors(
    before: Level, level: Level, index: int, values: dict[str, list[Value]]
) -> Iterator[LadderError]:
    old, new = before.parameters(), level.parameters()
    changed = [name for name in new if new[name] != old[name]]
    if len(changed) != 1:
        what = " and ".join(changed) if changed else "nothing"
        message = f"must differ from the level before in one parameter, but {what} changed"
        yield LadderError(index, "", message)
        return
    name = changed[0]
    if name not in values:
        yield LadderError(index, name, "differs from the level before, but has no named steps")
        return
    known = values[name]
    if old[name] not in known:
        return  # said at the level before
    at = known.index(old[name])
    if abs(known.index(new[name]) - at) != 1:
        near = ", ".join(str(one) for one in (*known[max(0, at - 1) : at], *known[at + 1 : at + 2]))
        message = f"is more than one named step from the level before, which has {old[name]}"
        yield LadderError(index, name, message, near)
