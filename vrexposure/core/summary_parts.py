"""The parts of a session's summary: plain values that a report, an export or a test can read.

Missing is never zero: a number that is not known is None, and a rating says whether it was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vrexposure.core.inputs import Actor
from vrexposure.core.levels.base import Value
from vrexposure.core.outputs import DecisionAction, Result
from vrexposure.core.progression import HARM_PERCENT
from vrexposure.core.view import Text

RatingState = Literal["given", "not_given", "not_asked"]
Mode = Literal["do", "watch"]
TrialResult = Result | Literal["unfinished", "not_begun"]
"""`unfinished`: the recording ends within it. `not_begun`: asked about, but no signal to go."""

TRIAL_QUESTIONS = (
    "expected_pain",
    "expected_harm",
    "fear_before",
    "peak_pain",
    "harm_occurred",
    "fear_after",
)
BLOCK_QUESTIONS = ("belief_before", "belief_after", "surprise", "sickness")


@dataclass(frozen=True, slots=True)
class RatingSummary:
    """One rating. `value` is None unless `state` is "given"; `corrected`: it replaces another."""

    state: RatingState = "not_asked"
    value: int | None = None
    by: Actor | None = None
    time_ns: int | None = None
    seq: int = -1
    corrected: bool = False


NOT_ASKED = RatingSummary()


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of a trial worth marking in the movement; `index` 0 where nothing is counted."""

    time_ns: int
    kind: Literal["repetition", "step", "reach", "lift", "turn", "near_miss", "lost", "back"]
    index: int = 0


@dataclass(frozen=True, slots=True)
class TrialSummary:
    """One trial: what was expected, what was done, what was felt.

    Attributes:
        seq: Number in the recording of the output that ended it (else of the last that names it).
        done, target, duration_ms, rail_ms, near_misses: None until the trial ended (the target
            is known from its beginning).
        untimed: Repetitions or steps whose times a tracking gap voided.
        measures: What else was measured, by name with the unit in it.
    """

    seq: int
    block: int
    trial: int
    ladder: str
    level: str
    level_title: str
    movement: str
    mode: Mode
    result: TrialResult
    ratings: tuple[tuple[str, RatingSummary], ...]
    began_ns: int | None = None
    ended_ns: int | None = None
    done: int | None = None
    target: int | None = None
    duration_ms: int | None = None
    hesitation_ms: int | None = None
    mean_ms: int | None = None
    arms_used: int | None = None
    rail_ms: int | None = None
    near_misses: int | None = None
    untimed: int = 0
    measures: tuple[tuple[str, int], ...] = ()
    marks: tuple[Mark, ...] = ()

    def rating(self, question: str) -> RatingSummary:
        """The rating of a question of this trial."""
        return dict(self.ratings).get(question, NOT_ASKED)

    @property
    def harm_percent(self) -> int | None:
        """What occurred, as 0, 50 or 100; None when it was not given."""
        value = self.rating("harm_occurred").value
        return None if value is None else HARM_PERCENT.get(value)

    @property
    def violation_pain(self) -> int | None:
        """Expected minus peak pain: above zero when it hurt less than expected."""
        return _difference(self.rating("expected_pain").value, self.rating("peak_pain").value)

    @property
    def violation_harm(self) -> int | None:
        """Stated likelihood of harm minus what occurred (0, 50, 100)."""
        return _difference(self.rating("expected_harm").value, self.harm_percent)


@dataclass(frozen=True, slots=True)
class DecisionSummary:
    """What the program proposed after a block, and what was done about it, by whom."""

    block: int
    ladder: str
    level: str
    time_ns: int
    seq: int
    proposed: DecisionAction | None = None
    proposed_codes: tuple[str, ...] = ()
    proposed_next: str = ""
    taken: DecisionAction | None = None
    by: Actor | None = None
    reason: str = ""
    codes: tuple[str, ...] = ()
    taken_next: str = ""

    @property
    def followed(self) -> bool | None:
        """Whether what was done is what was proposed; None while one of the two is missing."""
        if self.proposed is None or self.taken is None:
            return None
        return (self.proposed, self.proposed_next) == (self.taken, self.taken_next)

    @property
    def held_back(self) -> bool:
        """Whether the safety kernel let less through than was wanted."""
        return any(code.startswith("kernel_") for code in self.codes)

    @property
    def next_level(self) -> str:
        """Where it leads: what was taken, else what is proposed."""
        return self.taken_next if self.taken is not None else self.proposed_next


