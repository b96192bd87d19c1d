"""What a test says to the fault runtime, and what it can ask it afterwards."""

from __future__ import annotations

import ctypes
import time
import typing
from collections import Counter, deque
from collections.abc import Callable

import xr

R = xr.Result
PERIOD_NS = 11_111_111
ALL_VALID = 15

XrPose = tuple[float, float, float, float, float, float, float]
"""Quaternion x, y, z, w, then x, y, z, as OpenXR has them."""

HERE: XrPose = (0, 0, 0, 1, 0, 0, 0)

_Method = typing.TypeVar("_Method", bound=Callable[..., int | None])


def served(method: _Method) -> _Method:
    """Mark a method as a function of the runtime: `wait_frame` is xrWaitFrame."""
    method.__dict__["served"] = True
    return method


def xr_name(method: str) -> str:
    """The OpenXR name of a served method."""
    special = {"khr": "KHR", "opengl": "OpenGL"}
    return "xr" + "".join(special.get(word, word.capitalize()) for word in method.split("_"))


class Control:
    """Settings, faults and the log of a runtime.

    Attributes:
        extensions: What it offers.
        space_types: Reference spaces it has.
        formats: Picture formats it takes.
        largest_px: Largest picture.
        unknown_profiles: Interaction profiles it refuses with PATH_UNSUPPORTED.
        should_render: Whether frames want a picture.
        hangs: Whether the compositor keeps every picture for as long as anybody waits for it.
        poses: Name of a space ("view", "grip/left", ...) -> flags and pose; missing: not valid.
        buttons: Name of an action and hand ("select/right") -> whether down; missing: inactive.
        view_flags: Validity of the eyes.
        calls: How often each function was called.
        layers: How many layers each ended frame had.
        submitted: The eye poses of each frame that was ended with a layer.
        buzzes_ns: Duration of each haptic pulse.
        broken: Rules that the program broke, in words.
    """

    def __init__(self) -> None:
        self.extensions = [
            "XR_KHR_opengl_enable",
            "XR_MND_headless",
            "XR_KHR_convert_timespec_time",
            "XR_EXT_local_floor",
            "XR_EXT_user_presence",
        ]
        kinds = xr.ReferenceSpaceType
        self.space_types = [kinds.VIEW, kinds.LOCAL, kinds.STAGE, kinds.LOCAL_FLOOR]
        self.formats = [0x8058, 0x8C43]
        self.largest_px = (4096, 4096)
        self.unknown_profiles: set[str] = set()
        self.should_render = True
        self.hangs = False
        self.poses: dict[str, tuple[int, XrPose]] = {"view": (ALL_VALID, HERE)}
        self.buttons: dict[str, bool] = {}
        self.view_flags = ALL_VALID
        self.calls: Counter[str] = Counter()
        self.layers: list[int] = []
        self.submitted: list[list[XrPose]] = []
        self.buzzes_ns: list[int] = []
        self.broken: list[str] = []
        self.time_ns = time.monotonic_ns()
        self.events: deque[typing.Any] = deque()
        self._faults: dict[str, tuple[int, int]] = {}
        self._handles: dict[int, str] = {}

    def enter(self, *states: int) -> None:
        """Send these session states, in order."""
        for state in states:
            self.send(xr.EventDataSessionStateChanged(state=xr.SessionState(state)))

    def open_up(self) -> None:
        """Send the states from IDLE to FOCUSED."""
        states = xr.SessionState
        self.enter(states.IDLE, states.READY, states.SYNCHRONIZED, states.VISIBLE, states.FOCUSED)

    def send(self, event: typing.Any) -> None:
        """Send any other event."""
        self.events.append(event)

    def fail(self, function: str, code: int, *, after: int = 0) -> None:
        """Let `function` return `code` for ever, once it was called `after` more times."""
        self._faults[function] = (self.calls[function] + after, int(code))

    def die(self) -> None:
        """Let every function fail as those of a killed runtime do."""
        for name in self.functions():
            self.fail(name, R.ERROR_INSTANCE_LOST)

    def functions(self) -> dict[str, Callable[..., int]]:
        """Every function: counted, failing on request, never raising into C."""
        own = (
            (name, getattr(self, name))
            for name, method in vars(type(self)).items()
            if getattr(method, "served", False)
        )
        return {xr_name(name): self._guarded(xr_name(name), method) for name, method in own}

    def _guarded(self, name: str, method: Callable[..., int | None]) -> Callable[..., int]:
        def call(*arguments: typing.Any) -> int:
            count = self.calls[name]
            self.calls[name] += 1
            after, code = self._faults.get(name, (0, 0))
            if code and count >= after:
                return code
            try:
                return int(method(*arguments) or 0)
            except Exception as error:  # nothing may be raised into C
                return self.breach(f"{name}: {error!r}", R.ERROR_RUNTIME_FAILURE)

        return call

    def breach(self, rule: str, code: int) -> int:
        """Note that the program broke a rule; the code that says so."""
        self.broken.append(rule)
        return int(code)

    def make(self, name: str, out: typing.Any) -> None:
        """Write a new handle with this name."""
        handle = 0x1000 + len(self._handles)
        self._handles[handle] = name
        ctypes.cast(out, ctypes.POINTER(ctypes.c_uint64))[0] = handle

    def name_of(self, handle: typing.Any) -> str:
        """The name that `make` was given."""
        return self._handles[ctypes.cast(handle, ctypes.c_void_p).value or 0]
