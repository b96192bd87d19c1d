"""Walking a distance: over the real floor, or on the spot, where own steps move the view."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from typing_extensions import override

from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.observations import (
    Halted,
    HandAbsent,
    Observation,
    StepTaken,
    ThingDropped,
    ThingTaken,
    WalkedOn,
)
from vrexposure.core.outputs import Result
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.session.trials.walk_measures import WalkMeasures
from vrexposure.core.session.trials.walk_way import WalkWay, walk_way
from vrexposure.core.view import Text, Thing
from vrexposure.core.watch import Movement, WatchWalk

STEP_MOVE_MS = 450  # DEF: how long the view takes for one own step
FADE_MS = 400  # design: no full-field change under 300 ms
STOP_MS = 3000  # DEF: how long a stop is
RING_MM = 400  # DEF; where one turns round: flat on the floor, so that nobody steps over it
RING_UP_MM = 15
# A thing that waits to be taken: an arm's bend before the trunk, between waist and chest (DEF).
BOX_AHEAD_MM = 360
BOX_OF_HEAD = 0.70


class WalkTrial(Trial):
    """Walk `distance_m` metres; each metre counts.

    Stops lie evenly on the way. The last metre is not counted before all of them were made.
    """

    def __init__(self, ladder: str, level: WalkLevel) -> None:
        super().__init__(ladder, level.id, level.distance_m)
        self._spec = level
        self._way: WalkWay | None = None
        self._measures = WalkMeasures(over_floor=level.locomotion == "room")
        self._beat_ns = 60_000 * NS_PER_MS // level.steps_per_min if level.steps_per_min else 0
        self._next_beat_ns = 0
        self._distance_mm = 0
        self._stops_made = 0
        self._stopping = False
        self._stands_ns: int | None = None
        self._hands: Literal["", "left", "right", "both"] = ""
        """Which hands took the thing last; what they lose waits with them."""
        self._holds = False
        self._hands_absent = False
        self._on_mm = 0
        self._back = False
        self._dark_until_ns = 0

    @override
    def caption(self) -> Text:
        if self._stopping:
            return Text("caption.stop_here")
        if self._spec.carry != "nothing" and not self._holds:
            return Text("caption.take_again" if self._hands else f"caption.take_{self._spec.carry}")
        return Text(f"caption.go_walk_{self._spec.locomotion}")

    @override
    def begin(self, c: Context) -> None:
        self._way = walk_way(c, self._spec)
        super().begin(c)
        self._next_beat_ns = c.now_ns + self._beat_ns
        c.see(things=self._things(c))

    @override
    def movement(self, c: Context) -> Movement | None:
        way = self._known_way()
        return WatchWalk(
            go_ns=c.now_ns,
            standing_head_mm=c.heads_mm["standing"],
            locomotion=self._spec.locomotion,
            distance_mm=self._target * 1000,
            leg_mm=way.leg_mm,
            stride_mm=way.stride_mm,
            carried=self._spec.carry,
            size_mm=round(self._spec.object_size_m * 1000),
        )

    @override
    def count(self, seen: Observation, c: Context) -> None:
        match seen:
            case StepTaken():
                self._measures.step(seen)
                if self._spec.locomotion == "in_place":
                    self._move_view(c)
            case WalkedOn():
                self._measures.way(seen)
                self._distance_mm = seen.distance_mm
                self._go_on_counting(c)
            case Halted():
                self._measures.halted(seen)
                self._halted(seen, c)
            case ThingTaken():
                self._hands, self._holds = seen.side, True
                c.see(caption=self.caption(), things=self._things(c))
            case ThingDropped():
                self._holds = False
                self._tally.near_misses += 1
                self._measures.drops += 1
                c.see(caption=self.caption(), things=self._things(c))
            case HandAbsent():
                if not self._hands_absent:
                    c.alert("warning", "alert.hands_absent")
                self._hands_absent = True
            case _:
                pass

    def _go_on_counting(self, c: Context) -> None:
        """Count the metres that are walked, and ask for the stop that is due."""
        due = min(
            self._spec.stops, self._distance_mm * (self._spec.stops + 1) // (self._target * 1000)
        )
        if due > self._stops_made and not self._stopping:
            self._stopping = True
            self._measures.wait()
            if not self._dark_until_ns:
                c.see(caption=self.caption())
        most = self._target if self._stops_made == self._spec.stops else self._target - 1
        while self._tally.done < min(most, self._distance_mm // 1000) and not self.done:
            self.counted(c, None)

    def _halted(self, seen: Halted, c: Context) -> None:
        if seen.on:
            self._stands_ns = c.now_ns
            return
        self._stands_ns = None
        if self._stopping:
            # Gone on before the time: the same stop is asked for again, at once.
            self._tally.near_misses += 1
        elif not self._dark_until_ns:
            c.see(caption=self.caption())

    @override
    def tick(self, c: Context) -> None:
        if self._beat_ns and c.now_ns >= self._next_beat_ns:
            self._next_beat_ns += self._beat_ns
            if not self._stopping:
                c.play("step")
        if (
            self._stopping
            and self._stands_ns is not None
            and c.now_ns - self._stands_ns >= STOP_MS * NS_PER_MS
        ):
            self._stopping = False
            self._stops_made += 1
            self._measures.stops = self._stops_made
            c.play("repetition")
            c.see(caption=Text("caption.go_on"))
            self._go_on_counting(c)
        if self._dark_until_ns and c.now_ns >= self._dark_until_ns and not self.done:
            self._turned_round(c)
        limit_ns = c.protocol.session.trial_within_s * 1000 * NS_PER_MS
        if self._hands_absent and not self._hands and c.now_ns - self._go_ns >= limit_ns:
            # Hands that were not tracked are no verdict on the patient.
            self._end("interrupted", c)
            return
        super().tick(c)

    # The view, when walking on the spot.

    def _known_way(self) -> WalkWay:
        assert self._way is not None, "the trial has begun"
        return self._way

    def _move_view(self, c: Context) -> None:
        """One own step carries the view one stride along the clear way of the place."""
        way = self._known_way()
        if not self._beat_ns:
            c.play("step")
        if not way.leg_mm or self._dark_until_ns:
            return
        before = way.at(self._on_mm, back=self._back)
        self._on_mm = min(way.leg_mm, self._on_mm + way.stride_mm)
        after = way.at(self._on_mm, back=self._back)
        duration_ns = STEP_MOVE_MS * NS_PER_MS
        c.see(rig=replace(before, to_mm=after.to_mm, start_ns=c.now_ns, duration_ns=duration_ns))
        if self._on_mm >= way.leg_mm:
            self._dark_until_ns = c.now_ns + (STEP_MOVE_MS + FADE_MS) * NS_PER_MS
            self._measures.wait()
            c.see(dim_permille=1000, caption=Text("caption.turn_round"))

    def _turned_round(self, c: Context) -> None:
        """The way goes back now; that was done in the dark."""
        self._dark_until_ns = 0
        self._on_mm, self._back = 0, not self._back
        rig = self._known_way().at(0, back=self._back)
        c.see(rig=rig, dim_permille=0, caption=self.caption())

    def _things(self, c: Context) -> tuple[Thing, ...]:
        shown: list[Thing] = []
        if self._spec.locomotion == "room":
            leg_mm = self._known_way().leg_mm
            wide_mm = round(self._spec.path_width_m * 1000)
            shown += [
                Thing("lane", 0, 0, 0, wide_mm, length_mm=leg_mm),
                Thing("place", 0, leg_mm, RING_UP_MM, RING_MM),
                Thing("place", 0, 0, RING_UP_MM, RING_MM),
            ]
        if self._spec.carry != "nothing":
            shown.append(self._box(c))
        return tuple(shown)

    def _box(self, c: Context) -> Thing:
        size_mm = round(self._spec.object_size_m * 1000)
        height_mm = round(BOX_OF_HEAD * c.heads_mm["standing"])
        box = Thing("box", 0, BOX_AHEAD_MM, height_mm, size_mm)
        if not self._hands:
            return box
        return replace(box, held_by=self._hands, state="held" if self._holds else "waiting")

    @override
    def _end(self, result: Result, c: Context) -> None:
        self._tally.measures.update(self._measures.all())
        if self._dark_until_ns:
            c.see(dim_permille=0)
        super()._end(result, c)
