"""The session in brief: what was feared, what happened, what comes next and why."""

from __future__ import annotations

from vrexposure.core.summary_parts import (
    DecisionSummary,
    LadderSummary,
    SessionSummary,
    TrialSummary,
)
from vrexposure.reports.wording import Wording

REASONS = 2  # the decisive ones come first; all of them stand with the decisions


def in_brief(summary: SessionSummary, say: Wording) -> list[tuple[str, list[str]]]:
    """Three headings, each with a sentence or a few."""
    worked = [ladder for ladder in summary.ladders if ladder.worked_on]
    return [
        (
            say("brief.feared"),
            [_feared(summary, one, say) for one in worked] or [say("brief.none")],
        ),
        (say("brief.happened"), _happened(summary, say)),
        (say("brief.next"), [_next(summary, one, say) for one in worked] or [say("brief.none")]),
    ]


def _feared(summary: SessionSummary, ladder: LadderSummary, say: Wording) -> str:
    stated = [
        value
        for trial in summary.trials()
        if trial.ladder == ladder.id
        if (value := trial.rating("expected_harm").value) is not None
    ]
    sentence = say("brief.feared_on", ladder=ladder.title, feared=ladder.feared)
    if not stated:
        return f"{sentence} {say('brief.likelihood.none')}"
    key = "one" if len(stated) == 1 else "many"
    return f"{sentence} " + say(f"brief.likelihood.{key}", first=stated[0], last=stated[-1])


def _happened(summary: SessionSummary, say: Wording) -> list[str]:
    totals = summary.totals
    if not totals.trials:
        return [say("brief.no_trials")]
    others = [
        say(f"brief.result.{name}", count=count)
        for name, count in (
            ("missed", totals.missed),
            ("interrupted", totals.interrupted),
            ("skipped", totals.skipped),
            ("open", totals.open),
        )
        if count
    ]
    done = say("brief.completed", done=totals.completed, trials=totals.trials)
    first = done + (say("brief.others", others=say.join(others)) if others else "") + "."
    return [" ".join((first, _harm(summary, say), _pain(list(summary.trials()), summary, say)))]


def _harm(summary: SessionSummary, say: Wording) -> str:
    totals = summary.totals
    parts = [
        say(f"brief.harm.{name}", count=count)
        for name, count in (
            ("no", totals.harm_no),
            ("partly", totals.harm_partly),
            ("yes", totals.harm_yes),
            ("missing", totals.harm_missing),
        )
        if count
    ]
    return say("brief.harm", parts=say.join(parts))


def _pain(trials: list[TrialSummary], summary: SessionSummary, say: Wording) -> str:
    totals = summary.totals
    parts = [
        say(f"brief.pain.{name}", count=count)
        for name, count in (
            ("less", totals.pain_less),
            ("same", totals.pain_same),
            ("more", totals.pain_more),
            ("missing", totals.pain_missing),
        )
        if count
    ]
    peaks = [value for one in trials if (value := one.rating("peak_pain").value) is not None]
    sentence = say("brief.pain", parts=say.join(parts))
    return f"{sentence} {say('brief.peak', peak=max(peaks))}" if peaks else sentence


def _next(summary: SessionSummary, ladder: LadderSummary, say: Wording) -> str:
    decision = next((one for one in reversed(summary.decisions) if one.ladder == ladder.id), None)
    if decision is None:
        return say("brief.undecided", ladder=ladder.title)
    sentences = []
    if decision.proposed is not None:
        sentences.append(
            say(
                "brief.proposed",
                ladder=ladder.title,
                action=action(decision.proposed, decision.proposed_next, ladder, say),
            )
        )
        if decision.proposed_codes:
            sentences.append(
                say(
                    "brief.why", reasons=say.sentences(say.codes(decision.proposed_codes[:REASONS]))
                )
            )
    sentences.append(_taken(decision, ladder, say))
    return " ".join(sentences)


def _taken(decision: DecisionSummary, ladder: LadderSummary, say: Wording) -> str:
    if decision.taken is None or decision.by is None:
        return say("brief.open")
    who = say(f"by.{decision.by}")
    if decision.followed:
        return say("brief.accepted", by=who)
    what = action(decision.taken, decision.taken_next, ladder, say)
    if decision.held_back:
        why = say.sentences(say.codes(c for c in decision.codes if c.startswith("kernel_")))
        return f"{say('decisions.within', by=who, action=what)} {why}"
    if decision.reason:
        return say("brief.otherwise_because", by=who, action=what, reason=decision.reason)
    return say("brief.otherwise", by=who, action=what)


def action(name: str, level_id: str, ladder: LadderSummary | None, say: Wording) -> str:
    """A decision in words, with the level that it leads to."""
    levels = ladder.levels if ladder else ()
    title = next((level.title for level in levels if level.id == level_id), level_id)
    return say(f"action.{name}", level=title)
