"""Getting up, judged by people whom its detector has not met (`tests.strangers`)."""

from __future__ import annotations

import pytest

from tests.strangers import Recording, record
from vrexposure.core.observations import RepetitionDone
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch, WatchSitToStand


def counted(one: Recording) -> int:
    facts = one.facts
    tracker = Tracker()
    tracker.watch(
        Watch(
            WatchSitToStand(
                0,
                facts.seated_head_mm,
                facts.standing_head_mm,
                facts.seat.height_mm,
                facts.seat.x_mm,
                facts.seat.y_mm,
                facts.seat.has_arms,
            )
        )
    )
    return sum(
        isinstance(said, RepetitionDone) for frame in one.frames for said in tracker.update(frame)
    )


def done(one: Recording) -> int:
    """Rises that were followed by sitting down."""
    repetitions, up = 0, False
    for deed in one.of("sit_to_stand", "stand_to_sit"):
        if deed.kind == "sit_to_stand":
            up = True
        elif up:
            repetitions, up = repetitions + 1, False
    return repetitions


def test_a_few_strangers_are_counted() -> None:
    for seed in (0, 1, 2):
        one = record("transfer", seed)
        assert counted(one) == done(one)
        assert counted(record("transfer", seed, counts=False)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("quality", ["clean", "degraded"])
def test_forty_strangers_are_counted_and_nothing_else_is(quality: str) -> None:
    pairs = [
        (counted(one), done(one))
        for one in (record("transfer", seed, quality=quality) for seed in range(40))
    ]
    wrong = sum(abs(count - truth) for count, truth in pairs)
    assert 1 - wrong / sum(truth for _, truth in pairs) >= 0.98
    assert sum(count == truth for count, truth in pairs) >= 0.95 * len(pairs)
    others = [record("transfer", seed, quality=quality, counts=False) for seed in range(40)]
    assert sum(counted(one) for one in others) == 0
