"""Where the targets of a reach stand for this very body, and the way that its hand goes there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vrexposure.core.body import Length
from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.measures.reach_targets import ReachBody, ReachTarget, reach_target
from vrexposure.core.session.context import Context
from vrexposure.core.watch import Side, Target

Spot = tuple[int, int, int]

SIDES: Mapping[str, tuple[Side, ...]] = {
    "left": ("left",),
    "right": ("right",),
    "both": ("right", "left"),
}
# Where a hand rests, as shares of the arm from below the shoulder (DEF; an adult's lap and side).
LAP = (0.15, 0.50, 0.28)
HANGING = 0.97
ASIDE_MM = 190
LIFT_OF_ARM = 0.12
"""How high the shown way of the hand rises above the straight line, in its middle (DEF)."""


@dataclass(frozen=True, slots=True)
class ReachPlaces:
    """The targets by side, and what the trial and its log need to know of the body.

    `asks_deg`: the flexion that the target really asks, where it had to be moved less than wanted.
    """

    targets: Mapping[Side, Target]
    rests: Mapping[Side, Spot]
    asks_deg: int
    moved: tuple[str, ...]
    arm: Length
    hip: Length

    def way(self, side: Side) -> tuple[Spot, ...]:
        """From where the hand rests to its target, a little arched."""
        rest, target = self.rests[side], self.targets[side]
        there = (target.x_mm, target.y_mm, target.z_mm)
        x, y, z = ((a + b) // 2 for a, b in zip(rest, there, strict=True))
        return rest, (x, y, z + round(LIFT_OF_ARM * self.arm.mm)), there


def reach_places(c: Context, level: ReachLevel, *, sides: Iterable[Side]) -> ReachPlaces:
    """Place the targets; head height, and seat where one sits, must be known.

    Seated, the person sits in the middle of the registered chair, standing they stand over the
    middle of the stage; they face +Y either way.
    """
    seated = level.begins == "seated"
    body = c.body
    hip, trunk = body.hip(level.begins), body.trunk()
    assert hip is not None, "the programme has measured the head"
    assert trunk is not None, "the programme has measured the head"
    chair = c.props.get("chair") if seated else None
    x_mm, y_mm = (chair.x_mm, chair.y_mm) if chair else (0, 0)
    targets: dict[Side, Target] = {}
    rests: dict[Side, Spot] = {}
    placed: list[ReachTarget] = []
    arms: list[Length] = []
    for side in sides:
        arm = body.arm(side)
        assert arm is not None, "the programme has measured the head"
        lengths = ReachBody(
            hip_m=hip.mm / 1000,
            trunk_m=trunk.mm / 1000,
            arm_m=arm.mm / 1000,
            seat_m=chair.height_mm / 1000 if chair else None,
        )
        one = reach_target(
            lengths,
            flexion_deg=level.flexion_deg,
            side=side,
            lateral_deg=level.lateral_deg,
        )
        at = one.in_stage(hips_x_m=x_mm / 1000, hips_y_m=y_mm / 1000, facing_yaw_rad=0.0)
        targets[side] = Target(side, *(round(1000 * metres) for metres in at))
        out = 1 if side == "right" else -1
        rests[side] = (
            (
                x_mm + out * round(LAP[0] * arm.mm + 60),
                y_mm + round(LAP[1] * arm.mm),
                hip.mm + round(LAP[2] * arm.mm) // 2,
            )
            if seated
            else (out * ASIDE_MM + x_mm, y_mm + 40, hip.mm + trunk.mm - round(HANGING * arm.mm))
        )
        placed.append(one)
        arms.append(arm)
    return ReachPlaces(
        targets,
        rests,
        round(min(one.asks_deg for one in placed)),
        tuple(sorted({clamp.value for one in placed for clamp in one.clamped})),
        min(arms, key=lambda length: length.mm),
        hip,
    )
