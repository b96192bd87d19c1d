"""What a step of a session is.

The session calls `begin`, then `observe`, `command` and `tick` as things happen, until `done`.
`interrupt` is called when a pause, a hold or a stop comes in between; a step that is then not done
is begun again on resuming.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from vrexposure.core.inputs import Action, Actor
from vrexposure.core.observations import Observation
from vrexposure.core.session.context import Context


class Step(ABC):
    """One thing that the session is doing."""

    done = False

    @abstractmethod
    def begin(self, c: Context) -> None:
        """Show what this step shows; may be called again after an interruption."""

    def observe(self, seen: Observation, c: Context) -> None:  # noqa: B027 - not all look
        """Tracking saw something."""

    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        """Somebody wants something; "" when taken, a reason code when refused, None: not mine."""
        return None

    def tick(self, c: Context) -> None:  # noqa: B027 - most steps have no clock
        """Time passed."""

    def interrupt(self, c: Context) -> None:  # noqa: B027 - most steps have nothing to give up
        """A pause, hold or stop comes in between."""

    def leave(self, c: Context) -> None:  # noqa: B027 - most steps are begun again all the same
        """While it was interrupted, the person left the place for the lobby."""
