"""The clock by which the fault runtime lives, and with it the program that is opened on it.

What takes minutes takes none on the virtual clock; on the real one it takes them. Nothing else in
the runtime knows which of the two it is.
"""

from __future__ import annotations

import time
import typing


class Clock(typing.Protocol):
    """A clock that can be waited by.

    Attributes:
        now_ns: What it shows.
    """

    @property
    def now_ns(self) -> int:
        """Monotonic nanoseconds."""
        ...

    def pass_by(self, span_ns: int) -> None:
        """Let so much time pass from now."""
        ...


class VirtualClock:
    """Time passes when it is told to, at once.

    Attributes:
        now_ns: What it shows; may be set, also back.
    """

    def __init__(self) -> None:
        self.now_ns = time.monotonic_ns()

    def pass_by(self, span_ns: int) -> None:
        """Show so much more."""
        self.now_ns += span_ns


class RealClock:
    """The machine's own; it cannot be set."""

    @property
    def now_ns(self) -> int:
        """The machine's monotonic clock."""
        return time.monotonic_ns()

    def pass_by(self, span_ns: int) -> None:
        """Wait."""
        time.sleep(span_ns / 1e9)
