"""Counting steps on stairs, on the spot or on one real step, and watching the rails."""

from __future__ import annotations

from vrexposure.core.inputs import Point
from vrexposure.core.observations import MovementStarted, Observation, StepTaken
from vrexposure.core.tracking.feet import Feet
from vrexposure.core.tracking.head import Middle, head_of
from vrexposure.core.tracking.marching import STEP_LEAST_NS, Marching, Step
from vrexposure.core.tracking.rails import HandsOnRail
from vrexposure.core.tracking.real_step import RealStep
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS, Moment
from vrexposure.core.watch import WatchStairs

# facts/clinical 3.12: a longer gap voids the times, and keeps the count.
GAP_NS = 500 * NS_PER_MS
# DEF: a bob of the head may span a short gap; after this it is another one.
FORGOTTEN_NS = 1_000 * NS_PER_MS
# DEF: nobody's standing head is lower, a small child's apart.
STANDING_LEAST_M = 0.8


class StairSteps:
    """Chooses what to count by: tracked feet before the head; tells steps and hands on rails."""

    def __init__(self, watch: WatchStairs) -> None:
        standing_m = max(STANDING_LEAST_M, watch.standing_head_mm / 1000)
        riser_m = watch.riser_mm / 1000
        self._watch = watch
        self._rails = [HandsOnRail(rail) for rail in watch.rails]
        self._middle = Middle()
        self._marching = Marching(standing_m, riser_m)
        self._feet = Feet(standing_m, riser_m)
        self._real = RealStep(standing_m, riser_m, upwards=watch.direction == "up")
        self._seen_ns: int | None = None
        self._count = 0
        self._last_ns: int | None = None
        self._gapped = False

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        step = self._by_head(moment)
        if self._watch.locomotion == "in_place":
            by_feet = self._feet.update(moment)
            if self._feet.seen(moment.time_ns):
                step = by_feet
        if step is not None:
            self._tell(step, moment.time_ns, said)
        for rail in self._rails:
            rail.update(moment, said)

    def _by_head(self, moment: Moment) -> Step | None:
        sample = moment.points[Point.HEAD]
        if sample is None:
            return None
        now = moment.time_ns
        elapsed_ns = 0 if self._seen_ns is None else now - self._seen_ns
        self._seen_ns = now
        if elapsed_ns > LOST_NS or moment.moved is not None:
            self._middle.clear()
            self._real.clear()
        if elapsed_ns > FORGOTTEN_NS or moment.moved is not None:
            self._marching.clear()
        if elapsed_ns > GAP_NS:
            self._gapped = True
        elapsed_s = min(elapsed_ns, FORGOTTEN_NS) * 1e-9
        as_it_came = head_of(sample)
        head = self._middle.update(as_it_came)
        if self._watch.locomotion == "real_step":
            return self._real.update(head, now, elapsed_s)
        return self._marching.update(as_it_came.height, head, now, elapsed_s)

    def _tell(self, step: Step, now: int, said: list[Observation]) -> None:
        last_ns = step.began_ns if self._last_ns is None else self._last_ns
        if self._last_ns is None:
            hesitation_ms = max(0, step.began_ns - self._watch.go_ns) // NS_PER_MS
            said.append(MovementStarted(now, hesitation_ms))
        elif now - last_ns < STEP_LEAST_NS:
            # Feet and head take turns at counting; the same step must not count for both.
            return
        self._count += 1
        self._last_ns = now
        timed, self._gapped = not self._gapped, False
        said.append(
            StepTaken(
                time_ns=now,
                index=self._count,
                direction=self._watch.direction,
                side=step.side,
                lift_mm=round(step.lift_m * 1000),
                interval_ms=max(0, now - last_ns) // NS_PER_MS,
                timed=timed,
            )
        )
