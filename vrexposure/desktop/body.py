"""A body for somebody who sits at a keyboard: it moves as a tracked person would.

Knows no window and no clock; the same calls give the same frames, bit for bit. All lengths are
metres in stage space. Only the head, the hands and the aim rays are given, as a headset gives them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from vrexposure.core.geometry import (
    FORWARD,
    Pose,
    Quat,
    Vec3,
    quat_from_pitch,
    quat_from_yaw,
)
from vrexposure.core.inputs import TRACKED, Button, Frame, Point, empty_arrays
from vrexposure.core.view import PropView, Thing
from vrexposure.desktop.arm import Arm, Trunk
from vrexposure.desktop.build import Build
from vrexposure.desktop.curves import minimum_jerk, toward
from vrexposure.desktop.gait import Gait
from vrexposure.desktop.leaning import Leaning, hips_m
from vrexposure.desktop.twist import Twist

Side = Literal["left", "right"]
HandButton = Literal["select", "menu", "squeeze"]
SIDES: Final[tuple[Side, Side]] = ("left", "right")

RISE_NS: Final = 1_200_000_000  # DEF; an unhurried rise from a chair
STEP_NS: Final = 550_000_000  # DEF; 109 steps a minute
MOUNT_NS: Final = 800_000_000  # DEF
RISE_FORWARD_M: Final = 0.25  # DEF; the head ends this far in front of where it sat
LEAN_M: Final = 0.15  # DEF; and in the middle of the rise it is this much further
BOB_M: Final = 0.04  # DEF
SWAY_M: Final = 0.025  # DEF
STANCE_M: Final = 0.0015  # DEF; nobody stands quite still, and a head that does is taken for frozen
STANCE_NS: Final = (3_100_000_000, 4_300_000_000)  # DEF; periods aside and along
NECK_BACK_M: Final = 0.08  # DEF; from the eyes to the joint that the head turns on
NECK_DOWN_M: Final = 0.075  # DEF
WALK_M_S: Final = 1.4  # the speed of an unhurried walk, as StereoKit's simulator has it
SLOW_M_S: Final = 0.5  # DEF
WALK_M_S2: Final = 6.0  # DEF; a head is never at full speed at once
ROOM_M: Final = 3.0  # DEF; half the side of the square that can be walked
PITCH_MAX_RAD: Final = math.radians(80)
EYE_MIN_M: Final = 1.20
EYE_MAX_M: Final = 2.00
DT_MAX_NS: Final = 100_000_000  # after a stall the body goes on; it does not leap


class DesktopBody:
    """One person in the room: seated or standing, looking, walking, marching, holding, pointing.

    The place is the point of the floor under the head when standing. Headings are radians,
    anticlockwise from +Y as seen from above.
    """

    def __init__(
        self,
        eye_height_standing_m: float = 1.60,
        seat_m: float = 0.45,
        *,
        arm_m: float | None = None,
        posture: Literal["seated", "standing"] = "seated",
    ) -> None:
        """Put the head over the origin, looking along +Y; `arm_m` None: in proportion."""
        self._build = Build(eye_height_standing_m, arm_m)
        self.seat_m = seat_m
        self.armrests = False
        self.rails: dict[Side, tuple[float, float]] = {}
        """Where the registered rails are: x and height, metres; each runs along +Y."""
        self.step_m: float | None = None
        """The height of the registered step, None without one."""
        self.hand: Side = "right"
        """The hand that points and presses."""
        self.tracking = True
        self._seated = posture == "seated"
        self._rise_ns = 0 if self._seated else RISE_NS
        self._lived_ns = 0
        self._x = self._y = 0.0
        self._yaw = self._pitch = self._sit_yaw = 0.0
        self._wish = (0.0, 0.0)
        self._speed = Vec3(0.0, 0.0, 0.0)
        self._gait = Gait()
        self._lets_sink = False
        self._twist = Twist()
        self._marching = False
        self._steps_due = 0
        self._step_ns = 0
        self._step_side: Side = "left"
        self._mounted = False
        self._mount_m = 0.0
        self._mount_ns = 0
        self._arms: dict[Side, Arm] = {"left": Arm(-1.0), "right": Arm(1.0)}
        self._leaning = Leaning()
        self._pressed = Button(0)
        self._target: Vec3 | None = None
        self._place_head_over_origin()
        self._stale = self._poses()

    # What the person does.

    @property
    def seated(self) -> bool:
        """Whether the body sits, or is on its way down."""
        return self._seated

    @property
    def eye_height_standing_m(self) -> float:
        """The height of the eyes above the floor, standing upright."""
        return self._build.eye_m

    def grow(self, by_m: float) -> None:
        """Change the standing eye height, within bounds; the arms grow in proportion."""
        eye_m = round(min(EYE_MAX_M, max(EYE_MIN_M, self._build.eye_m + by_m)), 3)
        self._build = Build(eye_m, self._build.arm_m * eye_m / self._build.eye_m)

    def sit_or_stand(self) -> None:
        """Begin to rise or to sit down, also in the middle of the other one."""
        self._seated = not self._seated
        if self._rise_ns == RISE_NS:  # sits down the way it looks now
            self._sit_yaw = self._yaw

    def walk(self, forward: float, right: float, *, slow: bool = False) -> None:
        """Walk from now on, each way -1 to 1, until told otherwise. A seated body stays put."""
        size = max(1.0, math.hypot(forward, right))
        speed = (SLOW_M_S if slow else WALK_M_S) / size
        self._wish = (forward * speed, right * speed)

    def look(self, yaw_rad: float, pitch_rad: float) -> None:
        """Turn the head by this much: to the left, and up."""
        self._yaw = math.remainder(self._yaw + yaw_rad, math.tau)
        self._pitch = min(PITCH_MAX_RAD, max(-PITCH_MAX_RAD, self._pitch + pitch_rad))

    def march(self, *, on: bool) -> None:
        """One step in place, and more while it stays on; one more may be asked for meanwhile."""
        self._marching = on
        if on and self._upright:
            self._steps_due = min(2, self._steps_due + 1)

    def mount(self) -> None:
        """Step up onto the registered step, or down from it; nothing without one."""
        if self._upright and (self._mounted or self.step_m is not None):
            self._mounted = not self._mounted
            if self.step_m is not None:
                self._mount_m = self.step_m

    def hold(self, side: Side) -> None:
        """Put a hand on the rail (seated: on the seat or armrest), or take it away again."""
        self._arms[side].holding = not self._arms[side].holding

    def carry(self) -> None:
        """Bring both hands before the trunk, as round a thing that is carried, or let them sink."""
        arms = self._arms.values()
        self._lets_sink = any(arm.carrying or arm.carries_m is not None for arm in arms)
        for arm in arms:
            arm.carrying = not self._lets_sink
            arm.carries_m = None if self._lets_sink else arm.carries_m

    def reach(self, *, on: bool) -> None:
        """Stretch the pointing hand towards where the head looks, or let it sink again.

        If a target is there, the hand goes to it (both hands, where both are asked for), and the
        trunk leans as far as that needs.
        """
        apart_m = self._leaning.apart_m
        for side in SIDES:
            self._arms[side].reaching = on and (side == self.hand or apart_m > 0.0)
        arm = self._arms[self.hand]
        yaw = quat_from_yaw(self._twist.yaw)
        self._leaning.lean(
            self._upright_head(),
            self._hips_m(),
            gets_there=lambda eye, at: (
                at.minus(arm.shoulder(self._build, eye, yaw)).length() <= self._build.arm_m
            ),
            on=on,
            knees=self._upright,
        )
        touch = self._leaning.touch
        if on and touch is not None and apart_m > 0.0:
            for out, each in zip((-1, 1), SIDES, strict=True):
                self._arms[each].touch = touch.plus(yaw.rotate(Vec3(out * apart_m, 0.0, 0.0)))
        elif on:
            arm.touch = touch

    def offer(self, things: Sequence[Thing], *, both: bool = False) -> None:
        """Learn which target is wanted now, and whether both hands are to take it."""
        self._leaning.offer(things, both=both)
        held = [one for one in things if one.held_by == "both" and one.state == "held"]
        self._lets_sink = self._lets_sink and bool(held)
        carried = [] if self._lets_sink else [thing.size_mm / 2000 for thing in held]
        for arm in self._arms.values():
            arm.carries_m = carried[0] if carried else None

    def swap_hands(self) -> None:
        """Point with the other hand; what was pressed is let go."""
        self.hand = "left" if self.hand == "right" else "right"
        self._pressed = Button(0)
        self.reach(on=False)

    def press(self, what: HandButton, *, down: bool) -> None:
        """Press or release a button of the pointing hand."""
        button = Button[f"{self.hand.upper()}_{what.upper()}"]
        self._pressed = self._pressed | button if down else self._pressed & ~button

    def point_at(self, target: Vec3 | None) -> None:
        """Let the pointing hand's ray go through this point; None: where the head looks."""
        self._target = target

    def let_go(self) -> None:
        """Stop walking, marching, reaching and pressing: the keys are no longer heard."""
        self.walk(0.0, 0.0)
        self._marching, self._steps_due, self._pressed = False, 0, Button(0)
        self.reach(on=False)

    def recentre(self) -> None:
        """The headset makes here and this way the middle: the stage moves under the body."""
        self._yaw = self._pitch = self._sit_yaw = 0.0
        self._twist.face(0.0)
        self._speed = Vec3(0.0, 0.0, 0.0)
        self._place_head_over_origin()

    def furnish(self, props: Iterable[PropView]) -> None:
        """Learn which real supports stand in the room now; the last seat is kept."""
        self.rails, self.step_m = {}, None
        for prop in props:
            if prop.look != "real":
                continue
            match prop.prop:
                case "chair":
                    self.seat_m, self.armrests = prop.height_mm / 1000, prop.has_arms
                case "rail_left":
                    self.rails["left"] = (prop.x_mm / 1000, prop.height_mm / 1000)
                case "rail_right":
                    self.rails["right"] = (prop.x_mm / 1000, prop.height_mm / 1000)
                case "step":
                    self.step_m = prop.height_mm / 1000

    # What the headset sees.

    def advance(self, dt_ns: int) -> None:
        """Let time pass."""
        dt_ns = min(max(dt_ns, 0), DT_MAX_NS)
        self._lived_ns += dt_ns
        self._rise_ns = toward(self._rise_ns, 0 if self._seated else RISE_NS, dt_ns)
        self._mount_ns = toward(self._mount_ns, MOUNT_NS if self._mounted else 0, dt_ns)
        self._leaning.advance(dt_ns)
        for arm in self._arms.values():
            arm.advance(dt_ns)
        self._advance_steps(dt_ns)
        self._advance_place(dt_ns / 1e9)
        goes = self._wish != (0.0, 0.0) or self._step_ns > 0
        self._twist.advance(self._yaw, dt_ns / 1e9, goes=goes)

    def head(self) -> Pose:
        """The head's true pose, also while the headset has lost it."""
        upright = self._upright_head()
        return Pose(self._leaning.bent(upright.position, self._hips_m()), upright.orientation)

    def _stance(self) -> tuple[float, float]:
        """How far the body is swaying, aside and ahead, metres."""
        aside, ahead = (STANCE_M * math.sin(math.tau * self._lived_ns / ns) for ns in STANCE_NS)
        return aside, ahead

    def _hips_m(self) -> float:
        """The hip joints above the floor."""
        risen = minimum_jerk(self._rise_ns / RISE_NS)
        return hips_m(self._build.eye_m, self.seat_m, risen) + self._ground_m()

    def _upright_head(self) -> Pose:
        """The head's pose without any leaning."""
        s = self._rise_ns / RISE_NS
        back = RISE_FORWARD_M * (minimum_jerk(s) - 1.0) + LEAN_M * math.sin(math.pi * s) ** 2
        seated_m = self.seat_m + self._build.seated_eye_m
        z = seated_m + (self._build.eye_m - seated_m) * minimum_jerk(s) + self._ground_m()
        lift = math.sin(math.pi * self._step_ns / STEP_NS) ** 2
        # The weight goes over the standing foot, away from the lifted one.
        sway = lift * (SWAY_M if self._step_side == "left" else -SWAY_M)
        along = quat_from_yaw(self._sit_yaw).rotate(Vec3(0.0, back, 0.0))
        aside, ahead = self._stance()
        trunk = quat_from_yaw(self._twist.yaw)
        sway += aside + self._gait.sway_m
        across = trunk.rotate(Vec3(sway, ahead - NECK_BACK_M, -NECK_DOWN_M))
        neck = Vec3(self._x, self._y, z + BOB_M * lift + self._gait.lift_m).plus(along).plus(across)
        turn = quat_from_yaw(self._yaw).times(quat_from_pitch(self._pitch))
        return Pose(neck.plus(turn.rotate(Vec3(0.0, NECK_BACK_M, NECK_DOWN_M))), turn)

    def frame(self, time_ns: int) -> Frame:
        """The motion as a headset would give it for a picture at `time_ns`."""
        poses, flags = empty_arrays()
        if self.tracking:
            self._stale = self._poses()
            flags[list(self._stale)] = TRACKED
        for point, (position, turn) in self._stale.items():
            poses[point] = (*position, *turn)
        buttons = self._pressed | Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE
        return Frame(time_ns, poses, flags, int(buttons))

    # How it is done.

    @property
    def _upright(self) -> bool:
        return self._rise_ns == RISE_NS and not self._seated

    def _place_head_over_origin(self) -> None:
        self._x, self._y = 0.0, 0.0
        under = self.head().position
        self._x, self._y = -under.x, -under.y

    def _ground_m(self) -> float:
        return self._mount_m * minimum_jerk(self._mount_ns / MOUNT_NS)

    def _advance_steps(self, dt_ns: int) -> None:
        if not self._upright:
            self._step_ns, self._steps_due = 0, 0
            return
        if self._step_ns == 0 and self._steps_due == 0:
            return
        self._step_ns += dt_ns
        if self._step_ns < STEP_NS:
            return
        self._step_side = "right" if self._step_side == "left" else "left"
        self._steps_due = max(self._steps_due - 1, int(self._marching))
        self._step_ns = self._step_ns - STEP_NS if self._steps_due else 0

    def _advance_place(self, dt_s: float) -> None:
        forward, right = self._wish if self._upright else (0.0, 0.0)
        wanted = quat_from_yaw(self._yaw).rotate(Vec3(right, forward, 0.0))
        change = wanted.minus(self._speed)
        most = WALK_M_S2 * dt_s
        if change.length() > most:
            change = change.scaled(most / change.length())
        self._speed = self._speed.plus(change)
        self._gait.advance(self._speed.length(), dt_s)
        self._x = min(ROOM_M, max(-ROOM_M, self._x + self._speed.x * dt_s))
        self._y = min(ROOM_M, max(-ROOM_M, self._y + self._speed.y * dt_s))

    def _poses(self) -> dict[Point, Pose]:
        head = self.head()
        trunk = Trunk(
            head,
            yaw=quat_from_yaw(self._twist.yaw),
            sit_yaw=quat_from_yaw(self._sit_yaw),
            risen=self._rise_ns / RISE_NS,
            seat=Vec3(self._x, self._y, self.seat_m).plus(
                quat_from_yaw(self._sit_yaw).rotate(Vec3(0.0, -RISE_FORWARD_M, 0.0))
            ),
            armrests=self.armrests,
            ground_m=self._ground_m(),
            sway=Vec3(*self._stance(), 0.0),
        )
        poses = {Point.HEAD: head}
        for side, arm in self._arms.items():
            hand = arm.place(self._build, trunk, self.rails.get(side))
            pose = Pose(hand, self._aim(side, hand, head))
            poses[Point[f"{side.upper()}_HAND"]] = pose
            poses[Point[f"{side.upper()}_AIM"]] = pose
        return poses

    def _aim(self, side: Side, hand: Vec3, head: Pose) -> Quat:
        if side != self.hand:  # at the floor, so that one ray is enough
            return quat_from_yaw(self._yaw).times(quat_from_pitch(math.radians(-75)))
        far = head.position.plus(head.orientation.rotate(FORWARD).scaled(3.0))
        way = (self._target or far).minus(hand)
        yaw = math.atan2(-way.x, way.y)
        return quat_from_yaw(yaw).times(
            quat_from_pitch(math.atan2(way.z, math.hypot(way.x, way.y)))
        )
