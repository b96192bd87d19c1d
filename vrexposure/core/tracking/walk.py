"""Walking a distance, over the floor or by own steps on the spot, and carrying something."""

from __future__ import annotations

from collections.abc import Collection

from vrexposure.core.inputs import Point
from vrexposure.core.observations import (
    Halted,
    HandAbsent,
    MovementStarted,
    Observation,
    Side,
    StepTaken,
    WalkedOn,
)
from vrexposure.core.tracking.carried import Carried
from vrexposure.core.tracking.feet import Feet
from vrexposure.core.tracking.footfalls import Footfall, FootFalls, HeadFalls
from vrexposure.core.tracking.head import Head, Middle, head_of
from vrexposure.core.tracking.marching import STEP_LEAST_NS, Marching, Step
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS, Moment, Sample
from vrexposure.core.tracking.way import Way
from vrexposure.core.watch import WatchWalk

# facts/clinical 3.12: a longer gap voids the times, and keeps the count.
GAP_NS = 500 * NS_PER_MS
FORGOTTEN_NS = 1_000 * NS_PER_MS
# DEF: nobody's standing head is lower, a small child's apart.
STANDING_LEAST_M = 0.8
TELLS_MM = 500
# DEF: a bob of this riser's height is what marching on the spot must show (`marching.py`).
RISER_M = 0.10
# DEF: who has not stepped on the spot for so long stands; slow, afraid people take 2 s for a step.
STANDS_NS = 2_200 * NS_PER_MS
STEP_LONGEST_NS = 2_000 * NS_PER_MS
# DEF: by then hands that were in the lap or behind the back have come into sight.
HANDS_COME_NS = 5_000 * NS_PER_MS


