"""From the runtime's clock to the session's.

The session clock counts nanoseconds of `time.monotonic_ns` from an origin that the program sets.
With XR_KHR_convert_timespec_time the runtime itself says what its times are on that clock; with
XR_KHR_win32_convert_performance_counter_time what they are on Windows' performance counter, which
is a fixed time away from it. Without either, one offset is taken at the first frame.
"""

from __future__ import annotations

import ctypes
import time
import typing
from collections.abc import Callable, Collection
from dataclasses import dataclass

import xr

from vrexposure.openxr.calls import Function, fetch
from vrexposure.openxr.results import check

TIMESPEC_EXTENSION = "XR_KHR_convert_timespec_time"
COUNTER_EXTENSION = "XR_KHR_win32_convert_performance_counter_time"

_SECOND_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ClockMap:
    """One moment on three clocks, nanoseconds, for the record.

    Attributes:
        xr_time_ns: XrTime; its zero is the runtime's affair.
        monotonic_ns: `time.monotonic_ns`.
        utc_ns: Since 1970, UTC.
        exact: Whether the runtime told the first two apart; if not, they may be off by the time
            from the first frame's wait to its picture, a few frame periods at most.
    """

    xr_time_ns: int
    monotonic_ns: int
    utc_ns: int
    exact: bool


class TimeConverter:
    """XrTime to CLOCK_MONOTONIC and back, as the runtime does it."""

    def __init__(self, instance: typing.Any) -> None:
        """Fetch the two functions; the extension must be enabled.

        Raises:
            DeviceError: The runtime lacks them.
        """
        self._instance = instance
        self._to_timespec: Function = fetch(
            instance, "xrConvertTimeToTimespecTimeKHR", xr.PFN_xrConvertTimeToTimespecTimeKHR
        )
        self._from_timespec: Function = fetch(
            instance, "xrConvertTimespecTimeToTimeKHR", xr.PFN_xrConvertTimespecTimeToTimeKHR
        )
        self._timespec = xr.timespec()
        self._time = xr.Time()

    def monotonic_ns(self, xr_time_ns: int) -> int:
        """The same moment on CLOCK_MONOTONIC."""
        code = self._to_timespec(self._instance, xr_time_ns, ctypes.byref(self._timespec))
        check(code, "convert a time")
        return int(self._timespec.tv_sec) * _SECOND_NS + int(self._timespec.tv_nsec)

    def xr_time_ns(self, monotonic_ns: int) -> int:
        """The same moment as XrTime."""
        self._timespec.tv_sec, self._timespec.tv_nsec = divmod(monotonic_ns, _SECOND_NS)
        code = self._from_timespec(
            self._instance, ctypes.byref(self._timespec), ctypes.byref(self._time)
        )
        check(code, "convert a time")
        return int(self._time.value)


_LargeInteger = ctypes.POINTER(ctypes.c_int64)

COUNTER_FUNCTIONS: dict[str, typing.Any] = {
    # The binding has these on Windows only.
    "xrConvertTimeToWin32PerformanceCounterKHR": ctypes.CFUNCTYPE(
        ctypes.c_int, xr.Instance, ctypes.c_int64, _LargeInteger
    ),
    "xrConvertWin32PerformanceCounterToTimeKHR": ctypes.CFUNCTYPE(
        ctypes.c_int, xr.Instance, _LargeInteger, _LargeInteger
    ),
}


