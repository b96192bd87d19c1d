"""Frames and panels by hand, for tests that say exactly what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from vrexposure.core.geometry import IDENTITY, Pose, Quat, Vec3
from vrexposure.core.inputs import TRACKED, Frame, Point, empty_arrays
from vrexposure.core.observations import Observation
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.view import Option, Panel, Text

MS = 1_000_000
EYES = Vec3(0.0, 0.0, 1.6)
Seen = TypeVar("Seen")


def frame(
    time_ms: float,
    head: Vec3 | None = EYES,
    *,
    turn: Quat = IDENTITY,
    points: Mapping[Point, Pose] | None = None,
    buttons: int = 0,
    flags: int = TRACKED,
) -> Frame:
    """One frame; `head` None: nothing is known about it."""
    poses, bits = empty_arrays()
    if head is not None:
        poses[Point.HEAD] = (*head, *turn)
        bits[Point.HEAD] = flags
    for point, pose in (points or {}).items():
        poses[point] = (*pose.position, *pose.orientation)
        bits[point] = TRACKED
    return Frame(round(time_ms * MS), poses, bits, buttons)


def feed(tracker: Tracker, frames: Iterable[Frame]) -> list[Observation]:
    """All that the tracker says about the frames."""
    return [said for each in frames for said in tracker.update(each)]


def only(said: Iterable[Observation], kind: type[Seen]) -> list[Seen]:
    """The observations of one kind."""
    return [one for one in said if isinstance(one, kind)]


def panel(options: int = 5, question: str = "fear_before") -> Panel:
    """A question with so many answers, straight ahead."""
    return Panel(
        question=question,
        title=Text(question),
        options=tuple(Option(value, Text("o")) for value in range(options)),
        z_mm=1600,
    )
