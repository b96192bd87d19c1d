"""The two judges are really there: each finds what is broken before its eyes."""

from __future__ import annotations

import ctypes
import typing
from collections.abc import Callable
from pathlib import Path

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import R
from tests.xr_fault.judges import BestPractices, core_findings
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw, words
from vrexposure.openxr.headset import Headset


class Rough:
    """A program that calls what it likes, with the handles of a headset that was opened well."""

    def __init__(self, headset: Headset, runtime: FaultRuntime) -> None:
        assert headset.eyes is not None
        parts = headset._connection.parts
        self.runtime = runtime
        self.eyes = headset.eyes
        self.calls, self.session, self.actions = parts.calls, parts.session, parts.actions
        self.locator, self.stage = parts.locator, parts.stage.handle
        self.state = xr.FrameState()
        self.blend = xr.EnvironmentBlendMode.OPAQUE

    def wait(self) -> int:
        info = xr.FrameWaitInfo()
        return self.calls.wait_frame(self.session, info, ctypes.byref(self.state))

    def begin(self) -> int:
        return self.calls.begin_frame(self.session, xr.FrameBeginInfo())

    def end(self, *, later_ns: int = 0, layers: int = 0) -> int:
        info = xr.FrameEndInfo(
            environment_blend_mode=self.blend,
            display_time=self.state.predicted_display_time + later_ns,
        )
        info.layer_count = layers
        info._layers = self.eyes._layers if layers else None
        return self.calls.end_frame(self.session, info)

    def views(self, *, later_ns: int = 0) -> None:
        """Locate the eyes, and write them into the layer as they should be."""
        self.eyes._locate_info.display_time = self.state.predicted_display_time + later_ns
        self.calls.locate_views(
            self.session,
            self.eyes._locate_info,
            ctypes.byref(self.eyes._view_state),
            2,
            ctypes.byref(self.eyes._count),
            self.eyes._views,
        )
        for view, shown in zip(self.eyes._views, self.eyes._layer_views, strict=True):
            shown.pose, shown.fov = view.pose, view.fov

    def locate(self) -> None:
        space, location = self.locator._pairs[0]
        self.calls.locate_space(space, self.stage, self.runtime.time_ns, location)

    def drawn(self, spoil: Callable[[typing.Any], object]) -> None:
        """A frame whose picture was spoiled after its eyes were located."""
        self.wait()
        self.begin()
        self.views()
        for view in self.eyes._layer_views:
            spoil(view)
        self.end(layers=1)

    def fail_once(self, name: str, call: Callable[[], int]) -> None:
        self.runtime.fail(name, R.ERROR_RUNTIME_FAILURE)
        assert call() < 0
        self.runtime.come_back()


def waits_twice(program: Rough) -> None:
    program.wait()
    program.wait()
    program.begin()
    program.end()


def begins_without_waiting(program: Rough) -> None:
    program.begin()


def begins_again_after_a_failure(program: Rough) -> None:
    program.wait()
    program.fail_once("xrBeginFrame", program.begin)
    program.begin()
    program.end()


def begins_though_waiting_has_failed(program: Rough) -> None:
    program.fail_once("xrWaitFrame", program.wait)
    program.begin()


def ends_though_waiting_has_failed(program: Rough) -> None:
    program.fail_once("xrWaitFrame", program.wait)
    program.begin()
    program.end()


def ends_without_beginning(program: Rough) -> None:
    program.wait()
    program.end()


def ends_at_another_time(program: Rough) -> None:
    program.wait()
    program.begin()
    program.end(later_ns=1)


def ends_again_after_a_failure(program: Rough) -> None:
    program.wait()
    program.begin()
    program.fail_once("xrEndFrame", program.end)
    program.end()


def shows_another_field(program: Rough) -> None:
    program.drawn(lambda view: setattr(view.fov, "angle_left", -0.5))


def shows_no_field(program: Rough) -> None:
    program.drawn(lambda view: ctypes.memset(ctypes.byref(view.fov), 0, ctypes.sizeof(view.fov)))


def shows_another_place(program: Rough) -> None:
    program.drawn(lambda view: setattr(view.pose.position, "y", 9.0))


def shows_another_turn(program: Rough) -> None:
    program.drawn(lambda view: setattr(view.pose.orientation, "x", 0.5))


def asks_for_a_see_through_picture(program: Rough) -> None:
    program.blend = xr.EnvironmentBlendMode.ALPHA_BLEND
    program.drawn(lambda _: None)


def syncs_twice(program: Rough) -> None:
    program.wait()
    program.runtime.buttons["select/left"] = False  # only with focus does it count
    program.actions.sync()
    program.actions.sync()
    program.begin()
    program.end()


def syncs_in_mid_frame(program: Rough) -> None:
    program.wait()
    program.begin()
    program.actions.sync()
    program.end()


