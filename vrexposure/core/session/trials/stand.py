"""Standing quietly for a time; whoever moves begins again at once, and that is a near miss."""

from __future__ import annotations

from typing_extensions import override

from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.observations import Observation, StandingBroken, StandingOn
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.view import Counter, Text, Thing
from vrexposure.core.watch import Movement, Rail, WatchStand

PARTS = 4  # DEF: the counter goes on by a quarter of the time: a running clock nags
SPOT_MM, SPOT_UP_MM = 500, 10  # DEF: the ring to stand in, just above the floor
SWAY_LEAST_MS = 10_000  # DEF, as in core.measures.sway: a shorter stand says little of sway


class StandTrial(Trial):
    """Stand for `duration_s` without a step; the count is of whole seconds, of the longest stand.

    The trial's time limit is there for beginning anew, so it comes on top of the standing itself.
    """

    def __init__(self, ladder: str, level: StandLevel) -> None:
        super().__init__(ladder, level.id, level.duration_s)
        self._spec = level
        self._shown_s = 0
        self._again = False

    @override
    def caption(self) -> Text:
        return Text(f"caption.go_stand_{self._spec.feet}")

    @override
    def begin(self, c: Context) -> None:
        super().begin(c)
        c.see(things=(Thing("place", 0, 0, SPOT_UP_MM, SPOT_MM, state="waiting"),))

    @override
    def movement(self, c: Context) -> Movement | None:
        return WatchStand(
            go_ns=c.now_ns,
            standing_head_mm=c.heads_mm["standing"],
            duration_ms=self._spec.duration_s * 1000,
            rails=tuple(
                Rail("left" if p.prop == "rail_left" else "right", p.x_mm, p.height_mm)
                for p in c.view.props
                if p.look == "real" and p.prop in ("rail_left", "rail_right")
            ),
        )

    @override
    def count(self, seen: Observation, c: Context) -> None:
        match seen:
            case StandingOn():
                self._stands(seen, c)
            case StandingBroken():
                self._tally.near_misses += 1
                self._measure(seen.stood_ms)
                self._show(0, c)
                self._again = True
                c.see(caption=Text("caption.stand_again"))
            case _:
                pass

    def _stands(self, seen: StandingOn, c: Context) -> None:
        if self._again:
            self._again = False
            c.see(caption=self.caption())
        self._measure(seen.stood_ms, seen)
        self._tally.done = max(self._tally.done, min(self._target, seen.stood_ms // 1000))
        part_s = max(seen_s for seen_s in self._parts() if seen_s * 1000 <= seen.stood_ms)
        self._show(part_s, c)
        if seen.stood_ms >= self._target * 1000:
            self._end("completed", c)

    def _parts(self) -> list[int]:
        """The seconds at which the counter goes on, 0 among them."""
        return [round(self._target * part / PARTS) for part in range(PARTS + 1)]

    def _show(self, seconds: int, c: Context) -> None:
        if seconds != self._shown_s:
            self._shown_s = seconds
            c.see(counter=Counter(seconds, self._target))

    def _measure(self, stood_ms: int, seen: StandingOn | None = None) -> None:
        """Keep the longest stand, and the sway of the last one that was as long as any."""
        measures = self._tally.measures
        longest = stood_ms >= measures.get("stood_most_ms", 0)
        measures["stood_most_ms"] = max(stood_ms, measures.get("stood_most_ms", 0))
        if seen is not None and longest and stood_ms >= SWAY_LEAST_MS:
            measures["sway_path_mm"] = seen.sway_mm
            measures["sway_speed_mm_per_s"] = round(seen.sway_mm * 1000 / stood_ms)
            measures["sway_ellipse_mm2"] = seen.ellipse_mm2

    @override
    def tick(self, c: Context) -> None:
        limit_s = c.protocol.session.trial_within_s + self._target
        if c.now_ns - self._go_ns >= limit_s * 1000 * NS_PER_MS:
            self._end("missed", c)
