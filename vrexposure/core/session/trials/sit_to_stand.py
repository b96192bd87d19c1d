"""Getting up from a seat and sitting down again."""

from __future__ import annotations

from typing_extensions import override

from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.observations import (
    Observation,
    PhaseEntered,
    RepetitionDone,
    TurnDone,
)
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.view import Text
from vrexposure.core.watch import Movement, WatchSitToStand

SEEN_LATE_MS = 400
"""How much shorter a stand may be measured than it was (DEF)."""


class SitToStandTrial(Trial):
    """Stand up, stay or turn as the level asks, and sit down again, `repetitions` times.

    What was asked for while standing and was not done makes a near miss of the repetition.
    """

    def __init__(self, ladder: str, level: SitToStandLevel) -> None:
        super().__init__(ladder, level.id, level.repetitions)
        self._spec = level
        self._pace_ns = 60_000 * NS_PER_MS // level.pace_per_min if level.pace_per_min else 0
        self._next_pace_ns = 0
        self._up_ns: int | None = None
        self._turned = False

    @override
    def caption(self) -> Text:
        return Text("caption.go_sit_to_stand")

    @override
    def begin(self, c: Context) -> None:
        super().begin(c)
        self._next_pace_ns = c.now_ns + self._pace_ns
        self._up_ns = None

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
            turn_deg=self._spec.turn_deg,
        )

    @override
    def count(self, seen: Observation, c: Context) -> None:
        match seen:
            case PhaseEntered(phase="standing") if self._up_ns is None:
                self._stood_up(c)
            case TurnDone():
                self._turned = True
                peak_deg = max(seen.peak_deg, self._tally.measures.get("peak_turn_deg", 0))
                self._tally.measures["peak_turn_deg"] = peak_deg
            case RepetitionDone():
                self._repetition(seen, c)
            case _:
                pass

    def _stood_up(self, c: Context) -> None:
        self._up_ns, self._turned = c.now_ns, False
        if self._spec.turn_deg:
            c.see(caption=Text("caption.turn_and_back"))
        elif self._spec.hold_s:
            c.see(caption=Text("caption.stay_up"))

    def _repetition(self, seen: RepetitionDone, c: Context) -> None:
        # The detector needs a moment to believe that somebody stands; that is not the patient's.
        stood_enough = seen.stand_ms >= self._spec.hold_s * 1000 - SEEN_LATE_MS
        self._up_ns = None
        if not stood_enough or (self._spec.turn_deg and not self._turned):
            self._tally.near_misses += 1
            c.see(caption=Text("caption.next_time_until_the_sound"))
            return
        if self._asks_more():
            c.see(caption=self.caption())
        if seen.arms_used is not None:
            self._tally.arms_used = (self._tally.arms_used or 0) + int(seen.arms_used)
        if self._spec.hold_s:
            least_ms = min(seen.stand_ms, self._tally.measures.get("least_hold_ms", seen.stand_ms))
            self._tally.measures["least_hold_ms"] = least_ms
        c.play("repetition")
        self.counted(c, seen.total_ms if seen.timed else None)

    def _asks_more(self) -> bool:
        return bool(self._spec.hold_s or self._spec.turn_deg)

    @override
    def tick(self, c: Context) -> None:
        if self._pace_ns and c.now_ns >= self._next_pace_ns:
            self._next_pace_ns += self._pace_ns
            c.play("step")
        if self._up_ns is not None and self._asks_more():
            self._while_up(self._up_ns, c)
        super().tick(c)

    def _while_up(self, up_ns: int, c: Context) -> None:
        """Say what is still to be done before sitting down; a sound when nothing is."""
        caption = c.view.caption.key if c.view.caption is not None else ""
        if caption == "caption.sit_again" or (self._spec.turn_deg and not self._turned):
            return
        if c.now_ns - up_ns < self._spec.hold_s * 1000 * NS_PER_MS:
            if caption != "caption.stay_up":
                c.see(caption=Text("caption.stay_up"))
            return
        c.see(caption=Text("caption.sit_again"))
        c.play("step")
