"""The fear ladder's one rule: a table, and the laws that must hold whatever the table says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrexposure.core.progression import (
    LevelFacts,
    TrialFacts,
    decide,
    violation_harm,
    violation_pain,
)
from vrexposure.core.protocol import Progression

RULE = Progression()
SURPRISED = TrialFacts("completed", expected_pain=7, expected_harm=70, peak_pain=4, harm_occurred=0)
CONFIRMED = TrialFacts("completed", expected_pain=4, expected_harm=0, peak_pain=4, harm_occurred=0)
HARMED = replace(SURPRISED, harm_occurred=2)
SILENT = TrialFacts("completed", expected_pain=7, expected_harm=70)
UNPREDICTED = TrialFacts("completed", peak_pain=4, harm_occurred=0)
MISSED = TrialFacts("missed", expected_pain=7, expected_harm=70, peak_pain=7, harm_occurred=1)
INTERRUPTED = TrialFacts("interrupted", expected_pain=7, expected_harm=70)


@pytest.mark.parametrize(
    ("trials", "action", "first_code"),
    [
        ([], "repeat", "too_few_trials"),
        ([SURPRISED] * 2, "repeat", "too_few_trials"),
        ([SURPRISED] * 3, "advance", "completed_enough"),
        ([SURPRISED, CONFIRMED, CONFIRMED], "advance", "completed_enough"),
        ([CONFIRMED] * 3, "repeat", "prediction_confirmed"),
        ([UNPREDICTED] * 3, "repeat", "prediction_missing"),
        ([SURPRISED, SURPRISED, SILENT], "repeat", "outcome_missing"),
        ([SURPRISED, SURPRISED, HARMED], "repeat", "harm_occurred"),
        ([SURPRISED, SURPRISED, MISSED], "repeat", "too_few_trials"),
        ([SURPRISED, MISSED, MISSED], "retreat", "misses"),
        ([MISSED, MISSED, SURPRISED], "repeat", "too_few_trials"),
        ([MISSED, INTERRUPTED, MISSED], "retreat", "misses"),
        ([SURPRISED, INTERRUPTED, SURPRISED, SURPRISED], "advance", "completed_enough"),
    ],
)
def test_decide(trials: list[TrialFacts], action: str, first_code: str) -> None:
    proposal = decide(RULE, LevelFacts(trials))
    assert (proposal.action, proposal.codes[0]) == (action, first_code)


@pytest.mark.parametrize(
    ("first", "last", "action"),
    [
        (80, 40, "advance"),
        (80, 41, "repeat"),
        (80, 20, "advance"),
        (15, 15, "advance"),
        (None, 30, "repeat"),
        (80, None, "repeat"),
        (0, 0, "advance"),
    ],
)
def test_a_low_or_halved_belief_is_enough_where_predictions_came_true(
    first: int | None, last: int | None, action: str
) -> None:
    facts = LevelFacts([CONFIRMED] * 3, belief_first=first, belief_last=last)
    assert decide(RULE, facts).action == action


def test_a_symptom_holds_before_anything_else() -> None:
    facts = LevelFacts([SURPRISED] * 3, symptom="pain_rise")
    assert decide(RULE, facts) == decide(RULE, replace(facts, trials=[MISSED] * 3))
    assert decide(RULE, facts).action == "hold"


def test_watching_alone_never_advances() -> None:
    assert decide(RULE, LevelFacts([SURPRISED] * 3, watched=True)).action == "repeat"


def test_the_ends_of_the_ladder_are_named() -> None:
    assert "top_of_ladder" in decide(RULE, LevelFacts([SURPRISED] * 3, is_top=True)).codes
    assert decide(RULE, LevelFacts([MISSED] * 2, is_bottom=True)).action == "repeat"


ratings = st.none() | st.integers(0, 10)
percents = st.none() | st.integers(0, 100)
trials = st.builds(
    TrialFacts,
    st.sampled_from(["completed", "missed", "interrupted", "skipped"]),
    ratings,
    percents,
    ratings,
    st.none() | st.integers(0, 2),
)
facts = st.builds(
    LevelFacts,
    st.lists(trials, max_size=8),
    percents,
    percents,
    st.just(None),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(facts)
def test_a_missing_outcome_never_advances(given_facts: LevelFacts) -> None:
    silenced = [replace(trial, harm_occurred=None) for trial in given_facts.trials]
    assert decide(RULE, replace(given_facts, trials=silenced)).action != "advance"


@given(facts)
def test_interrupted_trials_change_nothing(given_facts: LevelFacts) -> None:
    more = [x for trial in given_facts.trials for x in (INTERRUPTED, trial)]
    assert decide(RULE, replace(given_facts, trials=more)) == decide(RULE, given_facts)


@given(facts, st.integers(0, 10))
def test_higher_pain_than_before_alone_never_blocks(given_facts: LevelFacts, rise: int) -> None:
    # Below the symptom rules, pain matters only against its own prediction: raising both alike
    # changes nothing.
    def raised(trial: TrialFacts) -> TrialFacts:
        if trial.peak_pain is None or trial.expected_pain is None:
            return trial
        return replace(
            trial, peak_pain=trial.peak_pain + rise, expected_pain=trial.expected_pain + rise
        )

    louder = replace(given_facts, trials=[raised(t) for t in given_facts.trials])
    assert decide(RULE, louder) == decide(RULE, given_facts)


@given(facts)
def test_every_decision_has_a_reason(given_facts: LevelFacts) -> None:
    assert decide(RULE, given_facts).codes


def test_violations_are_signed_and_partly_counts_half() -> None:
    assert violation_pain(SURPRISED) == 3
    assert violation_harm(SURPRISED) == 70
    assert violation_harm(replace(SURPRISED, harm_occurred=1)) == 20
    assert violation_harm(HARMED) == -30
    assert violation_pain(UNPREDICTED) is None
    assert violation_harm(SILENT) is None
