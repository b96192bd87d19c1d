"""Stairs: the view goes with the own steps."""

from __future__ import annotations

from dataclasses import replace

from typing_extensions import override

from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.observations import (
    Observation,
    StepTaken,
)
from vrexposure.core.outputs import Result
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.view import RigMove, Text
from vrexposure.core.watch import Movement, Rail, WatchStairs

STEP_MOVE_MS = 450  # DEF: how long the view takes for one own step
FIRST_STEP_MM = 450  # from the anchor at the foot of the stairs to the first riser
FADE_MS = 400  # design: no full-field change under 300 ms


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
