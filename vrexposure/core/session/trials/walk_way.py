"""The way to walk: how long the lane may be here, and where own steps on the spot lead."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.session.context import Context
from vrexposure.core.setup import Place
from vrexposure.core.view import RigMove

START, END = "walk-start", "walk-end"
# Steps at a comfortable pace are 0.41 of the body's height (Winter 2009); those on the spot carry
# the view a little less far, so that it never runs ahead (DEF), within bounds.
STRIDE_OF_HEIGHT = 0.36
STRIDE_LEAST_MM, STRIDE_MOST_MM = 400, 700


@dataclass(frozen=True, slots=True)
class WalkWay:
    """A straight way in the place, millimetres: where it begins, where it leads, how far.

    `leg_mm` 0: the place has no clear way, so the view stays.
    """

    start_mm: tuple[int, int, int]
    yaw_mdeg: int
    leg_mm: int
    stride_mm: int

    def at(self, on_mm: int, *, back: bool) -> RigMove:
        """The rig standing so far on the way, or so far on the way back."""
        along = self.leg_mm - on_mm if back else on_mm
        yaw = math.radians(self.yaw_mdeg / 1000)
        x, y, z = self.start_mm
        spot = (x - round(along * math.sin(yaw)), y + round(along * math.cos(yaw)), z)
        turned = (self.yaw_mdeg + 180_000) % 360_000 if back else self.yaw_mdeg
        return RigMove(from_mm=spot, to_mm=spot, yaw_mdeg=turned)


def walk_way(c: Context, level: WalkLevel) -> WalkWay:
    """The way of a level in the place that is shown: never longer than either allows."""
    height = c.body.height()
    wanted = STRIDE_OF_HEIGHT * height.mm if height is not None else STRIDE_LEAST_MM
    stride_mm = round(max(STRIDE_LEAST_MM, min(STRIDE_MOST_MM, wanted)))
    rig = c.rig_at(START)
    leg_mm = round(level.leg_m * 1000)
    clear_mm = clear_way_mm(c.place())
    if clear_mm is not None:
        leg_mm = min(leg_mm, clear_mm)
    elif level.locomotion == "in_place":
        leg_mm = 0
    return WalkWay(rig.to_mm, rig.yaw_mdeg, leg_mm, stride_mm)


def clear_way_mm(place: Place) -> int | None:
    """How far one can go straight on from the start in a place; None: it does not say."""
    start, end = place.anchors.get(START), place.anchors.get(END)
    if start is None or end is None:
        return None
    return round(math.hypot(end.x_mm - start.x_mm, end.y_mm - start.y_mm))
