"""What is shown after a trial, and that it is calm and true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.stories import SIT, Player, make_setup
from vrexposure.core.observations import NearMiss, Traced
from vrexposure.core.outputs import Result, TrialEnded
from vrexposure.core.session.feedback import earlier, feedback_lines
from vrexposure.core.session.session import Session
from vrexposure.core.view import Phase

ENDED = TrialEnded(
    0, 1, 1, "sit-to-stand", "high", "completed", 3, 3, 12_000, 900, 3_120, None, 0, 0
)


def keys(now: TrialEnded, *before: int) -> list[str]:
    trials = [replace(ENDED, mean_ms=one) for one in before]
    return [line.key for line in feedback_lines("sit_to_stand", now, trials)]


def at_feedback(**rules: object) -> Player:
    player = Player(Session(make_setup(**rules)))
    player.start()
    player.play(until="feedback")
    return player


def test_it_says_what_was_done_and_how_long_it_took() -> None:
    lines = feedback_lines("sit_to_stand", ENDED, [])
    assert [line.key for line in lines] == ["feedback.done.sit_to_stand.many", "feedback.took"]
    assert dict(lines[1].args)["seconds"] == "3.1"


@pytest.mark.parametrize(
    ("before", "key"),
    [
        ((), "feedback.took"),
        ((3000,), "feedback.took_beside"),
        ((3000, 3200), "feedback.took_beside"),
        ((3000, 3200, 3100), "feedback.took_as_before"),
        ((4000, 4200, 4100), "feedback.took_less"),
        ((2000, 2200, 2100), "feedback.took_more"),
    ],
)
def test_it_is_compared_with_the_own_last_three_and_only_when_there_are_three(
    before: tuple[int, ...], key: str
) -> None:
    assert keys(ENDED, *before)[1] == key


def test_only_the_last_three_are_named() -> None:
    before = [replace(ENDED, mean_ms=ms) for ms in (9000, 3000, 3200, 3100)]
    line = feedback_lines("sit_to_stand", ENDED, before)[1]
    assert dict(line.args)["before"] == "3.0, 3.2, 3.1"


def test_what_was_begun_counts_and_a_miss_invites_to_try_again() -> None:
    missed = replace(ENDED, result="missed", done=1, near_misses=2, mean_ms=None)
    assert keys(missed) == ["feedback.some", "feedback.near_misses.many", "feedback.again"]
    assert keys(replace(missed, done=0, near_misses=1)) == [
        "feedback.none",
        "feedback.near_misses.one",
        "feedback.again",
    ]


@pytest.mark.parametrize("result", ["missed", "interrupted", "skipped"])
def test_only_completed_trials_of_the_same_level_are_compared_with(result: Result) -> None:
    now = replace(ENDED)
    others = [replace(ENDED, result=result), replace(ENDED, level="raised"), replace(ENDED)]
    assert earlier([*others, now], now) == [others[2]]


def test_it_comes_after_the_ratings_with_the_curve_of_the_movement() -> None:
    player = Player(Session(make_setup()))
    player.start()
    player.play_to_trial()
    began = player.now_ns
    player.play(until="peak_pain")
    player.see(Traced(player.now_ns, began, 50, (1200, None, *range(1200, 1600, 10))))
    player.play(until="feedback")
    panel = player.view.panel
    assert panel is not None
    assert panel.curve is not None
    assert panel.curve.levels_mm == (1200, 1600)
    assert len(panel.curve.marks_ms) == 2
    asked = [one.question for one in player.of("rating_given") if one.trial == 1]
    assert asked[-3:] == ["peak_pain", "harm_occurred", "fear_after"]


def test_without_a_curve_there_are_words_and_it_goes_on_by_itself() -> None:
    player = at_feedback()
    panel = player.view.panel
    assert panel is not None
    assert panel.curve is None
    player.wait(21)
    assert player.view.panel is None or player.view.panel.question != "feedback"
    assert player.phase() is Phase.RUNNING


def test_it_can_be_switched_off() -> None:
    player = Player(Session(make_setup(feedback=False)))
    player.start()
    player.play()
    assert not [
        one
        for one in player.of("view_shown")
        if one.view.panel is not None and one.view.panel.question == "feedback"
    ]


def test_near_misses_of_a_completed_trial_are_told() -> None:
    player = Player(Session(make_setup(SIT)))
    player.start()
    player.play_to_trial()
    player.see(NearMiss(player.now_ns, 40))
    player.play(until="feedback")
    assert player.view.panel is not None
    assert "feedback.near_misses.one" in [line.key for line in player.view.panel.body]
