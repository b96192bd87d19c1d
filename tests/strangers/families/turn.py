"""Turning the head, and turning head and trunk, to a side.

Counted: `turn`: `part` of the body ("head", "trunk") turns by at least `asked["turn_deg"]` and
stays for `asked["hold_s"]`, then comes back; `side`, `peak_deg` of the asked part, signed
anticlockwise, against the pelvis (whose heading it had at the start); it runs from the start of
the turn to its coming back, `there_ns` is the end of the way there. Trunk turns take the head
along. Head turns leave the trunk where it is.
"""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor
from tests.strangers.families import small
from tests.strangers.families.family import Act, Family, Other
from tests.strangers.families.reach import room
from tests.strangers.handling import scratch
from tests.strangers.limbs import Hold

BOUND_DEG = 78.0


def prepare(actor: Actor, counts: bool) -> None:
    rng = actor.rng
    room(actor, bool(rng.random() < 0.5))
    part = str(rng.choice(("head", "head", "trunk")))
    actor.asked = {
        "part": part,
        "turn_deg": int(rng.choice((30, 40, 50, 60) if part == "head" else (20, 25, 30, 35))),
        "hold_s": float(rng.choice((0.0, 0.3, 0.5, 1.0))),
        "side": str(rng.choice(("left", "right", "any"))),
        "repetitions": int(rng.integers(2, 9)),
    }


def _head_to(actor: Actor, degrees: float, begin: float, end: float) -> None:
    """Turn the head by so much of real angle; near its bound it takes more and more will."""
    wish = BOUND_DEG * float(np.arctanh(np.clip(degrees / BOUND_DEG, -0.98, 0.98)))
    actor.look_yaw.go(begin, end, [np.radians(wish)], actor.curve())


def _turn(actor: Actor, degrees: float, hold: float) -> tuple[float, float, float]:
    """Turn the asked part there, hold, and back: begin, arrival, end."""
    rng, begin = actor.rng, actor.now
    seconds = actor.takes(0.5 + abs(degrees) / 90)
    there = begin + seconds
    back = there + hold + float(rng.uniform(0.15, 0.5))
    end = back + actor.takes(0.5 + abs(degrees) / 100)
    pitch = float(actor.look_pitch.aim[0])
    actor.look_pitch.go(begin, there, [np.radians(rng.uniform(-18, 5))])
    actor.look_pitch.go(back, end, [pitch])
    if actor.asked["part"] == "trunk":
        # The trunk twists, head and arms go along; the far shoulder comes forward.
        actor.twist.go(begin + 0.05, there, [np.radians(degrees)], actor.curve())
        actor.twist.go(back, end, [0.0], actor.curve())
        _head_to(actor, 0.5 * degrees, begin, there - 0.1 * seconds)
        if actor.seated and rng.random() < 0.5:
            for side in SIDES:
                actor.hands[side].go(begin, there, Hold("shoulder", (-0.05, 0.28, -0.28)))
                actor.hands[side].go(back, end, actor.lap())
    else:
        _head_to(actor, degrees, begin, there)
        # A stiff neck is helped by a little twist.
        helped = 0.12 * actor.person.guarding * degrees
        actor.twist.go(begin + 0.1, there, [np.radians(helped)])
        actor.twist.go(back, end, [0.0])
    actor.look_yaw.go(back, end, [0.0], actor.curve())
    actor.now = end
    return begin, there, end


def do(actor: Actor, between: Act) -> None:
    rng = actor.rng
    for k in range(int(actor.asked["repetitions"])):
        side = str(actor.asked["side"])
        if side == "any":
            side = SIDES[k % 2]
        sign = 1 if side == "left" else -1
        most = 68.0 if actor.asked["part"] == "head" else 44.0
        peak = min(most, float(actor.asked["turn_deg"]) + float(rng.uniform(8, 18)))
        hold = float(actor.asked["hold_s"]) * float(rng.uniform(1.2, 1.8))
        begin, there, end = _turn(actor, sign * peak, hold)
        actor.done(
            "turn", begin, end, part=str(actor.asked["part"]), side=side,
            peak_deg=round(sign * peak, 1), there_ns=round(1e9 * there),
        )  # fmt: skip
        actor.wait(0.2, 1.5)
        between(actor)


def glance(actor: Actor) -> None:
    """Turn the asked part, but by at most 60 % of what was asked."""
    rng = actor.rng
    peak = float(actor.asked["turn_deg"]) * float(rng.uniform(0.25, 0.6))
    sign = float(rng.choice((-1, 1)))
    begin, _, end = _turn(actor, sign * peak, float(rng.uniform(0, 1)))
    actor.done("glance", begin, end, peak_deg=round(sign * peak, 1))


def roll_head(actor: Actor) -> None:
    """Ear to shoulder, one side and the other."""
    rng, begin = actor.rng, actor.now
    for side in (1, -1):
        seconds = actor.takes(0.8)
        actor.roll.go(actor.now, actor.now + seconds, [np.radians(side * rng.uniform(15, 32))])
        actor.now += seconds + float(rng.uniform(0.1, 0.8))
    actor.roll.go(actor.now, actor.now + 0.8, [0.0])
    actor.now += 0.9
    actor.done("roll_head", begin, actor.now)


def look_up_and_down(actor: Actor) -> None:
    """Far up and far down, straight ahead."""
    rng, begin = actor.rng, actor.now
    for pitch in (rng.uniform(20, 40), rng.uniform(-50, -30)):
        seconds = actor.takes(0.8)
        actor.look(0, float(pitch), actor.now, seconds)
        actor.now += seconds + float(rng.uniform(0.2, 1))
    actor.look_ahead(actor.now)
    actor.now += 1
    actor.done("look_up_and_down", begin, actor.now)


TURN = Family(
    counted=("turn",),
    prepare=prepare,
    do=do,
    others=(
        Other(glance),
        Other(glance),
        Other(roll_head),
        Other(look_up_and_down),
        Other(small.nod),
        Other(small.step_round, seated=False),
        Other(small.lean_aside),
        Other(small.lean_forward),
        Other(small.shift_in_seat, seated=True),
        Other(scratch),
    ),
)
