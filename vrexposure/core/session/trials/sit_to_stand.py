"""Getting up from a seat and sitting down again."""

from __future__ import annotations

from typing_extensions import override

from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.observations import (
    Observation,
    RepetitionDone,
)
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.view import Text
from vrexposure.core.watch import Movement, WatchSitToStand


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
