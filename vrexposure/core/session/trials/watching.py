"""A movement that is watched, not done."""

from __future__ import annotations

from typing import Literal

from typing_extensions import override

from vrexposure.core.ladders import Level
from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.outputs import Result
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.view import Demonstration, Text
from vrexposure.core.watch import Movement

Shown = Literal[
    "sit_to_stand", "stairs_up", "stairs_down", "reach", "bend", "stand", "turn", "walk"
]
SHOWN_MS: dict[Shown, int] = {
    "sit_to_stand": 5000,
    "stairs_up": 6000,
    "stairs_down": 6000,
    "reach": 5000,
    "bend": 7000,
    "stand": 6000,
    "turn": 8000,
    "walk": 9000,
}


class WatchTrial(Trial):
    """Watch the figure do the level's movement a few times; nothing is measured or judged."""

    TIMES = 2

    def __init__(self, ladder: str, level: Level) -> None:
        super().__init__(ladder, level.id, self.TIMES)
        self._shows = _shown(level)

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


def _shown(level: Level) -> Shown:
    match level:
        case SitToStandLevel():
            return "sit_to_stand"
        case StairsLevel():
            return "stairs_down" if level.direction == "down" else "stairs_up"
        case ReachLevel():
            return "reach"
        case BendLevel():
            return "bend"
        case StandLevel():
            return "stand"
        case TurnLevel():
            return "turn"
        case WalkLevel():
            return "walk"
