"""The stage moves: by the runtime, at its time; or by us, when somebody asks for it."""

from __future__ import annotations

import logging

from vrexposure.core.inputs import Frame, Point
from vrexposure.openxr.events import SpaceMoved
from vrexposure.openxr.placing import PlacedStage

log = logging.getLogger(__name__)


class Recentring:
    """What is to be moved, and whether something was that has not been told yet."""

    def __init__(self, stage: PlacedStage) -> None:
        self._stage = stage
        self._moves: list[SpaceMoved] = []
        self._wanted = False
        self._untold = False

    @property
    def pending(self) -> bool:
        """Whether the runtime has announced a move whose time has not come."""
        return bool(self._moves)

    def announce(self, move: SpaceMoved) -> None:
        """The runtime is going to move a space; of no interest unless it is ours."""
        if move.space_type == self._stage.space_type:
            self._moves.append(move)

    def want(self) -> None:
        """Ask for our own recentring."""
        self._wanted = True

    def suspect(self) -> None:
        """The space may have been moved, nobody knows: tell it as moved."""
        self._untold = True

    def centre(self, last: Frame | None) -> None:
        """Do our own recentring if it was asked for, on the head of the last frame.

        The runtime's own move goes first; a head that is not tracked is nothing to centre on.

        Raises:
            DeviceError: The runtime refuses.
        """
        if not self._wanted or self._moves:
            return
        self._wanted = False
        if last is None or not last.tracked(Point.HEAD):
            log.warning("not recentred: the head is not tracked")
            return
        self._stage.centre_on(last.pose(Point.HEAD))
        self._untold = True

    def pass_time(self, xr_time_ns: int | None) -> None:
        """Let the runtime's moves take effect that are due at a time (None: it is not known).

        Raises:
            DeviceError: The runtime refuses.
        """
        if not self._moves:
            return
        due = [
            move for move in self._moves if xr_time_ns is None or move.change_time_ns <= xr_time_ns
        ]
        if not due:
            return
        self._moves = [move for move in self._moves if move not in due]
        for move in due:
            log.info("the runtime recentred: %s", move.place or "it does not say by how much")
        self._stage.forget_centre()
        self._untold = True

    def take(self) -> bool:
        """Whether the stage has moved since the last call."""
        untold, self._untold = self._untold, False
        return untold
