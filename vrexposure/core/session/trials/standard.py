"""Standard tests of getting up: five times against the clock, or as often as one can in 30 s.

They are timed by the head, not by a stopwatch: the seat is taken to be left and reached where the
head passes 30 % of the rise, and standing where it passes 70 %. What is published was timed from
"go" to the touch of the seat, so a result here may differ by some tenths of a second.
"""

from __future__ import annotations

from typing_extensions import override

from vrexposure.core.levels.sit_to_stand import FIVE, SitToStandLevel
from vrexposure.core.observations import Observation, PhaseEntered, RepetitionDone
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.trials.sit_to_stand import SitToStandTrial
from vrexposure.core.view import Counter, Text

# How long the detector watches before it believes in a seat or a stand (tracking.sit_to_stand).
SEEN_AFTER_MS = 100
THIRTY_S_MS = 30_000
TIMING_ERROR_MS = 200
"""Of the time of five (DEF): where on its way the head stands for the seat."""


class FiveTimesTrial(SitToStandTrial):
    """Five times up and down as fast as is safe; the clock runs from the signal."""

    def __init__(self, ladder: str, level: SitToStandLevel) -> None:
        super().__init__(ladder, level)
        self._stood = 0
        self._whole = True

    @override
    def caption(self) -> Text:
        return Text("caption.go_five_times")

    @override
    def begin(self, c: Context) -> None:
        super().begin(c)
        self._stood, self._whole = 0, True

    @override
    def count(self, seen: Observation, c: Context) -> None:
        match seen:
            case PhaseEntered(phase="standing") if self._up_ns is None:
                self._stood += 1
                if self._stood == FIVE and self._spec.stop_on == "stand":
                    self._stop_clock(c)
            case RepetitionDone():
                self._whole &= seen.timed
                if seen.index == FIVE and self._spec.stop_on == "sit":
                    self._stop_clock(c)
            case _:
                pass
        super().count(seen, c)

    def _stop_clock(self, c: Context) -> None:
        """A gap in tracking leaves the test without a time."""
        if self._whole:
            taken_ms = (c.now_ns - self._go_ns) // NS_PER_MS - SEEN_AFTER_MS
            self._tally.measures["five_times_ms"] = taken_ms
            self._tally.measures["five_times_error_ms"] = TIMING_ERROR_MS


class ThirtySecondsTrial(SitToStandTrial):
    """As often as one can within 30 s; who is up when the time ends has that one counted."""

    def __init__(self, ladder: str, level: SitToStandLevel) -> None:
        super().__init__(ladder, level)
        self._target = 0
        self._up = False

    @override
    def caption(self) -> Text:
        return Text("caption.go_thirty_seconds")

    @override
    def count(self, seen: Observation, c: Context) -> None:
        match seen:
            case PhaseEntered():
                self._up = seen.phase in ("standing", "lowering")
            case RepetitionDone():
                self._up = False
            case _:
                pass
        super().count(seen, c)

    @override
    def counted(self, c: Context, duration_ms: int | None) -> None:
        self._add(c, duration_ms)

    @override
    def tick(self, c: Context) -> None:
        if c.now_ns - self._go_ns < THIRTY_S_MS * NS_PER_MS:
            return
        if self._up:
            self._add(c, None)
        self._tally.measures["thirty_seconds_count"] = self._target = self._tally.done
        self._end("completed", c)

    def _add(self, c: Context, duration_ms: int | None) -> None:
        self._tally.done += 1
        self.marks_ns.append(c.now_ns)
        if duration_ms is not None:
            self._tally.timed_ms += duration_ms
            self._tally.timed_count += 1
        c.see(counter=Counter(self._tally.done, 0))
