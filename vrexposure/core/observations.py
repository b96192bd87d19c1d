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
    """The head was still long enough to measure its height, and where it was."""

    time_ns: int
    measure: Literal["seated_head", "standing_head"]
    height_mm: int
    spread_mm: int
    x_mm: int = 0
    y_mm: int = 0
    kind: Literal["calibrated"] = "calibrated"


@dataclass(frozen=True, slots=True)
class Touched:
    """A controller was held still against something, its trigger pressed: where its grip was."""

    time_ns: int
    side: Literal["left", "right"]
    x_mm: int
    y_mm: int
    z_mm: int
    kind: Literal["touched"] = "touched"


@dataclass(frozen=True, slots=True)
class ReachMeasured:
    """How far one hand came from its shoulder without the trunk's help.

    `far_mm`: by sector, low to high and in each from across the body to the side (3 x 3); 0: the
    hand was not there. `arm_mm`: the furthest of those of a raised arm.
    """

    time_ns: int
    side: Literal["left", "right"]
    arm_mm: int
    far_mm: tuple[int, ...]
    kind: Literal["reach_measured"] = "reach_measured"


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
    """A movement that was begun and given up: how far it came, in percent of the whole."""

    time_ns: int
    reached_percent: int
    kind: Literal["near_miss"] = "near_miss"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step, in place, on the registered step or in walking. `timed` False: a gap lies within.

    In walking (`on`), `lift_mm` is 0 over the floor, and `interval_ms` is 0 where no step went
    before.
    """

    time_ns: int
    index: int
    direction: Literal["up", "down", "on"]
    side: Side
    lift_mm: int
    interval_ms: int
    timed: bool
    kind: Literal["step_taken"] = "step_taken"


@dataclass(frozen=True, slots=True)
class TargetReached:
    """A target was reached and held.

    Attributes:
        index: Which of the targets, from 0.
        side: The hand.
        reach_ms: First movement to arrival; `hesitation_ms` before that, since it was due.
        path_permille: Length of the hand's way over the straight line, thousandths.
        peak_mm_per_s: The hand's highest speed.
        trunk_deg: How far the trunk leaned, estimated; None where it cannot be told.
        trunk_error_deg: The standard error of that.
        timed: False when gaps in tracking voided times and ways.
    """

    time_ns: int
    index: int
    side: Literal["left", "right"]
    hesitation_ms: int
    reach_ms: int
    path_permille: int
    peak_mm_per_s: int
    trunk_deg: int | None
    timed: bool
    trunk_error_deg: int | None = None
    kind: Literal["target_reached"] = "target_reached"


@dataclass(frozen=True, slots=True)
class HandAbsent:
    """A hand that is wanted, and never seen; the other one was (to carry: neither was)."""

    time_ns: int
    side: Literal["left", "right"]
    kind: Literal["hand_absent"] = "hand_absent"


@dataclass(frozen=True, slots=True)
class ThingTaken:
    """The virtual thing is in the hand now. `closed`: a hand has closed about it (a button)."""

    time_ns: int
    index: int
    side: Literal["left", "right", "both"]
    closed: bool = False
    kind: Literal["thing_taken"] = "thing_taken"


@dataclass(frozen=True, slots=True)
class ThingDropped:
    """It was let go of on the way, and lies where it was taken from."""

    time_ns: int
    index: int
    kind: Literal["thing_dropped"] = "thing_dropped"


@dataclass(frozen=True, slots=True)
class ThingPut:
    """It was put where it belongs: one lift.

    `lift_ms`: since it was taken; `low_mm`: the lowest that the head came; `trunk_deg`: how far
    the trunk leaned at most, estimated, with its standard error; None where it cannot be told.
    Standing, knees that bend look like leaning: the error has that in it.
    """

    time_ns: int
    index: int
    lift_ms: int
    low_mm: int
    trunk_deg: int | None
    timed: bool
    trunk_error_deg: int | None = None
    kind: Literal["thing_put"] = "thing_put"


@dataclass(frozen=True, slots=True)
class StandingOn:
    """Still standing: once a second, and at the end of the time.

    `stood_ms` counts only tracked time; `sway_mm` is the head's way over the floor, smoothed;
    `ellipse_mm2` the area of the ellipse that holds 95 % of its places.
    """

    time_ns: int
    stood_ms: int
    sway_mm: int
    ellipse_mm2: int = 0
    kind: Literal["standing_on"] = "standing_on"


@dataclass(frozen=True, slots=True)
class StandingBroken:
    """The standing ended before its time."""

    time_ns: int
    why: Literal["stepped", "sat", "bent"]
    stood_ms: int
    kind: Literal["standing_broken"] = "standing_broken"


@dataclass(frozen=True, slots=True)
class WalkedOn:
    """Another half metre was walked, or the walker has come to a stand.

    Attributes:
        distance_mm: In all; with a thing to carry, only what was walked with it.
        duration_ms: In motion, without pauses.
        timed: False when gaps in tracking voided the duration.
        straight_mm: Of the way, what lay more than a second from every start, turn and stop.
        straight_ms: How long that took.
    """

    time_ns: int
    distance_mm: int
    duration_ms: int
    steps: int
    timed: bool
    straight_mm: int = 0
    straight_ms: int = 0
    kind: Literal["walked_on"] = "walked_on"


@dataclass(frozen=True, slots=True)
class Halted:
    """The walker stands; `on` False: goes on after `stood_ms`."""

    time_ns: int
    on: bool
    stood_ms: int = 0
    kind: Literal["halted"] = "halted"


@dataclass(frozen=True, slots=True)
class TurnHeld:
    """The turn was far enough and held long enough: time to come back."""

    time_ns: int
    index: int
    side: Literal["left", "right"]
    kind: Literal["turn_held"] = "turn_held"


@dataclass(frozen=True, slots=True)
class TurnDone:
    """A turn to the wanted side, far enough, held, and back.

    `trunk_deg`: how far the trunk turned with it; None where that was not tracked, so that only
    the head was judged.
    """

    time_ns: int
    index: int
    side: Literal["left", "right"]
    peak_deg: int
    turn_ms: int
    timed: bool
    trunk_deg: int | None = None
    kind: Literal["turn_done"] = "turn_done"


@dataclass(frozen=True, slots=True)
class Traced:
    """How high the head was, since `start_ns`, every `step_ms`; None where it was not tracked."""

    time_ns: int
    start_ns: int
    step_ms: int
    heights_mm: tuple[int | None, ...]
    kind: Literal["traced"] = "traced"


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
    | Touched
    | ReachMeasured
    | MovementStarted
    | PhaseEntered
    | RepetitionDone
    | NearMiss
    | StepTaken
    | TargetReached
    | HandAbsent
    | ThingTaken
    | ThingDropped
    | ThingPut
    | StandingOn
    | StandingBroken
    | WalkedOn
    | Halted
    | TurnHeld
    | TurnDone
    | Traced
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
