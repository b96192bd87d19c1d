"""The walk through a session's outputs that `summary` is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from vrexposure.core import observations as seen
from vrexposure.core import outputs as out
from vrexposure.core.inputs import Actor, Command, Stop
from vrexposure.core.levels.base import LevelBase
from vrexposure.core.observations import Observation
from vrexposure.core.outputs import Output
from vrexposure.core.setup import Setup
from vrexposure.core.summary_parts import (
    NOT_ASKED,
    BlockSummary,
    CalibrationSummary,
    DecisionSummary,
    EventKind,
    Mark,
    Mode,
    PropSummary,
    RatingSummary,
    SafetyEvent,
    TrialSummary,
)
from vrexposure.core.view import Phase

_ENTERED: dict[Phase, EventKind] = {
    Phase.SAFE: "stop",
    Phase.HELD: "hold",
    Phase.PAUSED: "pause",
    Phase.DEBRIEF: "finish",
}
_ACTORS: tuple[Actor, ...] = ("patient", "therapist", "program")

_SAME_STOP_NS = 1_000_000_000
"""A request to stop and the stop belong together within this time."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the outputs say, in order."""

    blocks: tuple[BlockSummary, ...]
    decisions: tuple[DecisionSummary, ...]
    events: tuple[SafetyEvent, ...]
    calibrations: tuple[CalibrationSummary, ...]
    props: tuple[PropSummary, ...]
    session_ratings: tuple[tuple[str, RatingSummary], ...]
    dropped: tuple[tuple[str, int], ...]
    closed: bool
    last_ns: int


@dataclass(slots=True)
class _Trial:
    """A trial while it is being gathered."""

    seq: int
    ratings: dict[str, RatingSummary] = field(default_factory=dict)
    began: out.TrialBegan | None = None
    ended: out.TrialEnded | None = None
    marks: list[Mark] = field(default_factory=list)
    untimed: int = 0


@dataclass(slots=True)
class _Block:
    """A block while it is being gathered. `began` None: its beginning is not in the record."""

    seq: int
    began: out.BlockBegan | None = None
    ratings: dict[str, RatingSummary] = field(default_factory=dict)
    trials: dict[int, _Trial] = field(default_factory=dict)
    decisions: list[DecisionSummary] = field(default_factory=list)


def gather(
    setup: Setup, outputs: Iterable[tuple[int, Output]], commands: Mapping[int, Command | None]
) -> Gathered:
    """Gather the outputs; `commands` by their own `seq`."""
    walk = _Walk(commands)
    for seq, output in outputs:
        walk.take(seq, output)
    blocks = tuple(_block(number, one, setup) for number, one in sorted(walk.blocks.items()))
    return Gathered(
        blocks=blocks,
        decisions=tuple(decision for block in blocks for decision in block.decisions),
        events=tuple(walk.events),
        calibrations=tuple(walk.calibrations),
        props=tuple(walk.props),
        session_ratings=tuple(walk.session_ratings.items()),
        dropped=tuple(walk.dropped.items()),
        closed=walk.closed,
        last_ns=walk.last_ns,
    )


