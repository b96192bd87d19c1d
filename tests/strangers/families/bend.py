"""Bending down, lifting something and putting it elsewhere.

Counted: `lift`: from the first bend to the object standing at its goal; `pick_ns` and `place_ns`
are when the hands close on it and let it go, `hands` 1 or 2, `hand` which if one, `object` and
`goal` rows of the facts. What is lifted is held by the grip button or, by some, only touched.
"""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor, Side, Spot
from tests.strangers.families import small
from tests.strangers.families.family import Act, Family, Other
from tests.strangers.families.reach import room
from tests.strangers.handling import fist_at, scratch, talk, toward, upright
from tests.strangers.limbs import Hold


def prepare(actor: Actor, counts: bool) -> None:
    p, rng = actor.person, actor.rng
    room(actor, False)
    actor.objects = [
        actor.ahead(
            float(rng.uniform(0.32, 0.45)),
            float(rng.uniform(-0.08, 0.08)),
            float(rng.choice((0.12, 0.25, 0.40, 0.50))),
        )
    ]
    bearing = float(np.radians(rng.uniform(55, 110)) * rng.choice((-1, 1)))
    away = 0.55  # out of reach of hands that hang
    actor.goals = [
        actor.ahead(
            float(away * np.cos(bearing)),
            float(-away * np.sin(bearing)),
            float(rng.choice((0.25, 0.5, 0.75, 0.95))),
        )
    ]
    both = bool(rng.random() < 0.5) and len(p.controllers) == 2
    actor.asked = {
        "hands": 2 if both else 1,
        "radius_mm": 120,
        "goal_radius_mm": 180,
        "repetitions": int(rng.integers(1, 5)),
        "apart_mm": int(rng.integers(18, 32)) * 10,
    }


def _users(actor: Actor) -> tuple[Side, ...]:
    return SIDES if actor.asked["hands"] == 2 else (actor.free_hand(),)


def _grips(actor: Actor, spot: Spot, users: tuple[Side, ...]) -> dict[Side, Spot]:
    apart = float(actor.asked["apart_mm"]) / 2000 if len(users) == 2 else 0.0
    return {side: fist_at(spot, actor, side, apart) for side in users}


def _down_to(actor: Actor, spot: Spot, users: tuple[Side, ...]) -> tuple[float, float]:
    """Bend until the hands are on the object: when it began and when they close."""
    first, end = toward(actor, spot, users[0])
    grips = _grips(actor, spot, users)
    for side in users:
        actor.hands[side].go(first + 0.1, end, Hold("world", grips[side]), actor.curve())
    return first, max([end, *(actor.hands[side].free_at for side in users)])


def _before_belly(actor: Actor, users: tuple[Side, ...]) -> Hold:
    inward = 0.115 * actor.person.tall_m - float(actor.asked["apart_mm"]) / 2000
    return Hold("shoulder", (-inward if len(users) == 2 else -0.06, 0.33, -0.30))


def _come_up(actor: Actor, stand: Spot, users: tuple[Side, ...], begin: float, hold: Hold) -> float:
    end = upright(actor, stand, begin)
    for side in users:
        actor.hands[side].go(begin, end, hold, actor.curve())
    return end


def do(actor: Actor, between: Act) -> None:
    for k in range(int(actor.asked["repetitions"])):
        lift(actor, dropped=False)
        actor.wait(0.3, 1.5)
        if k + 1 < int(actor.asked["repetitions"]):
            between(actor)


