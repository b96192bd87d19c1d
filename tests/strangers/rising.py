"""Getting up and sitting down, whole and given up.

Phases after Schenkman et al. 1990: the trunk swings forward, the seat is left at about a third of
the time with the trunk at 30 to 45°, then hips and knees extend while the trunk rights itself. The
head first goes forward and down by some centimetres. Kralj et al. 1990: about 1.8 s in young
adults; people in pain take 2 to 5 s. With guarding the lean is deeper or avoided by pushing with
the hands.
"""

from __future__ import annotations

import numpy as np

from tests.strangers.actor import SIDES, Actor, Chair
from tests.strangers.limbs import Hold
from tests.strangers.signals import PLAIN, Strokes


def _push(actor: Actor, begin: float, seconds: float) -> None:
    """Hands to the arms of the chair or the thighs; they stay there while the body rises."""
    chair = actor.chair
    for side in SIDES:
        sign = 1 if side == "right" else -1
        if chair.has_arms:
            x, y = chair.ahead(0.12, 0.27 * sign)
            hold = Hold("world", (x, y, chair.height + 0.22))
        else:
            hold = Hold("hip", (0.05, 0.8 * actor.person.thigh_m, 0.08))
        actor.hands[side].go(begin, begin + 0.5, hold)
        if chair.has_arms:
            actor.hands[side].go(
                begin + 0.5 + 0.6 * seconds, begin + 0.5 + seconds, actor.hanging()
            )
        else:
            actor.hands[side].go(
                begin + 0.5 + 0.5 * seconds, begin + 0.5 + seconds, actor.hanging()
            )


def rock(actor: Actor) -> None:
    """Swing the trunk to and fro to gather momentum, once or twice, without leaving the seat."""
    rng, begin = actor.rng, actor.now
    for _ in range(int(rng.integers(1, 3))):
        seconds = actor.takes(0.45)
        deep = actor.person.stoop + float(np.radians(rng.uniform(9, 20)))
        actor.flex.go(actor.now, actor.now + seconds, [deep])
        actor.flex.go(actor.now + seconds, actor.now + 2 * seconds, [actor.erect()])
        actor.now += 2 * seconds
    actor.done("rocking", begin, actor.now)


def rise(actor: Actor, *, deed: str = "sit_to_stand") -> tuple[float, float]:
    """Stand up from the chair one sits on; begin and end.

    The deed runs from the first forward swing to upright hips, with `seat_off_ns`, `hands`
    ("none", "arms", "thighs") and `seat_mm`.
    """
    p, rng, chair = actor.person, actor.rng, actor.chair
    pushes = p.pushes_off
    if rng.random() < 0.4 * p.guarding:
        rock(actor)
    begin = actor.now
    seconds = actor.takes(1.6) * float(1 + 0.5 * p.guarding * rng.random())
    if pushes:
        _push(actor, begin - 0.3, seconds)
    else:
        for side in SIDES:
            actor.hands[side].go(begin + 0.35 * seconds, begin + seconds, actor.hanging())
    off, upright = begin + 0.33 * seconds, actor.erect()
    deep = np.radians(rng.uniform(28, 42) + 8 * p.guarding - 10 * pushes)
    actor.flex.go(begin, begin + 0.45 * seconds, [deep], PLAIN)
    actor.flex.go(begin + 0.38 * seconds, begin + 1.05 * seconds, [upright], actor.curve())
    # Some bear down on the better leg only.
    spare = np.radians(rng.uniform(0, 6)) * p.guarding * (1 if p.sore == "left" else -1)
    actor.side.go(begin + 0.1 * seconds, begin + 0.5 * seconds, [spare])
    actor.side.go(begin + 0.5 * seconds, begin + 1.05 * seconds, [0.0])
    actor.look(0, float(rng.uniform(-25, -5)), begin, 0.4 * seconds)
    actor.look_ahead(begin + 0.7 * seconds)
    x, y = chair.ahead(p.thigh_m - 0.07)
    z = p.hip_m - 0.004
    sx, sy, sz = (float(v) for v in actor.hip.aim)
    ahead = 0.3  # share of the forward way that is made before the hips rise
    actor.hip.go(begin + 0.22 * seconds, begin + 0.6 * seconds,
                 [sx + ahead * (x - sx), sy + ahead * (y - sy), sz])  # fmt: skip
    actor.hip.go(off, begin + seconds, [x, y, z], actor.curve())
    actor.now = begin + seconds
    actor.seated = False
    actor.done(
        deed, begin, actor.now,
        seat_off_ns=round(1e9 * off),
        hands=("arms" if chair.has_arms else "thighs") if pushes else "none",
        seat_mm=round(1000 * chair.height),
    )  # fmt: skip
    return begin, actor.now


