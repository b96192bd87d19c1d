"""What Khronos' two judges between program and runtime have found.

The core validation writes a file. The best-practices layer tells a debugger on Windows and the
system's log on Android; on Linux it tells nobody, but counts what it would have said in a map of
its own. That map is read here, where the layer lies in memory.
"""

from __future__ import annotations

import _ctypes
import ctypes
import functools
import os
import struct
import typing
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

SECOND = "XR_APILAYER_KHRONOS_best_practices_validation"
LAYERS = f"XR_APILAYER_LUNARG_core_validation:{SECOND}"

_RETRIED = (
    "xrEndFrame was retried with the same display time, consider discarding the frame instead."
)

_BEST_PRACTICES = "libXrApiLayer_best_practices_validation.so"
_COUNTS = b"_ZN8BPLogger11errorCountsB5cxx11E"
_ENTRY = b"xrNegotiateLoaderApiLayerInterface"
_SYMTAB = 2


class _Node(ctypes.Structure):
    """One entry of a std::unordered_map<std::string, int>, as libstdc++ lays it out."""

    _fields_: typing.ClassVar = [
        ("next", ctypes.c_void_p),
        ("text", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("short_text", ctypes.c_char * 16),
        ("count", ctypes.c_int),
    ]


class _Map(ctypes.Structure):
    _fields_: typing.ClassVar = [
        ("buckets", ctypes.c_void_p),
        ("bucket_count", ctypes.c_size_t),
        ("first", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
    ]


def core_findings(told: Path) -> list[str]:
    """What the core validation has found; that it comes and goes is no finding."""
    if not told.exists():
        return []
    lines = told.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "VALID_DEBUG" not in line and line.strip()]


class BestPractices:
    """The best-practices layer's count, over all the instances of a test.

    Attributes:
        found: What it would have said -> how often.
        instances: How many instances it was asked about while it was there.
    """

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self.instances = 0
        self._refused_ns = -1

    def asked_at_the_end(
        self, functions: dict[str, Callable[..., int]]
    ) -> dict[str, Callable[..., int]]:
        """A runtime's functions, which take its count with the end of each instance.

        After that the loader lets the layer go, and its count with it.
        """
        destroy = functions["xrDestroyInstance"]

        def destroy_instance(*arguments: object) -> int:
            self._take()
            return destroy(*arguments)

        end = functions["xrEndFrame"]

        def end_frame(session: object, info: typing.Any) -> int:
            code, time_ns = end(session, info), int(info[0].display_time)
            if code < 0 and time_ns != self._refused_ns:
                # The layer takes each frame that is refused for a second try at itself.
                self.found[_RETRIED] -= 1
                self._refused_ns = time_ns
            return code

        return {**functions, "xrDestroyInstance": destroy_instance, "xrEndFrame": end_frame}

    def _take(self) -> None:
        library = library_of_best_practices()
        try:
            layer = ctypes.CDLL(str(library), mode=os.RTLD_NOLOAD | os.RTLD_LAZY)
        except OSError:  # not between this instance and its runtime
            return
        try:
            self.found.update(dict(_counted(layer, _addresses(library))))
            self.found = Counter({said: times for said, times in self.found.items() if times})
            self.instances += 1
        finally:
            _ctypes.dlclose(layer._handle)


def library_of_best_practices() -> Path:
    """Where the binding keeps the layer that the loader finds."""
    folders = os.environ["XR_API_LAYER_PATH"].split(os.pathsep)
    return next(path for path in (Path(one) / _BEST_PRACTICES for one in folders) if path.exists())


def _counted(layer: ctypes.CDLL, addresses: dict[bytes, int]) -> Iterator[tuple[str, int]]:
    entry = ctypes.cast(getattr(layer, _ENTRY.decode()), ctypes.c_void_p).value
    assert entry is not None
    counts = _Map.from_address(entry - addresses[_ENTRY] + addresses[_COUNTS])
    node_at, told = counts.first, 0
    while node_at:
        node = _Node.from_address(node_at)
        yield ctypes.string_at(node.text, node.length).decode(), node.count
        node_at, told = node.next, told + 1
    assert told == counts.length, "the layer keeps its count in another way"


@functools.cache
def _addresses(library: Path) -> dict[bytes, int]:
    """Where in the library (64-bit ELF) the two symbols lie."""
    image = library.read_bytes()
    (sections_at,) = struct.unpack_from("<Q", image, 40)
    size, count = struct.unpack_from("<HH", image, 58)
    sections = [struct.unpack_from("<IIQQQQIIQQ", image, sections_at + i * size)
                for i in range(count)]  # fmt: skip
    found: dict[bytes, int] = {}
    for _, kind, _, _, offset, length, link, *_ in sections:
        if kind != _SYMTAB:
            continue
        names = sections[link][4]
        for at in range(offset, offset + length, 24):
            name_at, _, _, _, value, _ = struct.unpack_from("<IBBHQQ", image, at)
            for wanted in (_COUNTS, _ENTRY):
                start = names + name_at
                if image[start : start + len(wanted) + 1] == wanted + b"\0":
                    found[wanted] = value
    return found
