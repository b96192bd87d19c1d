"""The protocol: ladders of graded movements, what is asked, when to move on, what the limits are.

Bounds in this file are the hard caps in code; a protocol narrows them, never widens them.
DEF marks a default that a clinician must be able to change (design; no published number).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from vrexposure.core.model import Id, Line, Model

Rating = Literal[
    "expected_pain",
    "expected_harm",
    "fear_before",
    "peak_pain",
    "harm_occurred",
    "fear_after",
    "belief_before",
    "belief_after",
    "surprise",
    "sickness",
]

Value = float | int | str


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


class LadderError(RuleError):
    """A level breaks the rule of its ladder; `index` is its place, `field` the parameter or "".

    `index` -1: the steps named for `field` are at fault.
    """

    def __init__(self, index: int, field: str, message: str, allowed: str = "") -> None:
        at: tuple[str | int, ...] = ("levels", index) if index >= 0 else ("steps",)
        super().__init__((*at, field) if field else at, message, allowed)
        self.index = index
        self.field = field


Choice = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$")]
"""A named value, such as `up_and_down`: as an identifier, but with underscores too."""


class Step(Model):
    """One named step of a difficulty parameter."""

    name: Id
    value: Annotated[float, Field(ge=0, le=100)] | Annotated[int, Field(ge=0, le=100)] | Choice


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


class SitToStandLevel(LevelBase):
    """Getting up from a seat and sitting down again.

    Seats: 0.38 to 0.60 m; 0.43 to 0.45 m is the standard chair (facts: SRALab 5xSTS).
    """

    seat_height_m: Annotated[float, Field(ge=0.38, le=0.60)]
    repetitions: Annotated[int, Field(ge=1, le=10)]
    pace_per_min: Annotated[int, Field(ge=0, le=20)] = 0  # 0: own pace
    arms: Literal["push", "touch", "crossed"]


class StairsLevel(LevelBase):
    """Stairs, in place or on one registered real step."""

    risers: Annotated[int, Field(ge=1, le=14)]
    riser_m: Annotated[float, Field(ge=0.05, le=0.20)]
    rails: Literal["both", "one", "none"]
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


Level = SitToStandLevel | StairsLevel
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


Ladder = Annotated[SitToStandLadder | StairsLadder, Field(discriminator="movement")]


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


class SessionRules(Model):
    """How much in one session, and where the patient is meanwhile.

    `space`: "room" is walked in; "seated" and "standing" are centred on the patient; "reclined"
    leans back by `recline_deg`, and the horizon is brought before the eyes.
    """

    mode: Literal["suggest", "automatic", "locked"] = "suggest"
    trials_per_block: Annotated[int, Field(ge=1, le=10)] = 3
    blocks_max: Annotated[int, Field(ge=1, le=20)] = 4
    minutes_max: Annotated[int, Field(ge=1, le=30)] = 16  # facts/safety S4: 16, hard cap 30
    answer_within_s: Annotated[int, Field(ge=10, le=120)] = 30  # DEF
    trial_within_s: Annotated[int, Field(ge=10, le=600)] = 120  # DEF
    rest_s: Annotated[int, Field(ge=0, le=300)] = 20  # DEF
    dwell_ms: Annotated[int, Field(ge=0, le=5000)] = 1500  # DEF; 0: no gaze dwell
    space: Literal["seated", "standing", "room", "reclined"] = "room"
    recline_deg: Annotated[int, Field(ge=0, le=80)] = 45  # DEF; only for reclined


class Questions(Model):
    """What is asked, and when. Each list may be empty; what is not given is missing, never zero."""

    before_trial: Annotated[
        tuple[Literal["expected_pain", "expected_harm", "fear_before"], ...], Field(max_length=3)
    ] = ("expected_pain", "expected_harm", "fear_before")
    after_trial: Annotated[
        tuple[Literal["peak_pain", "harm_occurred", "fear_after"], ...], Field(max_length=3)
    ] = ("peak_pain", "harm_occurred", "fear_after")
    before_block: Annotated[tuple[Literal["belief_before"], ...], Field(max_length=1)] = (
        "belief_before",
    )
    after_block: Annotated[
        tuple[Literal["belief_after", "surprise", "sickness"], ...], Field(max_length=3)
    ] = ("belief_after", "surprise", "sickness")

    @model_validator(mode="after")
    def _nothing_is_asked_twice(self) -> Self:
        for name in type(self).model_fields:
            asked: tuple[str, ...] = getattr(self, name)
            for index, one in enumerate(asked):
                if one in asked[:index]:
                    raise RuleError((name, index), "is asked twice; name it once")
        return self


class Progression(Model):
    """When the program proposes the next level (facts/clinical 3.4; all DEF).

    Fear alone never blocks, and pain is never asked to fall.
    """

    advance_after_trials: Annotated[int, Field(ge=1, le=10)] = 3
    belief_low: Annotated[int, Field(ge=0, le=100)] = 20
    belief_fall_percent: Annotated[int, Field(ge=1, le=100)] = 50
    violation_pain: Annotated[int, Field(ge=1, le=10)] = 1
    violation_harm: Annotated[int, Field(ge=1, le=100)] = 20
    retreat_after_misses: Annotated[int, Field(ge=1, le=5)] = 2


class Limits(Model):
    """Where the session holds or ends (design section 3, the one table of symptom rules; DEF)."""

    pain_ceiling: Annotated[int, Field(ge=1, le=10)] = 8
    pain_rise: Annotated[int, Field(ge=1, le=5)] = 3
    sickness_pause: Annotated[int, Field(ge=1, le=10)] = 6
    sickness_end: Annotated[int, Field(ge=2, le=15)] = 10
    sickness_rise: Annotated[int, Field(ge=1, le=10)] = 5
    tracking_pause_ms: Annotated[int, Field(ge=200, le=2000)] = 1000
    step_up_every_s: Annotated[int, Field(ge=60, le=3600)] = 60  # facts/safety S3
    steps_up_max: Annotated[int, Field(ge=1, le=3)] = 3  # facts/safety S3
    prop_agreement_mm: Annotated[int, Field(ge=1, le=20)] = 20  # design section 3

    @model_validator(mode="after")
    def _the_pause_comes_before_the_end(self) -> Self:
        if self.sickness_pause >= self.sickness_end:
            message = "must be below sickness_end, or VR ends before it pauses"
            raise RuleError(("sickness_pause",), message, f"1 to {self.sickness_end - 1}")
        return self


class Protocol(Model):
    """A whole treatment."""

    format: Literal[1]
    id: Id
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Line
    authors: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    sources: Annotated[tuple[Line, ...], Field(max_length=40)] = ()
    session: SessionRules = SessionRules()
    questions: Questions = Questions()
    progression: Progression = Progression()
    limits: Limits = Limits()
    ladders: Annotated[tuple[Ladder, ...], Field(min_length=1, max_length=8)]

    @model_validator(mode="after")
    def _ladder_ids_are_unique(self) -> Self:
        ids = [ladder.id for ladder in self.ladders]
        for index, one in enumerate(ids):
            if one in ids[:index]:
                raise RuleError(("ladders", index, "id"), "this id is used twice")
        return self

    @model_validator(mode="after")
    def _whoever_reclines_only_watches(self) -> Self:
        # The floor of a reclined stage is not the real one: nobody may get up in it.
        does = any(level.mode == "do" for ladder in self.ladders for level in ladder.levels)
        if self.session.space == "reclined" and does:
            message = 'is only for protocols in which every level has mode = "watch"'
            raise RuleError(("session", "space"), message, "seated, standing, room")
        return self


def integer_parameters(level: Level) -> tuple[tuple[str, int], ...]:
    """The level's difficulty as integers for the View and the log: mm, counts and codes."""
    match level:
        case SitToStandLevel():
            return (
                ("seat_height_mm", round(level.seat_height_m * 1000)),
                ("repetitions", level.repetitions),
                ("pace_per_min", level.pace_per_min),
                ("arms", ("push", "touch", "crossed").index(level.arms)),
            )
        case StairsLevel():
            rail_right = level.rails == "both" or (
                level.rails == "one" and level.rail_side == "right"
            )
            rail_left = level.rails == "both" or (
                level.rails == "one" and level.rail_side == "left"
            )
            return (
                ("risers", level.risers),
                ("riser_mm", round(level.riser_m * 1000)),
                ("rail_left", int(rail_left)),
                ("rail_right", int(rail_right)),
                ("visual_height_mm", round(level.visual_height_m * 1000)),
                ("downwards", int(level.direction == "down")),
                ("climbs", level.climbs),
            )
