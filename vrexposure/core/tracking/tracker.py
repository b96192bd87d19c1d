"""The first stage of the core: frames in, Observations out, a constant amount of work a frame."""

from __future__ import annotations

import typing

from vrexposure.core.inputs import Frame, Point
from vrexposure.core.observations import Observation
from vrexposure.core.tracking.arm_range import ArmRange
from vrexposure.core.tracking.buttons import Buttons
from vrexposure.core.tracking.lift import Lift
from vrexposure.core.tracking.pointing import Pointing
from vrexposure.core.tracking.reach import Reach
from vrexposure.core.tracking.signal import Moment, Signal
from vrexposure.core.tracking.sit_to_stand import SitToStand
from vrexposure.core.tracking.stairs import StairSteps
from vrexposure.core.tracking.standing import Standing
from vrexposure.core.tracking.still import Still
from vrexposure.core.tracking.touching import Touching
from vrexposure.core.tracking.trace import Trace
from vrexposure.core.tracking.turning import Turning
from vrexposure.core.tracking.walk import Walk
from vrexposure.core.watch import (
    Movement,
    Watch,
    WatchArm,
    WatchLift,
    WatchReach,
    WatchSitToStand,
    WatchStairs,
    WatchStand,
    WatchStill,
    WatchTouch,
    WatchTurn,
    WatchWalk,
)

_HANDS = (Point.LEFT_HAND, Point.RIGHT_HAND)


class Detector(typing.Protocol):
    """What looks for one kind of movement."""

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment with fresh motion; what is seen is added to `said`."""
        ...


class Tracker:
    """Tells what the motion means. Feed every frame, in order; no frame makes it raise."""

    def __init__(self) -> None:
        self._watch = Watch()
        self._signal = Signal()
        self._buttons = Buttons()
        self._pointing = Pointing()
        self._detector: Detector | None = None
        self._trace: Trace | None = None
        self._traced: Trace | None = None
        self._hands: set[Point] = set()

    def watch(self, watch: Watch) -> None:
        """Look for this from the next frame on.

        Another `movement` begins afresh; another panel leaves the movement as it is.
        """
        before, self._watch = self._watch, watch
        if watch.movement != before.movement:
            self._detector = _detector(watch.movement, self._hands)
        if watch.trace and not before.trace:
            self._trace = Trace()
        elif before.trace and not watch.trace:
            self._traced, self._trace = self._trace, None
        self._pointing.watch(watch.panel, watch.dwell_ms)

    def update(self, frame: Frame) -> list[Observation]:
        """Take one frame; what was seen in it, in an order that never goes back in time."""
        said: list[Observation] = []
        moment = self._signal.take(frame, said)
        self._buttons.update(moment.time_ns, frame.buttons, said)
        if self._traced is not None:
            told, self._traced = self._traced.told(moment.time_ns), None
            if told is not None:
                said.append(told)
        if moment.fresh and self._trace is not None:
            self._trace.take(moment)
        if len(self._hands) < len(_HANDS):
            self._hands.update(hand for hand in _HANDS if moment.points[hand] is not None)
        if moment.fresh and self._detector is not None:
            self._detector.update(moment, said)
        self._pointing.update(moment, frame.buttons, said)
        return said


def _detector(movement: Movement | None, hands: set[Point]) -> Detector | None:
    match movement:
        case None:
            return None
        case WatchStill():
            return Still(movement)
        case WatchSitToStand():
            return SitToStand(movement)
        case WatchStairs():
            return StairSteps(movement)
        case WatchReach():
            return Reach(movement, hands)
        case WatchLift():
            return Lift(movement, hands)
        case WatchTouch():
            return Touching(movement)
        case WatchArm():
            return ArmRange(movement)
        case WatchStand():
            return Standing(movement)
        case WatchTurn():
            return Turning(movement)
        case WatchWalk():
            return Walk(movement, hands)
