"""How the trunk leans, and knees bend, for what the arm alone does not reach."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from vrexposure.core.geometry import FORWARD, Pose, Vec3
from vrexposure.core.view import Thing
from vrexposure.desktop.curves import minimum_jerk, toward

LEAN_NS: Final = 900_000_000  # DEF; an unhurried lean
LOOKS_RAD: Final = math.radians(50)  # DEF; what is reached for is looked at, more or less
MOST_DEG: Final = 95  # DEF
DIP_STEP_M: Final = 0.06
DIP_MOST_M: Final = 0.48  # DEF; a deep squat
HIPS_ABOVE_SEAT_M: Final = 0.09  # DEF; an adult's hip joint above the seat
HIPS_OF_EYES: Final = 0.530 / 0.936  # Drillis & Contini 1966, in Winter's table


def hips_m(eye_m: float, seat_m: float, risen: float) -> float:
    """The hip joints above the floor; `risen`: 0 seated, 1 standing."""
    seated = seat_m + HIPS_ABOVE_SEAT_M
    return seated + (HIPS_OF_EYES * eye_m - seated) * risen


class Leaning:
    """Knows the wanted target, and how far the trunk has leaned for it."""

    def __init__(self) -> None:
        self.touch: Vec3 | None = None
        """Where the reaching hand goes; None: nowhere in particular."""
        self.apart_m = 0.0
        """How far from its middle each of two hands goes; 0: one hand does it."""
        self._wanted: Vec3 | None = None
        self._yaw = 0.0
        self._angle = 0.0
        self._dip_m = 0.0
        self._on = False
        self._ns = 0

    def offer(self, things: Sequence[Thing], *, both: bool = False) -> None:
        """Learn which target is wanted now, or what is to be taken, or where it belongs."""
        self._wanted, self.apart_m, box_m = None, 0.0, 0.0
        for thing in things:
            if thing.kind == "box":
                box_m = thing.size_mm / 1000
                self.apart_m = box_m / 2 if both else 0.0
        for thing in things:
            wanted = thing.state in ("wanted", "near", "held") and not thing.held_by
            if thing.kind in ("target", "box", "place") and wanted:
                # What is put in a ring stands on it.
                up_m = box_m / 2 if thing.kind == "place" else 0.0
                self._wanted = Vec3(thing.x_mm / 1000, thing.y_mm / 1000, thing.z_mm / 1000 + up_m)
                return

    def lean(
        self,
        head: Pose,
        hips_m: float,
        *,
        gets_there: Callable[[Vec3, Vec3], bool],
        on: bool,
        knees: bool = False,
    ) -> None:
        """Begin to lean to the wanted target, if it is looked at, or to come up again.

        Args:
            head: As it is upright.
            hips_m: The hip joints above the floor.
            gets_there: Whether the arm gets from eyes that are there to a place.
            on: Lean, or come up.
            knees: Whether they may bend, where leaning is not enough.
        """
        self._on = on
        if not on:
            return
        if self._ns:  # still leaning, or on the way up: go on from there
            self.touch = self._wanted
            return
        self.touch = None
        if self._wanted is None:
            return
        way = self._wanted.minus(head.position)
        ahead = head.orientation.rotate(FORWARD)
        along = (way.x * ahead.x + way.y * ahead.y + way.z * ahead.z) / max(1e-6, way.length())
        if along < math.cos(LOOKS_RAD):
            return
        self.touch = self._wanted
        self._yaw = math.atan2(-way.x, way.y)
        for dip in range(round(DIP_MOST_M / DIP_STEP_M) + 1 if knees else 1):
            self._dip_m = dip * DIP_STEP_M
            for degrees in range(MOST_DEG + 1):
                self._angle = math.radians(degrees)
                eye = self._turned(head.position, hips_m, self._angle, self._dip_m)
                if gets_there(eye, self._wanted):
                    return

    def advance(self, dt_ns: int) -> None:
        """Let time pass."""
        self._ns = toward(self._ns, LEAN_NS if self._on and self.touch is not None else 0, dt_ns)

    def bent(self, head: Vec3, hips_m: float) -> Vec3:
        """Where an upright head is now."""
        if not self._ns:
            return head
        share = minimum_jerk(self._ns / LEAN_NS)
        return self._turned(head, hips_m, share * self._angle, share * self._dip_m)

    def _turned(self, head: Vec3, hips_m: float, angle: float, dip_m: float) -> Vec3:
        """The head, turned about the hips beneath it, which are lower by `dip_m`."""
        length = head.z - hips_m
        out = length * math.sin(angle)
        return Vec3(
            head.x - out * math.sin(self._yaw),
            head.y + out * math.cos(self._yaw),
            hips_m + length * math.cos(angle) - dip_m,
        )
