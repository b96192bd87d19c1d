"""Where the thing lies and where it belongs, for this very body; the way that it goes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vrexposure.core.body import Length
from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.measures.reach_targets import ReachBody, least_flexion_deg
from vrexposure.core.session.context import Context

Spot = tuple[int, int, int]

# DEF: standing, hands are easy this part of the arm ahead of the hips, but clear of the toes.
AHEAD_OF_ARM = 0.60
TOES_MM = 220
# DEF: sitting, what is low lies before the knees; a thigh is 0.245 of the height (Drillis &
# Contini 1966).
THIGH = 0.245
KNEES_MM = 60
# DEF: who sits is not asked to lean further than this, nor to get further below the seat.
SEATED_LEAN_DEG = 60
BELOW_SEAT_MM = 250
SEATED_ASIDE_DEG = 60
# DEF: an arm that is stretched to the last is not at ease.
AT_EASE = 0.95
# DEF: how far apart the two places are at least, or the thing's own size.
APART_MM = 200
ARCH_OF_ARM = 0.25
"""How much nearer to the body the middle of the shown way is (DEF): things are carried close."""


@dataclass(frozen=True, slots=True)
class BendPlaces:
    """The middle of the thing at either place, and what the log needs to know.

    `at_mm`: the heights of its underside there; `aside_deg`: how far the second is to the side.
    `moved`: they are not what the level asks.
    """

    places: tuple[Spot, Spot]
    at_mm: tuple[int, int]
    aside_deg: int
    moved: bool
    hip: Length
    feet: tuple[int, int]

    def way(self, backwards: bool) -> tuple[Spot, ...]:
        """The way of the thing from one place to the other, close to the body in between."""
        start, end = reversed(self.places) if backwards else self.places
        x, y, z = ((a + b) // 2 for a, b in zip(start, end, strict=True))
        body_x, body_y = self.feet
        near = (
            round(x + ARCH_OF_ARM * (body_x - x)),
            round(y + ARCH_OF_ARM * (body_y - y)),
            max(z, start[2], end[2]) if abs(start[2] - end[2]) < APART_MM else z,
        )
        return start, near, end


def bend_places(c: Context, level: BendLevel) -> BendPlaces:
    """Place the thing; head height, and seat where one sits, must be known.

    Seated, the person sits in the middle of the registered chair, standing they stand over the
    middle of the stage; they face +Y either way.
    """
    seated = level.begins == "seated"
    height, hip, trunk = c.body.height(), c.body.hip(level.begins), c.body.trunk()
    arms = [c.body.arm("left"), c.body.arm("right")]
    assert height is not None, "the programme has measured the head"
    assert hip is not None, "the programme has measured the head"
    assert trunk is not None, "the programme has measured the head"
    arm_mm = min(arm.mm for arm in arms if arm is not None)
    half = round(level.object_size_m * 500)
    chair = c.props.get("chair") if seated else None
    body = ReachBody(
        hip_m=hip.mm / 1000,
        trunk_m=trunk.mm / 1000,
        arm_m=AT_EASE * arm_mm / 1000,
        seat_m=chair.height_mm / 1000 if chair else None,
    )
    ahead = max(round(AHEAD_OF_ARM * arm_mm), TOES_MM + half)
    if seated:
        ahead = round(THIGH * height.mm) + KNEES_MM + half
    wanted = [round(metres * 1000) for metres in (level.pick_height_m, level.put_height_m)]
    eyes_mm = c.heads_mm[level.begins]
    middles = [_reachable(body, ahead, mm + half, eyes_mm) for mm in wanted]
    most_deg = SEATED_ASIDE_DEG if seated else 90
    aside_deg = min(level.aside_deg, most_deg)
    x_mm, y_mm = (chair.x_mm, chair.y_mm) if chair else (0, 0)
    out = -1 if set(c.arms_mm) == {"left"} else 1
    while True:
        angle = math.radians(aside_deg)
        put = (
            x_mm + out * round(ahead * math.sin(angle)),
            y_mm + round(ahead * math.cos(angle)),
            middles[1],
        )
        pick = (x_mm, y_mm + ahead, middles[0])
        if math.dist(pick, put) >= max(APART_MM, 2 * half) or aside_deg >= most_deg:
            break
        aside_deg = min(most_deg, aside_deg + 5)
    at_mm = (middles[0] - half, middles[1] - half)
    moved = list(at_mm) != wanted or aside_deg != level.aside_deg
    return BendPlaces((pick, put), at_mm, aside_deg, moved, hip, (x_mm, y_mm))


def _reachable(body: ReachBody, ahead_mm: int, wanted_mm: int, eyes_mm: int) -> int:
    """The height nearest to the wanted one that this body gets to, for the middle of the thing.

    Standing, knees bend as far as the floor; sitting, what is low must be reached by leaning.
    """
    least = 0
    if body.seat_m is not None:
        least = round(body.seat_m * 1000) - BELOW_SEAT_MM
        while least < eyes_mm and not _seated_reach(body, ahead_mm, least):
            least += 10
    shoulder_mm = 1000 * (body.hip_m + body.trunk_m)
    up_mm = math.sqrt(max(0.0, (1000 * body.arm_m) ** 2 - ahead_mm**2))
    most = min(eyes_mm, round(shoulder_mm + up_mm))
    return min(max(wanted_mm, least), max(most, least))


def _seated_reach(body: ReachBody, ahead_mm: int, height_mm: int) -> bool:
    lean = least_flexion_deg(body, ahead_m=ahead_mm / 1000, height_m=height_mm / 1000)
    return lean is not None and lean <= SEATED_LEAN_DEG
