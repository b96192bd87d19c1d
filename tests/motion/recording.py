"""From a person's ways to frames, as good or as bad as a tracking system makes them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.motion.people import Person
from vrexposure.core.inputs import TRACKED, Frame, Point, PoseFlag, empty_arrays


@dataclass(frozen=True)
class Quality:
    """How the tracking system spoils what there is.

    Shares are of frames; a gap is time in which the head is not tracked and the pose guessed.
    """

    rate_hz: float = 72.0
    noise_m: float = 0.001
    jitter: float = 0.0
    missing: float = 0.0
    duplicate: float = 0.0
    zero_quaternion: float = 0.0
    not_a_number: float = 0.0
    spike: float = 0.0
    gap_every_s: float = 0.0
    gap_s: float = 0.0
    hands: bool = True


def clean(random: Random) -> Quality:
    """A good headset in a good room."""
    return Quality(rate_hz=random.choice((60.0, 72.0, 90.0, 120.0)), noise_m=0.001)


def degraded(random: Random) -> Quality:
    """Everything that goes wrong, all at once."""
    return Quality(
        rate_hz=random.choice((20.0, 30.0, 45.0, 72.0, 90.0, 120.0)),
        noise_m=random.uniform(0.002, 0.005),
        jitter=random.uniform(0.0, 0.5),
        missing=random.uniform(0.0, 0.08),
        duplicate=random.uniform(0.0, 0.03),
        zero_quaternion=random.uniform(0.0, 0.02),
        not_a_number=random.uniform(0.0, 0.01),
        spike=random.uniform(0.0, 0.02),
        gap_every_s=random.uniform(10.0, 25.0),
        gap_s=random.uniform(0.05, 0.45),
    )


def record(person: Person, quality: Quality, seed: int) -> Iterator[Frame]:
    """All frames from 0 to the person's `t`."""
    random = Random(seed)
    period = 1.0 / quality.rate_hz
    t = 0.0
    next_gap = random.uniform(0.5, 1.5) * quality.gap_every_s if quality.gap_every_s else math.inf
    while t < person.t:
        stamp = t + period * quality.jitter * random.random()
        t += period
        if random.random() < quality.missing:
            continue
        if stamp > next_gap + quality.gap_s:
            next_gap = stamp + random.uniform(0.5, 1.5) * quality.gap_every_s
        frame = _frame(person, stamp, quality, random)
        if stamp >= next_gap:
            guessed = PoseFlag.ORIENTATION_VALID | PoseFlag.POSITION_VALID
            frame.flags[Point.HEAD] = int(guessed | PoseFlag.ORIENTATION_TRACKED)
        yield frame
        if random.random() < quality.duplicate:
            yield frame


def _frame(person: Person, t: float, quality: Quality, random: Random) -> Frame:
    poses, flags = empty_arrays()
    place, turn = person.head(t)
    poses[Point.HEAD] = (*(c + random.gauss(0.0, quality.noise_m) for c in place), *turn)
    flags[Point.HEAD] = TRACKED
    if quality.hands:
        for side, point in (("left", Point.LEFT_HAND), ("right", Point.RIGHT_HAND)):
            hand = person.hand(side, t)
            poses[point, :3] = [c + random.gauss(0.0, quality.noise_m) for c in hand]
            flags[point] = TRACKED
    if random.random() < quality.zero_quaternion:
        poses[Point.HEAD, 3:] = 0.0
    if random.random() < quality.not_a_number:
        poses[Point.HEAD, random.randrange(7)] = math.nan
    if random.random() < quality.spike:
        poses[Point.HEAD, random.randrange(3)] += random.choice((-1, 1)) * random.uniform(0.2, 3.0)
    return Frame(round(t * 1e9), poses, flags)
