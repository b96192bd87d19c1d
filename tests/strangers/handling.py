"""Bringing hands to places: reaching, bending down, carrying to and fro.

The trunk leaves a little before the hand and both arrive together (Kaminski et al. 1995); the head
looks there first. Guarding shows as a hand that covers less by flexion and more by a step, a twist
or bent knees.
"""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor, Side, Spot
from tests.strangers.limbs import Hold
from tests.strangers.signals import PLAIN, Curve


def toward(actor: Actor, spot: Spot, hand: Side, most_deg: float = 95.0) -> tuple[float, float]:
    """Stoop or squat so that a hand can get to a place; when the move begins and ends.

    Squatting people lower the hips first and lean less (Burgess-Limerick 2003); stooping ones
    push the hips back to keep the balance. `actor.now` does not move.
    """
    p, rng = actor.person, actor.rng
    low = max(0.0, 0.9 - spot[2] / (0.6 * p.hip_m)) if not actor.seated else 0.0
    least = 0.0 if actor.seated else p.squats * 0.26 * p.tall_m * low
    begin = actor.now
    seconds = actor.takes(0.75 + 0.9 * low)
    found = None
    hip = actor.hip.aim.copy()
    for drop in np.linspace(least, max(least, 0.30 * p.tall_m * low), 5 if low else 1):
        hip = actor.hip.aim.copy()
        hip[2] -= drop
        back = -0.07 * low * p.tall_m * (1 - 0.5 * p.squats)
        hip[:2] += back * np.array([-np.sin(actor.yaw), np.cos(actor.yaw)])
        found = actor.lean_for(spot, hand, hip, most_deg)
        if found:
            break
    flex, side, twist = found or (np.radians(60.0), 0.0, 0.0)
    actor.look_at(spot, begin - float(rng.uniform(0.1, 0.35)))
    end = begin + seconds
    if low:
        actor.hip.go(begin, end, hip, actor.curve())
    actor.lean(flex, side, twist, begin, end, PLAIN)
    return begin, end


def upright(actor: Actor, stand: Spot, begin: float) -> float:
    """Come up again to hips at `stand`; when it is done."""
    deep = float(abs(actor.flex.aim[0])) + 2 * abs(stand[2] - float(actor.hip.aim[2]))
    end = begin + actor.takes(0.6 + 0.7 * deep)
    actor.straighten(begin, end)
    if np.linalg.norm(actor.hip.aim - np.asarray(stand)) > 1e-6:
        actor.hip.go(begin, end, stand, PLAIN)
    actor.look_ahead(begin + 0.3 * (end - begin))
    return end


def fist_at(spot: Spot, actor: Actor, side: Side, apart: float = 0.0) -> Spot:
    """Where the fist holds an object with this centre: `apart` to its own side."""
    out = apart * (1 if side == "right" else -1)
    return (
        float(spot[0] + out * np.cos(actor.yaw)),
        float(spot[1] + out * np.sin(actor.yaw)),
        spot[2],
    )


def short_of(actor: Actor, spot: Spot, side: Side, gap: float) -> Spot:
    """A place `gap` before the spot on the way from about the chest."""
    x, y, z = (float(v) for v in actor.hip.aim)
    chest = np.array([x, y, z + 0.25 * actor.person.tall_m])
    way = chest - np.asarray(spot)
    px, py, pz = (float(v) for v in np.asarray(spot) + gap * way / np.linalg.norm(way))
    return px, py, pz


def hand_to(
    actor: Actor,
    spot: Spot,
    hand: Side,
    *,
    hold_s: float,
    curve: Curve | None = None,
    hurry: float = 1.0,
    leaning: bool = True,
) -> tuple[float, float, float]:
    """Bring a hand there, hold it, bring it and the trunk back: begin, arrival and leaving."""
    rng = actor.rng
    sx, sy, sz = (float(v) for v in actor.hip.aim)
    begin = actor.now
    arrive = begin + actor.takes(0.9) / hurry
    if leaning:
        start, end = toward(actor, spot, hand)
        arrive = max(arrive, end + 0.02)
        begin = start + float(rng.uniform(0.0, 0.2))
    else:
        actor.look_at(spot, begin - 0.2)
    actor.hands[hand].go(begin, arrive, Hold("world", spot), curve or actor.curve(),
                         float(rng.uniform(0.0, 0.03)))  # fmt: skip
    leave = arrive + hold_s
    back = leave + actor.takes(0.9)
    actor.hands[hand].go(leave, back, actor.rest(), actor.curve())
    end = upright(actor, (sx, sy, sz), leave + 0.05) if leaning else back
    if not leaning:
        actor.look_ahead(leave)
    actor.now = max(back, end) + 0.1
    return begin, arrive, leave


def scratch(actor: Actor) -> None:
    """A hand goes to the head or under the headset, scratches, and comes back."""
    hand = actor.free_hand(SIDES[int(actor.rng.integers(0, 2))])
    begin, seconds = actor.now, float(actor.rng.uniform(1.0, 2.2))
    there = begin + actor.takes(0.8)
    hold = Hold("head", (float(actor.rng.uniform(0.06, 0.13)), float(actor.rng.uniform(-0.1, 0.05)),
                         float(actor.rng.uniform(-0.05, 0.08))))  # fmt: skip
    actor.hands[hand].go(begin, there, hold, actor.curve())
    actor.hands[hand].shake(there, there + seconds, (0.0, 0.01, 0.02), 3.5)
    actor.hands[hand].go(there + seconds, there + seconds + actor.takes(0.8), actor.rest())
    actor.now = actor.hands[hand].free_at
    actor.done("scratch_head", begin, actor.now, hand=hand)


def wave(actor: Actor) -> None:
    """Wave at somebody, the hand beside the head."""
    hand = actor.free_hand(SIDES[int(actor.rng.integers(0, 2))])
    begin, seconds = actor.now, float(actor.rng.uniform(1.5, 3.0))
    there = begin + actor.takes(0.8)
    actor.look(float(actor.rng.uniform(-35, 35)), 0, begin, 0.5)
    actor.hands[hand].go(begin, there, Hold("shoulder", (0.18, 0.22, 0.2)), actor.curve())
    actor.hands[hand].shake(there, there + seconds, (0.11, 0.0, 0.01), 1.8)
    actor.hands[hand].go(there + seconds, there + seconds + actor.takes(0.8), actor.rest())
    actor.look_ahead(there + seconds)
    actor.now = actor.hands[hand].free_at
    actor.done("wave", begin, actor.now, hand=hand)


def talk(actor: Actor) -> None:
    """Chat with somebody: small looks, nods and gestures."""
    rng = actor.rng
    begin, end = actor.now, actor.now + float(rng.uniform(4, 9))
    hand = actor.free_hand()
    actor.hands[hand].go(begin, begin + 0.8, Hold("shoulder", (-0.02, 0.3, -0.22)))
    actor.hands[hand].shake(begin + 0.8, end, (0.04, 0.03, 0.05), float(rng.uniform(0.8, 1.6)))
    at = begin
    while at < end:
        actor.look(float(rng.uniform(-22, 22)), float(rng.uniform(-15, 5)), at, 0.4)
        at += float(rng.uniform(0.8, 2.0))
    actor.hands[hand].go(end, end + 0.9, actor.rest())
    actor.look_ahead(end)
    actor.now = end + 0.9
    actor.done("talk", begin, end)
