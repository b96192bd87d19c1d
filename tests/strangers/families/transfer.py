"""Sit-to-stand and transfers: chair, bed edge, toilet, car seat.

Counted: `sit_to_stand`. In recordings that count, `stand_to_sit` and what happens between rises
are deeds too.
"""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor, Chair
from tests.strangers.families import small
from tests.strangers.families.family import Act, Family, Other
from tests.strangers.handling import scratch, talk
from tests.strangers.rising import give_up_rise, rise, sit

HEIGHTS = {"chair": (0.42, 0.50), "bed": (0.45, 0.60), "toilet": (0.38, 0.45), "car": (0.47, 0.62)}


def prepare(actor: Actor, counts: bool) -> None:
    rng = actor.rng
    name = str(rng.choice(tuple(HEIGHTS)))
    chair = Chair(
        name,
        float(rng.uniform(-0.4, 0.4)),
        float(rng.uniform(-0.4, 0.4)),
        float(min(rng.uniform(*HEIGHTS[name]), 0.34 * actor.person.tall_m)),  # feet reach the floor
        float(rng.uniform(-np.pi, np.pi)),
        bool(name == "chair" and rng.random() < 0.6),
    )
    actor.chair = chair
    actor.asked = {
        "hold_s": float(rng.choice((0.0, 0.5, 1.0, 2.0, 3.0))),
        "repetitions": int(rng.integers(1, 7)),
        "turn_deg": int(rng.choice((0, 0, 0, 90, 180))) if counts else 0,
    }
    if counts or rng.random() < 0.6:
        actor.begin_seated(chair)
    else:
        x, y = chair.ahead(actor.person.thigh_m - 0.07)
        actor.begin_standing(x, y, chair.facing)


def do(actor: Actor, between: Act) -> None:
    rng = actor.rng
    brisk = rng.random() < 0.4
    elsewhere = actor.asked["turn_deg"] == 90 and rng.random() < 0.5
    for _ in range(int(actor.asked["repetitions"])):
        if actor.chair.name == "car":  # duck under the door frame
            lean = np.radians(rng.uniform(4, 12) * rng.choice((-1, 1)))
            actor.side.go(actor.now, actor.now + 1, [lean])
            actor.side.go(actor.now + 1.2, actor.now + 2.2, [0.0])
            actor.wait(0.3)
        rise(actor)
        actor.wait(float(actor.asked["hold_s"]) + rng.uniform(0.1, 0.4 if brisk else 1.5))
        turn = float(actor.asked["turn_deg"])
        if elsewhere:
            actor.turn_about(turn)
            sit(actor, _behind(actor))
        else:
            if turn:
                begin, _ = actor.turn_about(turn)
                actor.wait(0.2, 1.0)
                actor.turn_about(-turn if rng.random() < 0.6 else 360 - turn if turn == 180
                                 else -turn)  # fmt: skip
                actor.done("turn_on_spot", begin, actor.now, degrees=round(turn))
            sit(actor, actor.chair)
        actor.wait(0.05, 0.4 if brisk else 2.5)
        if not brisk:
            between(actor)


def _behind(actor: Actor) -> Chair:
    """The seat behind somebody: one that was there already, or another one of its own height."""
    x, y, _ = actor.ahead(-(actor.person.thigh_m - 0.07))
    height = actor.chair.height + float(actor.rng.uniform(-0.05, 0.08))
    chair = Chair("other_seat", x, y, float(np.clip(height, 0.36, 0.62)), actor.yaw)
    actor.other_seats.append(chair)
    return chair


def sit_lower(actor: Actor) -> None:
    """Standing: sit down on something lower than the seat that was measured, and stay there."""
    x, y, _ = actor.ahead(-(actor.person.thigh_m - 0.07))
    low = max(0.22, actor.chair.height - float(actor.rng.uniform(0.10, 0.2)))
    chair = Chair("stool", x, y, low, actor.yaw)
    actor.other_seats.append(chair)
    sit(actor, chair, deed="sit_lower")


def be_pushed(actor: Actor) -> None:
    """Somebody pushes the chair with the person on it 0.2 to 0.6 m and back."""
    rng, begin = actor.rng, actor.now
    home, way = actor.sitting(actor.chair), float(rng.uniform(0.2, 0.6) * rng.choice((-1, 1)))
    seconds = float(rng.uniform(1.2, 2.5))
    there = actor.ahead(way, 0, home[2])
    feet = {side: actor.feet[side].aim for side in SIDES}
    dx, dy = there[0] - home[0], there[1] - home[1]
    gap = float(rng.uniform(0.5, 3))
    actor.hip.go(begin, begin + seconds, there)
    actor.hip.go(begin + seconds + gap, begin + 2 * seconds + gap, home)
    actor.flex.go(begin, begin + 0.4, [np.radians(-4 if way > 0 else 14)])
    actor.flex.go(begin + 0.5, begin + 1.2, [actor.erect()])
    for side in SIDES:
        (x, y, z), yaw = feet[side]
        actor.feet[side].step(begin, begin + seconds, (x + dx, y + dy, z), yaw, 0.01)
        actor.feet[side].step(
            begin + seconds + gap, begin + 2 * seconds + gap, (x, y, z), yaw, 0.01
        )
    actor.now = begin + 2 * seconds + gap
    actor.done("chair_pushed", begin, actor.now, way_mm=round(1000 * way))


def stretch(actor: Actor) -> None:
    """Seated: sit up as tall as one can, chin up, and slump again."""
    rng, begin, home = actor.rng, actor.now, actor.sitting(actor.chair)
    tall = actor.person.slump_m + 0.01
    actor.hip.go(begin, begin + 1.2, [home[0], home[1], home[2] + tall])
    actor.flex.go(begin, begin + 1.2, [np.radians(-3)])
    actor.look(0, float(rng.uniform(5, 25)), begin, 1.2)
    actor.now = begin + 1.2 + float(rng.uniform(0.5, 2))
    actor.hip.go(actor.now, actor.now + 1.0, home)
    actor.flex.go(actor.now, actor.now + 1.0, [actor.erect()])
    actor.look_ahead(actor.now)
    actor.now += 1.2
    actor.done("stretch", begin, actor.now)


TRANSFER = Family(
    counted=("sit_to_stand",),
    prepare=prepare,
    do=do,
    others=(
        Other(give_up_rise, seated=True),
        Other(small.lean_forward, seated=True),
        Other(small.shift_in_seat, seated=True),
        Other(be_pushed, seated=True),
        Other(stretch, seated=True),
        Other(small.look_round),
        Other(scratch),
        Other(talk),
        Other(small.bounce, seated=False),
        Other(small.step_round, seated=False),
        Other(small.look_at_shoes, seated=False),
        Other(sit_lower, seated=False, stays=False),
    ),
)
