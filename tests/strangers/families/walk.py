"""Walking to and fro in a room, and carrying something on the way.

Counted in `walk`: `walk`, one for each way between turns or stops: `distance_mm` and `steps`.
Counted in `carry`: `carry`, walking with something in front of the trunk: `distance_mm`, `hands`,
`grasp_ns` and `release_ns`.
"""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor, Chair, Side
from tests.strangers.families import small
from tests.strangers.families.family import Act, Family, Other
from tests.strangers.families.stairs import march_before_step, swing_arms
from tests.strangers.handling import scratch, talk, toward, upright
from tests.strangers.limbs import Hold
from tests.strangers.signals import Cruise


def prepare(actor: Actor, counts: bool) -> None:
    rng = actor.rng
    yaw = float(rng.uniform(-np.pi, np.pi))
    distance = float(rng.uniform(1.6, 4.0))
    x, y = 0.5 * distance * np.sin(yaw), -0.5 * distance * np.cos(yaw)
    actor.chair = Chair("chair", float(x) * 1.4, float(y) * 1.4, 0.45, yaw)
    wheeled = not counts and rng.random() < 0.3
    if wheeled:
        actor.begin_seated(Chair("wheelchair", float(x), float(y), 0.5, yaw))
    else:
        actor.begin_standing(float(x), float(y), yaw)
    actor.asked = {"distance_mm": round(1000 * distance), "ways": int(rng.integers(1, 6))}


def do(actor: Actor, between: Act) -> None:
    p, rng = actor.person, actor.rng
    whole = float(actor.asked["distance_mm"]) / 1000
    for k in range(int(actor.asked["ways"])):
        stop = float(rng.uniform(0.35, 0.65)) if rng.random() < 0.3 else 1.0
        for share in (stop, 1.0 - stop):
            if share < 0.05:
                continue
            begin, end, steps = actor.walk(share * whole, pace=float(rng.uniform(0.8, 1.15)))
            actor.done("walk", begin, end, distance_mm=round(1000 * share * whole), steps=steps)
            if share == stop != 1.0:
                actor.wait(0.6, 2.5)
        actor.wait(0.1, 0.5 + p.guarding)
        actor.turn_about(180.0 if rng.random() < 0.5 else -180.0)
        if k % 2:
            between(actor)
        actor.wait(0.1, 1.0)


def march_here(actor: Actor) -> None:
    """March on the spot."""
    march_before_step(actor)


def sway_about(actor: Actor) -> None:
    """Sway to and fro over planted feet, hips 4 to 9 cm."""
    rng, begin = actor.rng, actor.now
    x, y, z = (float(v) for v in actor.hip.aim)
    for _ in range(int(rng.integers(3, 8))):
        seconds = actor.takes(0.8)
        to = actor.ahead(float(rng.uniform(-0.05, 0.05)), float(rng.uniform(-0.09, 0.09)), z)
        actor.hip.go(actor.now, actor.now + seconds, to)
        actor.hip.go(actor.now + seconds, actor.now + 2 * seconds, (x, y, z))
        actor.now += 2 * seconds
    actor.done("sway_about", begin, actor.now)


def be_wheeled(actor: Actor) -> None:
    """Ride a wheelchair that somebody else pushes, there and back: no step is taken."""
    rng, begin = actor.rng, actor.now
    home = actor.sitting(actor.chair)
    distance = float(actor.asked["distance_mm"]) / 1000
    for _ in range(2):
        x, y, z = actor.ahead(distance, 0, home[2])
        seconds = distance / float(rng.uniform(0.5, 1.1)) + 1.0
        _roll(actor, (x, y, z), seconds)
        _spin(actor, 180.0)
    actor.hip.go(actor.now, actor.now + 0.5, home)
    actor.now += 0.6
    actor.done("wheeled", begin, actor.now, distance_mm=round(2000 * distance))


