"""Where the time of a headset's picture goes: seen from between who draws and who submits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from typing_extensions import override

from vrexposure.ports import EyeTarget, EyeView, HiddenPart, Timed


class TimedEyes(EyeTarget, Timed):
    """Passes everything on to another target, and notes when.

    The scene is culled between `begin` and `acquire`, which is asked for when drawing starts, and
    drawn from there until `end`.
    """

    def __init__(
        self, target: EyeTarget, *, clock_ns: Callable[[], int] = time.monotonic_ns
    ) -> None:
        """Stand before `target`, whose size does not change."""
        self.eye_width_px = target.eye_width_px
        self.eye_height_px = target.eye_height_px
        self.depth_format = target.depth_format
        self._target = target
        self._clock_ns = clock_ns
        self._begun_ns: int | None = None
        self._stages_ns: dict[str, int] = {}

    @override
    def begin(self) -> Sequence[EyeView] | None:
        before_ns = self._clock_ns()
        views = self._target.begin()
        begun_ns = self._clock_ns()
        self._stages_ns = {"begin": begun_ns - before_ns}
        self._begun_ns = begun_ns if views is not None else None
        self.depth_format = self._target.depth_format  # a runtime that came back may have another
        return views

    @override
    def acquire(self) -> int:
        if self._begun_ns is not None:
            self._stages_ns["cull"] = self._clock_ns() - self._begun_ns
            self._begun_ns = None
        return self._target.acquire()

    @override
    def hidden(self, eye: int) -> HiddenPart | None:
        return self._target.hidden(eye)

    @override
    def acquire_right(self) -> int | None:
        return self._target.acquire_right()

    @override
    def acquire_depth(self, near_m: float, far_m: float) -> Sequence[int]:
        return self._target.acquire_depth(near_m, far_m)

    @override
    def refuse_depth(self) -> None:
        self._target.refuse_depth()

    @override
    def release(self) -> None:
        self._target.release()

    @override
    def end(self) -> None:
        before_ns = self._clock_ns()
        self._target.end()
        self._stages_ns["end"] = self._clock_ns() - before_ns

    @override
    def take_timing_ns(self) -> Mapping[str, int]:
        taken, self._stages_ns = self._stages_ns, {}
        return taken
