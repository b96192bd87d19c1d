"""A recording as devices and as a mailbox, so that the program runs as it ran then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vrexposure.core.inputs import Command, Device, Ended, Frame, Tick
from vrexposure.recording.reader import Recording


class ReplayInput:
    """An `InputSource` that gives the recorded moments again.

    Before each moment it puts the commands that came with it into `mailbox`, which the loop
    empties first: so the core is told everything in the recorded order.
    """

    def __init__(self, recording: Recording, pace: Callable[[int], None] | None = None) -> None:
        """Replay at once, or at the pace of whoever waits until a session time has come."""
        self._recording = recording
        self._pace = pace
        self.mailbox = ReplayMailbox()

    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        """The recorded moments; a recording that broke off ends as `interrupted`."""
        time_ns = 0
        for _, given in self._recording.inputs():
            if isinstance(given, Command):
                self.mailbox.hold(given)
                continue
            if self._pace is not None:
                self._pace(given.time_ns)
            time_ns = given.time_ns
            yield given
            if isinstance(given, Ended):
                return
        yield Ended(time_ns, "interrupted")


class ReplayMailbox:
    """A `Mailbox` of the commands that a `ReplayInput` has come to."""

    def __init__(self) -> None:
        self._held: list[Command] = []

    def hold(self, command: Command) -> None:
        """Keep a command until the mailbox is next emptied."""
        self._held.append(command)

    def drain(self) -> Sequence[Command]:
        """Take all that is held."""
        held, self._held = self._held, []
        return held
