"""The rows of the report's tables: each cell a field, its words, and the value that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vrexposure.core.levels.base import Value
from vrexposure.core.summary_parts import (
    BlockSummary,
    DecisionSummary,
    LadderSummary,
    LevelSummary,
    Missing,
    RatingSummary,
    SafetyEvent,
    SessionSummary,
    TrialSummary,
)
from vrexposure.core.view import Text
from vrexposure.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `value` is the recorded value as text, "" for none; `quiet` ones stand back."""

    field: str
    text: str
    value: str = ""
    quiet: bool = False


def ratings_row(trial: TrialSummary, say: Wording) -> list[Cell]:
    """What was expected and what was felt in one trial."""
    harm = trial.rating("harm_occurred")
    return [
        _number("done", trial.done, _of(trial, say)),
        _rated("expected_pain", trial.rating("expected_pain"), say),
        _rated("peak_pain", trial.rating("peak_pain"), say),
        _number("violation_pain", trial.violation_pain, say.signed(trial.violation_pain)),
        _rated("expected_harm", trial.rating("expected_harm"), say),
        (
            _rated("harm_occurred", harm, say)
            if harm.value is None
            else Cell("harm_occurred", say(f"harm.{harm.value}"), str(harm.value))
        ),
        _rated("fear_before", trial.rating("fear_before"), say),
        _rated("fear_after", trial.rating("fear_after"), say),
        _number("hesitation_ms", trial.hesitation_ms, say.seconds(trial.hesitation_ms)),
        Cell("result", say(f"result.{trial.result}"), trial.result),
    ]


def movement_row(trial: TrialSummary, say: Wording) -> list[Cell]:
    """How the movement of one trial went."""
    # Where there are no rails, no time at them is known, which is not the same as 0 s.
    railed = trial.movement in ("stairs", "stand") and trial.mode == "do"
    rail_ms = trial.rail_ms if railed else None
    return [
        _number("done", trial.done, _of(trial, say)),
        _number("duration_ms", trial.duration_ms, say.seconds(trial.duration_ms)),
        _number("mean_ms", trial.mean_ms, say.seconds(trial.mean_ms)),
        _number("arms_used", trial.arms_used, say.count(trial.arms_used)),
        _number("rail_ms", rail_ms, say.seconds(rail_ms)),
        _number("near_misses", trial.near_misses, say.count(trial.near_misses)),
        Cell("untimed", str(trial.untimed), str(trial.untimed)),
    ]


def block_row(block: BlockSummary, say: Wording) -> list[Cell]:
    """The belief and what else was asked once a block."""
    return [
        _rated("belief_before", block.rating("belief_before"), say),
        _rated("belief_after", block.rating("belief_after"), say),
        _number("belief_change", block.belief_change, say.count(block.belief_change)),
        _rated("surprise", block.rating("surprise"), say),
        _rated("sickness", block.rating("sickness"), say),
    ]


def _rated(field: str, rating: RatingSummary, say: Wording) -> Cell:
    value = "" if rating.value is None else str(rating.value)
    text = say.rating(rating)
    if rating.by == "therapist" and value:
        text = say("entered", value=text)
    return Cell(field, text, value, quiet=not value)


def _number(field: str, value: int | None, text: str) -> Cell:
    return Cell(field, text, "" if value is None else str(value), quiet=value is None)


def _of(trial: TrialSummary, say: Wording) -> str:
    return say("of", done=say.count(trial.done), target=say.count(trial.target))


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung as it is drawn: what is on it, and what today did with it."""

    number: int
    title: str
    parameters: list[tuple[str, bool]]
    spotter: str
    mode: str
    today: str
    trials: int
    began: bool
    next: bool


def rungs(ladder: LadderSummary, say: Wording) -> list[Rung]:
    """The rungs from the top down."""
    return [
        Rung(
            number=level.index + 1,
            title=level.title,
            parameters=[
                (say.parameter(name, value), name == level.changed)
                for name, value in level.parameters
                if name == level.changed or _tells(name, dict(level.parameters))
            ],
            spotter=say(f"spotter.{level.spotter}"),
            mode=say(f"mode.{level.mode}"),
            today=_today(level, say),
            trials=level.trials,
            began=level.index == ladder.start_index,
            next=level.index == ladder.next_index,
        )
        for level in reversed(ladder.levels)
    ]


def _tells(name: str, parameters: Mapping[str, Value]) -> bool:
    """Whether a parameter means anything here: no side without one rail, no drop of nothing."""
    if name == "rail_side":
        return parameters.get("rails") == "one"
    if name == "object_size_m" and "carry" in parameters:
        return parameters["carry"] != "nothing"
    if name == "path_width_m":
        return parameters.get("locomotion") == "room"
    if name in ("within_s", "lateral_deg", "hold_s", "turn_deg", "stops"):
        return parameters[name] != 0
    if name in ("seat", "test"):
        return parameters[name] not in ("chair", "none")
    if name == "stop_on":
        return parameters.get("test") == "five_times"
    return name != "visual_height_m" or parameters[name] != 0


def _today(level: LevelSummary, say: Wording) -> str:
    if not level.trials:
        return say("rung.before") if level.completed_before else ""
    said = say("rung.today", done=level.completed, trials=level.trials)
    modes = [say(f"mode_today.{mode}") for mode in level.modes_today if mode != "do"]
    return f"{said}, {say.join(modes)}" if modes else said


def next_needs(ladder: LadderSummary) -> list[tuple[str, tuple[str, ...]]]:
    """What has to be at hand for the next level, where one is known."""
    if ladder.next_index is None:
        return []
    level = ladder.levels[ladder.next_index]
    return [(level.title, level.equipment)]


def reasons(decision: DecisionSummary, say: Wording) -> list[str]:
    """The reasons of what was taken that the proposal and the sentence itself do not say."""
    said = {*decision.proposed_codes, "therapist_choice"}
    return say.codes(code for code in decision.codes if code not in said)


def shown_events(summary: SessionSummary) -> list[SafetyEvent]:
    """The events without mere prompts ("register the chair"), which stay in the recording."""
    return [event for event in summary.events if event.level != "note"]


def event_detail(event: SafetyEvent, say: Wording) -> str:
    """What there is to say of an event beyond its kind."""
    if event.text is not None:
        return say.say(event.text)
    if event.gap_ms is not None:
        return say("event.gap", seconds=f"{event.gap_ms / 1000:.1f}")
    reason = say.code(event.code) if event.code else ""
    if event.command:
        return say("event.refused.detail", command=say(f"command.{event.command}"), reason=reason)
    return reason


def missing_lines(summary: SessionSummary, say: Wording) -> Iterator[tuple[str, str]]:
    """Where, and what: one line for each thing that the record does not hold."""
    for one in summary.missing:
        if one.block == 0:
            where = say("missing.of_session")
        elif one.trial == 0:
            where = say("missing.of_block", block=one.block)
        else:
            where = say("missing.of_trial", block=one.block, trial=one.trial)
        yield where, _missing(one, say)


def _missing(one: Missing, say: Wording) -> str:
    if not one.names:
        return say.say(one.text)
    what = say.join(say(f"name.{name}") for name in one.names)
    return say.say(Text(one.text.key, (*one.text.args, ("what", what))))
