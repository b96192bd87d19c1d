"""Bending and lifting: a thing of light, taken at one height and put down at another."""

from __future__ import annotations

from dataclasses import replace

from typing_extensions import override

from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.observations import (
    HandAbsent,
    MovementStarted,
    Observation,
    ThingDropped,
    ThingPut,
    ThingTaken,
)
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.session.trials.bend_places import BendPlaces, bend_places
from vrexposure.core.session.trials.reach import STAND_MM, STAND_UP_MM
from vrexposure.core.view import Ghost, Text, Thing
from vrexposure.core.watch import Movement, WatchLift

GHOST_MS = 3200  # DEF: a calm lift, and a pause at its end
RING = 1.4  # DEF: of the thing's size


class BendTrial(Trial):
    """Carry the thing from place to place `repetitions` times; it weighs nothing."""

    def __init__(self, ladder: str, level: BendLevel) -> None:
        super().__init__(ladder, level.id, level.repetitions)
        self._spec = level
        self._places: BendPlaces | None = None
        self._both = level.hands == "both"
        self._held: ThingTaken | None = None
        self._watched_ns = 0
        self._drops = 0
        self._seen: list[ThingPut] = []

    @override
    def caption(self) -> Text:
        return Text("caption.go_lift_both" if self._both else "caption.go_lift")

    @override
    def begin(self, c: Context) -> None:
        places = self._places = bend_places(c, self._spec)
        if places.moved and c.trial == 1:
            pick_mm, put_mm = places.at_mm
            c.alert(
                "note",
                "alert.lift_moved",
                level=self._level,
                pick_cm=round(pick_mm / 10),
                put_cm=round(put_mm / 10),
                aside=places.aside_deg,
            )
        super().begin(c)
        self._measure(c)
        self._lies(c)

    @override
    def movement(self, c: Context) -> Movement | None:
        places = self._places
        assert places is not None, "the trial has begun"
        self._watched_ns = c.now_ns
        posture = self._spec.begins
        return WatchLift(
            go_ns=c.now_ns,
            places=places.places,
            size_mm=self._size_mm,
            both_hands=self._both,
            lifts=self._target - self._tally.done,
            head_mm=c.heads_mm[posture],
            hip_mm=places.hip.mm,
            hip_error_mm=places.hip.error_mm,
            posture=posture,
            first=self._tally.done,
        )

    @property
    def _size_mm(self) -> int:
        return round(self._spec.object_size_m * 1000)

    @override
    def observe(self, seen: Observation, c: Context) -> None:
        if isinstance(seen, MovementStarted):
            # What is looked for begins anew when one hand is to do it; the trial does not.
            waited_ms = (self._watched_ns - self._go_ns) // NS_PER_MS
            seen = replace(seen, hesitation_ms=seen.hesitation_ms + waited_ms)
        super().observe(seen, c)

    @override
    def count(self, seen: Observation, c: Context) -> None:
        match seen:
            case ThingTaken():
                self._held = seen
                c.play("tap")
                # Nobody needs to hold a button, and whoever does, stops the session.
                key = "caption.let_go_and_put" if seen.closed else "caption.put_in_ring"
                c.see(things=self._things(), ghost=None, caption=Text(key))
            case ThingDropped():
                self._drops += 1
                self._measure(c)
                self._lies(c)
                c.see(caption=Text("caption.back_where_it_was"))
            case ThingPut():
                self._seen.append(seen)
                self._measure(c)
                c.play("repetition")
                self.counted(c, seen.lift_ms if seen.timed else None)
                if not self.done:
                    self._lies(c)
                    c.see(caption=self.caption())
            case HandAbsent():
                self._alone(seen, c)
            case _:
                pass

    def _alone(self, seen: HandAbsent, c: Context) -> None:
        """A hand that has not been seen all session: the other one does it alone."""
        self._both = False
        other = "left" if seen.side == "right" else "right"
        c.alert("note", "alert.one_hand_lifts", hand=f"@hand.{other}")
        c.see(caption=self.caption())
        c.look_for(movement=self.movement(c))

    def _lies(self, c: Context) -> None:
        """The thing lies where it is to be taken from, and a light shows its way."""
        assert self._places is not None, "the trial has begun"
        self._held = None
        way = self._places.way(backwards=self._tally.done % 2 == 1)
        c.see(things=self._things(), ghost=Ghost(way, c.now_ns, GHOST_MS))

    def _things(self) -> tuple[Thing, ...]:
        places = self._places
        assert places is not None, "the trial has begun"
        size = self._size_mm
        start, goal = places.places if self._tally.done % 2 == 0 else places.places[::-1]
        held = self._held
        shown = [
            Thing("box", *start, size, state="held", held_by=held.side)
            if held is not None
            else Thing("box", *start, size, state="wanted"),
            Thing(
                "place",
                *(goal[0], goal[1], goal[2] - size // 2),
                round(RING * size),
                state="waiting" if held is None else "wanted",
            ),
        ]
        if self._spec.begins == "standing":
            shown.append(Thing("place", 0, 0, STAND_UP_MM, STAND_MM, state="waiting"))
        return tuple(shown)

    def _measure(self, c: Context) -> None:
        """What is known so far, for whenever the trial ends."""
        assert self._places is not None, "the trial has begun"
        measures = self._tally.measures
        measures["picked_at_mm"], measures["put_at_mm"] = self._places.at_mm
        measures["drops_count"] = self._drops
        if not self._seen:
            return
        low_mm = min(one.low_mm for one in self._seen)
        measures["lowest_head_mm"] = low_mm
        measures["lowest_head_percent"] = round(100 * low_mm / c.heads_mm[self._spec.begins])
        leans = [
            (one.trunk_deg, one.trunk_error_deg)
            for one in self._seen
            if one.trunk_deg is not None and one.trunk_error_deg is not None
        ]
        if leans:
            measures["trunk_most_deg"], measures["trunk_error_deg"] = max(leans)
