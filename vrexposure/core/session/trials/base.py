"""The trial: the signal to go, the movement, what was done of it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field

from typing_extensions import override

from vrexposure.core.inputs import Action, Actor, Skip
from vrexposure.core.observations import (
    HandOnRail,
    MovementStarted,
    NearMiss,
    Observation,
)
from vrexposure.core.outputs import Result, TrialBegan, TrialEnded
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.steps import Step
from vrexposure.core.view import Counter, Text
from vrexposure.core.watch import Movement


@dataclass(slots=True)
class Tally:
    """What has been counted in this trial."""

    done: int = 0
    hesitation_ms: int | None = None
    timed_ms: int = 0
    timed_count: int = 0
    arms_used: int | None = None
    near_misses: int = 0
    rail_ms: int = 0
    rail_since_ns: int = 0
    hands_on: frozenset[str] = frozenset()
    measures: dict[str, int] = field(default_factory=dict)


class Trial(Step):
    """Common to all movements: time limit, counting, giving up without a verdict."""

    result: Result | None = None
    ended: TrialEnded | None = None

    def __init__(self, ladder: str, level: str, target: int) -> None:
        self._ladder, self._level, self._target = ladder, level, target
        self._go_ns = 0
        self._tally = Tally()
        self.marks_ns: list[int] = []

    @abstractmethod
    def movement(self, c: Context) -> Movement | None:
        """What tracking must look for."""

    @abstractmethod
    def caption(self) -> Text:
        """What to do, in one line."""

    @override
    def begin(self, c: Context) -> None:
        self._go_ns = c.now_ns
        c.say(TrialBegan(c.now_ns, c.block, c.trial, self._target))
        c.play("start")
        c.see(panel=None, caption=self.caption(), counter=Counter(0, self._target), stop_hint=True)
        c.traced = None
        c.look_for(panel=None, movement=self.movement(c), trace=True)

    @override
    def observe(self, seen: Observation, c: Context) -> None:
        match seen:
            case MovementStarted():
                if self._tally.hesitation_ms is None:
                    self._tally.hesitation_ms = seen.hesitation_ms
            case NearMiss():
                self._tally.near_misses += 1
            case HandOnRail():
                self._rail(seen)
            case _:
                self.count(seen, c)

    def count(self, seen: Observation, c: Context) -> None:
        """Count what this movement counts."""

    def counted(self, c: Context, duration_ms: int | None) -> None:
        """One more repetition or step; ends the trial at the target."""
        self._tally.done += 1
        self.marks_ns.append(c.now_ns)
        if duration_ms is not None:
            self._tally.timed_ms += duration_ms
            self._tally.timed_count += 1
        c.see(counter=Counter(self._tally.done, self._target))
        if self._tally.done >= self._target:
            self._end("completed", c)

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        if not isinstance(action, Skip):
            return None
        self._end("skipped", c)
        return ""

    @override
    def tick(self, c: Context) -> None:
        if c.now_ns - self._go_ns >= c.protocol.session.trial_within_s * 1000 * NS_PER_MS:
            self._end("missed", c)

    @override
    def interrupt(self, c: Context) -> None:
        self._end("interrupted", c)

    def _rail(self, seen: HandOnRail) -> None:
        # A hand that stays on the rail is said anew when tracking begins afresh: on twice is once.
        tally = self._tally
        before = bool(tally.hands_on)
        tally.hands_on = tally.hands_on | {seen.side} if seen.on else tally.hands_on - {seen.side}
        if tally.hands_on and not before:
            tally.rail_since_ns = seen.time_ns
        elif before and not tally.hands_on:
            tally.rail_ms += (seen.time_ns - tally.rail_since_ns) // NS_PER_MS

    def _end(self, result: Result, c: Context) -> None:
        tally = self._tally
        if tally.hands_on:
            tally.rail_ms += max(0, c.now_ns - tally.rail_since_ns) // NS_PER_MS
        self.result = result
        self.done = True
        self.ended = TrialEnded(
            c.now_ns,
            c.block,
            c.trial,
            self._ladder,
            self._level,
            result,
            tally.done,
            self._target,
            (c.now_ns - self._go_ns) // NS_PER_MS,
            tally.hesitation_ms,
            tally.timed_ms // tally.timed_count if tally.timed_count else None,
            tally.arms_used,
            tally.rail_ms,
            tally.near_misses,
            tuple(tally.measures.items()),
        )
        c.say(self.ended)
        c.ended.append(self.ended)
        if result == "completed":
            c.play("done")
        c.see(caption=None, counter=None, things=(), ghost=None)
        c.look_for(movement=None, trace=False)
