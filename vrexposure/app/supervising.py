"""Whether a session is watched by a supervisor, and the command with which it is begun."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from vrexposure.app.devices import Display
from vrexposure.supervisor.watching import watch


def is_watched(display: Display, *, supervisor: bool, heart: object | None) -> bool:
    """Whether this process is to watch over another one rather than to run the session itself.

    Args:
        display: Where the session is seen: offscreen nobody looks.
        supervisor: Whether the user wants one.
        heart: Not None in the process that is watched already.
    """
    return supervisor and heart is None and display in ("headset", "desktop")


def watch_session(
    arguments: Sequence[str], *, display: Display, input_kind: str, say: Callable[[str], None]
) -> int:
    """Run the same command again in a process of its own, and watch it; its exit code.

    Args:
        arguments: Those of this process.
        display: What "auto" came to: a restart must not come to something else.
        input_kind: The same of the input.
        say: Prints one line on the console.

    Raises:
        DeviceError: The session stood still too often, or cannot be ended.
    """
    settled = settle(arguments, display=display, input_kind=input_kind)
    return watch([sys.executable, "-m", "vrexposure", *settled], say=say)


def settle(arguments: Sequence[str], *, display: Display, input_kind: str) -> list[str]:
    """The same arguments with another display and input: of two that are given the last counts."""
    at = list(arguments).index("--") if "--" in arguments else len(arguments)
    chosen = ("--display", display, "--input", input_kind)
    return [*arguments[:at], *chosen, *arguments[at:]]
