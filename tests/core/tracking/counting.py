"""Playing recordings to a tracker, and what each kind of recording is watched for."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.motion.people import Person
from tests.motion.recording import Quality, record
from vrexposure.core.observations import Observation, RepetitionDone, StepTaken
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Movement, Watch, WatchSitToStand, WatchStairs

GOOD = Quality()


def sit_to_stand(person: Person, *, has_arms: bool = False) -> WatchSitToStand:
    """The watch for this very person on their chair."""
    return WatchSitToStand(
        go_ns=0,
        seated_head_mm=round(person.seated_m * 1000),
        standing_head_mm=round(person.height_m * 1000),
        seat_mm=round(person.seat_m * 1000),
        has_arms=has_arms,
    )


def stairs(person: Person) -> WatchStairs:
    """The watch for this very person marching up usual stairs."""
    return WatchStairs(0, "up", round(person.height_m * 1000), 150)


def play(
    person: Person, movement: Movement, quality: Quality = GOOD, seed: int = 0
) -> list[Observation]:
    """Everything the tracker says about the person."""
    tracker = Tracker()
    tracker.watch(Watch(movement))
    return [said for frame in record(person, quality, seed) for said in tracker.update(frame)]


def counted(said: list[Observation]) -> int:
    """Repetitions and steps."""
    return sum(isinstance(one, RepetitionDone | StepTaken) for one in said)


def tally(
    script: Callable[[int], Person],
    watch: Callable[[Person], Movement],
    quality: Callable[[Random], Quality],
    seeds: range,
) -> list[tuple[int, int, float]]:
    """For each seed: what was counted, what was really done, and for how many seconds."""
    rows = []
    for seed in seeds:
        person = script(seed)
        done = len(person.repetitions) + len(person.steps)
        said = play(person, watch(person), quality(Random(seed + 1000)), seed)
        rows.append((counted(said), done, person.t))
    return rows


def exactness(rows: list[tuple[int, int, float]]) -> float:
    """The share of what was done that was counted, less what was counted too much."""
    wrong = sum(abs(count - done) for count, done, _ in rows)
    return 1 - wrong / sum(done for _, done, _ in rows)
