"""How a session is told of the OpenGL context: the bytes that a runtime reads."""

from __future__ import annotations

import ctypes
import struct
import sys

import pytest
import xr

from vrexposure.errors import DeviceError
from vrexposure.openxr.graphics import (
    Binding,
    EglBinding,
    GlxBinding,
    WglBinding,
    binding_of,
    own_extension,
)
from vrexposure.openxr.instance import choose_extensions
from vrexposure.ports import EglContext, GlxContext, NativeContext, WglContext

OPENGL, EGL = "XR_KHR_opengl_enable", "XR_MNDX_egl_enable"
POINTERS = (0x7F12_3456_7890, 0x7F12_0000_0010, 0x5555_0000_0020, 0x5555_0000_0030)


@pytest.mark.skipif(sys.platform != "linux", reason="the binding lays out what its system has")
@pytest.mark.parametrize(
    ("ours", "name"),
    [(GlxBinding, "GraphicsBindingOpenGLXlibKHR"), (EglBinding, "GraphicsBindingEGLMNDX")],
)
def test_structs_of_linux_are_laid_out_as_the_binding_s(ours: type[Binding], name: str) -> None:
    theirs = getattr(xr, name)
    assert ctypes.sizeof(ours) == ctypes.sizeof(theirs)
    for field, *_ in theirs._fields_:
        assert getattr(ours, field).offset == getattr(theirs, field).offset
        assert getattr(ours, field).size == getattr(theirs, field).size


@pytest.mark.parametrize(
    ("context", "kind", "layout", "told"),
    [
        # openxr_platform.h: type, next, xDisplay, visualid, glxFBConfig, glxDrawable, glxContext
        (
            GlxContext(POINTERS[0], 0x400_0007, POINTERS[1]),
            1000023001,
            "<i4xQQI4xQQQ",
            (POINTERS[0], 0, 0, 0x400_0007, POINTERS[1]),
        ),
        # type, next, getProcAddress, display, config, context
        (EglContext(*POINTERS), 1000048004, "<i4xQQQQQ", POINTERS),
        # type, next, hDC, hGLRC
        (WglContext(*POINTERS[:2]), 1000023000, "<i4xQQQ", POINTERS[:2]),
    ],
    ids=["glx", "egl", "wgl"],
)
def test_a_binding_holds_type_and_handles_where_a_runtime_looks_for_them(
    context: NativeContext, kind: int, layout: str, told: tuple[int, ...]
) -> None:
    binding = binding_of(context)
    assert struct.unpack(layout, bytes(binding)) == (kind, 0, *told)


def test_wgl_has_the_size_that_its_header_gives_it() -> None:
    assert ctypes.sizeof(WglBinding) == 32


def test_egl_needs_a_runtime_that_knows_it() -> None:
    egl = own_extension(EglContext(*POINTERS))
    assert choose_extensions({OPENGL, EGL}, graphics=True, also=egl) == (OPENGL, EGL)
    with pytest.raises(DeviceError, match="desktop session"):
        choose_extensions({OPENGL}, graphics=True, also=egl)


@pytest.mark.parametrize("context", [None, GlxContext(1, 2, 3), WglContext(1, 2)])
def test_a_window_s_context_needs_no_more_than_opengl(context: NativeContext | None) -> None:
    assert own_extension(context) is None
    assert choose_extensions({OPENGL, EGL}, graphics=True) == (OPENGL,)
