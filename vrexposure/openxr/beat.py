"""The beat of a session without a display: nothing throttles it, so it keeps its own."""

from __future__ import annotations

from collections.abc import Callable

from vrexposure.openxr.clock import SessionClock

# That of the slowest current headsets (DEF).
PERIOD_NS = 1_000_000_000 // 72


class Beat:
    """One moment after the other, a period apart."""

    def __init__(self, sleep: Callable[[float], None]) -> None:
        """`sleep` waits some seconds."""
        self._sleep = sleep
        self._next_ns = 0

    def wait(self, clock: SessionClock) -> int:
        """Wait for the next one; the XrTime of it.

        Raises:
            RuntimeLostError: The runtime went away.
        """
        now_ns = clock.now_ns()
        self._next_ns = max(self._next_ns + PERIOD_NS, now_ns)
        if self._next_ns > now_ns:
            self._sleep((self._next_ns - now_ns) / 1e9)
        xr_time_ns = clock.xr_now_ns()
        assert xr_time_ns is not None, "a session without pictures has a converting clock"
        return xr_time_ns