def locates_before_waiting(program: Rough) -> None:
    program.locate()


def locates_the_eyes_for_another_time(program: Rough) -> None:
    program.wait()
    program.begin()
    program.views(later_ns=1)
    program.end()


def locates_the_eyes_before_waiting(program: Rough) -> None:
    program.views(later_ns=1)


PLANTED: dict[Callable[[Rough], None], str] = {
    waits_twice: "xrWaitFrame was called twice in a row",
    begins_without_waiting: "There are no frames in queue",
    begins_again_after_a_failure: "retrying xrBeginFrame after a previous failure",
    begins_though_waiting_has_failed: "XrWaitFrame was not called or failed for frame",
    ends_though_waiting_has_failed: "xrWaitFrame was not called or failed before calling XrEnd",
    ends_without_beginning: "xrBeginFrame was not called or failed before calling XrEnd",
    ends_at_another_time: "xrEndFrame was called with a different displayTime",
    ends_again_after_a_failure: "xrEndFrame was retried with the same display time",
    shows_another_field: "a different FOV",
    shows_no_field: "a non-zero FOV",
    shows_another_place: "a different positional pose",
    shows_another_turn: "a different rotational pose",
    asks_for_a_see_through_picture: "XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND but no layer",
    syncs_twice: "xrSyncActions was called multiple times",
    syncs_in_mid_frame: "xrSyncActions was called between xrBeginFrame and xrEndFrame",
    locates_before_waiting: "xrLocateSpace was called before xrWaitFrame",
    locates_the_eyes_for_another_time: "xrLocateViews was called with a different displayTime",
    locates_the_eyes_before_waiting: "xrLocateViews was called before xrWaitFrame",
}
"""Every rule that the layer judges by, each broken by a program; and what it says of it.

Left out is a frame that is never ended: this build lets it pass. The fault runtime does not.
"""


def rough_program(runtime: FaultRuntime, open_on: Opener) -> tuple[Rough, Headset]:
    """One that has drawn a good frame."""
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    draw(headset)
    return Rough(headset, runtime), headset


@pytest.mark.parametrize("broken", PLANTED, ids=lambda broken: str(broken.__name__))
def test_best_practices_find_each_rule_that_is_broken(
    runtime: FaultRuntime,
    open_on: Opener,
    best_practices: BestPractices,
    broken: Callable[[Rough], None],
) -> None:
    program, headset = rough_program(runtime, open_on)

    broken(program)
    headset.close()

    assert any(PLANTED[broken] in said for said in best_practices.found), best_practices.found
    best_practices.found.clear()
    runtime.broken.clear()


def test_the_runtime_itself_finds_a_frame_that_is_never_ended(
    runtime: FaultRuntime, open_on: Opener, best_practices: BestPractices
) -> None:
    program, headset = rough_program(runtime, open_on)
    for _ in range(2):
        program.wait()
        program.begin()
    program.end()

    assert runtime.broken == ["never ended"]
    headset.close()
    runtime.broken.clear()
    best_practices.found.clear()  # from now on it takes each frame for the one before


def test_best_practices_have_nothing_to_say_of_a_good_program(
    runtime: FaultRuntime, open_on: Opener, best_practices: BestPractices
) -> None:
    _, headset = rough_program(runtime, open_on)
    for moment in headset.input.moments():
        draw(headset)
        if len(runtime.layers) == 20:
            break
        assert moment is not None
    headset.close()

    assert best_practices.instances == 1
    assert best_practices.found == {}


def test_core_validation_finds_a_handle_that_is_none(
    runtime: FaultRuntime, open_on: Opener, judged: Path, best_practices: BestPractices
) -> None:
    program, headset = rough_program(runtime, open_on)
    assert core_findings(judged) == []

    program.wait()
    program.begin()
    program.end()
    _, location = program.locator._pairs[0]
    no_space = ctypes.cast(0xDEAD, xr.Space)
    code = program.calls.locate_space(no_space, program.stage, runtime.time_ns, location)
    headset.close()

    assert code == R.ERROR_HANDLE_INVALID
    assert any("VUID-xrLocateSpace-space-parameter" in line for line in core_findings(judged))
    judged.unlink()
    best_practices.found.clear()  # with no frame in hand, it has something to say of it, too


def test_core_validation_finds_a_structure_of_another_kind(
    runtime: FaultRuntime, open_on: Opener, judged: Path
) -> None:
    program, headset = rough_program(runtime, open_on)
    wrong = xr.FrameBeginInfo()

    as_wait = ctypes.cast(ctypes.byref(wrong), ctypes.POINTER(xr.FrameWaitInfo))
    program.calls.wait_frame(program.session, as_wait, ctypes.byref(program.state))
    headset.close()

    assert any("VUID-XrFrameWaitInfo-type-type" in line for line in core_findings(judged))
    judged.unlink()
