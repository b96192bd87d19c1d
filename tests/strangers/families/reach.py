"""Reaching to places in the room, seated or standing, with either hand.

Counted: `reach`: the fist comes within `asked["radius_mm"]` of a target and stays for at least
`asked["hold_s"]`. It runs from the start of the hand to its leaving the target; `target` is the
row in `facts.targets`, `arrive_ns` the end of the way there, `hold_s` how long it stayed, `steps`
1 if a step helped.
"""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor, Chair, Side, Spot
from tests.strangers.families import small
from tests.strangers.families.family import Act, Family, Other
from tests.strangers.handling import hand_to, scratch, short_of, talk, toward, upright, wave
from tests.strangers.limbs import Hold


def room(actor: Actor, seated: bool) -> None:
    """Sit on a chair or stand before it."""
    rng = actor.rng
    x, y = (float(v) for v in rng.uniform(-0.3, 0.3, 2))
    chair = Chair("chair", x, y, float(rng.uniform(0.42, 0.50)), float(rng.uniform(-np.pi, np.pi)))
    actor.chair = chair
    if seated:
        actor.begin_seated(chair)
    else:
        sx, sy = chair.ahead(actor.person.thigh_m + 0.05)
        actor.begin_standing(sx, sy, chair.facing)


def reachable_spot(actor: Actor, flex_deg: float, bearing_deg: float) -> Spot:
    """Where the fist is with this flexion, the arm square to the trunk, turned aside a little.

    x = trunk * sin + arm * cos, height = hip + trunk * cos - arm * sin, clamped above thighs.
    """
    p = actor.person
    theta, bearing = np.radians(flex_deg), np.radians(bearing_deg)
    tall = p.lower_trunk_m + p.upper_trunk_m
    arm = 0.92 * p.arm_m
    away = tall * np.sin(theta) + arm * np.cos(theta)
    hip = float(actor.hip.aim[2])
    high = hip + tall * np.cos(theta) - arm * np.sin(theta)
    floor = hip + 0.18 if actor.seated else 0.25
    return actor.ahead(
        float(away * np.cos(bearing)), float(-away * np.sin(bearing)), max(floor, float(high))
    )


def prepare(actor: Actor, counts: bool) -> None:
    rng = actor.rng
    room(actor, bool(rng.random() < 0.5))
    hand = actor.free_hand(SIDES[int(rng.integers(0, 2))])
    sign = -1 if hand == "right" else 1
    most = 45.0 if actor.seated else 60.0
    for _ in range(int(rng.integers(1, 4))):
        for _attempt in range(12):
            spot = reachable_spot(
                actor, float(rng.uniform(0, most)), sign * float(rng.uniform(-10, 35))
            )
            # Targets lie apart, so that one is not met on the way to another.
            apart = [float(np.linalg.norm(np.subtract(spot, t))) for t in actor.targets]
            if min(apart, default=1.0) > 0.3 and actor.lean_for(spot, hand) is not None:
                actor.targets.append(spot)
                break
    if not actor.targets:
        actor.targets.append(reachable_spot(actor, 15.0, 0.0))
    actor.asked = {
        "radius_mm": int(rng.choice((50, 60, 80, 100))),
        "hold_s": float(rng.choice((0.3, 0.5, 1.0))),
        "hand": hand if rng.random() < 0.5 or len(actor.person.controllers) == 1 else "any",
        "repetitions": int(rng.integers(1, 8)),
    }


def _asked_hand(actor: Actor) -> Side:
    hand = actor.asked["hand"]
    if hand == "any":
        hand = actor.person.hand
    return actor.free_hand("left" if hand == "left" else "right")


def do(actor: Actor, between: Act) -> None:
    p, rng = actor.person, actor.rng
    for _ in range(int(actor.asked["repetitions"])):
        hand = _asked_hand(actor)
        row = int(rng.integers(0, len(actor.targets)))
        spot = actor.targets[row]
        if actor.lean_for(spot, hand) is None:
            hand = SIDES[hand == "left"] if actor.asked["hand"] == "any" else hand
        miss = rng.normal(0, 0.25 * float(actor.asked["radius_mm"]) / 3000, 3)
        at: Spot = tuple(float(v) for v in np.asarray(spot) + miss)  # type: ignore[assignment]
        steps = not actor.seated and rng.random() < 0.35 * p.guarding
        if steps:
            actor.walk(0.16, step_m=0.2)
        hold = float(actor.asked["hold_s"]) * float(rng.uniform(1.3, 2.0)) + 0.25
        begin, arrive, leave = hand_to(actor, at, hand, hold_s=hold)
        actor.done(
            "reach", begin, leave, hand=hand, target=row, arrive_ns=round(1e9 * arrive),
            hold_s=round(leave - arrive, 3), steps=int(steps),
        )  # fmt: skip
        if steps:
            actor.walk(-0.16, step_m=0.2)
        actor.wait(0.1, 2.0)
        between(actor)