class _Walk:
    """Where the walk is, and what it has picked up."""

    def __init__(self, commands: Mapping[int, Command | None]) -> None:
        self._commands = commands
        self._where = (0, 0)
        self._running: _Trial | None = None
        self._stop: tuple[int, str, Actor] | None = None
        self.blocks: dict[int, _Block] = {}
        self.events: list[SafetyEvent] = []
        self.calibrations: list[CalibrationSummary] = []
        self.props: list[PropSummary] = []
        self.session_ratings: dict[str, RatingSummary] = {}
        self.dropped: dict[str, int] = {}
        self.closed = False
        self.last_ns = 0

    def take(self, seq: int, output: Output) -> None:
        """One output."""
        time_ns = output.observation.time_ns if isinstance(output, out.Observed) else output.time_ns
        match output:
            case out.Observed():
                self._observed(seq, output.observation)
            case out.PhaseChanged():
                self._phase(seq, output)
            case out.CommandAnswered():
                self._command(seq, output)
            case out.CalibrationDone():
                self.calibrations.append(
                    CalibrationSummary(time_ns, output.measure, output.height_mm, output.spread_mm)
                )
            case out.ReachRange():
                arm = f"{output.side}_arm"
                self.calibrations.append(
                    CalibrationSummary(time_ns, arm, output.arm_mm, output.error_mm)
                )
            case out.PropRegistered():
                self.props.append(
                    PropSummary(time_ns, output.prop, output.height_mm, output.has_arms)
                )
            case out.BlockBegan():
                block = self._block(output.block, seq)
                block.began, block.seq = output, seq
                self._where = (output.block, 0)
            case out.RatingGiven():
                self._rating(seq, output)
            case out.TrialBegan():
                trial = self._trial(output.block, output.trial, seq)
                trial.began = output
                self._running = trial
            case out.TrialEnded():
                trial = self._trial(output.block, output.trial, seq)
                trial.ended = output
                self._running = None
            case out.DecisionProposed() | out.DecisionTaken():
                self._decision(seq, output)
            case out.Alert():
                self._event(
                    SafetyEvent(time_ns, seq, "alert", level=output.level, text=output.text)
                )
            case out.ViewShown() | out.Play() | out.Buzz():
                return  # a picture or a sound, whose time may lie ahead
        self.last_ns = max(self.last_ns, time_ns)

    def _block(self, number: int, seq: int) -> _Block:
        return self.blocks.setdefault(number, _Block(seq))

    def _trial(self, block: int, number: int, seq: int) -> _Trial:
        trial = self._block(block, seq).trials.setdefault(number, _Trial(seq))
        if trial.ended is None:
            trial.seq = seq
        self._where = (block, number)
        return trial

    def _event(self, event: SafetyEvent) -> None:
        block, trial = self._where
        self.events.append(replace(event, block=block, trial=trial))

    def _rating(self, seq: int, given: out.RatingGiven) -> None:
        if given.block == 0:
            table = self.session_ratings
        elif given.trial == 0:
            table = self._block(given.block, seq).ratings
            self._where = (given.block, 0)
        else:
            table = self._trial(given.block, given.trial, seq).ratings
        earlier = table.get(given.question, NOT_ASKED)
        table[given.question] = RatingSummary(
            state="not_given" if given.value is None else "given",
            value=given.value,
            by=given.by,
            time_ns=given.time_ns,
            seq=seq,
            corrected=earlier.value is not None and earlier.value != given.value,
        )

    def _decision(self, seq: int, made: out.DecisionProposed | out.DecisionTaken) -> None:
        decisions = self._block(made.block, seq).decisions
        if isinstance(made, out.DecisionProposed):
            decisions.append(
                DecisionSummary(
                    made.block,
                    made.ladder,
                    made.level,
                    made.time_ns,
                    seq,
                    proposed=made.action,
                    proposed_codes=made.codes,
                    proposed_next=made.next_level,
                )
            )
            return
        self._where = (0, 0)
        if not decisions or decisions[-1].taken is not None:
            decisions.append(
                DecisionSummary(made.block, made.ladder, made.level, made.time_ns, seq)
            )
        decisions[-1] = replace(
            decisions[-1],
            taken=made.action,
            by=made.by,
            reason=made.reason,
            codes=made.codes,
            taken_next=made.next_level,
        )

    def _phase(self, seq: int, change: out.PhaseChanged) -> None:
        kind = _ENTERED.get(change.after)
        if change.after is Phase.RUNNING and change.before is not Phase.LOBBY:
            kind = "resume"
        if change.after is Phase.CLOSED:
            self.closed = change.before is Phase.DEBRIEF
            kind = None if self.closed else "close"
        if kind is None:
            return
        # The cause is a person where a person wanted it, else a code.
        by = next((one for one in _ACTORS if one == change.cause), None)
        code = "" if by else change.cause
        if kind == "stop" and self._stop and change.time_ns - self._stop[0] <= _SAME_STOP_NS:
            _, code, by = self._stop
        self._event(SafetyEvent(change.time_ns, seq, kind, code=code, by=by))

    def _command(self, seq: int, answer: out.CommandAnswered) -> None:
        command = self._commands.get(answer.seq)
        if answer.accepted:
            if command is not None and isinstance(command.action, Stop):
                self._stop_by(answer.time_ns, command.action.source, command.actor)
            return
        self._event(
            SafetyEvent(
                answer.time_ns,
                seq,
                "refused",
                code=answer.code,
                by=command.actor if command else None,
                command=command.action.do if command else "",
            )
        )

    def _stop_by(self, time_ns: int, source: str, by: Actor) -> None:
        """Name who stopped, whether the answer comes before or after the change of phase."""
        last = self.events[-1] if self.events else None
        if (
            last is not None
            and (last.kind, last.by) == ("stop", None)
            and time_ns - last.time_ns <= _SAME_STOP_NS
        ):
            self.events[-1] = replace(last, code=source, by=by)
        else:
            self._stop = (time_ns, source, by)

    def _observed(self, seq: int, what: Observation) -> None:
        match what:
            case seen.TrackingLost():
                self._event(SafetyEvent(what.time_ns, seq, "tracking_lost"))
                self._mark(Mark(what.time_ns, "lost"))
            case seen.TrackingBack():
                self._event(SafetyEvent(what.time_ns, seq, "tracking_back", gap_ms=what.gap_ms))
                self._mark(Mark(what.time_ns, "back"))
            case seen.RepetitionDone():
                self._mark(Mark(what.time_ns, "repetition", what.index), timed=what.timed)
            case seen.StepTaken():
                self._mark(Mark(what.time_ns, "step", what.index), timed=what.timed)
            case seen.TargetReached():
                self._mark(Mark(what.time_ns, "reach", what.index + 1), timed=what.timed)
            case seen.ThingPut():
                self._mark(Mark(what.time_ns, "lift", what.index + 1), timed=what.timed)
            case seen.TurnHeld():
                self._mark(Mark(what.time_ns, "turn", what.index + 1))
            case seen.TurnDone() if self._turns():
                self._untimed(timed=what.timed)
            case seen.NearMiss() | seen.StandingBroken() | seen.ThingDropped():
                self._mark(Mark(what.time_ns, "near_miss"))
            case seen.StopGesture():
                self._stop = (what.time_ns, what.source, "patient")
            case seen.SamplesDropped():
                for reason in ("not_tracked", "not_finite", "jumped", "stale"):
                    count = getattr(what, reason)
                    if count:
                        self.dropped[reason] = self.dropped.get(reason, 0) + count
            case _:
                pass

    def _mark(self, mark: Mark, *, timed: bool = True) -> None:
        if self._running is not None:
            self._running.marks.append(mark)
        self._untimed(timed=timed)

    def _untimed(self, *, timed: bool) -> None:
        if self._running is not None:
            self._running.untimed += not timed

    def _turns(self) -> bool:
        """Whether turns are what is counted; on the way from a chair they only belong to it."""
        running = self._running
        return running is not None and any(mark.kind == "turn" for mark in running.marks)