def _roll(actor: Actor, to: tuple[float, float, float], seconds: float) -> None:
    dx, dy = to[0] - float(actor.hip.aim[0]), to[1] - float(actor.hip.aim[1])
    curve = Cruise(0.2)
    actor.hip.go(actor.now, actor.now + seconds, to, curve)
    for side in SIDES:
        (x, y, z), yaw = actor.feet[side].aim
        actor.feet[side].step(actor.now, actor.now + seconds, (x + dx, y + dy, z), yaw, 0.0)
    actor.now += seconds + float(actor.rng.uniform(0.3, 1.0))


def _spin(actor: Actor, degrees: float) -> None:
    """The chair is turned about its axle."""
    seconds, yaw = float(actor.rng.uniform(2.5, 4)), actor.yaw + np.radians(degrees)
    actor.heading.go(actor.now, actor.now + seconds, [yaw], Cruise(0.3))
    for k, side in enumerate(SIDES):
        out = actor.person.stance_m * (1 if k else -1)
        for share in (0.25, 0.5, 0.75, 1.0):
            part = actor.yaw + np.radians(degrees) * (share - 1.0)
            x, y, _ = actor.hip.aim
            ahead = actor.person.thigh_m - 0.05
            to = (float(x - ahead * np.sin(part) + out * np.cos(part)),
                  float(y + ahead * np.cos(part) + out * np.sin(part)),
                  actor.person.ankle_m)  # fmt: skip
            begin = actor.now + (share - 0.25) * seconds
            actor.feet[side].step(begin, begin + 0.25 * seconds, to, float(part), 0.0)
    actor.now += seconds + 0.4


def prepare_carry(actor: Actor, counts: bool) -> None:
    p, rng = actor.person, actor.rng
    yaw = float(rng.uniform(-np.pi, np.pi))
    distance = float(rng.uniform(1.6, 3.5))
    x, y = 0.5 * distance * np.sin(yaw), -0.5 * distance * np.cos(yaw)
    actor.chair = Chair("chair", float(x) * 1.5, float(y) * 1.5, 0.45, yaw)
    actor.begin_standing(float(x), float(y), yaw)
    hands = 2 if rng.random() < 0.5 and len(p.controllers) == 2 else 1
    table = float(rng.uniform(0.70, 0.95))
    actor.asked = {"distance_mm": round(1000 * distance), "hands": hands,
                   "repetitions": int(rng.integers(1, 4)), "apart_mm": 260}  # fmt: skip
    # The object stands beside the way: one turns to it, takes it, turns back and walks.
    actor.objects = [actor.ahead(0.0, 0.55, table)]
    actor.goals = [actor.ahead(distance, 0.55, table)]


def take(actor: Actor, place: tuple[float, float, float]) -> float:
    """Turn to a place at table height and bring the hands there: when they close."""
    x, y, _ = actor.hip.aim
    actor.turn_to(float(np.arctan2(-(place[0] - x), place[1] - y)))
    users = carriers(actor)
    begin, end = toward(actor, place, users[0])
    for side in users:
        sign = (1 if side == "right" else -1) * (0.13 if len(users) == 2 else 0.0)
        spot = (float(place[0] + sign * np.cos(actor.yaw)),
                float(place[1] + sign * np.sin(actor.yaw)), place[2])  # fmt: skip
        actor.hands[side].go(begin + 0.1, end, Hold("world", spot), actor.curve())
    actor.now = max(end, *(actor.hands[side].free_at for side in users)) + 0.3
    return actor.now - 0.2


def carriers(actor: Actor) -> tuple[Side, ...]:
    return SIDES if actor.asked["hands"] == 2 else (actor.free_hand(),)


def _lift_off(actor: Actor, hold: Hold) -> None:
    """Come upright with the hands going to a hold."""
    x, y = (float(v) for v in actor.hip.aim[:2])
    end = upright(actor, (x, y, actor.person.hip_m - 0.004), actor.now)
    for side in carriers(actor):
        actor.hands[side].go(actor.now, end, hold, actor.curve())
    actor.now = end + 0.1


