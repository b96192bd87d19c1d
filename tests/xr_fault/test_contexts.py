"""What a runtime is told of the OpenGL context, and the clock of Windows, behind the real loader.

Without Khronos' judges where they, as they are built here, know neither EGL nor Windows.
"""

from __future__ import annotations

import itertools
import time
from types import SimpleNamespace

import pytest

from tests.xr_fault.conftest import Opener
from tests.xr_fault.judges import SECOND
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import until
from vrexposure.core.inputs import Frame
from vrexposure.errors import DeviceError
from vrexposure.openxr.graphics import binding_of
from vrexposure.ports import EglContext, GlxContext, NativeContext, WglContext

TIMESPEC = "XR_KHR_convert_timespec_time"
COUNTER = "XR_KHR_win32_convert_performance_counter_time"
EGL = "XR_MNDX_egl_enable"


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XR_ENABLE_API_LAYERS", SECOND)


def test_a_session_is_told_of_a_window_of_x11(runtime: FaultRuntime, open_on: Opener) -> None:
    context = GlxContext(0x7F12_3456_7890, 0x40_0007, 0x7F12_0000_0010)
    open_on(context=context)
    assert runtime.bindings == [bytes(binding_of(context))]


@pytest.mark.parametrize(
    "context", [EglContext(0x7F12_3456_7890, 0x10, 0x20, 0x30), WglContext(0x1_0001, 0x2_0002)]
)
def test_a_session_is_told_of_other_contexts(
    runtime: FaultRuntime, unjudged: None, open_on: Opener, context: NativeContext
) -> None:
    runtime.extensions.append(EGL)
    runtime.open_up()
    headset = open_on(context=context)
    assert runtime.bindings == [bytes(binding_of(context))]
    assert until(headset.input.moments(), "frame")[-1] == "frame"
    assert (EGL in headset.properties.extensions) == isinstance(context, EglContext)


def test_a_context_without_a_window_is_refused_where_the_runtime_wants_one(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    with pytest.raises(DeviceError, match="desktop session"):
        open_on(context=EglContext(1, 2, 3, 4))
    assert not runtime.calls["xrCreateInstance"]


def test_without_pictures_there_is_no_context(runtime: FaultRuntime, open_on: Opener) -> None:
    open_on(draw=False)
    assert runtime.bindings == [b""]


def test_the_counter_of_windows_tells_times_as_exactly(
    runtime: FaultRuntime, unjudged: None, open_on: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart_ns, counted_ns = 77_000_000_000, 5_000_000_000
    runtime.extensions[runtime.extensions.index(TIMESPEC)] = COUNTER
    # As Windows has it: ten million ticks a second, counted from another moment.
    monkeypatch.setattr(time, "get_clock_info", lambda name: SimpleNamespace(resolution=1e-7))
    monkeypatch.setattr(time, "perf_counter_ns", lambda: time.monotonic_ns() + counted_ns)
    runtime.ticks_per_s, runtime.behind_ns = 10_000_000, apart_ns - counted_ns
    runtime.open_up()
    began_ns = runtime.time_ns - apart_ns
    headset = open_on(origin_ns=began_ns)
    frames = [m for m in itertools.islice(headset.input.moments(), 4) if isinstance(m, Frame)]

    # To within a tick, and the time between two looks at two clocks.
    for number, frame in enumerate(frames, start=1):
        assert frame.time_ns == pytest.approx(number * runtime.period_ns, abs=1_000_000)
    told = headset.input.clock_map()
    assert told is not None
    assert told.exact
    assert told.xr_time_ns - told.monotonic_ns == pytest.approx(apart_ns, abs=1_000_000)
