"""Where a hand is: in the lap or hanging, stretched out, or on a support."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vrexposure.core.geometry import FORWARD, Pose, Quat, Vec3
from vrexposure.desktop.build import Build
from vrexposure.desktop.curves import lerp, minimum_jerk, toward

HAND_NS: Final = 400_000_000  # DEF; from one posture to the next
HANGING: Final = 0.93  # DEF; of the arm's length: an arm never hangs quite straight
LAP_M: Final = (0.15, 0.32, 0.14)  # DEF; aside, in front of the head, above the seat
BELLY_M: Final = (0.30, 0.32)  # DEF; in front of the head, below the shoulders
SEAT_EDGE_M: Final = (0.27, 0.15)  # DEF; aside and ahead: where one pushes off
ARMREST_M: Final = 0.22  # DEF; above the seat
RAIL_ASIDE_M: Final = 0.38  # DEF; where no rail is registered
RAIL_M: Final = 0.90  # DEF; its height there
RAIL_AHEAD_M: Final = 0.15  # DEF
CARRY_M: Final = (0.14, 0.34, 0.24)  # DEF; aside, ahead, below the shoulders
LETS_GO_AT: Final = 0.6  # DEF; of the rise: hands leave the seat for the rail


@dataclass(frozen=True, slots=True)
class Trunk:
    """What the arms hang on, in one moment.

    Attributes:
        head: The head's pose.
        yaw: Which way the body faces.
        sit_yaw: Which way the seat faces.
        risen: Time share of the rise that is done: 0 seated, 1 standing.
        seat: The middle of the seat's top.
        armrests: Whether the seat has them.
        ground_m: How high the feet stand.
        sway: How far all of it is swaying.
    """

    head: Pose
    yaw: Quat
    sit_yaw: Quat
    risen: float
    seat: Vec3
    armrests: bool
    ground_m: float
    sway: Vec3


class Arm:
    """One arm; `out` is 1 for the right and -1 for the left."""

    def __init__(self, out: float) -> None:
        self.holding = False
        self.reaching = False
        self.carrying = False
        self.touch: Vec3 | None = None
        """What the reaching hand goes to; None: as far as it gets, where the head looks."""
        self.carries_m: float | None = None
        """How far from the middle it holds what both carry before the belly; None: nothing."""
        self._out = out
        self._hold_ns = 0
        self._reach_ns = 0
        self._carry_ns = 0

    def advance(self, dt_ns: int) -> None:
        """Let time pass."""
        self._hold_ns = toward(self._hold_ns, HAND_NS if self.holding else 0, dt_ns)
        self._reach_ns = toward(self._reach_ns, HAND_NS if self.reaching else 0, dt_ns)
        self._carry_ns = toward(self._carry_ns, HAND_NS if self.carrying else 0, dt_ns)

    def shoulder(self, build: Build, eye: Vec3, yaw: Quat) -> Vec3:
        """Where the shoulder is, for eyes that are there."""
        down_m = build.shoulder_m - build.eye_m
        return eye.plus(yaw.rotate(Vec3(self._out * build.shoulder_half_m, -0.05, down_m)))

    def place(self, build: Build, trunk: Trunk, rail: tuple[float, float] | None) -> Vec3:
        """Where the hand is; `rail`: x and height of the registered one on this side."""
        eye = trunk.head.position

        def beside(aside_m: float, ahead_m: float, up_m: float) -> Vec3:
            return eye.plus(trunk.yaw.rotate(Vec3(self._out * aside_m, ahead_m, up_m)))

        shoulder = self.shoulder(build, eye, trunk.yaw)
        hanging = shoulder.plus(Vec3(0.0, 0.0, -HANGING * build.arm_m))
        aside_m, ahead_m, above_m = LAP_M
        lap = beside(aside_m, ahead_m, above_m - build.seated_eye_m)
        hand = lerp(lap, hanging, minimum_jerk(trunk.risen))
        aside_m, ahead_m, below_m = CARRY_M
        carried = beside(aside_m, ahead_m, build.shoulder_m - build.eye_m - below_m)
        hand = lerp(hand, carried, minimum_jerk(self._carry_ns / HAND_NS))
        if self.carries_m is not None:
            ahead_m, below_m = BELLY_M
            hand = beside(self.carries_m, ahead_m, build.shoulder_m - build.eye_m - below_m)
        forward = trunk.head.orientation.rotate(FORWARD)
        stretched = shoulder.plus(forward.scaled(build.arm_m))
        if self.touch is not None:
            # It sways along: no living hand is ever quite still.
            stretched = build.within_reach(shoulder, self.touch.plus(trunk.sway))
        hand = lerp(hand, stretched, minimum_jerk(self._reach_ns / HAND_NS))
        held = build.within_reach(shoulder, self._support(trunk, rail))
        return lerp(hand, held, minimum_jerk(self._hold_ns / HAND_NS))

    def _support(self, trunk: Trunk, rail: tuple[float, float] | None) -> Vec3:
        """What the hand would hold: the seat's edge or armrest below, the rail above."""
        aside_m, ahead_m = SEAT_EDGE_M
        rest = Vec3(self._out * aside_m, ahead_m, ARMREST_M if trunk.armrests else 0.0)
        seat = trunk.seat.plus(trunk.sit_yaw.rotate(rest))
        eye = trunk.head.position
        x_m, height_m = rail or (eye.x + self._out * RAIL_ASIDE_M, RAIL_M)
        beam = Vec3(x_m, eye.y + RAIL_AHEAD_M, height_m + trunk.ground_m)
        return lerp(seat, beam, minimum_jerk((trunk.risen - LETS_GO_AT) / (1.0 - LETS_GO_AT)))
