"""Recordings by family, seed and quality: the one door to the strangers."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np

from tests.strangers.accounts import Facts, Place, Recording
from tests.strangers.actor import Actor, Chair
from tests.strangers.degrade import QUALITIES, Reel, spoil, stamps
from tests.strangers.families import bend, reach, stairs, stand, transfer, turn, walk
from tests.strangers.families.family import Family, Other
from tests.strangers.film import Film, fidget, film
from tests.strangers.fingers import joints
from tests.strangers.people import Person, somebody
from tests.strangers.signals import chance
from tests.strangers.skeleton import Joints, eyes, trunk
from vrexposure.core.inputs import Frame, Point

FAMILIES: dict[str, Family] = {
    "transfer": transfer.TRANSFER,
    "stairs_in_place": stairs.STAIRS_IN_PLACE,
    "real_step": stairs.REAL_STEP,
    "reach": reach.REACH,
    "bend": bend.BEND,
    "stand": stand.STAND,
    "walk": walk.WALK,
    "turn": turn.TURN,
    "carry": walk.CARRY,
}


def _key(*words: str) -> int:
    """A number that depends on the words alone, on any machine."""
    return zlib.crc32("/".join(words).encode())


def record(family: str, seed: int, *, quality: str = "clean", counts: bool = True) -> Recording:
    """One recording: the task is done some times, or other things are done instead.

    The same family, seed and `counts` give the same movement in every quality.
    """
    return _recorded(family, seed, quality, counts, None)


def free_movement(family: str, seed: int, minutes: float, quality: str) -> Recording:
    """A long recording in which the deeds that the family counts never happen."""
    return _recorded(family, seed, quality, False, minutes)


def scored(family: str, seed: int, *, counts: bool = True) -> Actor:
    """The score of a recording: who does what and when, before it is motion."""
    return _score(FAMILIES[family], family, seed, counts, None)


def true_motion(family: str, seed: int, *, counts: bool = True) -> tuple[Actor, Film]:
    """The score of a recording and its motion 90 times a second, without any device."""
    actor = scored(family, seed, counts=counts)
    fidgets = fidget(actor.person, chance(seed, _key(family, "fidget"), counts))
    return actor, film(actor, fidgets, np.arange(0, actor.now, 1 / 90))


def _pick(actor: Actor, others: tuple[Other, ...], *, stays: bool) -> Callable[[Actor], None]:
    fit = [o.act for o in others if o.stays == stays and o.seated in {None, actor.seated}]
    return fit[int(actor.rng.integers(0, len(fit)))]


def _score(family: Family, name: str, seed: int, counts: bool, minutes: float | None) -> Actor:
    rng = chance(seed, _key(name), counts)
    actor = Actor(somebody(rng), rng, Chair("none", 0.0, 0.0, 0.45))
    family.prepare(actor, counts)
    actor.wait(1.5, 4.0)

    def between(actor: Actor) -> None:
        if rng.random() < 0.3:
            _pick(actor, family.others, stays=True)(actor)
            actor.wait(0.2, 1.5)

    if counts:
        family.do(actor, between)
    else:
        acts = int(rng.integers(3, 7))
        while acts > 0 if minutes is None else actor.now < 60 * minutes:
            _pick(actor, family.others, stays=True)(actor)
            actor.wait(0.3, 3.0)
            acts -= 1
        last = any(not o.stays and o.seated in {None, actor.seated} for o in family.others)
        if last and rng.random() < 0.5:
            _pick(actor, family.others, stays=False)(actor)
    actor.wait(1.5, 3.0)
    return actor


def _recorded(name: str, seed: int, quality: str, counts: bool, minutes: float | None) -> Recording:
    if quality not in QUALITIES:
        raise ValueError(f"no quality {quality!r}; there are {', '.join(QUALITIES)}")
    family = FAMILIES[name]
    actor = _score(family, name, seed, counts, minutes)
    fidgets = fidget(actor.person, chance(seed, _key(name, "fidget"), counts))
    if name == "stand":
        stand.measured(actor, fidgets)
    rng = chance(seed, _key(name, quality), counts)
    t = stamps(rng, actor.now, quality)
    true = film(actor, fidgets, t)
    reel = Reel(t.copy(), true.poses, true.flags, true.buttons, np.ones(len(t), np.bool_))
    spoil(reel, rng, quality)
    facts = _facts(actor)
    deeds = sorted([*actor.deeds, *reel.deeds], key=lambda deed: (deed.begin_ns, deed.end_ns))
    frames = _frames(reel, actor.person)
    return Recording(frames, tuple(deeds), facts, name, seed, quality)


def _frames(reel: Reel, person: Person) -> tuple[Frame, ...]:
    poses = reel.poses[reel.keep].astype(np.float32)
    flags = reel.flags[reel.keep]
    times = np.round(reel.stamps[reel.keep] * 1e9).astype(np.int64).tolist()
    buttons = reel.buttons[reel.keep].tolist()
    if not person.bare_handed:
        return tuple(map(Frame, times, poses, flags, buttons))
    fists = [Point.LEFT_HAND, Point.RIGHT_HAND]
    hands = joints(reel.poses[reel.keep][:, fists], flags[:, fists], person.tall_m)
    return tuple(map(Frame, times, poses, flags, buttons, hands))


def _facts(actor: Actor) -> Facts:
    """What was measured beforehand: the body as it is, each number off by about 10 mm."""
    p = actor.person
    rng = chance(round(p.tall_m * 1e6), round(p.age * 1e6))

    def measured(metres: float) -> int:
        return round(1000 * metres + float(np.clip(rng.normal(0, 5), -12, 12)))

    seat = actor.first_chair
    sitting = seat.height + p.hip_over_seat_m - p.slump_m
    easy = np.array([p.stoop])
    none = np.zeros(1)
    body = trunk(p, Joints(np.zeros((1, 3)), none, easy, none, none))
    head = float(eyes(p, body, easy, none, np.radians([-6.0]), none)[0][0, 2])
    shoulder = float(body.middle[0, 2])
    step = None
    if actor.step is not None:
        step = Place("step", *(round(1000 * v + float(rng.normal(0, 4))) for v in actor.step[0]))
    return Facts(
        height_mm=measured(p.tall_m),
        seated_head_mm=measured(sitting + head),
        standing_head_mm=measured(p.hip_m + head),
        seated_shoulder_mm=measured(sitting + shoulder),
        standing_shoulder_mm=measured(p.hip_m + shoulder),
        hip_mm=measured(p.hip_m),
        trunk_mm=measured(p.lower_trunk_m + p.upper_trunk_m),
        arm_length_mm=measured(p.arm_m),
        shoulder_width_mm=measured(2 * p.shoulder_m),
        seat=actor.seat(seat),
        asked=dict(actor.asked),
        trackers=p.trackers,
        controllers=p.controllers,
        grasp=p.grasp,
        bare_handed=p.bare_handed,
        other_seats=tuple(actor.seat(chair) for chair in actor.other_seats),
        step=step,
        step_depth_mm=round(1000 * actor.step[1]) if actor.step is not None else 0,
        targets=actor.places("target", actor.targets),
        objects=actor.places("object", actor.objects),
        goals=actor.places("goal", actor.goals),
        rails=actor.places("rail", actor.rails),
    )
