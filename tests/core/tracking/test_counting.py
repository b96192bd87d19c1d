"""How exact the counts are, over many people, movements and tracking systems."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from tests.core.tracking.counting import exactness, sit_to_stand, stairs, tally
from tests.motion.people import Person
from tests.motion.recording import Quality, clean, degraded
from tests.motion.scripts import marching, no_marching, no_rising, rising
from vrexposure.core.watch import Movement

Watching = Callable[[Person], Movement]
Script = Callable[[int], Person]
Spoiling = Callable[[Random], Quality]

QUALITIES = pytest.mark.parametrize(
    ("quality", "least"), [(clean, 0.98), (degraded, 0.95)], ids=["clean", "degraded"]
)


@QUALITIES
def test_a_few_recordings_are_counted_exactly_enough(quality: Spoiling, least: float) -> None:
    assert exactness(tally(rising, sit_to_stand, quality, range(100, 103))) >= least
    assert exactness(tally(marching, stairs, quality, range(100, 103))) >= least


@pytest.mark.slow
@QUALITIES
def test_sixty_recordings_of_sit_to_stand_are_counted(quality: Spoiling, least: float) -> None:
    rows = tally(rising, sit_to_stand, quality, range(60))
    assert exactness(rows) >= least
    assert sum(count == done for count, done, _ in rows) >= least * len(rows)


@pytest.mark.slow
@QUALITIES
def test_sixty_recordings_of_marching_are_counted(quality: Spoiling, least: float) -> None:
    assert exactness(tally(marching, stairs, quality, range(60))) >= least


@pytest.mark.slow
@pytest.mark.parametrize("quality", [clean, degraded], ids=["clean", "degraded"])
@pytest.mark.parametrize(
    ("script", "watch"),
    [(no_rising, sit_to_stand), (no_marching, stairs)],
    ids=["sit_to_stand", "stairs"],
)
def test_other_movements_count_at_most_once_in_ten_minutes(
    script: Script, watch: Watching, quality: Spoiling
) -> None:
    rows = tally(script, watch, quality, range(15))
    minutes = sum(seconds for _, _, seconds in rows) / 60
    assert minutes > 29
    assert sum(count for count, _, _ in rows) <= minutes / 10
