"""What the session asks tracking to look for. Plain values, so that asking is recorded by nature.

The session puts one `Watch` beside its View; the core hands it to tracking whenever it changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrexposure.core.levels.base import Posture
from vrexposure.core.view import Panel


@dataclass(frozen=True, slots=True)
class WatchStill:
    """Measure the head's height once it is still: `still_ms` within `spread_mm`.

    `above_mm`: do not accept a height at or below this (a standing head must be above the seated).
    """

    measure: Literal["seated_head", "standing_head"]
    still_ms: int = 2000
    spread_mm: int = 25
    above_mm: int = 0


@dataclass(frozen=True, slots=True)
class WatchSitToStand:
    """Count sit-to-stand repetitions between the two calibrated head heights.

    `seat_mm` is the height of the registered seat: hands near it tell whether the arms helped.
    `turn_deg`: how far to turn while standing, and back; 0: not at all.
    """

    go_ns: int
    seated_head_mm: int
    standing_head_mm: int
    seat_mm: int
    chair_x_mm: int = 0
    chair_y_mm: int = 0
    has_arms: bool = False
    turn_deg: int = 0


@dataclass(frozen=True, slots=True)
class Rail:
    """A registered rail beside the patient: a level line along +Y at x, at this height."""

    side: Literal["left", "right"]
    x_mm: int
    height_mm: int


@dataclass(frozen=True, slots=True)
class WatchStairs:
    """Count steps.

    `in_place`: marching on the spot; the virtual riser sets how high the head (or foot, where a
    foot is tracked) must rise to count, bounded by the person's own size. `real_step`: the head
    must rise and stay risen by about the registered step, then come down.
    """

    go_ns: int
    direction: Literal["up", "down"]
    standing_head_mm: int
    riser_mm: int
    locomotion: Literal["in_place", "real_step"] = "in_place"
    rails: tuple[Rail, ...] = ()


Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class WatchTouch:
    """Say where a controller touches something real: held still, its trigger pressed."""


@dataclass(frozen=True, slots=True)
class WatchArm:
    """Measure how far one hand comes, comfortably, with the trunk upright.

    `head_mm`: the calibrated head of the posture; `height_mm`: the standing height, as well as it
    is known, from which the shoulder is found.
    """

    side: Side
    head_mm: int
    height_mm: int


@dataclass(frozen=True, slots=True)
class Target:
    """A place to be reached by one hand: its middle, stage space."""

    side: Side
    x_mm: int
    y_mm: int
    z_mm: int


@dataclass(frozen=True, slots=True)
class WatchReach:
    """See the targets being reached, in order; each is held `hold_ms` within its size.

    Between two targets the hand goes back at least half the way, so that resting in a target's
    place reaches nothing twice. `head_mm` is the upright head in the posture of the task, `hip_mm`
    the hip joint in it and its standard error (None: not known): for how far the trunk leaned.
    `arm_mm` is from the shoulder to the grip. `first`: the index of the first of these targets,
    when some are done already.
    """

    go_ns: int
    targets: tuple[Target, ...]
    size_mm: int
    hold_ms: int
    head_mm: int
    arm_mm: int
    hip_mm: int | None = None
    hip_error_mm: int = 30
    posture: Posture = "standing"
    first: int = 0


@dataclass(frozen=True, slots=True)
class WatchLift:
    """See a virtual thing being carried from where it lies to where it belongs, and back again.

    Lift n, `first` and on, goes from `places[n % 2]` to the other one. A hand (or both) at the
    thing takes it: by closing (a squeeze or a pinch), or by staying `take_ms`; it need not be kept
    closed, since a button that is held stops the session. It is put down by being held at the
    place, still, for `put_ms`, or by opening a hand there that was closed for longer than a Stop.
    `head_mm` is the upright head in the posture of the task, `hip_mm` the hip joint in it and its
    standard error (None: not known): for how far the trunk leaned.
    """

    go_ns: int
    places: tuple[tuple[int, int, int], tuple[int, int, int]]
    size_mm: int
    both_hands: bool
    lifts: int
    head_mm: int
    take_ms: int = 300
    put_ms: int = 300
    hip_mm: int | None = None
    hip_error_mm: int = 30
    posture: Posture = "standing"
    first: int = 0


@dataclass(frozen=True, slots=True)
class WatchStand:
    """Measure standing: how long, how much the head sways, and what ends it."""

    go_ns: int
    standing_head_mm: int
    duration_ms: int
    rails: tuple[Rail, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchWalk:
    """Measure walking: way over the floor (`room`), or own steps on the spot (`in_place`).

    `carried`: hands that must stay at the virtual thing between waist and chest; it is lost when
    they come apart by more than its size allows, or sink. `stride_mm`: what one step on the spot
    is worth.
    """

    go_ns: int
    standing_head_mm: int
    locomotion: Literal["room", "in_place"]
    distance_mm: int
    leg_mm: int
    stride_mm: int = 600
    carried: Literal["nothing", "one_hand", "both_hands"] = "nothing"
    size_mm: int = 250


@dataclass(frozen=True, slots=True)
class WatchTurn:
    """See turns of the head, or of head and trunk together, to the wanted side and angle.

    `sides` in order, one for each turn. Ahead is where the head looked when the signal came.
    `seated`: the feet cannot turn the whole body, so the hands may do what they like.
    """

    go_ns: int
    part: Literal["head", "trunk"]
    angle_deg: int
    sides: tuple[Side, ...]
    hold_ms: int
    head_mm: int
    seated: bool = False


Movement = (
    WatchStill
    | WatchSitToStand
    | WatchStairs
    | WatchTouch
    | WatchArm
    | WatchReach
    | WatchLift
    | WatchStand
    | WatchTurn
    | WatchWalk
)


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that tracking should look for now.

    Attributes:
        movement: The body, or None.
        trace: Keep the height of the head, for a picture of it; told when this becomes False.
        panel: The panel that can be pointed at, or None. Only its geometry and the number of
            options matter; `dwell_ms` 0 switches gaze dwell off.
    """

    movement: Movement | None = None
    panel: Panel | None = None
    dwell_ms: int = 1500
    trace: bool = False
