"""What happened in a session, gathered from its outputs into one value that can be filed.

`summarise` only gathers: it decides nothing, and what is missing stays missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vrexposure.core.inputs import Actor, Command
from vrexposure.core.ladders import Ladder
from vrexposure.core.outputs import Output
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.core.summary_gather import Gathered, gather
from vrexposure.core.summary_ledger import ledger_entry
from vrexposure.core.summary_missing import find_missing
from vrexposure.core.summary_parts import (
    BlockSummary,
    DecisionSummary,
    LadderSummary,
    LevelSummary,
    PropSummary,
    SessionSummary,
    Totals,
    TrialSummary,
)


def summarise(
    setup: Setup,
    outputs: Iterable[Output],
    *,
    commands: Iterable[Command] = (),
    salvage_note: str = "",
) -> SessionSummary:
    """Summarise a session from all of its outputs, in the order in which they were recorded.

    Args:
        setup: What the session started from.
        outputs: Its outputs; their place in this order is their `seq`.
        commands: The commands among its inputs: they give names to refused ones and to the
            source of a stop. May be left out.
        salvage_note: What could not be read of a damaged recording, "" for a whole one.
    """
    return summarise_numbered(
        setup, enumerate(outputs), commands=commands, salvage_note=salvage_note
    )


def summarise_numbered(
    setup: Setup,
    outputs: Iterable[tuple[int, Output]],
    *,
    commands: Iterable[Command] = (),
    salvage_note: str = "",
) -> SessionSummary:
    """As `summarise`, for outputs that bring their own `seq`: a recording with lost parts."""
    by_seq: dict[int, Command | None] = {}
    for command in commands:
        # Two with one number: an answer to it cannot be told to be the one's or the other's.
        by_seq[command.seq] = None if command.seq in by_seq else command
    found = gather(setup, outputs, by_seq)
    trials = tuple(trial for block in found.blocks for trial in block.trials)
    summary = SessionSummary(
        patient=setup.patient,
        seed=setup.seed,
        protocol_id=setup.protocol.id,
        protocol_version=setup.protocol.version,
        protocol_title=setup.protocol.title,
        ending=("recovered" if salvage_note else "complete" if found.closed else "interrupted"),
        stopped=any(event.kind == "stop" for event in found.events),
        salvage_note=salvage_note,
        length_ns=found.last_ns,
        # A person's own ceiling stands instead of the protocol's, as in the kernel.
        pain_ceiling=(
            setup.protocol.limits.pain_ceiling if setup.pain_ceiling is None else setup.pain_ceiling
        ),
        ladders=tuple(_ladder(one, setup, found) for one in setup.protocol.ladders),
        blocks=found.blocks,
        decisions=found.decisions,
        events=found.events,
        calibrations=found.calibrations,
        props=tuple(PropSummary(None, p.prop, p.height_mm, p.has_arms) for p in setup.props)
        + found.props,
        session_ratings=found.session_ratings,
        missing=(),
        ledger=tuple(ledger_entry(one, setup) for one in trials if one.result == "completed"),
        totals=_totals(trials),
        dropped=found.dropped,
    )
    return replace(summary, missing=find_missing(setup, summary))


def _ladder(ladder: Ladder, setup: Setup, found: Gathered) -> LadderSummary:
    start = next((one for one in setup.ladders if one.ladder == ladder.id), None)
    start = start or LadderStart(ladder=ladder.id)
    blocks = [block for block in found.blocks if block.ladder == ladder.id]
    decision = next((one for one in reversed(found.decisions) if one.ladder == ladder.id), None)
    ids = [level.id for level in ladder.levels]
    next_level = decision.next_level if decision else ""
    return LadderSummary(
        id=ladder.id,
        title=ladder.title,
        feared=ladder.feared,
        movement=ladder.movement,
        place=ladder.place,
        levels=tuple(
            _level(ladder, index, start.completed_index, blocks) for index in range(len(ids))
        ),
        start_index=start.level_index,
        next_index=ids.index(next_level) if next_level in ids else None,
        next_by=_next_by(decision),
    )


def _level(
    ladder: Ladder, index: int, completed_index: int, blocks: list[BlockSummary]
) -> LevelSummary:
    level = ladder.levels[index]
    parameters = level.parameters()
    beneath = ladder.levels[index - 1].parameters() if index else parameters
    changed = [name for name, value in parameters.items() if beneath[name] != value]
    here = [block for block in blocks if block.level == level.id]
    trials = [trial for block in here for trial in block.trials]
    return LevelSummary(
        id=level.id,
        title=level.title,
        index=index,
        mode=level.mode,
        posture=level.posture,
        spotter=level.spotter,
        equipment=level.equipment,
        parameters=tuple(parameters.items()),
        changed=changed[0] if changed else None,
        trials=len(trials),
        completed=sum(trial.result == "completed" for trial in trials),
        modes_today=tuple(sorted({block.mode for block in here})),
        completed_before=index <= completed_index,
    )


def _next_by(decision: DecisionSummary | None) -> Actor | None:
    if decision is None:
        return None
    return decision.by if decision.taken is not None else "program"


def _totals(trials: tuple[TrialSummary, ...]) -> Totals:
    results = [trial.result for trial in trials]
    harm = [trial.harm_percent for trial in trials]
    pain = [trial.violation_pain for trial in trials]
    return Totals(
        trials=len(trials),
        completed=results.count("completed"),
        missed=results.count("missed"),
        interrupted=results.count("interrupted"),
        skipped=results.count("skipped"),
        open=results.count("unfinished") + results.count("not_begun"),
        harm_no=harm.count(0),
        harm_partly=harm.count(50),
        harm_yes=harm.count(100),
        harm_missing=harm.count(None),
        pain_less=sum(one is not None and one > 0 for one in pain),
        pain_same=pain.count(0),
        pain_more=sum(one is not None and one < 0 for one in pain),
        pain_missing=pain.count(None),
    )
