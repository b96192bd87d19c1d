"""The whole core behind one door: inputs in, outputs out, the same ones every time.

Tracking comes first and says what it saw; the session decides. The session in turn says what
tracking should look for next.
"""

from __future__ import annotations

from vrexposure.core.inputs import Command, Device, DeviceChange, Frame, Input, Tick
from vrexposure.core.observations import Observation
from vrexposure.core.outputs import Observed, Output
from vrexposure.core.session.session import Session
from vrexposure.core.setup import Setup
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.view import Phase, View


class Engine:
    """One session, from its `Setup` to its end."""

    def __init__(self, setup: Setup) -> None:
        self._session = Session(setup)
        self._tracker = Tracker()
        self._watch = self._session.watch
        self._tracker.watch(self._watch)

    @property
    def view(self) -> View:
        """The whole desired picture and sound."""
        return self._session.view

    @property
    def closed(self) -> bool:
        """Whether the session is over."""
        return self._session.phase is Phase.CLOSED

    def handle(self, given: Input) -> list[Output]:
        """Take one input, in the order in which it came."""
        match given:
            case Frame():
                outputs: list[Output] = []
                for seen in self._tracker.update(given):
                    outputs.append(Observed(seen))
                    outputs += self._session.observe(seen)
                    self._look()
                outputs += self._session.tick(given.time_ns)
            case Tick():
                outputs = self._session.tick(given.time_ns, blind=True)
            case Command():
                outputs = self._session.command(given)
            case Device(change=DeviceChange.FACT):
                return []  # for the record alone
            case Device():
                outputs = self._session.device(given)
            case _:
                outputs = self._session.ended(given)
        self._look()
        return outputs

    def observe(self, seen: Observation) -> list[Output]:
        """Replay at the level of observations: as if tracking had just seen this."""
        return [Observed(seen), *self._session.observe(seen)]

    def tick(self, time_ns: int) -> list[Output]:
        """Replay at the level of observations: a frame's time without its motion."""
        return self._session.tick(time_ns)

    def _look(self) -> None:
        if self._session.watch is not self._watch:
            self._watch = self._session.watch
            self._tracker.watch(self._watch)
