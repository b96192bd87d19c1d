"""The trial: the signal to go, the movement, what was done of it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Literal

from typing_extensions import override

from vrexposure.core.inputs import Action, Actor, Skip
from vrexposure.core.ladders import Level
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.observations import (
    HandOnRail,
    MovementStarted,
    NearMiss,
    Observation,
    RepetitionDone,
    StepTaken,
)
from vrexposure.core.outputs import Result, TrialBegan, TrialEnded
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.steps import Step
from vrexposure.core.view import Counter, Demonstration, RigMove, Text
from vrexposure.core.watch import Movement, Rail, WatchSitToStand, WatchStairs

STEP_MOVE_MS = 450  # DEF: how long the view takes for one own step
FIRST_STEP_MM = 450  # from the anchor at the foot of the stairs to the first riser
AWAY_MM = 2000  # DEF: how far behind that anchor drawn stairs are out of reach
Shown = Literal["sit_to_stand", "stairs_up", "stairs_down"]
SHOWN_MS: dict[Shown, int] = {"sit_to_stand": 5000, "stairs_up": 6000, "stairs_down": 6000}
FADE_MS = 400  # design: no full-field change under 300 ms


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


class Trial(Step):
    """Common to all movements: time limit, counting, giving up without a verdict."""

    result: Result | None = None

    def __init__(self, ladder: str, level: str, target: int) -> None:
        self._ladder, self._level, self._target = ladder, level, target
        self._go_ns = 0
        self._tally = Tally()

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
        c.look_for(panel=None, movement=self.movement(c))

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
        c.say(
            TrialEnded(
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
            )
        )
        if result == "completed":
            c.play("done")
        c.see(caption=None, counter=None)
        c.look_for(movement=None)


class SitToStandTrial(Trial):
    """Stand up and sit down again, `repetitions` times."""

    def __init__(self, ladder: str, level: SitToStandLevel) -> None:
        super().__init__(ladder, level.id, level.repetitions)
        self._pace_ns = 60_000 * NS_PER_MS // level.pace_per_min if level.pace_per_min else 0
        self._next_pace_ns = 0

    @override
    def caption(self) -> Text:
        return Text("caption.go_sit_to_stand")

    @override
    def begin(self, c: Context) -> None:
        super().begin(c)
        self._next_pace_ns = c.now_ns + self._pace_ns

    @override
    def movement(self, c: Context) -> Movement | None:
        chair = c.props["chair"]
        return WatchSitToStand(
            go_ns=c.now_ns,
            seated_head_mm=c.heads_mm["seated"],
            standing_head_mm=c.heads_mm["standing"],
            seat_mm=chair.height_mm,
            chair_x_mm=chair.x_mm,
            chair_y_mm=chair.y_mm,
            has_arms=chair.has_arms,
        )

    @override
    def count(self, seen: Observation, c: Context) -> None:
        if isinstance(seen, RepetitionDone):
            if seen.arms_used is not None:
                self._tally.arms_used = (self._tally.arms_used or 0) + int(seen.arms_used)
            c.play("repetition")
            self.counted(c, seen.total_ms if seen.timed else None)

    @override
    def tick(self, c: Context) -> None:
        if self._pace_ns and c.now_ns >= self._next_pace_ns:
            self._next_pace_ns += self._pace_ns
            c.play("step")
        super().tick(c)


class StairsTrial(Trial):
    """Climb, go down, or both, step by own step; the view goes with the steps."""

    def __init__(self, ladder: str, level: StairsLevel) -> None:
        ways = 2 if level.direction == "up_and_down" else 1
        super().__init__(ladder, level.id, level.risers * level.climbs * ways)
        self._spec = level
        self._riser_mm = round(level.riser_m * 1000)
        self._real = level.locomotion == "real_step"
        self._down = level.direction == "down"
        self._on = 0
        self._dark_until_ns = 0

    @override
    def caption(self) -> Text:
        if self._real:
            return Text("caption.go_step_down" if self._down else "caption.go_step_up")
        return Text("caption.go_stairs_down" if self._down else "caption.go_stairs_up")

    @override
    def movement(self, c: Context) -> Movement | None:
        return WatchStairs(
            go_ns=self._go_ns,
            direction="down" if self._down else "up",
            standing_head_mm=c.heads_mm["standing"],
            riser_mm=self._riser_mm,
            locomotion=self._spec.locomotion,
            rails=tuple(
                Rail("left" if p.prop == "rail_left" else "right", p.x_mm, p.height_mm)
                for p in c.props.values()
                if p.prop in ("rail_left", "rail_right")
            ),
        )

    @override
    def count(self, seen: Observation, c: Context) -> None:
        if not isinstance(seen, StepTaken) or self._dark_until_ns:
            return
        if self._real:
            self._real_step(seen, c)
            return
        before = self._standing(c)
        self._on += 1
        after = self._standing(c)
        c.see(
            rig=replace(
                before,
                to_mm=after.to_mm,
                start_ns=c.now_ns,
                duration_ns=STEP_MOVE_MS * NS_PER_MS,
            )
        )
        c.play("step")
        self.counted(c, seen.interval_ms if seen.timed else None)
        if self._on >= self._spec.risers and not self.done:
            self._dark_until_ns = c.now_ns + (STEP_MOVE_MS + FADE_MS) * NS_PER_MS
            c.see(dim_permille=1000, caption=Text("caption.turn_round"))
            c.look_for(movement=None)

    def _real_step(self, seen: StepTaken, c: Context) -> None:
        """Up and down the one real step, in turn. Nothing moves the view, and it is never dark."""
        c.play("step")
        self.counted(c, seen.interval_ms if seen.timed else None)
        if self._spec.direction == "up_and_down" and not self.done:
            self._down = not self._down
            c.see(caption=self.caption())
            c.look_for(movement=self.movement(c))

    @override
    def tick(self, c: Context) -> None:
        if self._dark_until_ns and c.now_ns >= self._dark_until_ns:
            self._dark_until_ns = 0
            self._on = 0
            if self._spec.direction == "up_and_down":
                self._down = not self._down
            c.see(
                rig=self._standing(c),
                dim_permille=0,
                caption=self.caption(),
                parameters=tuple(
                    (name, int(self._down) if name == "downwards" else value)
                    for name, value in c.view.parameters
                ),
            )
            c.look_for(movement=self.movement(c))
        super().tick(c)

    @override
    def _end(self, result: Result, c: Context) -> None:
        c.see(dim_permille=0)
        super()._end(result, c)

    def _standing(self, c: Context) -> RigMove:
        """The rig after `_on` steps of this flight."""
        return on_stairs(c, self._spec, self._on, down=self._down)


def on_stairs(c: Context, level: StairsLevel, steps: int, *, down: bool) -> RigMove:
    """The rig on the drawn stairs, so many steps after the beginning of a flight."""
    x, y, z = c.rig_at("stairs-foot").to_mm
    tread = c.place().tread_mm
    stair = level.risers - steps if down else steps
    if stair == 0:
        along = 0
    elif stair == level.risers:
        along = FIRST_STEP_MM + (level.risers - 1) * tread + FIRST_STEP_MM
    else:
        along = FIRST_STEP_MM + stair * tread - tread // 2
    at = (x, y + along, z + stair * round(level.riser_m * 1000))
    return RigMove(from_mm=at, to_mm=at, yaw_mdeg=180_000 if down else 0)


def start_rig(c: Context, level: Level, *, watched: bool) -> RigMove:
    """Where the patient is in the place when a trial begins."""
    if isinstance(level, SitToStandLevel):
        return c.rig_at("chair")
    if watched or level.locomotion == "real_step":
        # Beside one real step nothing that looks like stairs may be in reach of a foot.
        return c.rig_at("stairs-foot", back_mm=AWAY_MM)
    return on_stairs(c, level, 0, down=level.direction == "down")


class WatchTrial(Trial):
    """Watch the figure do the level's movement a few times; nothing is measured or judged."""

    TIMES = 2

    def __init__(self, ladder: str, level: SitToStandLevel | StairsLevel) -> None:
        super().__init__(ladder, level.id, self.TIMES)
        self._shows: Shown
        if isinstance(level, SitToStandLevel):
            self._shows = "sit_to_stand"
        else:
            self._shows = "stairs_down" if level.direction == "down" else "stairs_up"

    @override
    def caption(self) -> Text:
        return Text("caption.watch")

    @override
    def movement(self, c: Context) -> Movement | None:
        return None

    @override
    def begin(self, c: Context) -> None:
        super().begin(c)
        c.see(demonstration=Demonstration(self._shows, c.now_ns, SHOWN_MS[self._shows]))

    @override
    def tick(self, c: Context) -> None:
        shown = (c.now_ns - self._go_ns) // (SHOWN_MS[self._shows] * NS_PER_MS)
        while self._tally.done < min(shown, self._target) and not self.done:
            self.counted(c, None)

    @override
    def _end(self, result: Result, c: Context) -> None:
        c.see(demonstration=None)
        super()._end(result, c)


def make_trial(ladder: str, level: SitToStandLevel | StairsLevel, mode: str) -> Trial:
    """The trial for a level; `mode` other than "do" is watched."""
    if mode != "do":
        return WatchTrial(ladder, level)
    if isinstance(level, SitToStandLevel):
        return SitToStandTrial(ladder, level)
    return StairsTrial(ladder, level)
