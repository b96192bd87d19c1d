"""From a block to the next: propose, let the therapist have the word, put it through the kernel."""

from __future__ import annotations

from collections.abc import Iterator

from vrexposure.core.outputs import DecisionAction, DecisionProposed, DecisionTaken
from vrexposure.core.progression import Proposal, decide
from vrexposure.core.safety import Ruling, permit_level, stepped_up
from vrexposure.core.session.asking import TakeDecision
from vrexposure.core.session.context import Context
from vrexposure.core.session.ladder import LadderState
from vrexposure.core.session.steps import Step
from vrexposure.core.view import Text


def rule(c: Context, ruling: Ruling) -> None:
    """Carry a ruling of the kernel to the session and the therapist."""
    match ruling.verdict:
        case "hold" | "pause":
            c.alert("warning", f"alert.{ruling.symptom}")
            c.ask_for(ruling.verdict, ruling.symptom)
        case "end":
            c.alert("urgent", f"alert.{ruling.symptom}")
            c.ask_for("finish", ruling.symptom)
        case _:
            pass


def hold_for_today(c: Context, state: LadderState, symptom: str) -> None:
    """A symptom ends the day within a block: the next session begins on this level again."""
    where = (c.block, state.ladder.id, state.level.id)
    level = state.level.id
    c.say(DecisionProposed(c.now_ns, *where, "hold", (symptom,), level))
    c.say(
        DecisionTaken(c.now_ns, *where, "hold", "program", "", (symptom,), level, state.completed)
    )


def decide_block(c: Context, state: LadderState, symptom: str, *, watched: bool) -> Iterator[Step]:
    """Propose, let the therapist have the word, put it through the kernel, and go there."""
    level = state.level
    proposal = decide(c.protocol.progression, state.facts(symptom=symptom, watched=watched))
    if c.ease_by is not None:
        proposal = eased(state)
    wanted = _index_after(state, proposal.action)
    c.say(
        DecisionProposed(
            c.now_ns,
            c.block,
            state.ladder.id,
            level.id,
            proposal.action,
            proposal.codes,
            state.ladder.levels[wanted].id,
        )
    )
    action: DecisionAction = proposal.action
    by = c.ease_by or "program"
    reason = ""
    automatic = (
        c.ease_by is not None
        or proposal.action == "retreat"
        or c.protocol.session.mode != "suggest"
    )
    if not automatic:
        take = TakeDecision(
            proposal.action,
            Text(f"title.decision_{proposal.action}"),
            tuple(Text(f"reason.{code}") for code in proposal.codes)[:4],
        )
        yield take
        action, by, reason = take.action, take.by, take.reason
        if c.ease_by is not None:
            proposal, by, reason = eased(state), c.ease_by, ""
            action = proposal.action
    c.ease_by = None
    chosen = action
    permit = permit_level(
        c.protocol.limits,
        c.kernel,
        asked=_index_after(state, action),
        current=state.index,
        completed=state.completed,
        now_ns=c.now_ns,
        locked=c.protocol.session.mode == "locked",
    )
    if action == "advance" and permit.level_index <= state.index:
        action = "repeat"
    if permit.level_index > state.index:
        c.kernel = stepped_up(c.kernel, c.now_ns)
    state.index = permit.level_index
    codes: tuple[str, ...] = proposal.codes if chosen == proposal.action else ("therapist_choice",)
    c.say(
        DecisionTaken(
            c.now_ns,
            c.block,
            state.ladder.id,
            level.id,
            action,
            by,
            reason,
            (*codes, *permit.codes),
            state.level.id,
            state.completed,
        )
    )


def eased(state: LadderState) -> Proposal:
    """What is done when somebody asked for an easier level."""
    if state.index == 0:
        return Proposal("repeat", ("eased", "bottom_of_ladder"))
    return Proposal("retreat", ("eased",))


def _index_after(state: LadderState, action: DecisionAction) -> int:
    top = len(state.ladder.levels) - 1
    change = {"advance": 1, "retreat": -1}.get(action, 0)
    return max(0, min(top, state.index + change))