def sit(actor: Actor, chair: Chair, *, deed: str = "stand_to_sit") -> tuple[float, float]:
    """Sit down on a seat one stands right before, with one's back to it; begin and end.

    The deed runs from the first bend to the contact with the seat; `plops` is 1 when the last
    third is fallen rather than lowered.
    """
    p, rng = actor.person, actor.rng
    begin = actor.now
    seconds = actor.takes(1.9) * float(1 + 0.4 * p.guarding * rng.random())
    plops = p.plops and rng.random() < 0.8
    curve = Strokes(((0.62, 0.0, 0.85, 1.0), (0.38, 0.62, 0.98, 1.15))) if plops else actor.curve()
    deep = np.radians(rng.uniform(25, 40))
    actor.look(0, float(rng.uniform(-40, -15)), begin - 0.3, 0.6)
    actor.flex.go(begin, begin + 0.6 * seconds, [deep])
    upright = actor.erect()
    actor.flex.go(begin + 0.65 * seconds, begin + 1.2 * seconds, [upright], actor.curve())
    actor.chair = chair
    actor.hip.go(begin + 0.08 * seconds, begin + seconds, actor.sitting(chair), curve)
    for side in SIDES:
        if p.pushes_off and chair.has_arms:
            sign = 1 if side == "right" else -1
            x, y = chair.ahead(0.1, 0.27 * sign)
            actor.hands[side].go(begin + 0.1 * seconds, begin + 0.6 * seconds,
                                 Hold("world", (x, y, chair.height + 0.22)))  # fmt: skip
        actor.hands[side].go(begin + 0.3 * seconds, begin + 1.1 * seconds, actor.lap())
    actor.look_ahead(begin + 0.9 * seconds)
    actor.now = begin + seconds
    actor.seated = True
    actor.done(deed, begin, actor.now, plops=int(plops), seat_mm=round(1000 * chair.height))
    actor.now += 0.25 * seconds
    return begin, begin + seconds


def give_up_rise(actor: Actor) -> None:
    """Swing forward, perhaps leave the seat a little, and drop back: `lift_mm` of the hips."""
    p, rng, chair = actor.person, actor.rng, actor.chair
    begin = actor.now
    seconds = actor.takes(1.3)
    whole = p.hip_m - float(actor.hip.aim[2])
    lift = 0.0 if rng.random() < 0.4 else float(rng.uniform(0.06, 0.28)) * whole
    if p.pushes_off and chair.has_arms:
        _push_only(actor, begin, 2 * seconds)
    deep = np.radians(rng.uniform(28, 45))
    home = actor.sitting(chair)
    actor.flex.go(begin, begin + 0.8 * seconds, [deep])
    actor.look(0, float(rng.uniform(-25, 0)), begin, 0.5 * seconds)
    if lift:
        x, y = chair.ahead(float(rng.uniform(0.06, 0.14)))
        actor.hip.go(begin + 0.5 * seconds, begin + 1.05 * seconds, [x, y, home[2] + lift])
    stay = float(rng.uniform(0.0, 0.8))
    back = begin + 1.1 * seconds + stay
    if lift:
        actor.hip.go(back, back + 0.7 * seconds, home, Strokes(((1.0, 0.0, 1.0, 1.2),)))
    actor.flex.go(back, back + 1.0 * seconds, [actor.erect()], actor.curve())
    actor.look_ahead(back + 0.5 * seconds)
    actor.now = back + seconds
    actor.done("aborted_rise", begin, actor.now, lift_mm=round(1000 * lift))


def _push_only(actor: Actor, begin: float, seconds: float) -> None:
    for side in SIDES:
        x, y = actor.chair.ahead(0.12, 0.27 * (1 if side == "right" else -1))
        actor.hands[side].go(begin - 0.3, begin + 0.3,
                             Hold("world", (x, y, actor.chair.height + 0.22)))  # fmt: skip
        actor.hands[side].go(begin + seconds, begin + seconds + 0.6, actor.lap())
