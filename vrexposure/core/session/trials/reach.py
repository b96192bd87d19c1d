"""Reaching: a target by the body's own measures, reached and left again, hand by hand."""

from __future__ import annotations

from dataclasses import replace

from typing_extensions import override

from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.observations import (
    HandAbsent,
    MovementStarted,
    Observation,
    TargetReached,
)
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.session.trials.reach_places import SIDES, ReachPlaces, reach_places
from vrexposure.core.view import Ghost, Text, Thing, ThingState
from vrexposure.core.watch import Movement, Side, WatchReach

GHOST_MS = 2600  # DEF: a calm reach, and a pause at its end
DONE_MS = 800  # DEF: how long a target shows that it was reached
STAND_MM, STAND_UP_MM = 500, 10  # DEF: the ring to stand in, just above the floor


class ReachTrial(Trial):
    """Reach the target `reaches` times; time that is up moves on to the next, and is no failure."""

    def __init__(self, ladder: str, level: ReachLevel) -> None:
        super().__init__(ladder, level.id, level.reaches)
        self._spec = level
        self._sides: tuple[Side, ...] = SIDES[level.side]
        self._places: ReachPlaces | None = None
        self._turn = 0
        """How many targets have come and gone, reached or not: whose hand is next."""
        self._watched_ns = 0
        self._due_ns = 0
        self._shine_ns: int | None = None
        self._reached: Side | None = None
        self._absent = False
        self._passed = 0
        self._seen: list[TargetReached] = []

    @property
    def _side(self) -> Side:
        return self._sides[self._turn % len(self._sides)]

    @override
    def caption(self) -> Text:
        return Text(f"caption.go_reach_{self._side}")

    @override
    def begin(self, c: Context) -> None:
        places = self._places = reach_places(c, self._spec, sides=self._sides)
        if places.moved and c.trial == 1:
            c.alert(
                "note",
                "alert.reach_moved",
                level=self._level,
                wanted=self._spec.flexion_deg,
                asks=places.asks_deg,
            )
        super().begin(c)
        self._due_ns = c.now_ns
        c.see(
            things=self._things(),
            ghost=Ghost(places.way(self._side), c.now_ns, GHOST_MS),
        )

    @override
    def movement(self, c: Context) -> Movement | None:
        places = self._places
        assert places is not None, "the trial has begun"
        self._watched_ns = c.now_ns
        left = range(self._turn, self._turn + self._target - self._tally.done)
        posture = self._spec.begins
        return WatchReach(
            go_ns=c.now_ns,
            targets=tuple(places.targets[self._sides[n % len(self._sides)]] for n in left),
            size_mm=round(self._spec.target_size_m * 1000),
            hold_ms=self._spec.hold_ms,
            head_mm=c.heads_mm[posture],
            arm_mm=places.arm.mm,
            hip_mm=places.hip.mm,
            hip_error_mm=places.hip.error_mm,
            posture=posture,
            first=self._tally.done,
        )

    @override
    def observe(self, seen: Observation, c: Context) -> None:
        if isinstance(seen, MovementStarted):
            # What is looked for begins anew when a target has moved on; the trial does not.
            waited_ms = (self._watched_ns - self._go_ns) // NS_PER_MS
            seen = replace(seen, hesitation_ms=seen.hesitation_ms + waited_ms)
            c.see(ghost=None)
        super().observe(seen, c)

    @override
    def count(self, seen: Observation, c: Context) -> None:
        match seen:
            case TargetReached():
                self._seen.append(seen)
                self._measure()
                self._reached, self._shine_ns = seen.side, c.now_ns + DONE_MS * NS_PER_MS
                c.play("repetition")
                self._next(c)
                self.counted(c, seen.reach_ms if seen.timed else None)
            case HandAbsent():
                self._without(seen.side, c)
            case _:
                pass

    def _next(self, c: Context) -> None:
        self._turn += 1
        self._due_ns = c.now_ns
        c.see(caption=self.caption(), things=self._things(), ghost=None)

    def _without(self, side: Side, c: Context) -> None:
        """A hand that has not been seen all session: the other one does it, where it may."""
        others = tuple(one for one in self._sides if one != side)
        if not others:
            self._absent = True
            c.alert("warning", "alert.hand_absent", hand=f"@hand.{side}")
            return
        c.alert("note", "alert.one_hand", hand=f"@hand.{others[0]}")
        self._sides = others
        self._due_ns = c.now_ns
        c.see(caption=self.caption(), things=self._things())
        if c.view.ghost is not None and self._places is not None:
            c.see(ghost=Ghost(self._places.way(self._side), c.now_ns, GHOST_MS))
        c.look_for(movement=self.movement(c))

    @override
    def tick(self, c: Context) -> None:
        if self._shine_ns is not None and c.now_ns >= self._shine_ns:
            self._shine_ns = self._reached = None
            c.see(things=self._things())
        within_ns = self._spec.within_s * 1000 * NS_PER_MS
        if within_ns and c.now_ns - self._due_ns >= within_ns:
            self._passed += 1
            self._tally.near_misses += 1
            self._measure()
            self._next(c)
            c.look_for(movement=self.movement(c))
        limit_ns = c.protocol.session.trial_within_s * 1000 * NS_PER_MS
        if self._absent and c.now_ns - self._go_ns >= limit_ns:
            # A hand that was not tracked is no verdict on the patient.
            self._end("interrupted", c)
            return
        super().tick(c)

    def _things(self) -> tuple[Thing, ...]:
        places = self._places
        assert places is not None, "the trial has begun"
        shown = [self._ball(places, side) for side in self._sides]
        if self._spec.begins == "standing":
            shown.append(Thing("place", 0, 0, STAND_UP_MM, STAND_MM, state="waiting"))
        return tuple(shown)

    def _ball(self, places: ReachPlaces, side: Side) -> Thing:
        at = places.targets[side]
        state: ThingState = "wanted" if side == self._side else "waiting"
        if side == self._reached:
            state = "done"
        size_mm = round(self._spec.target_size_m * 1000)
        return Thing("target", at.x_mm, at.y_mm, at.z_mm, size_mm, state=state)

    def _measure(self) -> None:
        """What is known so far, for whenever the trial ends."""
        assert self._places is not None, "the trial has begun"
        measures = self._tally.measures
        measures["target_asks_deg"] = self._places.asks_deg
        if self._passed:
            measures["moved_on_count"] = self._passed
        leans = [
            (one.trunk_deg, one.trunk_error_deg)
            for one in self._seen
            if one.trunk_deg is not None and one.trunk_error_deg is not None
        ]
        if leans:
            most, error = max(leans)
            measures["trunk_most_deg"] = most
            measures["trunk_error_deg"] = error
            measures["trunk_mean_deg"] = _mean([deg for deg, _ in leans])
        timed = [one for one in self._seen if one.timed]
        if timed:
            measures["reach_ms"] = _mean([one.reach_ms for one in timed])
            measures["reach_wait_ms"] = _mean([one.hesitation_ms for one in timed])
            measures["peak_mm_per_s"] = _mean([one.peak_mm_per_s for one in timed])
            measures["path_permille"] = _mean([one.path_permille for one in timed])


def _mean(values: list[int]) -> int:
    return round(sum(values) / len(values))