def _clear(actor: Actor, spot: Spot) -> bool:
    """Whether a hand that stays here stays out of every target."""
    far = float(actor.asked["radius_mm"]) / 1000 + 0.045
    return all(float(np.linalg.norm(np.subtract(spot, t))) > far for t in actor.targets)


def reach_short(actor: Actor) -> None:
    """Stop 5 to 20 cm before the edge of the target, stay, give up: `gap_mm` from the edge."""
    rng, hand = actor.rng, _asked_hand(actor)
    spot = actor.targets[int(rng.integers(0, len(actor.targets)))]
    gap = float(rng.uniform(0.05, 0.20))
    short = short_of(actor, spot, hand, float(actor.asked["radius_mm"]) / 1000 + 0.015 + gap)
    if not _clear(actor, short):
        return scratch(actor)
    begin, _, leave = hand_to(actor, short, hand, hold_s=float(rng.uniform(0.3, 1.8)))
    actor.done("reach_short", begin, leave, hand=hand, gap_mm=round(1000 * gap))
    return None


def pass_by(actor: Actor) -> None:
    """Swing the hand through the target at full speed without stopping there."""
    rng, hand = actor.rng, _asked_hand(actor)
    spot = actor.targets[int(rng.integers(0, len(actor.targets)))]
    side = 0.24 if rng.random() < 0.5 else -0.24
    points: list[Spot] = []
    for way in (side, -side):
        dx, dy = way * float(np.cos(actor.yaw)), way * float(np.sin(actor.yaw))
        points.append((spot[0] + dx, spot[1] + dy, spot[2] + 0.3 * abs(way)))
    if not all(_clear(actor, point) for point in points):
        return wave(actor)
    home = actor.hip.aim.copy()
    begin, end = toward(actor, spot, hand)
    actor.hands[hand].go(begin, end, Hold("world", points[0]))
    start = actor.hands[hand].free_at + 0.05
    actor.hands[hand].go(start, start + float(rng.uniform(0.38, 0.5)), Hold("world", points[1]),
                         arc=-0.3 * abs(side))  # fmt: skip
    done = actor.hands[hand].free_at
    actor.hands[hand].go(done + 0.05, done + actor.takes(0.9), actor.rest())
    stand = (float(home[0]), float(home[1]), float(home[2]))
    actor.now = max(upright(actor, stand, done), actor.hands[hand].free_at)
    actor.done("pass_by", begin, done, hand=hand)
    return None


def reach_elsewhere(actor: Actor) -> None:
    """Reach for something else, at least 25 cm from every target, and hold it."""
    rng, hand = actor.rng, _asked_hand(actor)
    sign = -1 if hand == "right" else 1
    radius = float(actor.asked["radius_mm"]) / 1000
    for _ in range(20):
        spot = reachable_spot(actor, float(rng.uniform(0, 35)), sign * float(rng.uniform(-5, 60)))
        away = min(float(np.linalg.norm(np.subtract(spot, t))) for t in actor.targets)
        if away > radius + 0.25 and actor.lean_for(spot, hand) is not None:
            break
    else:
        return scratch(actor)
    begin, _, leave = hand_to(actor, spot, hand, hold_s=float(rng.uniform(0.5, 1.5)))
    actor.done("reach_elsewhere", begin, leave, hand=hand)
    return None


def reach_with_other_hand(actor: Actor) -> None:
    """One hand was asked for and the other one reaches and holds; only if one was asked for."""
    wrong: Side = SIDES[actor.asked["hand"] == "left"]
    spots = [s for s in actor.targets if actor.lean_for(s, wrong) is not None]
    if actor.asked["hand"] == "any" or not spots:
        return wave(actor)
    spot = spots[int(actor.rng.integers(0, len(spots)))]
    hold = float(actor.asked["hold_s"]) * 1.5 + 0.2
    begin, _, leave = hand_to(actor, spot, wrong, hold_s=hold)
    actor.done("reach_other_hand", begin, leave, hand=wrong)
    return None


REACH = Family(
    counted=("reach",),
    prepare=prepare,
    do=do,
    others=(
        Other(reach_short),
        Other(reach_short),
        Other(pass_by),
        Other(reach_elsewhere),
        Other(reach_with_other_hand),
        Other(scratch),
        Other(wave),
        Other(talk),
        Other(small.look_round),
        Other(small.lean_forward),
        Other(small.shift_in_seat, seated=True),
        Other(small.shift_weight, seated=False),
    ),
)
