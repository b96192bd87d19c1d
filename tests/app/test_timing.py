"""The target between who draws and who submits: it changes nothing, and knows when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from typing_extensions import override

from vrexposure.app.timing import TimedEyes
from vrexposure.core.geometry import Pose, Quat, Vec3
from vrexposure.ports import EyeTarget, EyeView, HiddenPart

VIEW = EyeView(Pose(Vec3(0, 0, 1.6), Quat(1, 0, 0, 0)), -0.7, 0.7, 0.7, -0.7)

HIDDEN = HiddenPart(np.zeros((3, 2), np.float32), np.zeros((1, 3), np.uint32))


@dataclass
class Clock:
    now_ns: int = 0

    def __call__(self) -> int:
        return self.now_ns


@dataclass
class Target(EyeTarget):
    """Takes its time, and remembers what it was asked."""

    clock: Clock
    wanted: bool = True
    asked: list[str] = field(default_factory=list)
    eye_width_px: int = 640
    eye_height_px: int = 700
    depth_format: int = 0x88F0

    @override
    def begin(self) -> Sequence[EyeView] | None:
        self.asked.append("begin")
        self.clock.now_ns += 3
        return [VIEW, VIEW] if self.wanted else None

    @override
    def acquire(self) -> int:
        self.asked.append("acquire")
        return 17

    @override
    def hidden(self, eye: int) -> HiddenPart | None:
        return HIDDEN if eye == 1 else None

    @override
    def acquire_right(self) -> int | None:
        self.asked.append("acquire_right")
        return 18

    @override
    def acquire_depth(self, near_m: float, far_m: float) -> Sequence[int]:
        self.asked.append(f"acquire_depth {near_m} {far_m}")
        return (19, 20)

    @override
    def refuse_depth(self) -> None:
        self.asked.append("refuse_depth")

    @override
    def release(self) -> None:
        self.asked.append("release")

    @override
    def end(self) -> None:
        self.asked.append("end")
        self.clock.now_ns += 500


def test_stages_are_told_apart_and_everything_is_passed_on() -> None:
    clock = Clock()
    target = Target(clock)
    timed = TimedEyes(target, clock_ns=clock)
    assert (timed.eye_width_px, timed.eye_height_px) == (640, 700)
    assert timed.begin() == [VIEW, VIEW]
    clock.now_ns += 20  # the scene is culled
    assert timed.acquire() == 17
    clock.now_ns += 100  # and drawn
    timed.release()
    timed.end()
    assert target.asked == ["begin", "acquire", "release", "end"]
    assert timed.take_timing_ns() == {"begin": 3, "cull": 20, "end": 500}
    assert timed.take_timing_ns() == {}


def test_a_frame_that_nobody_wants_is_not_culled() -> None:
    clock = Clock()
    timed = TimedEyes(Target(clock, wanted=False), clock_ns=clock)
    assert timed.begin() is None
    timed.end()
    assert timed.take_timing_ns() == {"begin": 3, "end": 500}


def test_what_only_some_headsets_can_do_is_passed_on_too() -> None:
    target = Target(Clock())
    timed = TimedEyes(target, clock_ns=Clock())
    assert timed.depth_format == target.depth_format
    target.depth_format = 0x8CAC
    timed.begin()
    assert timed.depth_format == 0x8CAC
    target.asked.clear()
    assert (timed.hidden(0), timed.hidden(1)) == (None, HIDDEN)
    assert timed.acquire_right() == 18
    assert timed.acquire_depth(0.1, 30.0) == (19, 20)
    timed.refuse_depth()
    assert target.asked == ["acquire_right", "acquire_depth 0.1 30.0", "refuse_depth"]


def test_nothing_of_a_target_is_left_out() -> None:
    def parts(kind: type) -> set[str]:
        return {name for name in vars(kind) if not name.startswith("_")}

    assert parts(EyeTarget) - {"depth_format"} <= parts(TimedEyes)
