"""The target between who draws and who submits: it changes nothing, and knows when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from typing_extensions import override

from vrexposure.app.timing import TimedEyes
from vrexposure.core.geometry import Pose, Quat, Vec3
from vrexposure.ports import EyeTarget, EyeView

VIEW = EyeView(Pose(Vec3(0, 0, 1.6), Quat(1, 0, 0, 0)), -0.7, 0.7, 0.7, -0.7)


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
