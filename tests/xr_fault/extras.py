"""The part of the fault runtime in which runtimes differ: clocks, contexts, refresh rates."""

from __future__ import annotations

import ctypes

import xr

from tests.xr_fault.bodies import Handle, Pointer
from tests.xr_fault.control import R, served
from tests.xr_fault.progress import Progress
from vrexposure.openxr.graphics import EglBinding, GlxBinding, WglBinding

_SIZES = {
    1000023001: ctypes.sizeof(GlxBinding),
    1000048004: ctypes.sizeof(EglBinding),
    1000023000: ctypes.sizeof(WglBinding),
}


class Extras(Progress):
    """Clocks, contexts, refresh rates.

    Attributes:
        name: Of the runtime.
        bindings: What came along with each session that was created, as bytes; b"" for nothing.
        behind_ns: How far the performance counter is behind XrTime. `ticks_per_s`: its rate.
        rates_hz: The rates that are offered. `rate_hz`: the current one. `asked_hz`: all that was
            asked for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.name = "fault"
        self.bindings: list[bytes] = []
        self.behind_ns = 0
        self.ticks_per_s = 10_000_000
        self.rates_hz: list[float] = []
        self.rate_hz = 72.0
        self.asked_hz: list[float] = []

    def offer_rates(self, *rates_hz: float) -> None:
        """Have XR_FB_display_refresh_rate, with these."""
        self.extensions.append("XR_FB_display_refresh_rate")
        self.rates_hz = list(rates_hz)

    def show_at(self, rate_hz: float) -> None:
        """Change the rate, and tell it."""
        before_hz, self.rate_hz = self.rate_hz, rate_hz
        self.send(
            xr.EventDataDisplayRefreshRateChangedFB(
                from_display_refresh_rate=before_hz, to_display_refresh_rate=rate_hz
            )
        )

    @served
    def enumerate_display_refresh_rates_fb(
        self, _session: Handle, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        count[0] = len(self.rates_hz)
        for index in range(min(capacity, len(self.rates_hz))):
            out[index] = self.rates_hz[index]

    @served
    def get_display_refresh_rate_fb(self, _session: Handle, out: Pointer) -> None:
        out[0] = self.rate_hz

    @served
    def request_display_refresh_rate_fb(self, _session: Handle, rate_hz: float) -> int | None:
        self.asked_hz.append(rate_hz)
        if rate_hz not in self.rates_hz:
            return self.breach(
                "a rate that is not offered", R.ERROR_DISPLAY_REFRESH_RATE_UNSUPPORTED_FB
            )
        if rate_hz != self.rate_hz:
            self.show_at(rate_hz)
        return None

    def note_binding(self, address: int | None) -> None:
        """Keep what a session was created with."""
        size = _SIZES[ctypes.c_int32.from_address(address).value] if address else 0
        self.bindings.append(ctypes.string_at(address, size) if address else b"")

    @served
    def convert_time_to_win32_performance_counter_khr(
        self, _instance: Handle, xr_time_ns: int, out: Pointer
    ) -> None:
        out[0] = (xr_time_ns - self.behind_ns) * self.ticks_per_s // 1_000_000_000

    @served
    def convert_win32_performance_counter_to_time_khr(
        self, _instance: Handle, ticks: Pointer, out: Pointer
    ) -> None:
        out[0] = ticks[0] * 1_000_000_000 // self.ticks_per_s + self.behind_ns
