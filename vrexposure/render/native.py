"""The OpenGL context that is current on this thread, in the numbers that OpenXR is told.

Asked of the very libraries that Panda3D draws with. Which of them has a context is the answer to
how the stage was opened: GLX in a window of X11, EGL offscreen on Linux, WGL on Windows.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from vrexposure.errors import DeviceError
from vrexposure.ports import EglContext, GlxContext, NativeContext, WglContext

_GLX, _EGL, _WGL = "libGL.so.1", "libEGL.so.1", "opengl32.dll"

# From the EGL 1.4 header, egl.h.
_EGL_CONFIG_ID, _EGL_NONE = 0x3028, 0x3038


def native_context() -> NativeContext:
    """The context that is current on this thread, once a `Stage` is open.

    Raises:
        DeviceError: There is none.
    """
    if sys.platform == "win32":
        found: NativeContext | None = wgl_context(_library(_WGL))
    else:
        found = glx_context(_library(_GLX)) or egl_context(_library(_EGL))
    if found is None:
        raise DeviceError(
            "OpenXR needs a window with an OpenGL context: install a graphics driver, and start it "
            "from a desktop session (under Wayland, with XWayland)"
        )
    return found


def _library(name: str) -> Any:
    """A library of the system, None where there is none."""
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def glx_context(library: Any) -> GlxContext | None:
    """What GLX says; None without it, or while nothing is current."""
    if library is None:
        return None
    found = GlxContext(
        _address(library.glXGetCurrentDisplay),
        _address(library.glXGetCurrentDrawable),
        _address(library.glXGetCurrentContext),
    )
    return found if all(found) else None


def wgl_context(library: Any) -> WglContext | None:
    """What WGL says; None without it, or while nothing is current."""
    if library is None:
        return None
    found = WglContext(_address(library.wglGetCurrentDC), _address(library.wglGetCurrentContext))
    return found if all(found) else None


def egl_context(library: Any) -> EglContext | None:
    """What EGL says; None without it, or while nothing is current."""
    if library is None:
        return None
    display = _address(library.eglGetCurrentDisplay)
    context = _address(library.eglGetCurrentContext)
    config = _egl_config(library, display, context) if display and context else 0
    found = EglContext(_pointer(library.eglGetProcAddress), display, config, context)
    return found if all(found) else None


def _egl_config(library: Any, display: int, context: int) -> int:
    """The configuration that the context was made with, 0 for none."""
    number, count, config = ctypes.c_int(), ctypes.c_int(), ctypes.c_void_p()
    screen = ctypes.c_void_p(display)
    if not library.eglQueryContext(
        screen, ctypes.c_void_p(context), _EGL_CONFIG_ID, ctypes.byref(number)
    ):
        return 0
    wanted = (ctypes.c_int * 3)(_EGL_CONFIG_ID, number, _EGL_NONE)
    library.eglChooseConfig(screen, wanted, ctypes.byref(config), 1, ctypes.byref(count))
    return (config.value or 0) if count.value == 1 else 0


def _address(function: Any) -> int:
    """What a function without arguments gives: a pointer, or an id as wide as one."""
    function.restype = ctypes.c_void_p
    return function() or 0


def _pointer(function: Any) -> int:
    """Where a function lies."""
    return ctypes.cast(function, ctypes.c_void_p).value or 0
