"""What a silence means: a pure function of how long, in which state, and how often before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

SECOND_NS: Final = 1_000_000_000


class State(IntEnum):
    """What the session's process is at, as it says itself."""

    STARTING = 0
    """Before its first moment: devices are opened, the recorder starts."""
    LOADING = 1
    """It changes the place, or nobody sees it: no picture is wanted, or no headset is there."""
    BEATING = 2
    ENDING = 3
    """The session is over; the recording and the report are being written."""


class Deed(Enum):
    """What the supervisor does about a silence."""

    NOTHING = "nothing"
    ALARM = "alarm"
    RESTART = "restart"
    GIVE_UP = "give up"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long which silence may last. All of them DEF.

    Attributes:
        alarm_ns: Silent so long: say it.
        restart_ns: Silent so long: end the process, and begin a new session in the lobby.
        loading_ns: The same while it starts or loads; also how long it may take to end.
        restarts: So many restarts within `window_ns`, and it stays stopped the next time.
        window_ns: The time within which restarts are counted.
        repeat_ns: An alarm is not said again within this time: a slow machine must not fill the
            console.
        look_ns: How often the supervisor looks.
    """

    alarm_ns: int = SECOND_NS // 2
    restart_ns: int = 2 * SECOND_NS
    loading_ns: int = 30 * SECOND_NS
    restarts: int = 3
    window_ns: int = 600 * SECOND_NS
    repeat_ns: int = 10 * SECOND_NS
    look_ns: int = SECOND_NS // 20


def decide(silent_ns: int, state: State, restarts: int, limits: Limits) -> Deed:
    """What to do about a silence.

    Args:
        silent_ns: For how long there has been no beat.
        state: What the process last said it was at.
        restarts: How many there have been within `limits.window_ns`.
        limits: The times.
    """
    if state is State.ENDING:
        # A session that is over is not begun anew.
        return Deed.ALARM if silent_ns >= limits.loading_ns else Deed.NOTHING
    beating = state is State.BEATING
    if silent_ns >= (limits.restart_ns if beating else limits.loading_ns):
        return Deed.GIVE_UP if restarts >= limits.restarts else Deed.RESTART
    return Deed.ALARM if beating and silent_ns >= limits.alarm_ns else Deed.NOTHING
