"""Strangers who reach, before the tracker: what was seen of what they really did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from tests.strangers import Deed, Recording
from vrexposure.core.inputs import TRACKED, Frame, Point
from vrexposure.core.observations import Observation, TargetReached
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Side, Target, Watch, WatchReach

POINTS: dict[str, Point] = {"left": Point.LEFT_HAND, "right": Point.RIGHT_HAND}
MARGIN_NS = 100_000_000


class Seen(NamedTuple):
    """One reach that really happened.

    `must`: it has to be counted (True), must not (False), or may be: the hand was tracked in the
    target for about as long as it had to stay there (None).
    """

    deed: Deed
    must: bool | None
    reached: list[TargetReached]


def watch_for(recording: Recording, targets: Iterable[Target]) -> WatchReach:
    """The watch that the session would make of what the clinic has measured."""
    facts = recording.facts
    early = recording.frames[len(recording.frames) // 50].poses[Point.HEAD, 2]
    seated = bool(early < (facts.seated_head_mm + facts.standing_head_mm) / 2000)
    shoulder = facts.seated_shoulder_mm if seated else facts.standing_shoulder_mm
    return WatchReach(
        go_ns=0,
        targets=tuple(targets),
        size_mm=2 * int(facts.asked["radius_mm"]),
        hold_ms=round(1000 * float(facts.asked["hold_s"])),
        head_mm=facts.seated_head_mm if seated else facts.standing_head_mm,
        arm_mm=facts.arm_length_mm,
        hip_mm=shoulder - facts.trunk_mm,
        hip_error_mm=20,
        posture="seated" if seated else "standing",
    )


def target_of(recording: Recording, row: int, side: str) -> Target:
    """A measured target, for one hand."""
    at = recording.facts.targets[row]
    hand: Side = "left" if side == "left" else "right"
    return Target(hand, at.x_mm, at.y_mm, at.z_mm)


def tracked_ns(frames: Iterable[Frame], hand: str, begin_ns: int, end_ns: int) -> int:
    """How long a hand was really seen within a time: tracked, finite, and not frozen."""
    point = POINTS[hand]
    seen, before_ns, before = 0, None, None
    for frame in frames:
        if not begin_ns <= frame.time_ns <= end_ns:
            continue
        pose = frame.poses[point]
        good = (frame.flags[point] & TRACKED) == TRACKED and bool(np.isfinite(pose).all())
        place = tuple(pose[:3]) if good and abs(pose[3:]).sum() > 0.5 else None
        if place is not None and before is not None and place != before:
            assert before_ns is not None
            if frame.time_ns - before_ns < 150_000_000:
                seen += frame.time_ns - before_ns
        before, before_ns = place, frame.time_ns
    return seen


def reaches(recording: Recording) -> list[Seen]:
    """Each reach of a recording with what was counted for it.

    One target is wanted at a time, and once it has come and gone, the next: as with a session in
    which targets move on, so that one reach that could not be seen does not spoil the rest.
    """
    deeds = recording.of("reach")
    hold_ns = round(1e9 * float(recording.facts.asked["hold_s"]))
    tracker, found, at = Tracker(), [], 0
    for k, deed in enumerate(deeds):
        target = target_of(recording, int(deed.detail["target"]), str(deed.detail["hand"]))
        watch = watch_for(recording, (target,) * 3)
        tracker.watch(Watch(replace(watch, go_ns=k)))
        end_ns = (deed.end_ns + deeds[k + 1].begin_ns) // 2 if k + 1 < len(deeds) else 1 << 62
        said: list[Observation] = []
        while at < len(recording.frames) and recording.frames[at].time_ns <= end_ns:
            said += tracker.update(recording.frames[at])
            at += 1
        arrive_ns, hand = int(deed.detail["arrive_ns"]), str(deed.detail["hand"])
        leave_ns = arrive_ns + round(1e9 * float(deed.detail["hold_s"]))
        frames = recording.frames
        least = tracked_ns(frames, hand, arrive_ns, leave_ns)
        most = tracked_ns(frames, hand, arrive_ns - 500_000_000, leave_ns + 500_000_000)
        must = True if least >= hold_ns + MARGIN_NS else False if most < hold_ns else None
        reached = [one for one in said if isinstance(one, TargetReached)]
        found.append(Seen(deed, must, reached))
    return found


def exact(seen: Iterable[Seen]) -> bool:
    """Whether everything was counted as it was."""
    return all(
        len(one.reached) <= 1 and (one.must is None or len(one.reached) == one.must) for one in seen
    )


def false_reaches(recording: Recording) -> list[TargetReached]:
    """What was counted in a recording in which nobody reached, each target wanted by itself."""
    asked = str(recording.facts.asked["hand"])
    hands = ("left", "right") if asked == "any" else (asked,)
    counted = []
    for row in range(len(recording.facts.targets)):
        for hand in hands:
            tracker = Tracker()
            target = target_of(recording, row, hand)
            tracker.watch(Watch(watch_for(recording, (target,) * 20)))
            for frame in recording.frames:
                said = tracker.update(frame)
                counted += [one for one in said if isinstance(one, TargetReached)]
    return counted
