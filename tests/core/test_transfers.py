"""Staying up and turning, as a transfer asks for."""

from __future__ import annotations

import pytest

from tests.core.stories import SIT, Player, make_setup
from vrexposure.core.ladders import SitToStandLadder
from vrexposure.core.observations import PhaseEntered, RepetitionDone, TurnDone
from vrexposure.core.outputs import TrialEnded
from vrexposure.core.session.session import Session
from vrexposure.core.watch import WatchSitToStand


def ladder(**more: object) -> SitToStandLadder:
    levels = tuple(level.model_copy(update={"repetitions": 1, **more}) for level in SIT.levels)
    return SIT.model_copy(update={"levels": levels})


def begun(**more: object) -> Player:
    player = Player(Session(make_setup(ladder(**more))))
    player.start()
    player.play_to_trial()
    return player


def caption(player: Player) -> str:
    assert player.view.caption is not None
    return player.view.caption.key


def rise(player: Player) -> None:
    for phase in ("seated", "rising", "standing"):
        player.see(PhaseEntered(player.now_ns, phase))


def sit(player: Player, stand_ms: int) -> None:
    player.see(PhaseEntered(player.now_ns, "lowering"))
    player.see(
        RepetitionDone(player.now_ns, 1, 2200 + stand_ms, 1000, stand_ms, 1200, 1600, None, True)
    )


def ended(player: Player) -> list[TrialEnded]:
    return player.of("trial_ended")


def test_whoever_stays_up_for_the_time_has_done_it() -> None:
    player = begun(hold_s=3)
    rise(player)
    assert caption(player) == "caption.stay_up"
    player.wait(3.0)
    assert caption(player) == "caption.sit_again"
    assert player.of("play")[-1].sound == "step"
    sit(player, 3300)
    (trial,) = ended(player)
    assert (trial.result, trial.done, trial.near_misses) == ("completed", 1, 0)
    assert dict(trial.measures) == {"least_hold_ms": 3300}


def test_sitting_down_early_is_a_near_miss_that_may_be_tried_again_at_once() -> None:
    player = begun(hold_s=3)
    rise(player)
    player.wait(1.0)
    sit(player, 1200)
    assert caption(player) == "caption.next_time_until_the_sound"
    assert not ended(player)
    rise(player)
    player.wait(3.2)
    sit(player, 3200)
    (trial,) = ended(player)
    assert (trial.result, trial.done, trial.near_misses) == ("completed", 1, 1)


@pytest.mark.parametrize("hold_s", [0, 2])
def test_the_turn_comes_before_the_waiting(hold_s: int) -> None:
    player = begun(hold_s=hold_s, turn_deg=90)
    movement = player.session.watch.movement
    assert isinstance(movement, WatchSitToStand)
    assert movement.turn_deg == 90
    rise(player)
    player.wait(5.0)
    assert caption(player) == "caption.turn_and_back"
    player.see(TurnDone(player.now_ns, 0, "left", 88, 2500, True))
    player.wait(0.1)
    assert caption(player) == "caption.sit_again"
    sit(player, 8000)
    assert dict(ended(player)[0].measures)["peak_turn_deg"] == 88


def test_without_the_turn_it_is_a_near_miss() -> None:
    player = begun(turn_deg=90)
    rise(player)
    player.wait(2.0)
    sit(player, 2000)
    assert not ended(player)
    assert caption(player) == "caption.next_time_until_the_sound"


def test_a_turn_of_the_last_stand_does_not_count_for_this_one() -> None:
    player = begun(turn_deg=90, repetitions=2)
    for _ in range(2):
        rise(player)
        if not ended(player) and player.view.counter and player.view.counter.done == 0:
            player.see(TurnDone(player.now_ns, 0, "left", 90, 2500, True))
        player.wait(1.0)
        sit(player, 1500)
    assert not ended(player)
    assert player.view.counter is not None
    assert player.view.counter.done == 1


def test_a_level_that_asks_for_neither_says_nothing_of_it() -> None:
    player = begun()
    rise(player)
    player.wait(1.0)
    assert caption(player) == "caption.go_sit_to_stand"
    sit(player, 600)
    assert ended(player)[0].measures == ()
