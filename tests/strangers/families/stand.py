"""Standing quietly for a time.

Counted: `stance`: unsupported and still for at least `asked["stance_s"]`, from when the last step
has died away to the first sign of leaving; with the true `path_mm` and `ellipse95_mm2` of the head
on the floor plan, without device noise.
"""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor
from tests.strangers.families import small
from tests.strangers.families.family import Act, Family, Other
from tests.strangers.families.reach import room
from tests.strangers.families.stairs import walk_away
from tests.strangers.film import Fidget, sway_truth
from tests.strangers.limbs import Hold
from tests.strangers.rising import sit


def prepare(actor: Actor, counts: bool) -> None:
    room(actor, False)
    side = 0.33 * float(actor.rng.choice((-1, 1)))
    actor.rails = [actor.ahead(0.25, side, float(actor.rng.uniform(0.88, 0.98)))]
    actor.asked = {
        "stance_s": float(actor.rng.choice((10, 15, 20, 30))),
        "repetitions": int(actor.rng.integers(1, 3)),
    }


def do(actor: Actor, between: Act) -> None:
    first = True
    for _ in range(int(actor.asked["repetitions"])):
        if first:
            actor.walk(float(actor.rng.uniform(0.3, 0.6)))
        first = False
        actor.wait(1.2)  # the last step dies away
        begin = actor.now
        actor.now += float(actor.asked["stance_s"]) * float(actor.rng.uniform(1.08, 1.3))
        actor.done("stance", begin, actor.now)
        walk_away(actor)
        between(actor)


def measured(actor: Actor, fidgets: Fidget) -> None:
    """Write the true sway into each stance, once the whole score is known."""
    for deed in actor.deeds:
        if deed.kind == "stance":
            path, area = sway_truth(actor, fidgets, deed.begin_ns / 1e9, deed.end_ns / 1e9)
            deed.detail["path_mm"] = round(path, 2)
            deed.detail["ellipse95_mm2"] = round(area, 2)


def _short(actor: Actor) -> float:
    """A time too short to count."""
    return float(actor.asked["stance_s"]) * float(actor.rng.uniform(0.2, 0.4))


def shifting(actor: Actor) -> None:
    """Never stand still for long: the weight goes from leg to leg."""
    end = actor.now + float(actor.asked["stance_s"])
    while actor.now < end:
        small.shift_weight(actor)
        actor.wait(0.3, min(2.5, 0.3 * float(actor.asked["stance_s"])))


def catch_step(actor: Actor) -> None:
    """Stand, lose the balance, catch it with a quick step, step back."""
    actor.now += _short(actor)
    rng, begin = actor.rng, actor.now
    x, y, z = (float(v) for v in actor.hip.aim)
    side = SIDES[int(rng.integers(0, 2))]
    place, yaw = actor.feet[side].aim
    way = float(rng.uniform(0.15, 0.32))
    lean = actor.ahead(0.5 * way, 0.25 * way * (1 if side == "right" else -1), z - 0.03)
    actor.flex.go(begin, begin + 0.35, [np.radians(14)])
    actor.hip.go(begin, begin + 0.55, lean)
    to = actor.ahead(way, actor.person.stance_m * (2 if side == "right" else -2), place[2])
    actor.feet[side].step(begin + 0.22, begin + 0.5, to, yaw, 0.05)
    for name in SIDES:
        actor.hands[name].go(begin + 0.1, begin + 0.5, Hold("shoulder", (0.3, 0.2, -0.25)))
        actor.hands[name].go(begin + 1.1, begin + 2.0, actor.hanging())
    actor.now = begin + 1.0 + float(rng.uniform(0, 0.5))
    actor.hip.go(actor.now, actor.now + 0.9, (x, y, z))
    actor.flex.go(actor.now, actor.now + 0.9, [actor.erect()])
    actor.feet[side].step(actor.now + 0.1, actor.now + 0.7, place, yaw, 0.03)
    actor.now += 1.2
    actor.done("catch_step", begin, actor.now)
    actor.now += 0.2 * _short(actor)


def hold_rail(actor: Actor) -> None:
    """Stand as long as asked, but with a hand on the rail."""
    rng = actor.rng
    spot = actor.rails[0]
    x, y = float(actor.hip.aim[0]), float(actor.hip.aim[1])
    right = (spot[0] - x) * np.cos(actor.yaw) + (spot[1] - y) * np.sin(actor.yaw) > 0
    hand = SIDES[int(right)]
    begin = actor.now + actor.takes(0.8)
    actor.look_at(spot, actor.now)
    actor.hands[hand].go(actor.now, begin, Hold("world", spot), actor.curve())
    actor.look_ahead(begin)
    end = begin + float(actor.asked["stance_s"]) * float(rng.uniform(1.05, 1.2))
    actor.hands[hand].go(end, end + 0.9, actor.hanging())
    actor.now = end + 1.0
    actor.done("hold_rail", begin, end, hand=hand)


def sit_early(actor: Actor) -> None:
    """Stand too short and sit down on the chair behind."""
    actor.now += _short(actor)
    actor.walk(-0.09, step_m=0.15)
    sit(actor, actor.chair, deed="sit_early")


def walk_off(actor: Actor) -> None:
    """Stand too short and walk off, and come back."""
    actor.now += _short(actor)
    walk_away(actor)


STAND = Family(
    counted=("stance",),
    prepare=prepare,
    do=do,
    others=(
        Other(shifting),
        Other(catch_step),
        Other(hold_rail),
        Other(walk_off),
        Other(small.tiny_steps),
        Other(small.step_round),
        Other(small.bounce),
        Other(sit_early, stays=False),
    ),
)
