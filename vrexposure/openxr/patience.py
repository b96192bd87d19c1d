"""When to try again after the runtime went away, and when to give it up."""

from __future__ import annotations

_S_NS = 1_000_000_000

# A runtime that crashed is often restarted within seconds by its own guard; one that is being
# updated or asks its user something takes longer, and must not be hammered meanwhile (DEF).
STEPS_S = (1, 2, 4, 5)
# A person who is asked to put the headset on again; longer, and the session is over (DEF).
GIVE_UP_AFTER_S = 600.0
# How far a runtime may put off its own end (`lossTime`) before it is tried all the same (DEF).
_ANNOUNCED_NS = 30 * _S_NS


class Patience:
    """Tries after 1, 2, 4, 5, 5, ... seconds. It starts anew only when frames have come again.

    Times are nanoseconds of one clock.
    """

    def __init__(self, give_up_after_s: float) -> None:
        self._limit_ns = round(give_up_after_s * _S_NS)
        self._since_ns: int | None = None
        self._tries = 0
        self._next_ns = 0

    def lost(self, now_ns: int, not_before_ns: int = 0) -> None:
        """It went away, or could not be had again. `not_before_ns`: it said itself until when."""
        if self._since_ns is None:
            self._since_ns = now_ns
        wait_ns = STEPS_S[min(self._tries, len(STEPS_S) - 1)] * _S_NS
        self._tries += 1
        self._next_ns = max(now_ns + wait_ns, min(not_before_ns, now_ns + _ANNOUNCED_NS))

    def back(self) -> None:
        """It is there again."""
        self._since_ns = None
        self._tries = 0

    def due(self, now_ns: int) -> bool:
        """Whether to try now."""
        return now_ns >= self._next_ns

    def over(self, now_ns: int) -> bool:
        """Whether to give it up."""
        return self._since_ns is not None and now_ns - self._since_ns >= self._limit_ns
