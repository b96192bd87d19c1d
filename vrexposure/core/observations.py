"""What tracking says about the motion, in whole numbers: the only thing about it that decides.

Times are session-clock nanoseconds, durations milliseconds, lengths millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

Side = Literal["left", "right", "unknown"]
Source = Literal["gaze", "left_hand", "right_hand", "scan"]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The head was still long enough to measure its height."""

    time_ns: int
    measure: Literal["seated_head", "standing_head"]
    height_mm: int
    spread_mm: int
    kind: Literal["calibrated"] = "calibrated"


@dataclass(frozen=True, slots=True)
class MovementStarted:
    """The first movement of the task; `hesitation_ms` since the signal to go."""

    time_ns: int
    hesitation_ms: int
    kind: Literal["movement_started"] = "movement_started"


@dataclass(frozen=True, slots=True)
class PhaseEntered:
    """Sit-to-stand: which phase of the movement the person is in now."""

    time_ns: int
    phase: Literal["seated", "rising", "standing", "lowering"]
    kind: Literal["phase_entered"] = "phase_entered"


@dataclass(frozen=True, slots=True)
class RepetitionDone:
    """One full sit-to-stand-to-sit. `timed` is False when tracking gaps voided the times.

    `arms_used`: whether the hands pushed on the seat or armrests; None when not seen.
    """

    time_ns: int
    index: int
    total_ms: int
    rise_ms: int
    stand_ms: int
    lower_ms: int
    peak_mm: int
    arms_used: bool | None
    timed: bool
    kind: Literal["repetition_done"] = "repetition_done"


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rise that was begun and given up: how far it came, in percent of the full height."""

    time_ns: int
    reached_percent: int
    kind: Literal["near_miss"] = "near_miss"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step, in place or on the registered step. `timed` False: a gap lies within."""

    time_ns: int
    index: int
    direction: Literal["up", "down"]
    side: Side
    lift_mm: int
    interval_ms: int
    timed: bool
    kind: Literal["step_taken"] = "step_taken"


@dataclass(frozen=True, slots=True)
class HandOnRail:
    """A hand came to a rail, or left it."""

    time_ns: int
    side: Literal["left", "right"]
    on: bool
    kind: Literal["hand_on_rail"] = "hand_on_rail"


@dataclass(frozen=True, slots=True)
class TrackingLost:
    """The head has not been tracked for longer than the tolerance. Never a failure."""

    time_ns: int
    kind: Literal["tracking_lost"] = "tracking_lost"


@dataclass(frozen=True, slots=True)
class TrackingBack:
    """The head is tracked again after `gap_ms`."""

    time_ns: int
    gap_ms: int
    kind: Literal["tracking_back"] = "tracking_back"


@dataclass(frozen=True, slots=True)
class SamplesDropped:
    """Samples that were left out since the last such report, by reason (at most one a second)."""

    time_ns: int
    not_tracked: int = 0
    not_finite: int = 0
    jumped: int = 0
    stale: int = 0
    kind: Literal["samples_dropped"] = "samples_dropped"


@dataclass(frozen=True, slots=True)
class Highlighted:
    """Gaze, pointer or scan rests on an option of the panel (-1: on none).

    Sent when the option changes, and for gaze whenever the dwell has grown by a tenth.
    """

    time_ns: int
    option: int
    fill_permille: int
    source: Source
    kind: Literal["highlighted"] = "highlighted"


@dataclass(frozen=True, slots=True)
class Selected:
    """An option of the panel was chosen."""

    time_ns: int
    option: int
    source: Source
    kind: Literal["selected"] = "selected"


@dataclass(frozen=True, slots=True)
class StopGesture:
    """The menu button, or any button held: stop now."""

    time_ns: int
    source: Literal["menu", "held"]
    kind: Literal["stop_gesture"] = "stop_gesture"


Observation = (
    Calibrated
    | MovementStarted
    | PhaseEntered
    | RepetitionDone
    | NearMiss
    | StepTaken
    | HandOnRail
    | TrackingLost
    | TrackingBack
    | SamplesDropped
    | Highlighted
    | Selected
    | StopGesture
)

OBSERVATION: TypeAdapter[Observation] = TypeAdapter(
    Annotated[Observation, Field(discriminator="kind")]
)
