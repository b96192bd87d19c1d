"""From a score to motion at given times: the true poses, before any device has seen them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.strangers.actor import SIDES, Actor, Bob
from tests.strangers.limbs import Frames
from tests.strangers.people import Person
from tests.strangers.signals import Array, Wander, min_jerk, wander
from tests.strangers.skeleton import Joints, Trunk, eyes, rotated, trunk, turned
from vrexposure.core.inputs import POINT_COUNT, TRACKED, Button, Point

BUTTONS = {
    "left": (Button.LEFT_ACTIVE, Button.LEFT_SQUEEZE),
    "right": (Button.RIGHT_ACTIVE, Button.RIGHT_SQUEEZE),
}
TRACKER_POINTS = {
    "waist": Point.WAIST,
    "chest": Point.CHEST,
    "left_foot": Point.LEFT_FOOT,
    "right_foot": Point.RIGHT_FOOT,
}


@dataclass(frozen=True)
class Fidget:
    """What a body does without being told: sway, breath, small looks, tremor.

    Quiet sway is an inverted pendulum's: most of it below 0.5 Hz, next to nothing above 2 Hz, a
    little more fore and aft than sideways (Winter 1995; Prieto et al. 1996).
    """

    ahead: Wander
    across: Wander
    breath: Wander
    look: tuple[Wander, Wander, Wander]
    tremor: tuple[Wander, ...]
    idle: tuple[Wander, ...]


def fidget(person: Person, rng: np.random.Generator) -> Fidget:
    """The processes of one recording."""
    still = 0.6 + 0.6 * rng.random()
    tremor = tuple(
        wander(rng, person.tremor_m, person.tremor_hz - 0.6, person.tremor_hz + 0.6, 0.5, 9)
        for _ in range(6)
    )
    return Fidget(
        ahead=wander(rng, person.sway_m, 0.05, 2.0, 1.3, 28),
        across=wander(rng, 0.65 * person.sway_m, 0.05, 2.0, 1.3, 28),
        breath=wander(rng, 0.0022, 0.2, 0.32, 0.5, 5),
        look=(
            wander(rng, np.radians(3.0) * still, 0.04, 0.9, 1.0, 18),
            wander(rng, np.radians(1.6) * still, 0.04, 0.9, 1.0, 18),
            wander(rng, np.radians(0.8) * still, 0.04, 0.9, 1.0, 14),
        ),
        tremor=tremor,
        idle=tuple(wander(rng, 0.004, 0.05, 0.8, 1.0, 14) for _ in range(6)),
    )


def _bobbing(bobs: list[Bob], t: Array) -> tuple[Array, Array, Array]:
    """Drop, shift to the right and phase of the arms that steps add to hips and hands."""
    drop, right, arms = np.zeros(len(t)), np.zeros(len(t)), np.zeros(len(t))
    for bob in bobs:
        falls = np.asarray(bob.falls)
        beat = float(np.diff(falls).mean()) if len(falls) > 1 else 0.8
        i, j = np.searchsorted(t, (falls[0] - 1.5 * beat, falls[-1] + 1.5 * beat))
        part = t[i:j]
        before = falls[0] - beat * np.arange(3, 0, -1)
        after = falls[-1] + beat * np.arange(1, 4)
        knots = np.concatenate((before, falls, after))
        phase = np.interp(part, knots, np.arange(len(knots)) - 3.0)
        rise = (part - falls[0] + 1.3 * beat) / (1.2 * beat)
        fade = (falls[-1] + 1.3 * beat - part) / (1.2 * beat)
        weight = min_jerk(rise) * min_jerk(fade)
        drop[i:j] += weight * bob.dip * (0.5 + 0.5 * np.cos(2 * np.pi * phase))
        sign = 1.0 if bob.first == "left" else -1.0  # the left foot swings: lean to the right
        right[i:j] += -sign * weight * bob.lateral * np.sin(np.pi * phase)
        arms[i:j] += sign * weight * bob.swing * np.cos(np.pi * phase)
    return drop, right, arms


@dataclass(frozen=True)
class Film:
    """True motion at some times: poses (n, POINT_COUNT, 7), flags and buttons, and the hips.

    Points that nobody wears have flags 0.
    """

    t: Array
    poses: Array
    flags: npt.NDArray[np.uint8]
    buttons: npt.NDArray[np.int64]
    hip: Array
    shoulders: tuple[Array, Array]


def _hand(place: Array, shoulder: Array, body: Trunk, person: Person, wobble: Array) -> Array:
    """Rotation of a fist: the forearm points from about the elbow, which hangs out and down."""
    elbow = 0.5 * (place + shoulder) - np.array([0.0, 0.0, 0.35 * person.arm_m])
    along = place - elbow + 0.12 * body.forward
    flat = np.hypot(along[:, 0], along[:, 1])
    ahead = along[:, 0] * body.forward[:, 0] + along[:, 1] * body.forward[:, 1]
    across = along[:, 0] * body.right[:, 0] + along[:, 1] * body.right[:, 1]
    yaw = body.yaw - np.arctan2(across, np.abs(ahead) + 0.1)
    pitch = np.arctan2(along[:, 2], flat + 0.05)
    return turned(yaw, pitch + wobble, wobble)


def _within(length: Array, arm_m: float) -> Array:
    """Distances from the shoulder bounded by the arm, which gives way softly from 92 % on."""
    knee, room = 0.92 * arm_m, 0.07 * arm_m
    over = np.maximum(0.0, length - knee)
    return np.minimum(length, knee) + room * (1 - np.exp(-over / room))


def film(actor: Actor, fidgets: Fidget, t: Array) -> Film:
    """The true motion of the score at these rising times, s."""
    person = actor.person
    hip = actor.hip.at(t)
    heading = actor.heading.at(t)[:, 0]
    flex, side, twist = (c.at(t)[:, 0] for c in (actor.flex, actor.side, actor.twist))
    drop, shift, arms = _bobbing(actor.bobs, t)
    # Sway grows with the height of the hips over the feet: next to none on a seat.
    upright = np.clip((hip[:, 2] - 0.6 * person.hip_m) / (0.4 * person.hip_m), 0.15, 1.0)
    ahead, across = fidgets.ahead.at(t), fidgets.across.at(t)
    forward = np.stack((-np.sin(heading), np.cos(heading), np.zeros_like(t)), 1)
    right = np.stack((np.cos(heading), np.sin(heading), np.zeros_like(t)), 1)
    hip = hip + (0.6 * upright * ahead)[:, None] * forward
    hip += (0.6 * upright * across + shift)[:, None] * right
    hip[:, 2] -= drop
    tall = person.lower_trunk_m + person.upper_trunk_m + person.neck_m
    flex = flex + 0.4 * upright * ahead / tall + 0.15 * fidgets.breath.at(t) / 0.02 * 0.1
    side = side + 0.4 * upright * across / tall
    joints = Joints(hip=hip, heading=heading, flex=flex, side=side, twist=twist)
    body = trunk(person, joints)
    looks = [w.at(t) for w in fidgets.look]
    head, facing = eyes(
        person,
        body,
        flex,
        actor.look_yaw.at(t)[:, 0] + looks[0],
        actor.look_pitch.at(t)[:, 0] + looks[1],
        actor.roll.at(t)[:, 0] + looks[2],
    )
    poses = np.zeros((len(t), POINT_COUNT, 7))
    poses[:, :, 3] = 1.0
    flags = np.zeros((len(t), POINT_COUNT), np.uint8)
    buttons = np.zeros(len(t), np.int64)
    poses[:, Point.HEAD, :3], poses[:, Point.HEAD, 3:] = head, facing
    flags[:, Point.HEAD] = TRACKED
    frames = Frames(joints, body, head)
    for k, name in enumerate(SIDES):
        swing = (arms * (1 if k == 0 else -1))[:, None] * body.forward
        place = actor.hands[name].at(t, frames, k, swing)
        for axis in range(3):
            place[:, axis] += fidgets.tremor[3 * k + axis].at(t)
            place[:, axis] += fidgets.idle[3 * k + axis].at(t)
        arm = place - body.shoulders[k]
        length = np.linalg.norm(arm, axis=1)
        place = body.shoulders[k] + arm * (_within(length, person.arm_m) / length)[:, None]
        place[:, 2] = np.maximum(place[:, 2], 0.03)
        rotation = _hand(place, body.shoulders[k], body, person, 20 * fidgets.idle[3 * k].at(t))
        tilt = turned(*(np.full(len(t), a) for a in (0.0, -person.aim_tilt, 0.0)))
        hand, aim = (Point.LEFT_HAND, Point.LEFT_AIM) if k == 0 else (
            Point.RIGHT_HAND, Point.RIGHT_AIM)  # fmt: skip
        if name in person.controllers:
            active, pressed = BUTTONS[name]
            if not person.bare_handed:
                buttons |= int(active)
            for whose, begin, end in actor.squeezes:
                if whose == name:
                    buttons[(t >= begin) & (t < end)] |= int(pressed)
            poses[:, hand, :3], poses[:, hand, 3:] = place, rotation
            ahead_of = np.tile([0.0, 0.04, 0.01], (len(t), 1))
            poses[:, aim, :3] = place + rotated(rotation, ahead_of)
            poses[:, aim, 3:] = _after(rotation, tilt)
            flags[:, hand] = flags[:, aim] = TRACKED
    _wear(actor, t, poses, flags, joints, body)
    return Film(t, poses, flags, buttons, hip, body.shoulders)


def _after(a: Array, b: Array) -> Array:
    """First `b`, then `a`, both (n, 4)."""
    w = a[:, 0] * b[:, 0] - (a[:, 1:] * b[:, 1:]).sum(1)
    v = a[:, :1] * b[:, 1:] + b[:, :1] * a[:, 1:] + np.cross(a[:, 1:], b[:, 1:])
    return np.concatenate((w[:, None], v), 1)


def _wear(
    actor: Actor, t: Array, poses: Array, flags: npt.NDArray[np.uint8], joints: Joints, body: Trunk
) -> None:
    """The trackers that this person wears: on the belt, the breastbone and the insteps."""
    person = actor.person
    none = np.zeros_like(t)
    for name in person.trackers:
        point = TRACKER_POINTS[name]
        if name == "waist":
            rotation = turned(joints.heading, -0.6 * joints.flex, none)
            offset = np.tile([0.0, 0.06 * person.tall_m, 0.05 * person.tall_m], (len(t), 1))
            place = joints.hip + rotated(rotation, offset)
        elif name == "chest":
            rotation = turned(body.yaw, -1.15 * joints.flex, none)
            offset = np.tile([0.0, 0.075 * person.tall_m, -0.06 * person.tall_m], (len(t), 1))
            place = body.middle + rotated(rotation, offset)
        else:
            ankle, yaw, lifted = actor.feet["left" if name == "left_foot" else "right"].at(t)
            rotation = turned(yaw, -2.0 * lifted, none)
            offset = np.tile([0.0, 0.05 * person.tall_m, 0.0], (len(t), 1))
            place = ankle + rotated(rotation, offset)
        poses[:, point, :3], poses[:, point, 3:] = place, rotation
        flags[:, point] = TRACKED


def sway_truth(actor: Actor, fidgets: Fidget, begin: float, end: float) -> tuple[float, float]:
    """Path length (mm) and 95 % ellipse (mm²) of the head on the floor plan, without any noise.

    Sampled 200 times a second, far above the 2 Hz of the sway. The ellipse is the one that holds
    95 % of a bivariate normal: pi * 5.991 * sqrt(det(cov)) (Schubert & Kirchner 2014).
    """
    t = np.arange(begin, end, 0.005)
    plan = 1000 * film(actor, fidgets, t).poses[:, Point.HEAD, :2]
    path = float(np.hypot(*np.diff(plan, axis=0).T).sum())
    return path, float(np.pi * 5.991 * np.sqrt(np.linalg.det(np.cov(plan.T))))
