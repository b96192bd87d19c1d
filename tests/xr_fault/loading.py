"""Puts a runtime written in Python behind the real OpenXR loader."""

from __future__ import annotations

import ctypes
import json
import shutil
import subprocess
import typing
from collections.abc import Callable
from pathlib import Path

import xr

from vrexposure.openxr import clock, xdev

STUB = Path(__file__).with_name("stub.c")

_API_VERSION = 1 << 48  # 1.0.0
_INTERFACE_VERSION = 1


_SIGNATURES: dict[str, typing.Any] = {
    # What the binding does not know, the program has laid out itself.
    **xdev.FUNCTIONS,
    **clock.COUNTER_FUNCTIONS,
    # The binding's own gives a callback a copy of the text that it should write.
    "xrPathToString": ctypes.CFUNCTYPE(
        ctypes.c_int,
        xr.Instance,
        ctypes.c_uint64,
        ctypes.c_uint32,
        ctypes.POINTER(ctypes.c_uint32),
        ctypes.c_void_p,
    ),
}


class _RuntimeRequest(ctypes.Structure):
    """XrNegotiateRuntimeRequest (loader design document, runtime interface version 1)."""

    _fields_: typing.ClassVar = [
        ("struct_type", ctypes.c_uint32),
        ("struct_version", ctypes.c_uint32),
        ("struct_size", ctypes.c_size_t),
        ("interface_version", ctypes.c_uint32),
        ("api_version", ctypes.c_uint64),
        ("get_instance_proc_addr", ctypes.c_void_p),
    ]


_Negotiate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(_RuntimeRequest))


def build_stub(folder: Path) -> Path | None:
    """The library for the loader; None without a C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "libfault.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(library), str(STUB)], check=True)
    return library


class LoadedRuntime:
    """The library that the loader finds by `XR_RUNTIME_JSON`, and the functions behind it.

    Attributes:
        manifest: What `XR_RUNTIME_JSON` must name.
    """

    def __init__(
        self, library: Path, folder: Path, functions: dict[str, Callable[..., int]]
    ) -> None:
        """`functions`: name as in OpenXR -> what it does; returns an XrResult."""
        self.manifest = folder / "fault.json"
        self.manifest.write_text(
            json.dumps({"file_format_version": "1.0.0", "runtime": {"library_path": str(library)}}),
            encoding="utf-8",
        )
        # Everything that C may call must stay alive as long as this object.
        self._callbacks = {
            name: (_SIGNATURES.get(name) or getattr(xr, f"PFN_{name}"))(function)
            for name, function in functions.items()
        }
        self._find = xr.PFN_xrGetInstanceProcAddr(self._get_instance_proc_addr)
        self._negotiate = _Negotiate(self._answer)
        self._library = ctypes.CDLL(str(library))
        self._library.set_negotiate(self._negotiate)

    def _get_instance_proc_addr(self, _instance: object, name: bytes, out: typing.Any) -> int:
        target = ctypes.cast(out, ctypes.POINTER(ctypes.c_void_p))
        callback = self._callbacks.get(name.decode())
        if callback is None:
            target[0] = None
            return int(xr.Result.ERROR_FUNCTION_UNSUPPORTED)
        target[0] = ctypes.cast(callback, ctypes.c_void_p).value
        return 0

    def _answer(self, _loader: object, request: typing.Any) -> int:
        request[0].interface_version = _INTERFACE_VERSION
        request[0].api_version = _API_VERSION
        request[0].get_instance_proc_addr = ctypes.cast(self._find, ctypes.c_void_p).value
        return 0
