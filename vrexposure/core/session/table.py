"""The phases of a session and every legal move between them.

`Stop` is legal in each: nobody who wants out is told that now is not the time.
"""

from __future__ import annotations

from typing import Literal

from vrexposure.core.view import Phase

Move = Literal["start", "pause", "hold", "resume", "stop", "finish", "end"]

TRANSITIONS: dict[Phase, dict[Move, Phase]] = {
    Phase.LOBBY: {
        "start": Phase.RUNNING,
        "pause": Phase.LOBBY,
        "hold": Phase.HELD,
        "stop": Phase.SAFE,
        "finish": Phase.CLOSED,
        "end": Phase.CLOSED,
    },
    Phase.RUNNING: {
        "pause": Phase.PAUSED,
        "hold": Phase.HELD,
        "stop": Phase.SAFE,
        "finish": Phase.DEBRIEF,
        "end": Phase.CLOSED,
    },
    Phase.HELD: {
        "pause": Phase.HELD,
        "hold": Phase.HELD,
        "resume": Phase.RUNNING,
        "stop": Phase.SAFE,
        "finish": Phase.DEBRIEF,
        "end": Phase.CLOSED,
    },
    Phase.PAUSED: {
        "pause": Phase.PAUSED,
        "hold": Phase.HELD,
        "resume": Phase.RUNNING,
        "stop": Phase.SAFE,
        "finish": Phase.DEBRIEF,
        "end": Phase.CLOSED,
    },
    Phase.SAFE: {"stop": Phase.SAFE, "finish": Phase.DEBRIEF, "end": Phase.CLOSED},
    Phase.DEBRIEF: {"stop": Phase.SAFE, "finish": Phase.CLOSED, "end": Phase.CLOSED},
    Phase.CLOSED: {"stop": Phase.CLOSED, "end": Phase.CLOSED},
}


def after(phase: Phase, move: Move) -> Phase | None:
    """Where a move leads from a phase; None when it is not legal there."""
    return TRANSITIONS[phase].get(move)
