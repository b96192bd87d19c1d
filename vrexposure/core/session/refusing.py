"""Why a command is not carried out before anybody looks at what it wants."""

from __future__ import annotations

from vrexposure.core.inputs import (
    Answer,
    Command,
    ConfirmSafety,
    Decide,
    RegisterProp,
    Resume,
    Start,
)

STALE_NS = 2_000_000_000  # facts/safety S3: commands older than 2 s do not step anything up


def refusal(command: Command, *, now_ns: int, last_seq: int, asked_version: int) -> str | None:
    """A code, or None: nothing speaks against it. Stop never comes here.

    Args:
        command: What somebody wants.
        now_ns: The session clock.
        last_seq: The last command of the same actor.
        asked_version: The View since which the same thing is asked or said.
    """
    if command.seq <= last_seq:
        return "repeated"
    is_late = now_ns - command.time_ns > STALE_NS
    saw_another = 0 <= command.base_version < asked_version
    match command.action:
        case Answer() if saw_another:
            return "question_gone"
        case Start() | Resume() | Decide(action="accept" | "advance") if is_late or saw_another:
            return "stale"
        case RegisterProp(height_mm=int()) | ConfirmSafety() if is_late:
            return "stale"
        case _:
            return None