def _held(actor: Actor) -> Hold:
    if actor.asked["hands"] == 2:
        return Hold("shoulder", (-(0.115 * actor.person.tall_m - 0.13), 0.32, -0.26))
    return Hold("shoulder", (-0.05, 0.30, -0.24))


def carry(actor: Actor, *, drops: bool = False) -> None:
    """Take the object, walk with it, put it down at the goal; or lose it half way."""
    rng, yaw = actor.rng, actor.yaw
    distance = float(actor.asked["distance_mm"]) / 1000
    users = carriers(actor)
    grasp = take(actor, actor.objects[0])
    _lift_off(actor, _held(actor))
    actor.turn_to(yaw)
    if drops:
        begin, end, _ = actor.walk(distance * float(rng.uniform(0.25, 0.4)), pace=0.9)
        for side in users:
            actor.squeeze(side, grasp, end)
            actor.hands[side].go(end, end + 0.5, actor.hanging())
        actor.look(0, -50, end, 0.4)
        actor.look_ahead(end + 1.2)
        actor.now = end + 1.8
        actor.done("carry_dropped", begin, end, drop_ns=round(1e9 * end))
    else:
        begin, end, _ = actor.walk(distance, pace=0.9)
        release = take(actor, actor.goals[0])
        for side in users:
            actor.squeeze(side, grasp, release)
        actor.done(
            "carry", begin, end, distance_mm=round(1000 * distance), hands=len(users),
            hand="both" if len(users) == 2 else users[0], grasp_ns=round(1e9 * grasp),
            release_ns=round(1e9 * release),
        )  # fmt: skip
        _lift_off(actor, actor.hanging())
    _back(actor, yaw)


def _back(actor: Actor, yaw: float) -> None:
    """Walk back to where it began, with empty hands."""
    half = float(actor.asked["distance_mm"]) / 2000
    start = Chair("start", 0.0, 0.0, 0.0, yaw).ahead(-half)
    begin, end, away = actor.walk_to(*start)
    actor.done("walk_empty", begin, end, distance_mm=round(1000 * away))
    actor.turn_to(yaw)


def do_carry(actor: Actor, between: Act) -> None:
    for _ in range(int(actor.asked["repetitions"])):
        carry(actor)
        actor.wait(0.3, 1.5)
        between(actor)


def carry_and_drop(actor: Actor) -> None:
    carry(actor, drops=True)


def walk_empty(actor: Actor) -> None:
    """Walk there and back with nothing in the hands."""
    yaw = actor.yaw
    begin, end, _ = actor.walk(float(actor.asked["distance_mm"]) / 1000)
    actor.done("walk_empty", begin, end)
    _back(actor, yaw)


def hold_still(actor: Actor) -> None:
    """Take the object, hold it standing, put it back."""
    yaw = actor.yaw
    begin = actor.now
    grasp = take(actor, actor.objects[0])
    _lift_off(actor, _held(actor))
    actor.wait(1.5, 5.0)
    release = take(actor, actor.objects[0])
    for side in carriers(actor):
        actor.squeeze(side, grasp, release)
    _lift_off(actor, actor.hanging())
    actor.turn_to(yaw)
    actor.done("hold_still", begin, actor.now)


WALK = Family(
    counted=("walk",),
    prepare=prepare,
    do=do,
    others=(
        Other(small.tiny_steps, seated=False),
        Other(small.step_round, seated=False),
        Other(march_here, seated=False),
        Other(sway_about, seated=False),
        Other(small.lean_forward),
        Other(small.lean_aside),
        Other(swing_arms, seated=False),
        Other(be_wheeled, seated=True),
        Other(small.shift_in_seat, seated=True),
        Other(talk),
    ),
)
CARRY = Family(
    counted=("carry",),
    prepare=prepare_carry,
    do=do_carry,
    others=(
        Other(carry_and_drop),
        Other(walk_empty),
        Other(hold_still),
        Other(talk),
        Other(scratch),
        Other(small.tiny_steps),
        Other(small.step_round),
    ),
)
