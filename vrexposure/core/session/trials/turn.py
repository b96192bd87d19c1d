"""Turning to look at a light beside or behind, and coming back, side by side."""

from __future__ import annotations

import math

from typing_extensions import override

from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.observations import MovementStarted, Observation, TurnDone, TurnHeld
from vrexposure.core.session.context import Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.view import Ghost, Text, Thing, ThingState
from vrexposure.core.watch import Movement, Side, WatchTurn

SIDES: dict[str, tuple[Side, ...]] = {
    "left": ("left",),
    "right": ("right",),
    "both": ("left", "right"),
}
MARK_MM, AHEAD_MM = 140, 90  # DEF
AWAY_MM = 1800  # DEF: out of reach, near enough to be looked at
BELOW_MM = 60  # DEF: eyes rest a little below the horizon
GHOST_MS = 3000  # DEF: a calm turn, and a pause at its end
WAY_POINTS = 5


class TurnTrial(Trial):
    """Turn to the light `turns` times, by turns to either side, and back to the one ahead."""

    def __init__(self, ladder: str, level: TurnLevel) -> None:
        super().__init__(ladder, level.id, level.turns)
        self._spec = level
        self._height_mm = 0
        self._held = False
        self._head_only = False

    @property
    def _side(self) -> Side:
        sides = SIDES[self._spec.side]
        return sides[min(self._tally.done, self._target - 1) % len(sides)]

    @override
    def caption(self) -> Text:
        if self._held:
            return Text("caption.come_back")
        return Text(f"caption.go_turn_{self._spec.part}_{self._side}")

    @override
    def begin(self, c: Context) -> None:
        self._height_mm = c.heads_mm[self._spec.begins] - BELOW_MM
        super().begin(c)
        way = tuple(
            self._at(self._angle(self._side) * n / WAY_POINTS) for n in range(WAY_POINTS + 1)
        )
        c.see(things=self._things(), ghost=Ghost(way, c.now_ns, GHOST_MS))

    @override
    def movement(self, c: Context) -> Movement | None:
        sides = SIDES[self._spec.side]
        return WatchTurn(
            go_ns=c.now_ns,
            part=self._spec.part,
            angle_deg=self._spec.angle_deg,
            sides=tuple(sides[n % len(sides)] for n in range(self._target)),
            hold_ms=self._spec.hold_ms,
            head_mm=c.heads_mm[self._spec.begins],
            seated=self._spec.begins == "seated",
        )

    @override
    def observe(self, seen: Observation, c: Context) -> None:
        if isinstance(seen, MovementStarted):
            c.see(ghost=None)
        super().observe(seen, c)

    @override
    def count(self, seen: Observation, c: Context) -> None:
        match seen:
            case TurnHeld():
                self._held = True
                c.play("step")
                c.see(caption=self.caption(), things=self._things())
            case TurnDone():
                self._held = False
                self._measure(seen, c)
                c.play("repetition")
                self.counted(c, seen.turn_ms if seen.timed else None)
                if not self.done:
                    c.see(caption=self.caption(), things=self._things())
            case _:
                pass

    def _measure(self, seen: TurnDone, c: Context) -> None:
        measures = self._tally.measures
        name = f"turned_{seen.side}_deg"
        measures[name] = max(seen.peak_deg, measures.get(name, 0))
        if self._spec.part == "head":
            return
        if seen.trunk_deg is not None:
            measures["trunk_turned_deg"] = max(seen.trunk_deg, measures.get("trunk_turned_deg", 0))
            return
        measures["head_only_count"] = measures.get("head_only_count", 0) + 1
        if not self._head_only:
            self._head_only = True
            c.alert("note", "alert.turn_head_only")

    def _angle(self, side: Side) -> float:
        """Degrees, anticlockwise from straight ahead."""
        return float(self._spec.angle_deg if side == "left" else -self._spec.angle_deg)

    def _at(self, angle_deg: float) -> tuple[int, int, int]:
        """A place to look at, so far round."""
        angle = math.radians(angle_deg)
        return (
            round(-AWAY_MM * math.sin(angle)),
            round(AWAY_MM * math.cos(angle)),
            self._height_mm,
        )

    def _things(self) -> tuple[Thing, ...]:
        ahead: ThingState = "wanted" if self._held else "waiting"
        shown = [Thing("mark", *self._at(0.0), AHEAD_MM, state=ahead)]
        for side in SIDES[self._spec.side]:
            state: ThingState = "waiting"
            if side == self._side:
                state = "done" if self._held else "wanted"
            shown.append(Thing("mark", *self._at(self._angle(side)), MARK_MM, state=state))
        return tuple(shown)