def lift(actor: Actor, *, dropped: bool) -> None:
    """Lift the object and put it down at its goal, or lose it on the way."""
    rng, yaw = actor.rng, actor.yaw
    users = _users(actor)
    x, y, z = (float(v) for v in actor.hip.aim)
    stand = (x, y, z)
    begin, pick = _down_to(actor, actor.objects[0], users)
    actor.now = pick + float(rng.uniform(0.25, 0.7))
    pick_end = actor.now
    actor.now = _come_up(actor, stand, users, actor.now, _before_belly(actor, users))
    if dropped:
        let_go = pick_end + float(rng.uniform(0.35, 0.9)) * (actor.now - pick_end)
        actor.now = max(actor.now, let_go)
        for side in users:
            actor.squeeze(side, pick + 0.1, let_go)
            actor.hands[side].go(actor.now, actor.now + 0.6, actor.hanging())
        actor.look(0, -55, let_go, 0.35)
        actor.look_ahead(actor.now + 1.0)
        actor.now += 1.6
        actor.done("lift_dropped", begin, actor.now, pick_ns=round(1e9 * (pick + 0.1)),
                   drop_ns=round(1e9 * let_go))  # fmt: skip
        return
    goal = actor.goals[0]
    actor.wait(0.05, 0.4)
    actor.turn_to(float(np.arctan2(-(goal[0] - x), goal[1] - y)))
    hx, hy, hz = (float(v) for v in actor.hip.aim)
    _, place = _down_to(actor, goal, users)
    actor.now = place + float(rng.uniform(0.2, 0.6))
    let_go = actor.now
    for side in users:
        actor.squeeze(side, pick + 0.1, let_go)
    one = len(users) == 1
    actor.done(
        "lift", begin, let_go, pick_ns=round(1e9 * (pick + 0.1)), place_ns=round(1e9 * let_go),
        hands=len(users), hand=users[0] if one else "both", object=0, goal=0,
    )  # fmt: skip
    actor.now = _come_up(actor, (hx, hy, hz), users, let_go, actor.hanging())
    actor.turn_to(yaw)
    actor.hip.go(actor.now, actor.now + 0.7, stand)
    actor.now += 0.8


def touch_only(actor: Actor) -> None:
    """Bend, put the hands on the object, come up with empty hands."""
    users = _users(actor)
    x, y, z = (float(v) for v in actor.hip.aim)
    begin, on = _down_to(actor, actor.objects[0], users)
    actor.now = on + float(actor.rng.uniform(0.1, 0.6))
    actor.now = _come_up(actor, (x, y, z), users, actor.now, actor.hanging())
    actor.done("touch_only", begin, actor.now)


def drop(actor: Actor) -> None:
    """Lift and lose it on the way up."""
    lift(actor, dropped=True)


def bend_empty(actor: Actor) -> None:
    """Bend down to the floor beside the object, a hand's breadth and more away, and come up."""
    rng = actor.rng
    hand = actor.free_hand()
    x, y, z = (float(v) for v in actor.hip.aim)
    side = 0.42 if hand == "right" else -0.42
    spot = actor.ahead(float(rng.uniform(0.15, 0.4)), side, float(rng.uniform(0.15, 0.5)))
    begin, end = toward(actor, spot, hand)
    actor.hands[hand].go(begin + 0.1, end, Hold("world", spot), actor.curve())
    actor.now = actor.hands[hand].free_at + float(rng.uniform(0.1, 1.0))
    actor.now = _come_up(actor, (x, y, z), (hand,), actor.now, actor.hanging())
    actor.done("bend_empty", begin, actor.now)


def squat(actor: Actor) -> None:
    """A squat without touching anything."""
    rng, begin = actor.rng, actor.now
    x, y, z = (float(v) for v in actor.hip.aim)
    deep, seconds = float(rng.uniform(0.12, 0.28)), actor.takes(1.1)
    back = actor.ahead(-0.3 * deep, 0, z - deep)
    actor.hip.go(begin, begin + seconds, back, actor.curve())
    actor.flex.go(begin, begin + seconds, [np.radians(15 + 60 * deep)])
    for side in SIDES:
        actor.hands[side].go(begin, begin + seconds, Hold("shoulder", (-0.03, 0.4, -0.15)))
        actor.hands[side].go(begin + seconds + 0.3, begin + 2 * seconds + 0.3, actor.hanging())
    actor.now = upright(actor, (x, y, z), begin + seconds + float(rng.uniform(0.0, 0.5)))
    actor.now = max(actor.now, actor.hands["left"].free_at)
    actor.done("squat", begin, actor.now)


BEND = Family(
    counted=("lift",),
    prepare=prepare,
    do=do,
    others=(
        Other(touch_only),
        Other(drop),
        Other(bend_empty),
        Other(squat),
        Other(small.look_at_shoes),
        Other(small.lean_forward),
        Other(scratch),
        Other(talk),
        Other(small.step_round),
    ),
)
