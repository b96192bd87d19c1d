"""Whole recordings to count in: what was done is known exactly."""

from __future__ import annotations

from random import Random

from tests.motion.people import Person


def somebody(seed: int) -> Person:
    """A person of any size on a chair of any height."""
    random = Random(seed)
    height = random.uniform(1.35, 1.85)
    seat = random.choice((0.40, 0.45, 0.45, 0.50, 0.56))
    seated = seat + random.uniform(0.44, 0.47) * height
    return Person(random, height_m=height, seated_m=min(seated, height - 0.16), seat_m=seat)


def rising(seed: int, repetitions: int = 5) -> Person:
    """Sit-to-stand at any speed and with any pauses; sometimes not quite upright."""
    person = somebody(seed)
    r = person.random
    person.hands = dict.fromkeys(("left", "right"), r.choice(("lap", "seat", "chest", "hanging")))
    person.drift_m_per_s = r.uniform(-0.0005, 0.0005)
    person.wait(r.uniform(0.8, 3.0))
    pace = r.uniform(0.6, 2.2)
    for _ in range(repetitions):
        if r.random() < 0.3:
            person.look(r.uniform(-0.8, 0.8), r.uniform(-0.6, 0.3), 0.6)
            person.look(0.0, r.uniform(-0.3, 0.1), 0.6)
        person.sit_to_stand(
            pace * r.uniform(0.8, 1.3),
            r.uniform(0.15, 3.0),
            pace * r.uniform(0.9, 1.5),
            r.uniform(0.85, 1.03),
        )
        person.wait(r.uniform(0.3, 3.0))
    person.wait(1.0)
    return person


def no_rising(seed: int, seconds: float = 120.0) -> Person:
    """Everything but sit-to-stand: half of it sitting, half of it about the room."""
    person = somebody(seed)
    r = person.random
    person.wait(1.5)
    while person.t < seconds / 2:
        what = r.randrange(4)
        if what == 0:
            person.lean_forward(r.uniform(0.7, 1.6), r.uniform(0.1, 3.0))
        elif what == 1:
            person.reach(r.uniform(0.6, 1.4))
        elif what == 2:
            person.look(r.uniform(-1.2, 1.2), r.uniform(-0.9, 0.5), r.uniform(0.4, 1.0))
        else:
            person.wait(r.uniform(0.5, 3.0))
    person.look(0.0, 0.0, 0.6)
    person.rise_to(1.0, 1.5)
    person.wait(1.0)
    while person.t < seconds:
        what = r.randrange(5)
        if what == 0:
            person.walk(r.uniform(-1.2, 1.2), r.uniform(0.3, 1.8), r.uniform(0.5, 1.1))
        elif what == 1:
            person.bend(r.uniform(0.9, 2.2), r.uniform(0.1, 2.5), r.uniform(0.35, 0.9))
        elif what == 2:
            person.reach(r.uniform(0.6, 1.4))
        elif what == 3:
            now = person.yaw.at(person.t)
            person.look(now + r.uniform(-1.0, 1.0), r.uniform(-0.9, 0.5), r.uniform(0.4, 1.0))
            person.look(now, 0.0, 0.5)
        else:
            person.wait(r.uniform(0.5, 4.0))
    return person


def marching(seed: int, steps: int = 20) -> Person:
    """On the spot, at any pace, with some hesitation and looking about."""
    person = somebody(seed)
    r = person.random
    person.rise.value, person.lean.value = 1.0, 0.30
    person.hands = dict.fromkeys(("left", "right"), "hanging")
    person.drift_m_per_s = r.uniform(-0.0005, 0.0005)
    person.wait(r.uniform(1.0, 3.0))
    pace = r.uniform(0.4, 1.6)
    sway = r.uniform(0.015, 0.04)
    side = r.choice((-1, 1))
    for _ in range(steps):
        person.step(pace * r.uniform(0.85, 1.2), r.uniform(0.022, 0.055), side * sway)
        side = -side
        if r.random() < 0.15:
            person.wait(r.uniform(0.2, 2.0))
        if r.random() < 0.1:
            person.look(r.uniform(-0.5, 0.5), r.uniform(-0.5, 0.1), 0.5)
    person.wait(1.5)
    return person


def no_marching(seed: int, seconds: float = 120.0) -> Person:
    """Standing about: sway, looks, nods, bends, squats, walks, sitting down and getting up."""
    person = somebody(seed)
    r = person.random
    person.rise.value, person.lean.value = 1.0, 0.30
    person.wait(2.0)
    while person.t < seconds:
        what = r.randrange(7)
        now = person.yaw.at(person.t)
        if what == 0:
            person.walk(r.uniform(-1.5, 1.5), r.uniform(-1.5, 1.5), r.uniform(0.5, 1.2))
        elif what == 1:
            person.bend(r.uniform(0.9, 2.2), r.uniform(0.1, 2.0), r.uniform(0.35, 0.9))
        elif what == 2:
            person.squat(r.uniform(0.6, 1.5), r.uniform(0.15, 0.45))
        elif what == 3:
            person.look(now + r.uniform(-1.2, 1.2), r.uniform(-0.9, 0.5), r.uniform(0.4, 1.0))
            person.look(now, 0.0, 0.5)
        elif what == 4:
            for _ in range(r.randrange(1, 4)):
                person.look(now, -r.uniform(0.2, 0.7), r.uniform(0.3, 0.6))
                person.look(now, r.uniform(0.0, 0.2), r.uniform(0.3, 0.6))
        elif what == 5:
            person.rise_to(0.0, r.uniform(1.2, 2.0))
            person.wait(r.uniform(0.5, 2.0))
            person.rise_to(1.0, r.uniform(1.2, 2.0))
            person.wait(0.5)
        else:
            person.wait(r.uniform(0.5, 5.0))
    return person
