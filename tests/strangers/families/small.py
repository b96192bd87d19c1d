"""Movements that belong to no task, done between and instead of tasks by everybody."""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor
from tests.strangers.handling import upright
from tests.strangers.signals import Strokes


def look_round(actor: Actor) -> None:
    """Look at this and that."""
    begin, rng = actor.now, actor.rng
    at = begin
    for _ in range(int(rng.integers(2, 5))):
        seconds = float(rng.uniform(0.35, 0.9))
        actor.look(float(rng.uniform(-50, 50)), float(rng.uniform(-35, 20)), at, seconds)
        at += seconds + float(rng.uniform(0.4, 1.8))
    actor.look_ahead(at)
    actor.now = at + 0.8
    actor.done("look_round", begin, actor.now)


def nod(actor: Actor) -> None:
    """Nod yes some times."""
    rng, begin = actor.rng, actor.now
    low, seconds = float(rng.uniform(-32, -16)), float(rng.uniform(0.25, 0.5))
    for _ in range(int(rng.integers(2, 6))):
        actor.look_pitch.go(actor.now, actor.now + seconds, [np.radians(low)])
        actor.look_pitch.go(actor.now + seconds, actor.now + 2 * seconds, [np.radians(-2)])
        actor.now += 2 * seconds
    actor.done("nod", begin, actor.now)


def lean_forward(actor: Actor) -> None:
    """Lean forward, stay, come back: to hear better, to stretch, to look at something."""
    rng, begin = actor.rng, actor.now
    seconds = actor.takes(1.0)
    deep = np.radians(rng.uniform(18, 55))
    actor.flex.go(begin, begin + seconds, [deep], actor.curve())
    actor.look(0, float(rng.uniform(-45, 0)), begin, seconds)
    here = _here(actor)
    _balance(actor, float(deep), begin, seconds)
    back = begin + seconds + float(rng.uniform(0.3, 2.5))
    actor.now = upright(actor, here, back)
    actor.done("lean_forward", begin, actor.now, flex_deg=round(float(np.degrees(deep)), 1))


def lean_aside(actor: Actor) -> None:
    """Lean to a side and back."""
    rng, begin = actor.rng, actor.now
    seconds, lean = actor.takes(0.9), np.radians(rng.uniform(8, 20) * rng.choice((-1, 1)))
    actor.side.go(begin, begin + seconds, [lean], actor.curve())
    back = begin + seconds + float(rng.uniform(0.2, 1.5))
    actor.side.go(back, back + seconds, [0.0], actor.curve())
    actor.now = back + seconds
    actor.done("lean_aside", begin, actor.now)


def shift_weight(actor: Actor) -> None:
    """Standing: the weight to one leg and back, hips 5 to 11 cm aside."""
    rng, begin = actor.rng, actor.now
    x, y, z = _here(actor)
    for _ in range(int(rng.integers(1, 4))):
        seconds = actor.takes(0.8)
        side = float(rng.uniform(0.05, 0.11) * rng.choice((-1, 1)))
        to = actor.ahead(0, side)
        actor.hip.go(actor.now, actor.now + seconds, [to[0], to[1], z - 0.008], actor.curve())
        actor.now += seconds + float(rng.uniform(0.3, 1.5))
        actor.hip.go(actor.now, actor.now + seconds, [x, y, z], actor.curve())
        actor.now += seconds + float(rng.uniform(0.1, 0.6))
    actor.done("weight_shift", begin, actor.now)


def bounce(actor: Actor) -> None:
    """Bend both knees a little and straighten them, some times: 3 to 9 cm, both feet planted."""
    rng, begin = actor.rng, actor.now
    x, y, z = _here(actor)
    for _ in range(int(rng.integers(1, 5))):
        deep, seconds = float(rng.uniform(0.03, 0.09)), actor.takes(0.6)
        actor.hip.go(actor.now, actor.now + seconds, [x, y, z - deep])
        actor.hip.go(actor.now + seconds, actor.now + 2 * seconds, [x, y, z])
        actor.now += 2 * seconds + float(rng.uniform(0, 0.4))
    actor.done("knee_bounce", begin, actor.now)


