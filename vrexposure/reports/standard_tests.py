"""The standard tests of a session: the result, how it was done, and what is published beside it.

Nobody's age or sex is known here, so norms by age are not put beside a result; cut-offs and
changes are, each with the group it was found in, its source, and what was done otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from vrexposure.core.measures.norms import (
    Conditions,
    CutOff,
    RealChange,
    StandardTest,
    cut_offs,
    differing,
    real_changes,
)
from vrexposure.core.summary_parts import LevelSummary, SessionSummary, TrialSummary
from vrexposure.reports.wording import Wording

# The measure that holds the result, and what one of the published unit is of it.
_TESTS: dict[str, tuple[StandardTest, str, int]] = {
    "five_times": (StandardTest.SIT_TO_STAND_5, "five_times_ms", 1000),
    "thirty_seconds": (StandardTest.CHAIR_STAND_30, "thirty_seconds_count", 1),
}


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test that was done. Sentences are ready to read.

    Attributes:
        trial: Block and trial, "1.2".
        seq: Number in the recording of the output that ended it.
        name: What was done.
        result: The number with its unit, or that there is none and why.
        done_how: Seat, arms, what stopped the clock.
        otherwise: Where that differs from how the published numbers were found.
        published: Cut-offs and changes with their sources; empty without a result.
    """

    trial: str
    seq: int
    name: str
    result: str
    done_how: str
    otherwise: str
    published: list[str]


def test_results(summary: SessionSummary, say: Wording) -> list[TestResult]:
    """All standard tests of the session, in order."""
    found = []
    for trial in summary.trials():
        level = _level(summary, trial)
        kind = str(dict(level.parameters).get("test", "none")) if level is not None else "none"
        if level is not None and kind in _TESTS and trial.mode == "do":
            found.append(_result(kind, trial, level, summary, say))
    # What is published is said once for each test, with the last time it was done.
    last = {one.name: index for index, one in enumerate(found) if one.published}
    return [
        one if last.get(one.name) == index else replace(one, published=[])
        for index, one in enumerate(found)
    ]


def _level(summary: SessionSummary, trial: TrialSummary) -> LevelSummary | None:
    ladder = summary.ladder(trial.ladder)
    if ladder is None:
        return None
    return next((one for one in ladder.levels if one.id == trial.level), None)


def _result(
    kind: str, trial: TrialSummary, level: LevelSummary, summary: SessionSummary, say: Wording
) -> TestResult:
    test, measure, unit = _TESTS[kind]
    value = dict(trial.measures).get(measure)
    seat_mm = _seat_mm(summary, trial)
    parameters = dict(level.parameters)
    stop_on: Literal["sit", "stand"] = "stand" if parameters.get("stop_on") == "stand" else "sit"
    arms = None if trial.arms_used is None else trial.arms_used > 0
    done = Conditions(
        seat_m=None if seat_mm is None else (seat_mm / 1000, seat_mm / 1000),
        arms_used=arms,
        stop_on=stop_on if kind == "five_times" else None,
    )
    names = differing(test, done) if value is not None else ()
    return TestResult(
        trial=f"{trial.block}.{trial.trial}",
        seq=trial.seq,
        name=say(f"test.{kind}"),
        result=_said(kind, value, unit, say),
        done_how=_done_how(kind, seat_mm, arms, stop_on, say),
        otherwise=say("test.otherwise", what=say.join(say(f"test.differs.{one}") for one in names))
        if names
        else "",
        published=[] if value is None else _published(kind, test, value / unit, say),
    )


def _said(kind: str, value: int | None, unit: int, say: Wording) -> str:
    if value is None:
        return say("test.no_result")
    number = f"{value / unit:.1f}" if unit > 1 else str(value)
    return say(f"test.result.{kind}", value=number)


def _done_how(kind: str, seat_mm: int | None, arms: bool | None, stop_on: str, say: Wording) -> str:
    parts = [
        say("test.seat_unknown")
        if seat_mm is None
        else say("test.seat", value=f"{seat_mm / 10:g}"),
        say({None: "test.arms_unknown", True: "test.arms_used", False: "test.arms_not_used"}[arms]),
    ]
    if kind == "five_times":
        parts.append(say(f"test.stop_on.{stop_on}"))
    return say.sentences([", ".join(parts)])


def _seat_mm(summary: SessionSummary, trial: TrialSummary) -> int | None:
    """The registered seat at the time of the trial."""
    known: int | None = None
    for prop in summary.props:
        if prop.prop == "chair" and (prop.time_ns or 0) <= (trial.began_ns or 0):
            known = prop.height_mm
    return known


def _published(kind: str, test: StandardTest, result: float, say: Wording) -> list[str]:
    return [
        *(_cut_off(kind, one, result, say) for one in cut_offs(test)),
        *(_change(kind, one, say) for one in real_changes(test)),
    ]


def _cut_off(kind: str, one: CutOff, result: float, say: Wording) -> str:
    return say(
        f"test.cut_off.{one.beyond}",
        value=say(f"test.value.{kind}", value=f"{one.value:g}"),
        finding=say(f"test.finding.{one.finding.value}"),
        group=say(f"test.group.{one.group.value}"),
        reached=say("test.reached" if one.reached(result) else "test.not_reached"),
        source=_source(one.source.title, read=one.source.read, say=say),
    )


def _change(kind: str, one: RealChange, say: Wording) -> str:
    low, high = f"{one.low:g}", f"{one.high:g}"
    value = low if low == high else say("test.range", low=low, high=high)
    return say(
        f"test.change.{one.kind}",
        value=say(f"test.value.{kind}", value=value),
        group=say(f"test.group.{one.group.value}"),
        source=_source(one.source.title, read=one.source.read, say=say),
    )


def _source(title: str, *, read: bool, say: Wording) -> str:
    return title if read else say("test.not_read_again", title=title)
