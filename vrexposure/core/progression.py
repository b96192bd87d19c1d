"""The fear ladder: one pure function that proposes the next step and says why.

What it is *not* told is as important as what it is: fear is no argument, so fear alone can never
block; nothing compares pain with earlier pain, so pain falling is never asked for (facts/clinical
section 0, findings 2 and 3). Trials that were interrupted or skipped carry no verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from vrexposure.core.outputs import DecisionAction, Result
from vrexposure.core.protocol import Progression

Code = Literal[
    "completed_enough",
    "prediction_violated",
    "prediction_confirmed",
    "prediction_missing",
    "belief_low",
    "belief_fell",
    "too_few_trials",
    "outcome_missing",
    "harm_occurred",
    "misses",
    "pain_ceiling",
    "pain_rise",
    "watched_only",
    "top_of_ladder",
    "bottom_of_ladder",
    "eased",
]

HARM_PERCENT = {0: 0, 1: 50, 2: 100}
"""`harm_occurred` (0 no, 1 partly, 2 yes) on the scale of the prediction (facts/clinical 3.4)."""


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """What a trial showed. Ratings that were not given are None."""

    result: Result
    expected_pain: int | None = None
    expected_harm: int | None = None
    peak_pain: int | None = None
    harm_occurred: int | None = None


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """All that the decision rests on.

    Attributes:
        trials: Trials on this level in this session, oldest first.
        belief_first, belief_last: Belief that harm will come, 0-100, first and last given here.
        symptom: Why the kernel held during the last block, or None.
        watched: The level was watched, not done.
        is_bottom, is_top: Whether the level is the first or last of its ladder.
    """

    trials: Sequence[TrialFacts]
    belief_first: int | None = None
    belief_last: int | None = None
    symptom: Literal["pain_ceiling", "pain_rise"] | None = None
    watched: bool = False
    is_bottom: bool = False
    is_top: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do next, with every reason for it, the decisive one first."""

    action: DecisionAction
    codes: tuple[Code, ...]


def decide(rule: Progression, facts: LevelFacts) -> Proposal:
    """Propose retreat, hold, repeat or advance.

    In this order: a symptom holds; misses in a row retreat; watching alone repeats; then the last
    `advance_after_trials` trials with a verdict must all be completed with their outcome known, no
    feared harm among them, and the belief must have been tested: the prediction was violated in at
    least one of them, or the belief is low, or it has fallen far enough.
    """
    if facts.symptom is not None:
        return Proposal("hold", (facts.symptom,))
    judged = [trial for trial in facts.trials if trial.result in ("completed", "missed")]
    misses = judged[-rule.retreat_after_misses :]
    if len(misses) == rule.retreat_after_misses and all(t.result == "missed" for t in misses):
        if facts.is_bottom:
            return Proposal("repeat", ("misses", "bottom_of_ladder"))
        return Proposal("retreat", ("misses",))
    if facts.watched:
        return Proposal("repeat", ("watched_only",))
    recent = judged[-rule.advance_after_trials :]
    if len(recent) < rule.advance_after_trials or any(t.result != "completed" for t in recent):
        return Proposal("repeat", ("too_few_trials",))
    if any(t.peak_pain is None or t.harm_occurred is None for t in recent):
        return Proposal("repeat", ("outcome_missing",))
    if any(t.harm_occurred == 2 for t in recent):
        return Proposal("repeat", ("harm_occurred",))
    tested = _belief_tested(rule, facts, recent)
    if not tested:
        predicted = any(t.expected_pain is not None or t.expected_harm is not None for t in recent)
        return Proposal("repeat", ("prediction_confirmed" if predicted else "prediction_missing",))
    if facts.is_top:
        return Proposal("repeat", ("top_of_ladder", "completed_enough", *tested))
    return Proposal("advance", ("completed_enough", *tested))


def _belief_tested(
    rule: Progression, facts: LevelFacts, recent: Sequence[TrialFacts]
) -> tuple[Code, ...]:
    codes: list[Code] = []
    if any(_violated(rule, trial) for trial in recent):
        codes.append("prediction_violated")
    if facts.belief_last is not None:
        if facts.belief_last <= rule.belief_low:
            codes.append("belief_low")
        first = facts.belief_first
        if (
            first is not None
            and (first - facts.belief_last) * 100 >= first * rule.belief_fall_percent > 0
        ):
            codes.append("belief_fell")
    return tuple(codes)


def _violated(rule: Progression, trial: TrialFacts) -> bool:
    pain, harm = violation_pain(trial), violation_harm(trial)
    return (pain is not None and pain >= rule.violation_pain) or (
        harm is not None and harm >= rule.violation_harm
    )


def violation_pain(trial: TrialFacts) -> int | None:
    """Expected minus actual pain, 0-10 scale, signed; None when either was not given."""
    if trial.expected_pain is None or trial.peak_pain is None:
        return None
    return trial.expected_pain - trial.peak_pain


def violation_harm(trial: TrialFacts) -> int | None:
    """Expected harm probability minus what occurred (0, 50 or 100), signed; None when unknown."""
    if trial.expected_harm is None or trial.harm_occurred is None:
        return None
    return trial.expected_harm - HARM_PERCENT[trial.harm_occurred]
