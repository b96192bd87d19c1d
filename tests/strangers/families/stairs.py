"""Stairs in place (marching), and one real step.

Counted in place: `stair_step`, one for each foot lifted and put down; `foot`, `lift_mm`.
Counted on a real step: `step_up` and `step_down`; from the first foot leaving its ground to the
second one standing beside it; `lead`, `height_mm`, `backward`.
"""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor, Bob, Chair, Side
from tests.strangers.families import small
from tests.strangers.families.family import Act, Family, Other
from tests.strangers.handling import scratch, talk
from tests.strangers.limbs import Hold


def _room(actor: Actor) -> None:
    """Stand somewhere, with a chair behind."""
    rng = actor.rng
    yaw = float(rng.uniform(-np.pi, np.pi))
    x, y = (float(v) for v in rng.uniform(-0.3, 0.3, 2))
    actor.begin_standing(x, y, yaw)
    cx, cy, _ = actor.ahead(-0.8)
    actor.chair = Chair("chair", cx, cy, float(rng.uniform(0.42, 0.5)), yaw)


def _hold_rail(actor: Actor) -> bool:
    """Some put a hand on a rail beside them."""
    if actor.rng.random() > 0.2 + 0.4 * actor.person.guarding:
        return False
    hand = actor.free_hand()
    spot = actor.ahead(0.2, 0.32 if hand == "right" else -0.32, 0.92)
    actor.rails.append(spot)
    actor.hands[hand].go(actor.now, actor.now + actor.takes(0.9), Hold("world", spot))
    actor.now = actor.hands[hand].free_at
    return True


def prepare_march(actor: Actor, counts: bool) -> None:
    _room(actor)
    lift = int(actor.rng.integers(8, 25)) * 10
    actor.asked = {"steps": int(actor.rng.integers(4, 15)), "lift_mm": lift}


def march(actor: Actor, between: Act) -> None:
    """Lift the feet in turn; the pelvis drops at each change and shifts over the standing leg."""
    p, rng = actor.person, actor.rng
    _hold_rail(actor)
    steps = int(actor.asked["steps"])
    wished = float(actor.asked["lift_mm"]) / 1000
    split = int(rng.integers(2, steps)) if rng.random() < 0.4 else steps
    first: Side = SIDES[int(rng.integers(0, 2))]
    for count in (split, steps - split):
        if not count:
            continue
        beat = actor.takes(float(rng.uniform(0.5, 0.8)))
        actor.look(0, float(rng.uniform(-35, -5)), actor.now, 0.6)
        falls, at = [], actor.now + 0.3
        for k in range(count):
            side = SIDES[(first == "right") ^ (k % 2 == 1)]
            lift = wished * float(rng.uniform(1.0, 1.35))
            swing = beat * float(rng.uniform(0.68, 0.82))
            place, yaw = actor.feet[side].aim
            drifted = (place[0] + float(rng.normal(0, 0.004)),
                       place[1] + float(rng.normal(0, 0.004)), place[2])  # fmt: skip
            actor.feet[side].step(at, at + swing, drifted, yaw, lift)
            actor.done("stair_step", at, at + swing, foot=side, lift_mm=round(1000 * lift))
            falls.append(at + swing)
            at += beat * float(rng.normal(1.0, 0.03))
            if rng.random() < 0.08 * p.guarding:
                at += float(rng.uniform(0.3, 0.9))
        dip = 0.012 + 0.05 * wished * float(rng.uniform(0.6, 1.4))
        actor.bobs.append(Bob(tuple(falls), dip, float(rng.uniform(0.02, 0.04)),
                              0.05 * (1 - p.guarding), first))  # fmt: skip
        actor.now = falls[-1] + 0.8
        actor.look_ahead(actor.now - 0.5)
        if count == split != steps:
            actor.wait(0.5, 2)
            between(actor)
            actor.wait(0.5)
    actor.hands_to_rest(actor.now, 0.9)
    actor.now += 1.0


def walk_away(actor: Actor) -> None:
    """Walk some steps and come back: real steps, not steps in place."""
    rng, begin, yaw = actor.rng, actor.now, actor.yaw
    x, y = float(actor.hip.aim[0]), float(actor.hip.aim[1])
    way = float(rng.uniform(0.8, 2.0))
    actor.turn_about(float(rng.uniform(60, 150) * rng.choice((-1, 1))))
    actor.walk(way)
    actor.wait(0.3, 1.5)
    actor.walk_to(x, y)
    actor.turn_to(yaw)
    actor.done("walk_about", begin, actor.now, distance_mm=round(2000 * way))


def swing_arms(actor: Actor) -> None:
    """Swing the arms as if marching, with feet and trunk still."""
    begin, seconds = actor.now, float(actor.rng.uniform(2, 5))
    for k, side in enumerate(SIDES):
        sign = 1.0 if k else -1.0
        actor.hands[side].shake(begin, begin + seconds, (0.0, 0.14 * sign, 0.02), 0.9)
    actor.now += seconds
    actor.done("swing_arms", begin, actor.now)


def prepare_step(actor: Actor, counts: bool) -> None:
    _room(actor)
    p, rng = actor.person, actor.rng
    # Half of those who step on a real step wear trackers on their feet.
    edge = actor.ahead(0.30, 0.0, float(rng.choice((0.05, 0.1, 0.15, 0.2))))
    actor.step = (edge, float(rng.uniform(0.4, 0.6)))
    actor.asked = {"repetitions": int(rng.integers(1, 5)), "lead": str(rng.choice(("any", p.hand)))}


