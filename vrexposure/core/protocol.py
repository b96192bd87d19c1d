"""The protocol: ladders of graded movements, what is asked, when to move on, what the limits are.

Bounds here and in `levels` are the hard caps in code; a protocol narrows them, never widens them.
DEF marks a default that a clinician must be able to change (design; no published number).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from vrexposure.core.ladders import Ladder
from vrexposure.core.levels.base import RuleError
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


class SessionRules(Model):
    """How much in one session, and where the patient is meanwhile.

    `space`: "room" is walked in; "seated" and "standing" are centred on the patient; "reclined"
    leans back by `recline_deg`, and the horizon is brought before the eyes. `feedback`: show after
    each trial what was done.
    """

    mode: Literal["suggest", "automatic", "locked"] = "suggest"
    trials_per_block: Annotated[int, Field(ge=1, le=10)] = 3
    blocks_max: Annotated[int, Field(ge=1, le=20)] = 4
    minutes_max: Annotated[int, Field(ge=1, le=30)] = 16  # facts/safety S4: 16, hard cap 30
    answer_within_s: Annotated[int, Field(ge=10, le=120)] = 30  # DEF
    trial_within_s: Annotated[int, Field(ge=10, le=600)] = 120  # DEF
    rest_s: Annotated[int, Field(ge=0, le=300)] = 20  # DEF
    dwell_ms: Annotated[int, Field(ge=0, le=5000)] = 1500  # DEF; 0: no gaze dwell
    feedback: bool = True
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
