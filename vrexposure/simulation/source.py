"""A simulated person as an input source: frames on a virtual clock, as fast as they are asked for.

It is a sink of the View as well: that is how the person knows what is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from typing_extensions import override

from vrexposure.core.inputs import (
    TRACKED,
    VALID,
    Device,
    DeviceChange,
    Ended,
    Frame,
    Point,
    Tick,
    empty_arrays,
)
from vrexposure.core.view import Phase, View
from vrexposure.ports import InputSource, ViewSink
from vrexposure.simulation.motion import Body, Poses
from vrexposure.simulation.patient import Patient
from vrexposure.simulation.person import Person

NS_PER_S = 1_000_000_000
TICK_NS = 100_000_000
_POINTS = (Point.HEAD, Point.LEFT_HAND, Point.RIGHT_HAND, Point.LEFT_AIM, Point.RIGHT_AIM)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong at a time.

    Attributes:
        kind: `tracking_lost`: poses are guessed, not tracked. `headset_off`: no frames, but ticks.
            `recentred`: the stage moves by `x_m`, `y_m` under the person.
        at_s: When, seconds of the session.
        for_s: How long (not for `recentred`).
        x_m: How far the stage moves.
        y_m: How far the stage moves.
    """

    kind: Literal["tracking_lost", "headset_off", "recentred"]
    at_s: float
    for_s: float = 0.0
    x_m: float = 0.0
    y_m: float = 0.0


class SimulatedInput(InputSource, ViewSink):
    """The devices of a person who does not exist.

    Args:
        person: Who; they keep what they learn.
        rate_hz: Frames a second of virtual time.
        minutes_max: Virtual time after which it ends in any case.
        seat_m: Height of the seat on which the person waits for the session.
        standing: Waits standing instead.
        faults: What goes wrong, and when.
    """

    def __init__(
        self,
        person: Person,
        *,
        rate_hz: int = 72,
        minutes_max: float = 60.0,
        seat_m: float = 0.45,
        standing: bool = False,
        faults: Sequence[Fault] = (),
    ) -> None:
        self.person = person
        self._rate_hz = rate_hz
        self._end_ns = round(minutes_max * 60 * NS_PER_S)
        self._body = Body(person.size, person.body, seat_m=seat_m, standing=standing)
        self._patient = Patient(person, self._body)
        self._view = View()
        self._faults = sorted(faults, key=lambda fault: fault.at_s)

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        self._view = view

    @override
    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        index, time_ns = 0, 0
        pending = list(self._faults)
        lost_until_ns = 0
        while self._view.phase is not Phase.CLOSED and time_ns < self._end_ns:
            while pending and pending[0].at_s * NS_PER_S <= time_ns:
                fault = pending.pop(0)
                if fault.kind == "tracking_lost":
                    lost_until_ns = time_ns + round(fault.for_s * NS_PER_S)
                elif fault.kind == "recentred":
                    self._body.jump(fault.x_m, fault.y_m, time_ns / NS_PER_S)
                    yield Device(time_ns, DeviceChange.RECENTRED)
                else:
                    until_ns = time_ns + round(fault.for_s * NS_PER_S)
                    yield from self._without_headset(time_ns, until_ns)
                    index = -(-until_ns * self._rate_hz // NS_PER_S)
                    time_ns = index * NS_PER_S // self._rate_hz
            yield self._frame(time_ns, tracked=time_ns >= lost_until_ns)
            index += 1
            time_ns = index * NS_PER_S // self._rate_hz
        yield Ended(time_ns, "simulation_over")

    def _without_headset(self, time_ns: int, until_ns: int) -> Iterator[Tick | Device]:
        yield Device(time_ns, DeviceChange.HEADSET_OFF)
        for tick_ns in range(time_ns + TICK_NS, until_ns, TICK_NS):
            yield Tick(tick_ns)
        yield Device(until_ns, DeviceChange.HEADSET_ON)

    def _frame(self, time_ns: int, *, tracked: bool) -> Frame:
        now_s = time_ns / NS_PER_S
        self._patient.act(self._view, now_s)
        poses, flags = empty_arrays()
        _fill(poses, self._body.poses(now_s))
        # The rows of body trackers stay as they are: there are none.
        flags[: len(_POINTS)] = TRACKED if tracked else VALID
        return Frame(time_ns, poses, flags, self._patient.buttons)


def _fill(rows: np.ndarray[tuple[int, ...], np.dtype[np.float32]], poses: Poses) -> None:
    rows[: len(_POINTS)] = [(*pose.position, *pose.orientation) for pose in poses]