def climb(actor: Actor, lead: Side, way: float, height: float, kind: str) -> None:
    """One step up or down (`height` negative) over `way` metres, one foot after the other."""
    rng = actor.rng
    begin = actor.now + 0.1
    swing = actor.takes(0.65)
    load = actor.takes(0.35)
    x, y, z = (float(v) for v in actor.hip.aim)
    gx, gy, _ = actor.ahead(way)
    yaw = actor.yaw
    mx, my = (x + 0.45 * (gx - x), y + 0.45 * (gy - y))
    out = 0.03 * (1 if lead == "left" else -1)
    sx, sy = x + out * float(np.cos(yaw)), y + out * float(np.sin(yaw))
    actor.look(0, float(rng.uniform(-48, -28)), actor.now - 0.6, 0.6)
    actor.hip.go(begin - 0.1, begin + 0.5 * swing, [sx, sy, z])
    actor.on_step += height
    up = height > 0
    lift = 0.05 if up else 0.03
    actor.feet[lead].step(begin, begin + swing, actor.sole(lead, gx, gy, yaw), yaw, lift)
    other = SIDES[lead == "left"]
    if up:  # the lead leg lifts the body
        actor.hip.go(begin + 0.5 * swing, begin + swing + 0.3 * load, [mx, my, z + 0.05 * height])
        actor.hip.go(begin + swing, begin + 2 * swing + 0.6 * load, [gx, gy, z + height])
        actor.flex.go(begin + 0.5 * swing, begin + swing + load, [np.radians(12 + 60 * height)])
        actor.flex.go(begin + swing + load, begin + 2 * swing + load, [actor.erect()])
    else:  # the other leg lets it down
        actor.hip.go(begin + 0.2 * swing, begin + swing + 0.3 * load, [mx, my, z + 0.85 * height])
        actor.hip.go(begin + swing, begin + 2 * swing + load, [gx, gy, z + height])
    second = begin + swing + 0.6 * load
    place = actor.sole(other, gx, gy, yaw)
    actor.feet[other].step(second, second + swing, place, yaw, lift)
    actor.now = second + swing
    actor.look_ahead(actor.now)
    actor.done(
        kind, begin, actor.now, lead=lead, height_mm=round(1000 * abs(height)),
        backward=int(way < 0),
    )  # fmt: skip
    actor.now += 0.3


def step_task(actor: Actor, between: Act) -> None:
    rng = actor.rng
    held = _hold_rail(actor) if rng.random() < 0.4 else False
    assert actor.step is not None
    (_, _, height), depth = actor.step
    way = 0.30 + depth / 2
    for _ in range(int(actor.asked["repetitions"])):
        asked = actor.asked["lead"]
        lead: Side = SIDES[int(rng.integers(0, 2))] if asked == "any" else SIDES[asked == "right"]
        climb(actor, lead, way, height, "step_up")
        actor.wait(0.3, 2.0)
        lead = SIDES[int(rng.integers(0, 2))]
        if rng.random() < 0.6 or held:
            climb(actor, lead, -way, -height, "step_down")
        else:
            actor.turn_about(180)
            actor.wait(0.2, 0.6)
            climb(actor, lead, way, -height, "step_down")
            actor.turn_about(180)
        actor.wait(0.4, 1.5)
        if not held:
            between(actor)
    actor.hands_to_rest(actor.now, 0.9)
    actor.now += 0.9


def tap(actor: Actor) -> None:
    """Put a foot on the step without weight and take it back, one to three times."""
    rng, begin = actor.rng, actor.now
    assert actor.step is not None
    (_, _, height), _ = actor.step
    for _ in range(int(rng.integers(1, 4))):
        side: Side = SIDES[int(rng.integers(0, 2))]
        place, yaw = actor.feet[side].aim
        seconds = actor.takes(0.6)
        x, y, _ = actor.ahead(0.38, actor.person.stance_m * (1 if side == "right" else -1))
        on = (x, y, actor.person.ankle_m + height)
        home = (float(actor.hip.aim[0]), float(actor.hip.aim[1]), float(actor.hip.aim[2]))
        over = actor.ahead(0.02, 0.05 if side == "left" else -0.05, home[2])
        actor.hip.go(actor.now, actor.now + 0.6 * seconds, over)
        actor.feet[side].step(actor.now, actor.now + seconds, on, yaw, 0.05)
        stay = float(rng.uniform(0.1, 1.0))
        actor.feet[side].step(actor.now + seconds + stay, actor.now + 2 * seconds + stay, place,
                              yaw, 0.05)  # fmt: skip
        actor.now += 2 * seconds + stay
        actor.hip.go(actor.now - 0.4 * seconds, actor.now + 0.4, home)
        actor.now += 0.5
        actor.done("step_tap", begin, actor.now, foot=side)
        begin = actor.now


def march_before_step(actor: Actor) -> None:
    """March on the spot before the step without getting on it."""
    begin, kept = actor.now, len(actor.deeds)
    actor.asked, asked = {"steps": int(actor.rng.integers(4, 9)), "lift_mm": 120}, actor.asked
    march(actor, lambda _: None)
    actor.asked = asked
    del actor.deeds[kept:]
    actor.done("march", begin, actor.now)


STAIRS_IN_PLACE = Family(
    counted=("stair_step",),
    prepare=prepare_march,
    do=march,
    others=(
        Other(small.bounce),
        Other(small.raise_heels),
        Other(small.shift_weight),
        Other(small.nod),
        Other(walk_away),
        Other(swing_arms),
        Other(small.look_at_shoes),
        Other(talk),
    ),
)
REAL_STEP = Family(
    counted=("step_up", "step_down"),
    prepare=prepare_step,
    do=step_task,
    others=(
        Other(tap),
        Other(march_before_step),
        Other(small.bounce),
        Other(small.raise_heels),
        Other(small.lean_forward),
        Other(small.step_round),
        Other(walk_away),
        Other(scratch),
    ),
)
