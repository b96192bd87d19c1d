"""Standard tests of getting up: when the clock stops, what counts, and what leaves no result."""

from __future__ import annotations

import typing

import pytest
from pydantic import ValidationError

from tests.core.stories import SIT, Player, make_setup
from vrexposure.core.levels.base import RuleError
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.observations import PhaseEntered, RepetitionDone
from vrexposure.core.outputs import TrialEnded
from vrexposure.core.session.session import Session

Phase = typing.Literal["seated", "rising", "standing", "lowering"]


def begun(**more: object) -> Player:
    levels = tuple(level.model_copy(update={"repetitions": 5, **more}) for level in SIT.levels)
    player = Player(Session(make_setup(SIT.model_copy(update={"levels": levels}))))
    player.start()
    player.play_to_trial()
    return player


def enter(player: Player, phase: Phase, after_s: float) -> None:
    player.wait(after_s)
    player.see(PhaseEntered(player.now_ns, phase))


def once(player: Player, index: int, *, timed: bool = True) -> None:
    """Two seconds: up after one, down after the other."""
    enter(player, "rising", 0.5)
    enter(player, "standing", 0.5)
    enter(player, "lowering", 0.2)
    player.wait(0.8)
    player.see(RepetitionDone(player.now_ns, index, 2000, 700, 300, 1000, 1600, False, timed))
    player.see(PhaseEntered(player.now_ns, "seated"))


def ended(player: Player) -> TrialEnded:
    (trial,) = player.of("trial_ended")
    assert isinstance(trial, TrialEnded)
    return trial


@pytest.mark.parametrize(("stop_on", "seconds"), [("sit", 10.0), ("stand", 9.0)])
def test_five_times_are_timed_from_the_signal_to_the_fifth(stop_on: str, seconds: float) -> None:
    player = begun(test="five_times", stop_on=stop_on)
    for index in range(1, 6):
        once(player, index)
    trial = ended(player)
    assert (trial.result, trial.done) == ("completed", 5)
    taken_ms = dict(trial.measures)["five_times_ms"]
    assert taken_ms == pytest.approx(1000 * seconds - 100, abs=10)


def test_a_gap_in_tracking_leaves_no_time() -> None:
    player = begun(test="five_times")
    for index in range(1, 6):
        once(player, index, timed=index != 3)
    trial = ended(player)
    assert trial.result == "completed"
    assert "five_times_ms" not in dict(trial.measures)


def test_thirty_seconds_count_what_is_done_and_who_is_up_at_the_end() -> None:
    player = begun(test="thirty_seconds")
    for index in range(1, 15):
        once(player, index)
    enter(player, "rising", 0.5)
    enter(player, "standing", 0.5)
    assert player.view.counter is not None
    assert (player.view.counter.done, player.view.counter.target) == (14, 0)
    player.wait(1.5)
    trial = ended(player)
    assert (trial.result, trial.done, trial.target) == ("completed", 15, 15)
    assert dict(trial.measures)["thirty_seconds_count"] == 15
    assert trial.duration_ms == pytest.approx(30_500, abs=600)


def test_who_sits_when_the_time_ends_has_no_further_one() -> None:
    player = begun(test="thirty_seconds")
    for index in range(1, 4):
        once(player, index)
    player.wait(25)
    assert dict(ended(player).measures)["thirty_seconds_count"] == 3


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"repetitions": 3}, "repetitions"),
        ({"hold_s": 3}, "hold_s"),
        ({"turn_deg": 90}, "turn_deg"),
        ({"pace_per_min": 10}, "pace_per_min"),
    ],
)
def test_a_standard_test_is_as_it_is_published(change: dict[str, int], path: str) -> None:
    level = SIT.levels[0].model_dump() | {"test": "five_times", "repetitions": 5}
    SitToStandLevel.model_validate(level)
    with pytest.raises(ValidationError) as caught:
        SitToStandLevel.model_validate(level | change)
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, RuleError)
    assert error.path == (path,)
