"""A simulated person keeps the promises of an input source, also when things go wrong."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from vrexposure.core.inputs import (
    TRACKED,
    VALID,
    Button,
    Device,
    DeviceChange,
    Ended,
    Frame,
    Point,
    Tick,
)
from vrexposure.core.view import Option, Panel, Phase, Text, View
from vrexposure.simulation.person import make_person
from vrexposure.simulation.source import Fault, SimulatedInput

S = 1_000_000_000
ASKED = View(
    phase=Phase.RUNNING,
    panel=Panel(
        "expected_pain",
        Text("ask.expected_pain"),
        options=tuple(Option(value, Text("option.number")) for value in range(11)),
    ),
)
POINTS = (Point.HEAD, Point.LEFT_HAND, Point.RIGHT_HAND, Point.LEFT_AIM, Point.RIGHT_AIM)


def _moments(
    source: SimulatedInput, view: View, seconds: float
) -> list[Frame | Tick | Device | Ended]:
    moments = []
    for moment in source.moments():
        moments.append(moment)
        if isinstance(moment, Frame | Tick):
            source.show(view, moment)
        if moment.time_ns >= seconds * S:
            break
    return moments


def _bits(seed: int) -> bytes:
    source = SimulatedInput(make_person("avoider", seed))
    return b"".join(
        moment.poses.tobytes() + moment.flags.tobytes() + bytes([moment.buttons])
        for moment in _moments(source, ASKED, 12.0)
        if isinstance(moment, Frame)
    )


def test_the_same_seed_gives_the_same_frames_bit_for_bit() -> None:
    assert _bits(3) == _bits(3)
    assert _bits(3) != _bits(4)


@pytest.mark.parametrize("rate_hz", [36, 72, 90])
def test_frames_come_at_the_rate_of_the_display_without_drift(rate_hz: int) -> None:
    source = SimulatedInput(make_person("avoider", 1), rate_hz=rate_hz)
    frames = _moments(source, View(), 3.0)
    assert [frame.time_ns for frame in frames] == [i * S // rate_hz for i in range(3 * rate_hz + 1)]


def test_a_frame_tells_head_hands_and_aims_and_nothing_else() -> None:
    frame = _moments(SimulatedInput(make_person("avoider", 1)), View(), 0.1)[-1]
    assert isinstance(frame, Frame)
    assert frame.poses.dtype == np.float32
    assert [point for point in Point if frame.tracked(point)] == list(POINTS)
    assert np.isfinite(frame.poses).all()
    lengths = np.linalg.norm(frame.poses[:, 3:], axis=1)
    assert np.allclose(lengths, 1.0, atol=1e-6)
    assert frame.buttons == Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE


def test_it_ends_once_the_session_is_closed() -> None:
    moments = _moments(SimulatedInput(make_person("avoider", 1)), View(phase=Phase.CLOSED), 9.0)
    assert len(moments) == 2
    assert moments[-1] == Ended(S // 72, "simulation_over")


def test_it_ends_when_its_time_is_over() -> None:
    source = SimulatedInput(make_person("avoider", 1), minutes_max=0.05)
    moments = list(source.moments())
    assert moments[-1] == Ended(3 * S, "simulation_over")
    assert len(moments) == 3 * 72 + 1


def test_lost_tracking_is_guessed_and_comes_back() -> None:
    source = SimulatedInput(make_person("avoider", 1), faults=[Fault("tracking_lost", 1.0, 0.5)])
    for moment in _moments(source, View(), 3.0):
        assert isinstance(moment, Frame)
        lost = S <= moment.time_ns < 1.5 * S
        assert moment.tracked(Point.HEAD) != lost
        assert moment.flags[Point.HEAD] == (VALID if lost else TRACKED)


def test_without_the_headset_there_are_ticks_five_times_a_second_at_least() -> None:
    source = SimulatedInput(make_person("avoider", 1), faults=[Fault("headset_off", 1.0, 2.0)])
    moments = _moments(source, View(), 5.0)
    changes = [moment for moment in moments if isinstance(moment, Device)]
    assert [change.change for change in changes] == [
        DeviceChange.HEADSET_OFF,
        DeviceChange.HEADSET_ON,
    ]
    times = [moment.time_ns for moment in moments]
    assert times == sorted(times)
    assert max(b - a for a, b in pairwise(times)) <= S // 5
    off, on = (change.time_ns for change in changes)
    assert not any(isinstance(m, Frame) and off < m.time_ns < on for m in moments)


def test_a_recentred_stage_moves_the_person_once() -> None:
    fault = Fault("recentred", 1.0, x_m=0.4, y_m=-0.2)
    moments = _moments(SimulatedInput(make_person("avoider", 1), faults=[fault]), View(), 2.0)
    heads = [m.pose(Point.HEAD).position for m in moments if isinstance(m, Frame)]
    jumps = [b.minus(a) for a, b in pairwise(heads) if math.dist(a, b) > 0.01]
    assert len(jumps) == 1
    assert jumps[0].x == pytest.approx(0.4, abs=0.005)
    assert jumps[0].y == pytest.approx(-0.2, abs=0.005)
    assert [m.change for m in moments if isinstance(m, Device)] == [DeviceChange.RECENTRED]


def test_faults_may_be_given_in_any_order() -> None:
    faults = [Fault("recentred", 2.0, x_m=0.1), Fault("headset_off", 0.5, 0.5)]
    moments = _moments(SimulatedInput(make_person("avoider", 1), faults=faults), View(), 3.0)
    assert [m.change for m in moments if isinstance(m, Device)] == [
        DeviceChange.HEADSET_OFF,
        DeviceChange.HEADSET_ON,
        DeviceChange.RECENTRED,
    ]


def test_no_point_ever_jumps_while_answering_moving_and_stopping() -> None:
    source = SimulatedInput(make_person("confident", 2))
    views = [
        ASKED,
        replace(ASKED, panel=None, caption=Text("caption.stand_still")),
        replace(ASKED, version=3),
        replace(ASKED, phase=Phase.SAFE, panel=None),
    ]
    before: Frame | None = None
    for moment in source.moments():
        assert isinstance(moment, Frame)
        if before is not None:
            moved = np.linalg.norm(moment.poses[:5, :3] - before.poses[:5, :3], axis=1)
            assert moved.max() * 72 < 3.0
        before = moment
        source.show(views[min(3, moment.time_ns // (5 * S))], moment)
        if moment.time_ns > 25 * S:
            break
