"""Tracked devices by name, as Monado and WiVRn list them (XR_MNDX_xdev_space).

The extension is not in the Khronos registry and so not in the binding. Its structs are laid out
here as its header, XR_MNDX_xdev_space.h of Monado 25.0, says.
"""

from __future__ import annotations

import ctypes
import logging
import typing

import xr

from vrexposure.core.inputs import Point
from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr.calls import fetch
from vrexposure.openxr.results import check

log = logging.getLogger(__name__)

XDEV_EXTENSION = "XR_MNDX_xdev_space"

# What a device's name holds, in lower case -> where it is worn. The first that fits.
_NAMES: tuple[tuple[tuple[str, ...], Point], ...] = (
    (("left", "foot"), Point.LEFT_FOOT),
    (("right", "foot"), Point.RIGHT_FOOT),
    (("waist",), Point.WAIST),
    (("hip",), Point.WAIST),
    (("chest",), Point.CHEST),
)

_HEAD: list[tuple[str, typing.Any]] = [("type", ctypes.c_int32), ("next", ctypes.c_void_p)]


class CreateList(ctypes.Structure):
    """XrCreateXDevListInfoMNDX."""

    _fields_: typing.ClassVar = _HEAD


class GetInfo(ctypes.Structure):
    """XrGetXDevInfoMNDX."""

    _fields_: typing.ClassVar = [*_HEAD, ("id", ctypes.c_uint64)]


class Properties(ctypes.Structure):
    """XrXDevPropertiesMNDX."""

    _fields_: typing.ClassVar = [
        *_HEAD,
        ("name", ctypes.c_char * 256),
        ("serial", ctypes.c_char * 256),
        ("can_create_space", ctypes.c_uint32),
    ]


class CreateSpace(ctypes.Structure):
    """XrCreateXDevSpaceInfoMNDX."""

    _fields_: typing.ClassVar = [
        *_HEAD,
        ("list", ctypes.c_uint64),
        ("id", ctypes.c_uint64),
        ("offset", xr.Posef),
    ]


_TYPES = {CreateList: 1000444002, GetInfo: 1000444003, Properties: 1000444004}
_TYPES[CreateSpace] = 1000444005

_u64 = ctypes.POINTER(ctypes.c_uint64)
FUNCTIONS: dict[str, typing.Any] = {
    "xrCreateXDevListMNDX": ctypes.CFUNCTYPE(
        ctypes.c_int, xr.Session, ctypes.POINTER(CreateList), _u64
    ),
    "xrDestroyXDevListMNDX": ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint64),
    "xrEnumerateXDevsMNDX": ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.c_uint64, ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), _u64
    ),
    "xrGetXDevPropertiesMNDX": ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.c_uint64, ctypes.POINTER(GetInfo), ctypes.POINTER(Properties)
    ),
    "xrCreateXDevSpaceMNDX": ctypes.CFUNCTYPE(
        ctypes.c_int, xr.Session, ctypes.POINTER(CreateSpace), ctypes.POINTER(xr.Space)
    ),
}


def point_of(name: str) -> Point | None:
    """Where a device of that name is worn, as far as the name tells."""
    lower = name.lower()
    for words, point in _NAMES:
        if all(word in lower for word in words):
            return point
    return None


def find_worn(instance: typing.Any, session: typing.Any) -> dict[Point, tuple[str, typing.Any]]:
    """The devices that are worn on the body now: their names and a space for each.

    Raises:
        RuntimeLostError: The runtime went away.
    """
    try:
        return _Devices(instance, session).worn()
    except RuntimeLostError:
        raise
    except DeviceError as error:
        log.warning("%s; devices by name are left out", error)
        return {}


class _Devices:
    def __init__(self, instance: typing.Any, session: typing.Any) -> None:
        self._session = session
        self._calls = {name: fetch(instance, name, kind) for name, kind in FUNCTIONS.items()}
        self._list = ctypes.c_uint64()
        self._call("xrCreateXDevListMNDX", session, _new(CreateList), self._list)

    def _call(self, name: str, *arguments: typing.Any) -> None:
        check(self._calls[name](*arguments), f"list worn devices ({name})")

    def worn(self) -> dict[Point, tuple[str, typing.Any]]:
        try:
            found: dict[Point, tuple[str, typing.Any]] = {}
            for device in self._devices():
                name, has_space = self._describe(device)
                point = point_of(name)
                log.info("device %s%s", name, "" if point is None else f": {point.name.lower()}")
                if point is not None and has_space and point not in found:
                    found[point] = (name, self._space(device))
            return found
        finally:
            self._calls["xrDestroyXDevListMNDX"](self._list)

    def _devices(self) -> list[int]:
        count = ctypes.c_uint32()
        self._call("xrEnumerateXDevsMNDX", self._list, 0, count, None)
        ids = (ctypes.c_uint64 * count.value)()
        self._call("xrEnumerateXDevsMNDX", self._list, count.value, count, ids)
        return list(ids)[: count.value]

    def _describe(self, device: int) -> tuple[str, bool]:
        asked, told = _new(GetInfo), _new(Properties)
        asked.id = device
        self._call("xrGetXDevPropertiesMNDX", self._list, asked, told)
        return told.name.decode(errors="replace"), bool(told.can_create_space)

    def _space(self, device: int) -> typing.Any:
        info, space = _new(CreateSpace), xr.Space()
        info.list, info.id = self._list.value, device
        info.offset = xr.Posef(xr.Quaternionf(0, 0, 0, 1))
        self._call("xrCreateXDevSpaceMNDX", self._session, info, space)
        return space


def _new(kind: typing.Any) -> typing.Any:
    made = kind()
    made.type = _TYPES[kind]
    return made