def _block(number: int, found: _Block, setup: Setup) -> BlockSummary:
    began = found.began
    ended = next((one.ended for one in found.trials.values() if one.ended), None)
    named = began or ended
    ladder_id, level_id = (named.ladder, named.level) if named else ("", "")
    ladder = next((one for one in setup.protocol.ladders if one.id == ladder_id), None)
    levels: tuple[LevelBase, ...] = ladder.levels if ladder else ()
    level = next((one for one in levels if one.id == level_id), None)
    planned: Mode = level.mode if level else "do"
    empty = TrialSummary(
        seq=-1,
        block=number,
        trial=0,
        ladder=ladder_id,
        level=level_id,
        level_title=level.title if level else level_id,
        movement=ladder.movement if ladder else "",
        mode=began.mode if began else planned,
        result="not_begun",
        ratings=(),
    )
    return BlockSummary(
        block=number,
        seq=found.seq,
        began_ns=began.time_ns if began else None,
        ladder=ladder_id,
        level=level_id,
        level_title=empty.level_title,
        mode=empty.mode,
        planned=planned,
        parameters=began.parameters if began else (),
        reasons=began.reasons if began else (),
        ratings=tuple(found.ratings.items()),
        trials=tuple(_trial(one, empty, trial) for trial, one in sorted(found.trials.items())),
        decisions=tuple(found.decisions),
    )


def _trial(found: _Trial, empty: TrialSummary, number: int) -> TrialSummary:
    began, ended = found.began, found.ended
    trial = replace(
        empty,
        seq=found.seq,
        trial=number,
        ratings=tuple(found.ratings.items()),
        began_ns=began.time_ns if began else None,
        target=began.target if began else None,
        result="unfinished" if began else "not_begun",
        untimed=found.untimed,
        marks=tuple(found.marks),
    )
    if ended is None:
        return trial
    return replace(
        trial,
        result=ended.result,
        ended_ns=ended.time_ns,
        done=ended.done,
        target=ended.target,
        duration_ms=ended.duration_ms,
        hesitation_ms=ended.hesitation_ms,
        mean_ms=ended.mean_ms,
        arms_used=ended.arms_used,
        rail_ms=ended.rail_ms,
        near_misses=ended.near_misses,
        measures=ended.measures,
    )
