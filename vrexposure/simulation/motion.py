"""How a simulated body moves: head and hands in stage space, always on smooth ways.

Whoever drives the body says where it should go; it goes there from where it is. Times are seconds
on the session's clock and must not run backwards. Sines come from the C library, so the last bits
of a pose may differ between machines; the same machine always gives the same bits.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from vrexposure.core.chance import Chance
from vrexposure.core.geometry import Pose, Vec3
from vrexposure.simulation.curves import (
    Aim,
    Glide,
    aim_at,
    bump,
    clamp,
    ease,
    mixed,
    mixed_aim,
)
from vrexposure.simulation.hands import Hand, HandTask, Torso
from vrexposure.simulation.person import Size

HIP_ABOVE_SEAT_M = 0.09  # hip joint above the seat's surface, an adult
FEET_AHEAD_M = 0.30  # the feet stand this far before the middle of the seat
LEAN_UNTIL = 0.38  # share of the rise at which the trunk leans most
LIFT_FROM = 0.22  # share of the rise at which the seat is left
LOOK_S = 0.45
EYES_AHEAD_M = 0.08  # the eyes before the neck, an adult
SHOULDERS = 0.72  # of the way from the hips to the eyes
STRETCHED = 0.97  # of the arm, in a reach that people find natural
BEND_MOST_DEG = 100


class StepTask(NamedTuple):
    """One step in place: the head rises by `bob_m` in its middle, and comes back."""

    start_s: float
    duration_s: float
    side: int
    bob_m: float


class Poses(NamedTuple):
    """What a headset and two controllers tell."""

    head: Pose
    left_grip: Pose
    right_grip: Pose
    left_aim: Pose
    right_aim: Pose


class Body:
    """A body that sits, stands, marches, points and looks.

    Its place is where the feet are; sitting, the seat's middle lies `FEET_AHEAD_M` behind them.
    """

    def __init__(self, size: Size, chance: Chance, *, seat_m: float, standing: bool) -> None:
        self.size = size
        self.rise = Glide(1.0 if standing else 0.0)
        """0: sitting upright, 1: standing; between lies the way up, lean and all."""
        self.seat_m = Glide(seat_m)
        self.x_m = Glide(0.0)
        self.y_m = Glide(0.0 if standing else FEET_AHEAD_M)
        self.climbed_m = Glide(0.0)
        self.bend = Glide(0.0)
        """How far the trunk is bent for a reach, radians; `bend_yaw`: to which heading."""
        self.bend_yaw = Glide(0.0)
        self.dip_m = Glide(0.0)
        """How far bent knees have brought the hips down."""
        self.unrest = Glide(1.0)
        """How much the head turns about by itself: 1 as ever, 0 held still."""
        self.has_arms = False
        self.left = Hand(-1, size, chance.fork("left"))
        self.right = Hand(1, size, chance.fork("right"))
        self._step = StepTask(0.0, 0.0, 1, 0.0)
        self._look: Vec3 | None = None
        self._look_from = Aim(0.0, 0.0)
        self._look_s = -LOOK_S
        self._waves = tuple(
            (math.tau * rate * chance.between(0.9, 1.1), math.tau * chance.unit())
            for rate in (0.25, 0.31, 0.43, 0.17, 0.07, 0.13, 0.11)
        )

    def go(self, rise: float, now_s: float, duration_s: float) -> None:
        """Stand up (1), sit down (0), or stop somewhere between."""
        self.rise.to(rise, now_s, duration_s)

    def bend_to(self, aim: Aim, now_s: float, duration_s: float) -> None:
        """Bend the trunk (`pitch` below 0) to a heading; `Aim(0, 0)`: upright again."""
        self.bend.to(-aim.pitch, now_s, duration_s)
        self.bend_yaw.to(aim.yaw, now_s, duration_s)

    def come_up(self, now_s: float, duration_s: float = 1.0) -> None:
        """Straighten trunk and knees, unless they are straight or about to be."""
        if self.bend.goal or self.dip_m.goal:
            self.bend.to(0.0, now_s, duration_s)
            self.dip_m.to(0.0, now_s, duration_s)

    def bend_for(self, target: Vec3, side: int, now_s: float, *, dip_m: float = 0.0) -> Aim:
        """The least bend from which a hand gets to a place, or the deepest there is.

        `dip_m`: how low the hips will be by then.
        """
        hips = self._torso(now_s)[1].hips.plus(Vec3(0.0, 0.0, self.dip_m.at(now_s) - dip_m))
        shoulder = Vec3(side * self.size.shoulder_m, 0.0, 0.0)
        aim = Aim(aim_at(hips, target).yaw, 0.0)
        for degrees in range(0, BEND_MOST_DEG + 1, 2):
            aim = Aim(aim.yaw, -math.radians(degrees))
            place = hips.plus(_along(aim, SHOULDERS * self._trunk_m())).plus(shoulder)
            if target.minus(place).length() <= STRETCHED * self.size.arm_m:
                break
        return aim

    def stand_at(self, x_m: float, y_m: float, now_s: float) -> None:
        """Move the feet there, at a quarter of a metre a second on average."""
        way = math.hypot(x_m - self.x_m.goal, y_m - self.y_m.goal)
        duration = max(0.8, way / 0.25)
        self.x_m.to(x_m, now_s, duration)
        self.y_m.to(y_m, now_s, duration)

    def jump(self, x_m: float, y_m: float, now_s: float) -> None:
        """Be elsewhere at once: the stage was moved under the body."""
        self.x_m = Glide(self.x_m.at(now_s) + x_m)
        self.y_m = Glide(self.y_m.at(now_s) + y_m)

    def look(self, target: Vec3 | None, now_s: float) -> None:
        """Turn the head to a point of the stage; None: ahead."""
        if target == self._look:
            return
        self._look_from = self._meant_gaze(now_s, self._torso(now_s)[0])
        self._look, self._look_s = target, now_s

    def step(self, side: int, bob_m: float, now_s: float, duration_s: float) -> None:
        """March one step in place: the leg of `side` (-1 left, 1 right) lifts."""
        self._step = StepTask(now_s, duration_s, side, bob_m)

    def use_hands(self, task: HandTask, now_s: float, *, only: int = 0) -> None:
        """Give the hands something to do; `only`: -1 the left one, 1 the right one, 0 both."""
        torso = self._torso(now_s)[1]
        for hand in (self.left, self.right):
            if only in (0, hand.side):
                hand.begin(task, torso, now_s)

    def hand(self, side: int) -> Hand:
        """The hand of a side, -1 left, 1 right."""
        return self.left if side < 0 else self.right

    def poses(self, now_s: float) -> Poses:
        """Where everything is now."""
        head, torso = self._torso(now_s)
        left_grip, left_aim = self.left.poses(torso, now_s)
        right_grip, right_aim = self.right.poses(torso, now_s)
        gaze = self._gaze(now_s, head)
        return Poses(Pose(head, gaze.quat()), left_grip, right_grip, left_aim, right_aim)

    def _wave(self, index: int, now_s: float) -> float:
        rate, begin = self._waves[index]
        return math.sin(rate * now_s + begin)

    def _torso(self, now_s: float) -> tuple[Vec3, Torso]:
        """Eyes and trunk: a hip that travels from seat to standing, and a trunk that leans."""
        size = self.size
        rise = clamp(self.rise.at(now_s))
        # `rise` itself is at rest at both ends, so these need to be smooth only in between.
        lifted_share = max(0.0, (rise - LIFT_FROM) / (1 - LIFT_FROM))
        up = lifted_share * lifted_share * (3 - lifted_share) / 2
        lean = size.lean_rad * (
            1 - (1 - rise / LEAN_UNTIL) ** 2
            if rise < LEAN_UNTIL
            else 1 - ((rise - LEAN_UNTIL) / (1 - LEAN_UNTIL)) ** 2
        )
        trunk = self._trunk_m()
        seat = self.seat_m.at(now_s)
        feet_x, feet_y = self.x_m.at(now_s), self.y_m.at(now_s)
        climbed = self.climbed_m.at(now_s)
        lifted, sway = self._bob(now_s)
        # Breathing 2 to 3 mm; sway of quiet standing some 4 mm, half of it sitting.
        breath = 0.0025 * self._wave(0, now_s)
        quiet = 0.002 + 0.002 * up
        sway += quiet * self._wave(1, now_s)
        nod = quiet * (self._wave(2, now_s) + self._wave(3, now_s)) + 0.4 * breath
        hip_y = feet_y - FEET_AHEAD_M * (1 - up)
        hip_z = mixed(seat + HIP_ABOVE_SEAT_M, size.eyes_m - trunk + climbed, up) + lifted
        hip_z -= self.dip_m.at(now_s)
        spine = _along(Aim(self.bend_yaw.at(now_s), -lean - self.bend.at(now_s)), trunk)
        head = Vec3(
            feet_x + sway + spine.x,
            hip_y + spine.y + EYES_AHEAD_M + nod,
            hip_z + spine.z + breath,
        )
        shoulders = Vec3(
            feet_x + 0.8 * sway + SHOULDERS * spine.x,
            hip_y + SHOULDERS * spine.y + 0.7 * nod,
            hip_z + SHOULDERS * spine.z + breath,
        )
        seat_middle = Vec3(feet_x, feet_y - FEET_AHEAD_M, seat)
        hips = Vec3(feet_x + sway, hip_y, hip_z)
        swing = -clamp(lifted / 0.05) * self._step.side  # the other arm comes forward
        return head, Torso(shoulders, hips, seat_middle, up, swing, self.has_arms)

    def _trunk_m(self) -> float:
        """From the hip joints to the eyes."""
        return self.size.eyes_above_seat_m - HIP_ABOVE_SEAT_M

    def _bob(self, now_s: float) -> tuple[float, float]:
        """How far the step at hand lifts the head, and sways it over the standing leg."""
        task = self._step
        if task.duration_s <= 0.0 or now_s >= task.start_s + task.duration_s:
            return 0.0, 0.0
        share = bump((now_s - task.start_s) / task.duration_s)
        return task.bob_m * share, -0.03 * task.side * share

    def _meant_gaze(self, now_s: float, head: Vec3) -> Aim:
        """Where the head means to look, without its unrest."""
        target = Aim(0.0, -0.08) if self._look is None else aim_at(head, self._look)
        return mixed_aim(self._look_from, target, ease((now_s - self._look_s) / LOOK_S))

    def _gaze(self, now_s: float, head: Vec3) -> Aim:
        gaze = self._meant_gaze(now_s, head)
        unrest = self.unrest.at(now_s)
        yaw = 0.035 * self._wave(4, now_s) + 0.02 * self._wave(5, now_s)
        return Aim(gaze.yaw + unrest * yaw, gaze.pitch + 0.02 * unrest * self._wave(6, now_s))


def _along(bent: Aim, length_m: float) -> Vec3:
    """The end of a spine of this length, bent from the vertical by `-pitch` to a heading."""
    level = math.sin(-bent.pitch) * length_m
    return Vec3(
        -math.sin(bent.yaw) * level, math.cos(bent.yaw) * level, math.cos(bent.pitch) * length_m
    )