class CounterConverter:
    """XrTime to `time.monotonic_ns` and back, by way of Windows' performance counter.

    Python's `time.perf_counter_ns` is that counter in nanoseconds. Since 3.13 it is also
    `time.monotonic_ns`; before, that one moves in steps of 16 ms, and the two are tied together no
    better than that.
    """

    def __init__(self, instance: typing.Any, monotonic_ns: Callable[[], int]) -> None:
        """Fetch the two functions; the extension must be enabled.

        Args:
            instance: The instance.
            monotonic_ns: The clock to convert to.

        Raises:
            DeviceError: The runtime lacks them.
        """
        self._instance = instance
        self._to_counter, self._from_counter = (
            fetch(instance, name, kind) for name, kind in COUNTER_FUNCTIONS.items()
        )
        self._ticks_per_s = round(1 / time.get_clock_info("perf_counter").resolution)
        self._behind_ns = monotonic_ns() - time.perf_counter_ns()
        self._ticks = ctypes.c_int64()
        self._time = ctypes.c_int64()

    def monotonic_ns(self, xr_time_ns: int) -> int:
        """The same moment on the clock."""
        code = self._to_counter(self._instance, xr_time_ns, ctypes.byref(self._ticks))
        check(code, "convert a time")
        return self._ticks.value * _SECOND_NS // self._ticks_per_s + self._behind_ns

    def xr_time_ns(self, monotonic_ns: int) -> int:
        """The same moment as XrTime."""
        counter_ns = monotonic_ns - self._behind_ns
        self._ticks.value = counter_ns * self._ticks_per_s // _SECOND_NS
        code = self._from_counter(
            self._instance, ctypes.byref(self._ticks), ctypes.byref(self._time)
        )
        check(code, "convert a time")
        return self._time.value


class Converter(typing.Protocol):
    """What a clock needs of a `TimeConverter` or a `CounterConverter`."""

    def monotonic_ns(self, xr_time_ns: int) -> int:
        """The same moment on CLOCK_MONOTONIC."""
        ...

    def xr_time_ns(self, monotonic_ns: int) -> int:
        """The same moment as XrTime."""
        ...


def converter_of(
    instance: typing.Any, extensions: Collection[str], monotonic_ns: Callable[[], int]
) -> Converter | None:
    """Whatever this runtime converts times by; None where it does not.

    Raises:
        DeviceError: The runtime offers what it has not.
    """
    if TIMESPEC_EXTENSION in extensions:
        return TimeConverter(instance)
    if COUNTER_EXTENSION in extensions:
        return CounterConverter(instance, monotonic_ns)
    return None


class SessionClock:
    """The session's clock. Its zero is `origin_ns` on `time.monotonic_ns`."""

    def __init__(
        self,
        origin_ns: int,
        converter: Converter | None,
        monotonic_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._monotonic_ns = monotonic_ns
        self._origin_ns = origin_ns
        self._converter = converter
        self._offset_ns: int | None = None

    @property
    def exact(self) -> bool:
        """Whether the runtime converts times."""
        return self._converter is not None

    def now_ns(self) -> int:
        """Now, on the session clock."""
        return self._monotonic_ns() - self._origin_ns

    def session_ns(self, xr_time_ns: int, period_ns: int) -> int:
        """A display time, on the session clock.

        `period_ns` is the frame period: the first picture, told about right after the wait for it,
        is taken to be seen one period later where nothing better is known.
        """
        if self._converter is not None:
            return self._converter.monotonic_ns(xr_time_ns) - self._origin_ns
        if self._offset_ns is None:
            self._offset_ns = self._monotonic_ns() + period_ns - xr_time_ns
        return xr_time_ns + self._offset_ns - self._origin_ns

    def xr_now_ns(self) -> int | None:
        """Now, as XrTime; None where it cannot be known yet."""
        return self._xr_time_ns(self._monotonic_ns())

    def _xr_time_ns(self, monotonic_ns: int) -> int | None:
        if self._converter is not None:
            return self._converter.xr_time_ns(monotonic_ns)
        return None if self._offset_ns is None else monotonic_ns - self._offset_ns

    def clock_map(self) -> ClockMap | None:
        """Now, on all three clocks; None where no frame has yet tied them together."""
        monotonic_ns, utc_ns = self._monotonic_ns(), time.time_ns()
        xr_time_ns = self._xr_time_ns(monotonic_ns)
        if xr_time_ns is None:
            return None
        return ClockMap(xr_time_ns, monotonic_ns, utc_ns, self.exact)
