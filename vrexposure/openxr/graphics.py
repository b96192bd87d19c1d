"""The program's OpenGL context, as a session of OpenXR is told of it.

The structs are laid out here rather than taken from the binding, which has on each system only
those of that system, and builds them from types of two other libraries.
"""

from __future__ import annotations

import ctypes
import typing

import xr

from vrexposure.openxr.calls import fetch
from vrexposure.openxr.results import check, explained
from vrexposure.ports import EglContext, GlxContext, NativeContext, WglContext

EGL_EXTENSION = "XR_MNDX_egl_enable"

_HEAD: list[tuple[str, typing.Any]] = [("type", ctypes.c_int32), ("next", ctypes.c_void_p)]


class GlxBinding(ctypes.Structure):
    """XrGraphicsBindingOpenGLXlibKHR.

    Visual and configuration stay 0: the context has them, and Monado asks for neither.
    """

    _fields_: typing.ClassVar = [
        *_HEAD,
        ("x_display", ctypes.c_void_p),
        ("visualid", ctypes.c_uint32),
        ("glx_fbconfig", ctypes.c_void_p),
        ("glx_drawable", ctypes.c_ulong),
        ("glx_context", ctypes.c_void_p),
    ]


class EglBinding(ctypes.Structure):
    """XrGraphicsBindingEGLMNDX."""

    _fields_: typing.ClassVar = [
        *_HEAD,
        ("get_proc_address", ctypes.c_void_p),
        ("display", ctypes.c_void_p),
        ("config", ctypes.c_void_p),
        ("context", ctypes.c_void_p),
    ]


class WglBinding(ctypes.Structure):
    """XrGraphicsBindingOpenGLWin32KHR."""

    _fields_: typing.ClassVar = [*_HEAD, ("h_dc", ctypes.c_void_p), ("h_glrc", ctypes.c_void_p)]


Binding = GlxBinding | EglBinding | WglBinding

_T = xr.StructureType


def binding_of(context: NativeContext) -> Binding:
    """The struct that goes along when a session is created."""
    match context:
        case GlxContext(display, drawable, own):
            kind = int(_T.GRAPHICS_BINDING_OPENGL_XLIB_KHR)
            return GlxBinding(kind, None, display, 0, None, drawable, own)
        case EglContext():
            return EglBinding(int(_T.GRAPHICS_BINDING_EGL_MNDX), None, *context)
        case WglContext():
            return WglBinding(int(_T.GRAPHICS_BINDING_OPENGL_WIN32_KHR), None, *context)


def own_extension(context: NativeContext | None) -> str | None:
    """What a runtime must offer for this kind of context, beyond OpenGL."""
    return EGL_EXTENSION if isinstance(context, EglContext) else None


def ask_requirements(instance: typing.Any, system_id: typing.Any) -> None:
    """Which OpenGL the runtime wants; a session may be created only after this has been asked.

    Raises:
        RuntimeLostError: The runtime went away.
        DeviceError: It takes no OpenGL.
    """
    requirements = xr.GraphicsRequirementsOpenGLKHR()
    ask = fetch(
        instance, "xrGetOpenGLGraphicsRequirementsKHR", xr.PFN_xrGetOpenGLGraphicsRequirementsKHR
    )
    check(ask(instance, system_id, ctypes.byref(requirements)), "use OpenGL")


def create_session(
    instance: typing.Any, system_id: typing.Any, context: NativeContext | None
) -> typing.Any:
    """A session that takes pictures drawn in `context`, or none with None.

    Raises:
        RuntimeLostError: The runtime went away.
        DeviceError: It refuses.
    """
    binding = binding_of(context) if context is not None else None
    if binding is not None:
        ask_requirements(instance, system_id)
    with explained("open a session"):
        return xr.create_session(instance, xr.SessionCreateInfo(system_id=system_id, next=binding))