@dataclass(frozen=True, slots=True)
class BlockSummary:
    """Trials on one level. `mode` is what was really done, `planned` what the protocol says."""

    block: int
    seq: int
    began_ns: int | None
    ladder: str
    level: str
    level_title: str
    mode: Mode
    planned: Mode
    parameters: tuple[tuple[str, int], ...]
    reasons: tuple[str, ...]
    ratings: tuple[tuple[str, RatingSummary], ...]
    trials: tuple[TrialSummary, ...]
    decisions: tuple[DecisionSummary, ...]

    def rating(self, question: str) -> RatingSummary:
        """The rating of a question of this block."""
        return dict(self.ratings).get(question, NOT_ASKED)

    @property
    def belief_change(self) -> int | None:
        """Belief before minus belief after: above zero when it is held less strongly."""
        return _difference(self.rating("belief_before").value, self.rating("belief_after").value)


@dataclass(frozen=True, slots=True)
class LevelSummary:
    """One rung, and what today did with it. `changed`: what differs from the rung beneath."""

    id: str
    title: str
    index: int
    mode: Mode
    posture: str
    spotter: str
    equipment: tuple[str, ...]
    parameters: tuple[tuple[str, Value], ...]
    changed: str | None
    trials: int
    completed: int
    modes_today: tuple[Mode, ...]
    completed_before: bool


@dataclass(frozen=True, slots=True)
class LadderSummary:
    """A ladder, easiest rung first; where today began on it, and where the next session would."""

    id: str
    title: str
    feared: str
    movement: str
    place: str
    levels: tuple[LevelSummary, ...]
    start_index: int
    next_index: int | None
    next_by: Actor | None

    @property
    def worked_on(self) -> bool:
        """Whether any trial of today stood on this ladder."""
        return any(level.trials for level in self.levels)


EventKind = Literal[
    "stop",
    "hold",
    "pause",
    "resume",
    "finish",
    "close",
    "tracking_lost",
    "tracking_back",
    "alert",
    "refused",
]
"""`finish`: the exposure of today is over. `close`: the session ended without its debrief."""


@dataclass(frozen=True, slots=True)
class SafetyEvent:
    """A moment that a therapist would want to find again; `block` and `trial` 0: outside of one."""

    time_ns: int
    seq: int
    kind: EventKind
    block: int = 0
    trial: int = 0
    code: str = ""
    by: Actor | None = None
    level: Literal["note", "warning", "urgent"] | None = None
    text: Text | None = None
    gap_ms: int | None = None
    command: str = ""


@dataclass(frozen=True, slots=True)
class CalibrationSummary:
    """A body measure; `spread_mm`: how exact it is. `height_mm` of an arm is its length."""

    time_ns: int
    measure: str
    height_mm: int
    spread_mm: int


@dataclass(frozen=True, slots=True)
class PropSummary:
    """A real support. `time_ns` None: registered before the start. `height_mm` None: taken away."""

    time_ns: int | None
    prop: str
    height_mm: int | None
    has_arms: bool


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The evidence of one completed trial: sentences, in order."""

    time_ns: int
    block: int
    trial: int
    sentences: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not in the record; `block` and `trial` 0: of the session, of the block.

    `names` are the questions or measures that it concerns; their words fill `{what}` of the text.
    """

    block: int
    trial: int
    text: Text
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the trials. Each group sums to `trials`."""

    trials: int
    completed: int
    missed: int
    interrupted: int
    skipped: int
    open: int
    harm_no: int
    harm_partly: int
    harm_yes: int
    harm_missing: int
    pain_less: int
    pain_same: int
    pain_more: int
    pain_missing: int


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A whole session as it would be filed.

    Attributes:
        ending: `complete` when it came to its regular close; `interrupted` when the record ends
            before that; `recovered` when parts of the record could not be read (`salvage_note`).
        stopped: Whether anybody stopped it.
    """

    patient: str
    seed: int
    protocol_id: str
    protocol_version: int
    protocol_title: str
    ending: Literal["complete", "interrupted", "recovered"]
    stopped: bool
    salvage_note: str
    length_ns: int
    pain_ceiling: int
    ladders: tuple[LadderSummary, ...]
    blocks: tuple[BlockSummary, ...]
    decisions: tuple[DecisionSummary, ...]
    events: tuple[SafetyEvent, ...]
    calibrations: tuple[CalibrationSummary, ...]
    props: tuple[PropSummary, ...]
    session_ratings: tuple[tuple[str, RatingSummary], ...]
    missing: tuple[Missing, ...]
    ledger: tuple[LedgerEntry, ...]
    totals: Totals
    dropped: tuple[tuple[str, int], ...]

    def trials(self) -> Iterator[TrialSummary]:
        """Every trial of every block, in order."""
        for block in self.blocks:
            yield from block.trials

    def ladder(self, ladder_id: str) -> LadderSummary | None:
        """The ladder of this id."""
        return next((one for one in self.ladders if one.id == ladder_id), None)


def _difference(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else before - after
