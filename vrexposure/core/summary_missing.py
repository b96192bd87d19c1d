"""What a session's record does not hold, item by item, so that nobody takes it for a zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vrexposure.core.setup import Setup
from vrexposure.core.summary_parts import (
    BlockSummary,
    Missing,
    RatingSummary,
    SessionSummary,
    TrialSummary,
)
from vrexposure.core.view import Text


def find_missing(setup: Setup, summary: SessionSummary) -> tuple[Missing, ...]:
    """Every gap in the record: first the session's, then block by block and trial by trial."""
    return (
        *_session(setup, summary),
        *(one for block in summary.blocks for one in _block(setup, block)),
    )


def _session(setup: Setup, summary: SessionSummary) -> Iterator[Missing]:
    if summary.salvage_note:
        yield Missing(0, 0, Text("report.missing.salvaged"))
    if summary.ending == "interrupted":
        yield Missing(0, 0, Text("report.missing.no_close"))
    measured = {one.measure for one in summary.calibrations}
    unmeasured = tuple(one for one in _needed(setup, summary) if one not in measured)
    if unmeasured:
        yield Missing(0, 0, Text("report.missing.calibration"), unmeasured)
    yield from _ratings(0, 0, summary.session_ratings)
    gaps = [event.gap_ms for event in summary.events if event.gap_ms is not None]
    if gaps:
        seconds = f"{sum(gaps) / 1000:.1f}"
        number = "one" if len(gaps) == 1 else "many"
        yield Missing(
            0,
            0,
            Text(f"report.missing.gaps.{number}", (("count", len(gaps)), ("seconds", seconds))),
        )
    for reason, count in summary.dropped:
        yield Missing(0, 0, Text(f"report.missing.dropped.{reason}", (("count", count),)))


def _needed(setup: Setup, summary: SessionSummary) -> tuple[str, ...]:
    """The head heights that the levels which were done are measured by."""
    done = {(trial.ladder, trial.level) for trial in summary.trials() if trial.mode == "do"}
    heads = {
        f"{head}_head"
        for ladder in setup.protocol.ladders
        for level in ladder.levels
        if (ladder.id, level.id) in done
        for head in level.heads
    }
    return tuple(sorted(heads))


def _block(setup: Setup, block: BlockSummary) -> Iterator[Missing]:
    asked = setup.protocol.questions
    for trial in block.trials:
        planned = (*asked.before_trial, *asked.after_trial)
        yield from _ratings(trial.block, trial.trial, [(q, trial.rating(q)) for q in planned])
        yield from _trial(trial)
    planned_here = (*asked.before_block, *asked.after_block)
    yield from _ratings(block.block, 0, [(q, block.rating(q)) for q in planned_here])
    if not block.decisions:
        yield Missing(block.block, 0, Text("report.missing.decision"))
    elif block.decisions[-1].taken is None:
        yield Missing(block.block, 0, Text("report.missing.not_taken"))


def _trial(trial: TrialSummary) -> Iterator[Missing]:
    if trial.result == "unfinished":
        yield Missing(trial.block, trial.trial, Text("report.missing.end"))
    if trial.result == "completed" and trial.mode == "do" and trial.hesitation_ms is None:
        yield Missing(trial.block, trial.trial, Text("report.missing.hesitation"))
    if trial.untimed:
        yield Missing(
            trial.block, trial.trial, Text("report.missing.untimed", (("count", trial.untimed),))
        )


def _ratings(
    block: int, trial: int, ratings: Iterable[tuple[str, RatingSummary]]
) -> Iterator[Missing]:
    found = list(ratings)
    for state in ("not_given", "not_asked"):
        names = tuple(question for question, rating in found if rating.state == state)
        if names:
            yield Missing(block, trial, Text(f"report.missing.{state}"), names)
