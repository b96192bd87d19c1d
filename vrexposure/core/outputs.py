"""What the core says: all of it is recorded, and a replay must say the same again.

`Output.kind` names the channel's schema. Clinical events (`DURABLE`) are on disk before anybody is
told that they were taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from vrexposure.core.inputs import Actor
from vrexposure.core.observations import Observation
from vrexposure.core.view import Phase, Text, View


@dataclass(frozen=True, slots=True)
class Observed:
    """Tracking saw something."""

    observation: Annotated[Observation, Field(discriminator="kind")]
    kind: Literal["observed"] = "observed"


@dataclass(frozen=True, slots=True)
class ViewShown:
    """The View changed."""

    time_ns: int
    view: View
    kind: Literal["view_shown"] = "view_shown"


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The session went from one phase to another."""

    time_ns: int
    before: Phase
    after: Phase
    cause: str
    kind: Literal["phase_changed"] = "phase_changed"


@dataclass(frozen=True, slots=True)
class CommandAnswered:
    """A command was carried out, or refused with a reason code."""

    time_ns: int
    seq: int
    accepted: bool
    code: str = ""
    kind: Literal["command_answered"] = "command_answered"


@dataclass(frozen=True, slots=True)
class CalibrationDone:
    """A body measure was taken."""

    time_ns: int
    measure: Literal["seated_head", "standing_head"]
    height_mm: int
    spread_mm: int
    kind: Literal["calibration_done"] = "calibration_done"


@dataclass(frozen=True, slots=True)
class ReachRange:
    """How far one hand comes by itself; `far_mm` by sector, as in `ReachMeasured`."""

    time_ns: int
    side: Literal["left", "right"]
    arm_mm: int
    error_mm: int
    far_mm: tuple[int, ...]
    kind: Literal["reach_range"] = "reach_range"


@dataclass(frozen=True, slots=True)
class PropRegistered:
    """A real support was registered, or taken away (`height_mm` None)."""

    time_ns: int
    prop: str
    height_mm: int | None
    x_mm: int
    y_mm: int
    has_arms: bool
    kind: Literal["prop_registered"] = "prop_registered"


@dataclass(frozen=True, slots=True)
class BlockBegan:
    """A block of trials on one level begins; `mode` is what is really done."""

    time_ns: int
    block: int
    ladder: str
    level: str
    level_index: int
    mode: Literal["do", "watch"]
    parameters: tuple[tuple[str, int], ...]
    reasons: tuple[str, ...] = ()
    kind: Literal["block_began"] = "block_began"


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """An answer. `value` None: asked, but not given. `trial` 0: asked for the block or session."""

    time_ns: int
    block: int
    trial: int
    question: str
    value: int | None
    by: Actor
    kind: Literal["rating_given"] = "rating_given"


@dataclass(frozen=True, slots=True)
class TrialBegan:
    """The signal to go."""

    time_ns: int
    block: int
    trial: int
    target: int
    kind: Literal["trial_began"] = "trial_began"


Result = Literal["completed", "missed", "interrupted", "skipped"]


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """A trial is over.

    Attributes:
        result: `interrupted` (stop, pause, tracking loss, recentre) and `skipped` are no verdict.
        done: Repetitions or steps of `target`.
        hesitation_ms: Signal to first movement; None when it did not move.
        mean_ms: Mean duration of a timed repetition or step; None without any.
        arms_used: Repetitions with the arms; None where it was not seen or means nothing.
        rail_ms: Time with a hand on a rail (stairs, standing).
        near_misses: Movements that were begun and given up.
        measures: What else was measured, whole numbers by name with the unit in it.
    """

    time_ns: int
    block: int
    trial: int
    ladder: str
    level: str
    result: Result
    done: int
    target: int
    duration_ms: int
    hesitation_ms: int | None
    mean_ms: int | None
    arms_used: int | None
    rail_ms: int
    near_misses: int
    measures: tuple[tuple[str, int], ...] = ()
    kind: Literal["trial_ended"] = "trial_ended"


DecisionAction = Literal["retreat", "hold", "repeat", "advance"]


@dataclass(frozen=True, slots=True)
class DecisionProposed:
    """What the program proposes after a block, and why."""

    time_ns: int
    block: int
    ladder: str
    level: str
    action: DecisionAction
    codes: tuple[str, ...]
    next_level: str
    kind: Literal["decision_proposed"] = "decision_proposed"


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """What is done about it, by whom; `codes` also name what the safety kernel held back.

    `completed_index`: the highest level of the ladder that has ever been completed, -1 for none.
    """

    time_ns: int
    block: int
    ladder: str
    level: str
    action: DecisionAction
    by: Actor
    reason: str
    codes: tuple[str, ...]
    next_level: str
    completed_index: int = -1
    kind: Literal["decision_taken"] = "decision_taken"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something the therapist must see. `text` makes the words."""

    time_ns: int
    level: Literal["note", "warning", "urgent"]
    text: Text
    kind: Literal["alert"] = "alert"


@dataclass(frozen=True, slots=True)
class Play:
    """A one-shot sound by name (`assets/sound/`)."""

    time_ns: int
    sound: Literal["tap", "step", "repetition", "start", "done"]
    kind: Literal["play"] = "play"


@dataclass(frozen=True, slots=True)
class Buzz:
    """A short haptic pulse."""

    time_ns: int
    side: Literal["left", "right"]
    duration_ms: int
    kind: Literal["buzz"] = "buzz"


Output = (
    Observed
    | ViewShown
    | PhaseChanged
    | CommandAnswered
    | CalibrationDone
    | ReachRange
    | PropRegistered
    | BlockBegan
    | RatingGiven
    | TrialBegan
    | TrialEnded
    | DecisionProposed
    | DecisionTaken
    | Alert
    | Play
    | Buzz
)

OUTPUT: TypeAdapter[Output] = TypeAdapter(Annotated[Output, Field(discriminator="kind")])

DURABLE = frozenset(
    {
        "phase_changed",
        "command_answered",
        "calibration_done",
        "reach_range",
        "prop_registered",
        "block_began",
        "rating_given",
        "trial_ended",
        "decision_proposed",
        "decision_taken",
        "alert",
    }
)
