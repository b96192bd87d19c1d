"""The OpenGL context in numbers: asked of libraries that a test lays out, and of a real one."""

from __future__ import annotations

import ctypes
import typing
from types import SimpleNamespace

import pytest

from vrexposure.errors import DeviceError
from vrexposure.ports import EglContext, GlxContext, WglContext
from vrexposure.render import native
from vrexposure.render.native import egl_context, glx_context, native_context, wgl_context
from vrexposure.render.stage import Stage

# Wider than 32 bits, as pointers are: a library that is asked without types cuts them off.
DISPLAY, CONTEXT, CONFIG, DEVICE = 0x7F12_3456_7890, 0x7F12_0000_0010, 0x5555_0000_0020, 0x1_0001
CONFIG_NUMBER = 21

_Query = ctypes.CFUNCTYPE(
    ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
_Choose = ctypes.CFUNCTYPE(
    ctypes.c_uint,
    ctypes.c_void_p,
    ctypes.POINTER(ctypes.c_int),
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_int),
)


def gives(value: int) -> typing.Any:
    """A function of C without arguments."""
    return ctypes.CFUNCTYPE(ctypes.c_void_p)(lambda: value)


class Egl:
    """The part of libEGL that is asked."""

    def __init__(self, *, context: int = CONTEXT, number: int | None = CONFIG_NUMBER) -> None:
        self.eglGetCurrentDisplay = gives(DISPLAY)
        self.eglGetCurrentContext = gives(context)
        self.eglGetProcAddress = gives(0)
        self.eglQueryContext = _Query(self._query)
        self.eglChooseConfig = _Choose(self._choose)
        self._number = number

    def _query(self, display: int, context: int, what: int, out: typing.Any) -> int:
        if self._number is None or (display, context, what) != (DISPLAY, CONTEXT, 0x3028):
            return 0
        out[0] = self._number
        return 1

    def _choose(
        self, display: int, wanted: typing.Any, out: typing.Any, room: int, count: typing.Any
    ) -> int:
        assert (display, room, wanted[0], wanted[2]) == (DISPLAY, 1, 0x3028, 0x3038)
        count[0] = int(wanted[1] == CONFIG_NUMBER)
        out[0] = CONFIG if count[0] else None
        return 1


def test_glx_is_told_by_display_drawable_and_context() -> None:
    library = SimpleNamespace(
        glXGetCurrentDisplay=gives(DISPLAY),
        glXGetCurrentDrawable=gives(DEVICE),
        glXGetCurrentContext=gives(CONTEXT),
    )
    assert glx_context(library) == GlxContext(DISPLAY, DEVICE, CONTEXT)
    library.glXGetCurrentContext = gives(0)
    assert glx_context(library) is None


def test_wgl_is_told_by_device_and_context() -> None:
    library = SimpleNamespace(wglGetCurrentDC=gives(DEVICE), wglGetCurrentContext=gives(CONTEXT))
    assert wgl_context(library) == WglContext(DEVICE, CONTEXT)
    library.wglGetCurrentDC = gives(0)
    assert wgl_context(library) is None


def test_egl_is_told_with_the_configuration_of_its_context() -> None:
    library = Egl()
    found = egl_context(library)
    assert found is not None
    assert found[1:] == (DISPLAY, CONFIG, CONTEXT)
    assert found.get_proc_address == ctypes.cast(library.eglGetProcAddress, ctypes.c_void_p).value


@pytest.mark.parametrize("library", [Egl(context=0), Egl(number=None), Egl(number=7), None])
def test_what_egl_does_not_tell_whole_is_no_context(library: Egl | None) -> None:
    assert egl_context(library) is None


def test_a_library_that_is_missing_has_no_context(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_GLX", "_EGL", "_WGL"):
        monkeypatch.setattr(native, name, "libnowhere.so.9")
    with pytest.raises(DeviceError, match="desktop session"):
        native_context()


def test_on_windows_the_system_s_own_library_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def load(name: str) -> SimpleNamespace:
        asked.append(name)
        return SimpleNamespace(wglGetCurrentDC=gives(DEVICE), wglGetCurrentContext=gives(CONTEXT))

    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", load)
    assert native_context() == WglContext(DEVICE, CONTEXT)
    assert asked == ["opengl32.dll"]


@pytest.mark.gl
def test_a_stage_without_a_window_draws_by_egl(open_stage: Stage) -> None:
    open_stage.draw()
    found = native_context()
    assert isinstance(found, EglContext)
    assert all(found)