def raise_heels(actor: Actor) -> None:
    """Up on the toes and down, both feet together, 3 to 7 cm."""
    rng, begin = actor.rng, actor.now
    x, y, z = _here(actor)
    for _ in range(int(rng.integers(1, 6))):
        high, seconds = float(rng.uniform(0.03, 0.07)), actor.takes(0.55)
        actor.hip.go(actor.now, actor.now + seconds, [x, y, z + high])
        for side in SIDES:
            place, yaw = actor.feet[side].aim
            up = (place[0], place[1], place[2] + 0.8 * high)
            actor.feet[side].step(actor.now, actor.now + seconds, up, yaw, 0.0)
            actor.feet[side].step(actor.now + seconds, actor.now + 2 * seconds, place, yaw, 0.0)
        actor.hip.go(actor.now + seconds, actor.now + 2 * seconds, [x, y, z])
        actor.now += 2 * seconds + float(rng.uniform(0.0, 0.6))
    actor.done("heel_raise", begin, actor.now)


def shift_in_seat(actor: Actor) -> None:
    """Seated: from one buttock to the other, or slide back, lifting 5 to 25 mm."""
    rng, begin = actor.rng, actor.now
    home = actor.sitting(actor.chair)
    seconds = actor.takes(0.6)
    way = float(rng.uniform(-0.04, 0.04))
    to = actor.ahead(float(rng.uniform(-0.03, 0.05)), way)
    lift = float(rng.uniform(0.005, 0.025))
    lean = np.radians(rng.uniform(4, 12) * np.sign(way))
    actor.side.go(begin, begin + seconds, [lean])
    actor.flex.go(begin, begin + seconds, [np.radians(rng.uniform(5, 22))])
    actor.hip.go(begin, begin + seconds, [to[0], to[1], home[2] + lift])
    actor.hip.go(begin + seconds, begin + 1.6 * seconds, [to[0], to[1], home[2]])
    actor.straighten(begin + seconds, begin + 2.2 * seconds)
    actor.now = begin + 2.2 * seconds + float(rng.uniform(0.5, 2))
    actor.hip.go(actor.now, actor.now + 1.0, home)
    actor.now += 1.0
    actor.done("seat_shift", begin, actor.now, lift_mm=round(1000 * lift))


def step_round(actor: Actor) -> None:
    """Standing: turn the whole body by steps, stay, turn back."""
    rng, begin = actor.rng, actor.now
    degrees = float(rng.choice((60, 90, 120, 180)) * rng.choice((-1, 1)))
    actor.turn_about(degrees)
    actor.wait(0.4, 2.0)
    actor.turn_about(-degrees)
    actor.done("turn_on_spot", begin, actor.now, degrees=round(degrees))


def tiny_steps(actor: Actor) -> None:
    """Shuffle forward and back within a foot's length."""
    rng, begin = actor.rng, actor.now
    for _ in range(int(rng.integers(1, 3))):
        way = float(rng.uniform(0.15, 0.3))
        actor.walk(way, step_m=0.1)
        actor.wait(0.2, 0.8)
        actor.walk(-way, step_m=0.12)
    actor.done("tiny_steps", begin, actor.now)


def look_at_shoes(actor: Actor) -> None:
    """Look down at one's shoes: nod and stoop a little."""
    rng, begin = actor.rng, actor.now
    seconds = actor.takes(0.7)
    deep = np.radians(rng.uniform(12, 38))
    actor.look(float(rng.uniform(-15, 15)), float(rng.uniform(-58, -42)), begin, seconds)
    actor.flex.go(begin, begin + seconds, [deep], Strokes())
    here = _here(actor)
    _balance(actor, float(deep), begin, seconds)
    back = begin + seconds + float(rng.uniform(0.4, 2.0))
    actor.now = upright(actor, here, back)
    actor.done("look_at_shoes", begin, actor.now, flex_deg=round(float(np.degrees(deep)), 1))


def _balance(actor: Actor, lean: float, begin: float, seconds: float) -> None:
    """Standing: the hips go back as the trunk goes forward, so that one does not fall."""
    if not actor.seated:
        back = actor.ahead(-0.07 * actor.person.tall_m * float(np.sin(lean)))
        to = (back[0], back[1], float(actor.hip.aim[2]))
        actor.hip.go(begin, begin + seconds, to)


def _here(actor: Actor) -> tuple[float, float, float]:
    x, y, z = (float(v) for v in actor.hip.aim)
    return x, y, z
