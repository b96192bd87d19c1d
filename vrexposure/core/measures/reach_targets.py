"""Where a target must be so that reaching it asks a given trunk flexion of this very body.

With the hips flexed by an angle from the vertical, the arm straight and at right angles to the
trunk, the hand is at trunk * sin + arm * cos ahead of the hips and at hips + trunk * cos - arm *
sin above the floor: targets by the body, as in the reaching games of France & Thomas (VIGOR trial,
PMC5975386), whose targets ask the same hip flexion of everybody.
Seated, that may lie below the seat or the floor: the target is then moved, and says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from vrexposure.core.geometry import Vec3

# DEF: a ball of 14 cm, and the thighs, keep clear of what is below.
SEAT_MARGIN_M: Final = 0.10
FLOOR_MARGIN_M: Final = 0.10


class Clamp(StrEnum):
    """Why a target is not where the formula puts it."""

    ABOVE_SEAT = "above_seat"
    ABOVE_FLOOR = "above_floor"
    WITHIN_REACH = "within_reach"


@dataclass(frozen=True, slots=True)
class ReachBody:
    """The lengths that a reach depends on.

    Attributes:
        hip_m: Hip joints above the floor, in the posture of the task.
        trunk_m: From the hips to the shoulders.
        arm_m: From the shoulder to the grip.
        half_width_m: From the middle to either shoulder. DEF 0.18: about half of what Drillis &
            Contini 1966 give for adults (0.259 of the standing height between the shoulders), less
            what the joint lies inside.
        seat_m: Height of the seat, when sitting.
        reach_limit_m: The farthest comfortable reach that was measured, from the hips over the
            floor; None: as far as trunk and arm go.
    """

    hip_m: float
    trunk_m: float
    arm_m: float
    half_width_m: float = 0.18
    seat_m: float | None = None
    reach_limit_m: float | None = None


@dataclass(frozen=True, slots=True)
class ReachTarget:
    """A target in the person's own frame: origin on the floor below the hips, facing forwards.

    Attributes:
        right_m: To the right; less than 0 to the left.
        forward_m: Ahead.
        height_m: Above the floor.
        asks_deg: The least trunk flexion with which a straight arm comes there; what was wished,
            unless the target had to be moved so far that it asks less.
        clamped: Why it was moved; empty: it was not.
    """

    right_m: float
    forward_m: float
    height_m: float
    asks_deg: float
    clamped: tuple[Clamp, ...]

    def in_stage(self, *, hips_x_m: float, hips_y_m: float, facing_yaw_rad: float) -> Vec3:
        """The target in stage space for somebody who faces there (anticlockwise from +Y)."""
        cos, sin = math.cos(facing_yaw_rad), math.sin(facing_yaw_rad)
        return Vec3(
            hips_x_m + self.right_m * cos - self.forward_m * sin,
            hips_y_m + self.right_m * sin + self.forward_m * cos,
            self.height_m,
        )


def least_flexion_deg(body: ReachBody, *, ahead_m: float, height_m: float) -> float | None:
    """The least forward flexion at which a straight arm reaches so far ahead, at this height.

    0 when no flexion is needed, None when no flexion is enough. A hand that was seen there shows
    at least this flexion, if the hips stayed where they were.

    Args:
        body: Its lengths.
        ahead_m: Horizontally from the hips, in the plane of the reach; not less than 0.
        height_m: Above the floor.
    """
    up = height_m - body.hip_m
    away = math.hypot(ahead_m, up)
    if away > body.trunk_m + body.arm_m + 1e-9:
        return None
    if away <= abs(body.arm_m - body.trunk_m):
        return 0.0 if body.arm_m >= body.trunk_m else None
    # The triangle of trunk, arm and the line from the hips to the hand.
    cosine = (body.trunk_m**2 + away**2 - body.arm_m**2) / (2 * body.trunk_m * away)
    flexion = math.atan2(ahead_m, up) - math.acos(max(-1.0, min(1.0, cosine)))
    return max(0.0, math.degrees(flexion))


def reach_target(
    body: ReachBody,
    *,
    flexion_deg: float,
    side: Literal["left", "right"],
    lateral_deg: float = 0.0,
) -> ReachTarget:
    """Place a target for a trunk flexion.

    A target that would lie too low is raised; the arm then points less steeply down, so the same
    flexion is still asked. Less is asked, and `asks_deg` says so, where the reach is limited, and
    where the raised target lies above the line of the trunk: seated, from some 85 degrees on.

    Args:
        body: Its lengths; with `seat_m` it sits.
        flexion_deg: Of the trunk from the vertical, 0 to 90.
        side: The hand that reaches.
        lateral_deg: How far the reach is turned to that hand's own side, -90 to 90.
    """
    assert 0 <= flexion_deg <= 90, "flexion from 0 to 90 degrees"
    assert -90 <= lateral_deg <= 90, "turned by -90 to 90 degrees"
    assert min(body.hip_m, body.trunk_m, body.arm_m) > 0, "a body has lengths"
    angle = math.radians(flexion_deg)
    shoulder_ahead = body.trunk_m * math.sin(angle)
    shoulder_height = body.hip_m + body.trunk_m * math.cos(angle)
    ahead = shoulder_ahead + body.arm_m * math.cos(angle)
    height = shoulder_height - body.arm_m * math.sin(angle)
    clamped = []
    least, why = FLOOR_MARGIN_M, Clamp.ABOVE_FLOOR
    if body.seat_m is not None:
        least, why = body.seat_m + SEAT_MARGIN_M, Clamp.ABOVE_SEAT
    if height < least:
        clamped.append(why)
        height = least
        drop = shoulder_height - least
        ahead = shoulder_ahead + math.sqrt(max(0.0, body.arm_m**2 - drop**2))
    # What trunk and arm can reach at this height, whatever the flexion, and what is comfortable.
    longest = math.sqrt(max(0.0, (body.trunk_m + body.arm_m) ** 2 - (height - body.hip_m) ** 2))
    if body.reach_limit_m is not None:
        longest = min(longest, body.reach_limit_m)
    if ahead > longest + 1e-9:
        clamped.append(Clamp.WITHIN_REACH)
        ahead = longest
    asks = least_flexion_deg(body, ahead_m=ahead, height_m=height)
    sign = 1.0 if side == "right" else -1.0
    aside = math.radians(lateral_deg)
    half = body.half_width_m
    return ReachTarget(
        sign * (half * math.cos(aside) + ahead * math.sin(aside)),
        ahead * math.cos(aside) - half * math.sin(aside),
        height,
        0.0 if asks is None else asks,
        tuple(clamped),
    )
