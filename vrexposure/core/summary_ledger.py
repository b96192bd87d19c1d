"""The evidence of a completed trial, as keys of sentences.

The keys are in `assets/text/report-en.toml`. No sentence promises anything, and none judges.
"""

from __future__ import annotations

from vrexposure.core.setup import Setup
from vrexposure.core.summary_parts import LedgerEntry, TrialSummary
from vrexposure.core.view import Text


def ledger_entry(trial: TrialSummary, setup: Setup) -> LedgerEntry:
    """The evidence of one completed trial: what was done, expected, and what happened."""
    ladder = next((one for one in setup.protocol.ladders if one.id == trial.ladder), None)
    return LedgerEntry(
        time_ns=trial.ended_ns or 0,
        block=trial.block,
        trial=trial.trial,
        sentences=(
            _done(trial),
            _harm(trial, ladder.feared if ladder else ""),
            _pain(trial),
        ),
    )


def _done(trial: TrialSummary) -> Text:
    count = trial.done
    if count is None:
        return Text("report.ledger.done", (("level", _plain(trial.level_title)),))
    what = trial.movement if trial.mode == "do" else trial.mode
    number = "one" if count == 1 else "many"
    return Text(
        f"report.ledger.{what}.{number}", (("count", count), ("level", _plain(trial.level_title)))
    )


def _harm(trial: TrialSummary, feared: str) -> Text:
    expected, occurred = trial.rating("expected_harm").value, trial.harm_percent
    args: tuple[tuple[str, str | int], ...] = (("feared", _plain(feared)),)
    if expected is not None:
        args += (("expected", expected),)
    before = "unknown" if expected is None else "known"
    after = {None: "missing", 0: "no", 50: "partly", 100: "yes"}[occurred]
    return Text(f"report.ledger.harm.{before}.{after}", args)


def _pain(trial: TrialSummary) -> Text:
    expected, peak = trial.rating("expected_pain").value, trial.rating("peak_pain").value
    if expected is None:
        if peak is None:
            return Text("report.ledger.pain.missing")
        return Text("report.ledger.pain.peak", (("peak", peak),))
    if peak is None:
        return Text("report.ledger.pain.expected", (("expected", expected),))
    return Text("report.ledger.pain.both", (("expected", expected), ("peak", peak)))


def _plain(line: str) -> str:
    """A line from a file as an argument: one that begins with "@" must not be read as a key."""
    return line.replace("@", "\N{FULLWIDTH COMMERCIAL AT}", 1) if line.startswith("@") else line
