"""How far a program has come with the fault runtime: what its parts have in common."""

from __future__ import annotations

import typing
from collections.abc import Sequence

from tests.xr_fault.bodies import Handle, Pointer
from tests.xr_fault.control import Control, XrPose


def give(values: Sequence[int], capacity: int, count: Pointer, out: Pointer) -> None:
    """The two-call way of giving a list."""
    count[0] = len(values)
    for index in range(min(capacity, len(values))):
        out[index] = values[index]


def read_pose(source: typing.Any) -> XrPose:
    """An XrPosef as plain numbers."""
    turn, place = source.orientation, source.position
    return (turn.x, turn.y, turn.z, turn.w, place.x, place.y, place.z)


class Progress(Control):
    """What has been begun and not yet ended.

    Attributes:
        paths: Every path that was named; its number is its place here.
        running: Whether the session was begun.
        waited, begun: Whether a frame was waited for and is not begun, begun and is not ended.
        attached: Whether the session has its action sets.
        synced: Whether the actions were synced since the last wait for a frame.
    """

    def __init__(self) -> None:
        super().__init__()
        self.paths = [""]
        self.running = self.waited = self.begun = False
        self.attached = self.synced = False

    def let_go(self) -> None:
        """The session ends, whatever is under way."""
        self.cut_off += self.begun
        self.running = self.waited = self.begun = self.attached = False
        self.synced = False

    def part(self, action: Handle, path: int) -> str:
        """The name of an action's part for one hand, "grip/left"."""
        return f"{self.name_of(action)}/{self.paths[path].rsplit('/', 1)[-1]}"
