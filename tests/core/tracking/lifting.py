"""Strangers who lift, before the tracker: what was seen of what they really did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tests.strangers import Deed, Recording
from vrexposure.core.inputs import Point
from vrexposure.core.observations import Observation, ThingPut, ThingTaken
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch, WatchLift

POINTS: dict[str, tuple[Point, ...]] = {
    "left": (Point.LEFT_HAND,),
    "right": (Point.RIGHT_HAND,),
    "both": (Point.LEFT_HAND, Point.RIGHT_HAND),
}
ONE_HAND_MM = 150


class Seen(NamedTuple):
    """One lift that really happened, and what was said from before it until the next one.

    `visible`: whether the hands were seen where it was taken and where it was put.
    """

    deed: Deed
    visible: bool
    said: list[Observation]

    @property
    def puts(self) -> list[ThingPut]:
        return [one for one in self.said if isinstance(one, ThingPut)]

    @property
    def taken_ns(self) -> int | None:
        taken = [one.time_ns for one in self.said if isinstance(one, ThingTaken)]
        return taken[-1] if taken else None


def watch_for(recording: Recording, go_ns: int = 0, *, lifts: int = 1) -> WatchLift:
    """The watch that the session would make of what the clinic has measured."""
    facts = recording.facts
    both = facts.asked["hands"] == 2
    there, goal = facts.objects[0], facts.goals[0]
    return WatchLift(
        go_ns=go_ns,
        places=((there.x_mm, there.y_mm, there.z_mm), (goal.x_mm, goal.y_mm, goal.z_mm)),
        size_mm=int(facts.asked["apart_mm"]) if both else ONE_HAND_MM,
        both_hands=both,
        lifts=lifts,
        head_mm=facts.standing_head_mm,
        hip_mm=facts.hip_mm,
        hip_error_mm=20,
    )


def lifts(recording: Recording) -> list[Seen]:
    """Each lift of a recording with what was said about it.

    The strangers always lift the same thing to the same place, so one lift is watched at a time.
    """
    deeds = recording.of("lift")
    tracker, found, at = Tracker(), [], 0
    for k, deed in enumerate(deeds):
        tracker.watch(Watch(watch_for(recording, k)))
        end_ns = (deed.end_ns + deeds[k + 1].begin_ns) // 2 if k + 1 < len(deeds) else 1 << 62
        said: list[Observation] = []
        while at < len(recording.frames) and recording.frames[at].time_ns <= end_ns:
            said += tracker.update(recording.frames[at])
            at += 1
        found.append(Seen(deed, visible(recording, deed), said))
    return found


def visible(recording: Recording, deed: Deed) -> bool:
    """Whether anybody could have seen the hands take it and put it."""
    points = POINTS[str(deed.detail["hand"])]
    return all(
        recording.seen(Deed("part", begin, end, {}), point) > 0.75
        for point in points
        for begin, end in _moments(deed)
    )


def _moments(deed: Deed) -> Iterable[tuple[int, int]]:
    pick, place = int(deed.detail["pick_ns"]), int(deed.detail["place_ns"])
    yield pick - 200_000_000, pick + 300_000_000
    yield place - 300_000_000, place + 100_000_000


def exact(seen: Iterable[Seen]) -> bool:
    """Whether every lift that could be seen was counted once, and none twice."""
    return all(len(one.puts) <= 1 and (len(one.puts) == 1 or not one.visible) for one in seen)


def false_lifts(recording: Recording) -> list[ThingPut]:
    """What was counted in a recording in which nothing was lifted."""
    tracker = Tracker()
    tracker.watch(Watch(watch_for(recording, lifts=20)))
    counted = []
    for frame in recording.frames:
        counted += [one for one in tracker.update(frame) if isinstance(one, ThingPut)]
    return counted
