"""What a test says to the fault runtime, and what it can ask it afterwards."""

from __future__ import annotations

import ctypes
import typing
from collections import Counter, deque
from collections.abc import Callable

import xr

from tests.xr_fault.clocks import Clock, VirtualClock

R = xr.Result
PERIOD_NS = 11_111_111
ALL_VALID = 15

Joints = dict[int, tuple[int, "XrPose"]]
"""Joint -> flags and pose; a joint that is missing is not valid."""

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
    special = {
        "khr": "KHR",
        "opengl": "OpenGL",
        "ext": "EXT",
        "mndx": "MNDX",
        "fb": "FB",
        "bd": "BD",
        "xdev": "XDev",
        "xdevs": "XDevs",
    }
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
        sticks: Name of an action and hand ("stick/left") -> where it stands; missing: inactive.
        suggested: Each profile that was suggested -> names of actions and paths.
        profiles: "left" or "right" -> the interaction profile in use; missing: none.
        hands: "left" or "right" -> its joints; missing: the hand is not tracked.
        hand_sources: "left" or "right" -> XrHandTrackingDataSourceEXT; missing: it is not told.
        tracks_hands: Whether the system does, whatever extensions the runtime has.
        devices: Devices by name; where they are is in `poses` by the same name.
        body: The joints of the body, None while nobody is seen.
        view_flags: Validity of the eyes.
        clock: The clock that it lives by.
        calls: How often each function was called.
        layers: How many layers each ended frame had.
        submitted: The eye poses of each frame that was ended with a layer.
        buzzes_ns: Duration of each haptic pulse.
        blocks_ns: How long the next waits for a frame take beyond their period, in order.
        predicted_ns: The display time of the frame that was waited for last.
        period_ns: Time between frames. `ahead_ns`: how far the display time lies ahead of the wait.
        begun_frames: Frames that were begun; `cut_off` those that their session's end cut off.
        ready, stopping: Whether the session may be begun, must be ended.
        forsaken: Handles that were not destroyed before their instance.
        places: The pose in its reference space of each space that was made, by handle.
        broken: Rules that the program broke, in words.
        before_call: Is told the name of each function before it does anything.
    """

    def __init__(self) -> None:
        self.clock: Clock = VirtualClock()
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
        self.sticks: dict[str, tuple[float, float]] = {}
        self.suggested: dict[str, list[tuple[str, str]]] = {}
        self.profiles: dict[str, str] = {}
        self.hands: dict[str, Joints] = {}
        self.hand_sources: dict[str, int] = {}
        self.tracks_hands = True
        self.devices: list[str] = []
        self.body: Joints | None = None
        self.view_flags = ALL_VALID
        self.calls: Counter[str] = Counter()
        self.layers: list[int] = []
        self.submitted: list[list[XrPose]] = []
        self.buzzes_ns: list[int] = []
        self.broken: list[str] = []
        self.events: deque[typing.Any] = deque()
        self.blocks_ns: deque[int] = deque()
        self.ready = self.stopping = False
        self.places: dict[int, XrPose] = {}
        self.predicted_ns = 0
        self.period_ns = PERIOD_NS
        self.ahead_ns = 0
        self.begun_frames = self.cut_off = 0
        self.before_call: Callable[[str], None] = lambda name: None
        self._faults: dict[str, tuple[int, int]] = {}
        self.forsaken: Counter[str] = Counter()
        self._handles: dict[int, str] = {}
        self._made = 0

    def enter(self, *states: int) -> None:
        """Send these session states, in order."""
        for state in states:
            self.ready = self.ready or state == xr.SessionState.READY
            self.stopping = self.stopping or state == xr.SessionState.STOPPING
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

    def vanish(self) -> None:
        """Go away as a killed service does: calls fail, what is ours in the program goes on.

        What destroys works all the same: it is the runtime's library that does it.
        """
        for name in self.functions():
            if not name.startswith("xrDestroy"):
                self.fail(name, R.ERROR_INSTANCE_LOST)

    def come_back(self) -> None:
        """Be there again, as a service that was started anew."""
        self._faults.clear()
        self.events.clear()
        self.ready = self.stopping = False

    def start_anew(self) -> None:
        """Be as at first, for another program."""
        self.come_back()
        self.calls.clear()
        self.layers.clear()
        self.submitted.clear()
        self.blocks_ns.clear()
        self.buttons.clear()
        self.should_render, self.ahead_ns = True, 0
        self.begun_frames = self.cut_off = 0

    @property
    def time_ns(self) -> int:
        """What the clock shows; to be set on a virtual one only."""
        return self.clock.now_ns

    @time_ns.setter
    def time_ns(self, now_ns: int) -> None:
        assert isinstance(self.clock, VirtualClock), "nobody sets the machine's clock"
        self.clock.now_ns = now_ns

    def monotonic_ns(self) -> int:
        """The runtime's clock, for a program that is to live by it."""
        return self.clock.now_ns

    def sleep(self, seconds: float) -> None:
        """Let time pass on that clock."""
        self.clock.pass_by(round(seconds * 1e9))

    def living(self) -> Counter[str]:
        """How many of each handle were made and not yet destroyed."""
        return Counter(self._handles.values())

    def functions(self) -> dict[str, Callable[..., int]]:
        """Every function: counted, failing on request, never raising into C."""
        own = (
            (name, getattr(self, name))
            for kind in type(self).__mro__
            for name, method in vars(kind).items()
            if getattr(method, "served", False)
        )
        return {xr_name(name): self._guarded(xr_name(name), method) for name, method in own}

    def _guarded(self, name: str, method: Callable[..., int | None]) -> Callable[..., int]:
        def call(*arguments: typing.Any) -> int:
            count = self.calls[name]
            self.calls[name] += 1
            self.before_call(name)
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
        self._made += 1
        handle = 0x1000 + self._made
        self._handles[handle] = name
        ctypes.cast(out, ctypes.POINTER(ctypes.c_uint64))[0] = handle

    def name_of(self, handle: typing.Any) -> str:
        """The name that `make` was given; a handle that was destroyed has none."""
        return self._handles[number_of(handle)]

    def name_of_number(self, handle: int) -> str:
        """The name of a handle that is told as a number."""
        return self._handles[handle]

    def forsake(self) -> None:
        """Destroy what the program left to the end of its instance."""
        self.forsaken.update(self.living())
        self._handles.clear()

    def unmake(self, handle: typing.Any) -> None:
        """Forget a handle, which must be there."""
        del self._handles[number_of(handle)]


def number_of(handle: typing.Any) -> int:
    """A handle as a number."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