class Walk:
    """Adds up what is walked and tells stands, steps and the thing that is carried."""

    def __init__(self, watch: WatchWalk, seen_hands: Collection[Point] = ()) -> None:
        """`seen_hands`: those seen at any time in this session; the set may grow meanwhile."""
        standing_m = max(STANDING_LEAST_M, watch.standing_head_mm / 1000)
        self._watch = watch
        self._middle = Middle()
        self._carried = Carried(watch)
        self._seen_hands = seen_hands
        self._hands_told = watch.carried == "nothing"
        self._way = Way(standing_m)
        self._falls = HeadFalls(standing_m)
        self._foot_falls = FootFalls()
        self._marching = Marching(standing_m, RISER_M)
        self._feet = Feet(standing_m, RISER_M)
        self._before: Sample | None = None
        self._seen_ns: int | None = None
        self._began = False
        self._halted_ns: int | None = None
        self._distance_mm = 0.0
        self._told_mm = 0
        self._moved_ns = 0
        self._since_ns = 0
        self._early = 0
        self._stepped = False
        self._steps = 0
        self._fall_ns: int | None = None
        self._gapped = False
        self._timed = True

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        sample = moment.points[Point.HEAD]
        room = self._watch.locomotion == "room"
        by_feet = self._foot_falls.update(moment) if room else None
        march = None if room else self._feet.update(moment)
        if sample is None or sample == self._before:
            # A living head is never bit-identical: this is a picture that stands still.
            return
        self._before = sample
        now = moment.time_ns
        elapsed_ns = 0 if self._seen_ns is None else now - self._seen_ns
        self._seen_ns = now
        if elapsed_ns > GAP_NS:
            self._gapped, self._timed = True, False
        if moment.moved is not None:
            self._way.shift(moment.moved[0], moment.moved[1])
            self._carried.clear()
            self._gapped, self._timed = True, False
        if elapsed_ns > LOST_NS or moment.moved is not None:
            self._middle.clear()
            self._falls.clear()
        if elapsed_ns > FORGOTTEN_NS or moment.moved is not None:
            self._marching.clear()
        as_it_came = head_of(sample)
        head = self._middle.update(as_it_came)
        self._carried.update(moment, head, said)
        self._miss_hands(now, said)
        elapsed_s = min(elapsed_ns, FORGOTTEN_NS) * 1e-9
        if room:
            self._in_room(head, now, elapsed_ns, by_feet, said)
        else:
            step = self._marching.update(as_it_came.height, head, now, elapsed_s)
            if self._feet.seen(now):
                step = march
            self._in_place(step, now, said)

    def _miss_hands(self, now: int, said: list[Observation]) -> None:
        """Somebody is to carry a thing, but no hand has ever been seen: say so, once."""
        if self._hands_told or now - self._watch.go_ns < HANDS_COME_NS:
            return
        self._hands_told = True
        if not self._seen_hands:
            said += [HandAbsent(now, "left"), HandAbsent(now, "right")]

    # Over the floor.

    def _in_room(
        self, head: Head, now: int, elapsed_ns: int, by_feet: Footfall | None,
        said: list[Observation],
    ) -> None:  # fmt: skip
        fall = self._falls.update(head.height, now, elapsed_ns * 1e-9)
        way = self._way
        # Whether anybody steps at all, head and feet may tell; how many steps, only one of them.
        self._stepped = (way.leaving or way.walking) and (
            self._stepped or self._falls.dips or by_feet is not None
        )
        if self._foot_falls.seen(now):
            fall = by_feet
        change, walked_m = way.update(head, now, elapsed_ns, steps=self._stepped)
        self._credit(1000 * walked_m)
        if change == "began":
            self._go(way.spell.began_ns, now, said)
            for _ in range(self._early):
                self._step(None, "unknown", now, said)
            self._early = 0
        if fall is not None:
            if way.walking:
                self._step(fall.time_ns, fall.side, now, said)
            else:
                self._early = self._early + 1 if way.leaving else 0
        elif not way.walking and not way.leaving:
            self._early = 0
        if change == "ended":
            self._stand(way.spell.ended_ns, now, said)
        elif way.walking:
            self._tell(now, said)

    # On the spot.

    def _in_place(self, step: Step | None, now: int, said: list[Observation]) -> None:
        if step is not None and (
            self._fall_ns is None or self._halted_ns is not None
            or now - self._fall_ns >= STEP_LEAST_NS
        ):  # fmt: skip
            if not self._began or self._halted_ns is not None:
                self._go(step.began_ns, now, said)
            self._step(now, step.side, now, said, lift_mm=round(step.lift_m * 1000))
            self._credit(self._watch.stride_mm)
            self._tell(now, said)
        elif (
            self._began and self._halted_ns is None and self._fall_ns is not None
            and now - self._fall_ns >= STANDS_NS
        ):  # fmt: skip
            self._stand(self._fall_ns, now, said)

    # What both have in common.

    def _credit(self, walked_mm: float) -> None:
        if self._carried.held:
            self._distance_mm += walked_mm

    def _go(self, began_ns: int, now: int, said: list[Observation]) -> None:
        self._since_ns = began_ns
        if not self._began:
            self._began = True
            said.append(MovementStarted(now, max(0, began_ns - self._watch.go_ns) // NS_PER_MS))
        elif self._halted_ns is not None:
            stood_ms = max(0, began_ns - self._halted_ns) // NS_PER_MS
            said.append(Halted(now, on=False, stood_ms=stood_ms))
        self._halted_ns = None

    def _stand(self, ended_ns: int, now: int, said: list[Observation]) -> None:
        self._moved_ns += max(0, ended_ns - self._since_ns)
        self._since_ns = ended_ns
        self._halted_ns = ended_ns
        self._fall_ns = None
        said.append(self._walked_on(now, self._moved_ns))
        said.append(Halted(now, on=True))
        self._told_mm = int(self._distance_mm) // TELLS_MM * TELLS_MM

    def _tell(self, now: int, said: list[Observation]) -> None:
        if self._distance_mm - self._told_mm < TELLS_MM:
            return
        self._told_mm = int(self._distance_mm) // TELLS_MM * TELLS_MM
        said.append(self._walked_on(now, self._moved_ns + max(0, now - self._since_ns)))

    def _walked_on(self, now: int, moved_ns: int) -> WalkedOn:
        straight = self._way.straight
        return WalkedOn(
            now,
            round(self._distance_mm),
            moved_ns // NS_PER_MS,
            self._steps,
            self._timed,
            round(straight.way_m * 1000),
            straight.time_ns // NS_PER_MS,
        )

    def _step(
        self, fall_ns: int | None, side: Side, now: int, said: list[Observation], lift_mm: int = 0
    ) -> None:
        """One step; `fall_ns` None: it was seen before it was known to be one."""
        self._steps += 1
        interval_ns = 0
        if fall_ns is not None and self._fall_ns is not None:
            interval_ns = fall_ns - self._fall_ns
            if not 0 < interval_ns <= STEP_LONGEST_NS:
                interval_ns = 0
        timed, self._gapped = not self._gapped, False
        self._fall_ns = fall_ns
        interval_ms = interval_ns // NS_PER_MS
        said.append(StepTaken(now, self._steps, "on", side, lift_mm, interval_ms, timed))
