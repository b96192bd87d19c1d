"""Strangers who stand, seen as a clinic would: rails run along +Y, which is where people look."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tests.strangers import Recording
from vrexposure.core.inputs import Frame
from vrexposure.core.observations import Observation, StandingOn
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Rail, Watch, WatchStand


def watch_of(recording: Recording) -> WatchStand:
    """What the session would ask of this person."""
    facts = recording.facts
    turn = -math.radians(facts.seat.facing_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    places = [(cos * rail.x_mm - sin * rail.y_mm, rail.z_mm) for rail in facts.rails]
    return WatchStand(
        go_ns=0,
        standing_head_mm=facts.standing_head_mm,
        duration_ms=round(1000 * float(facts.asked["stance_s"])),
        rails=tuple(Rail("right", round(x), z) for x, z in places),
    )


def frames_of(recording: Recording) -> Iterator[Frame]:
    """The frames, turned about the vertical so that the person looks along +Y."""
    turn = -math.radians(recording.facts.seat.facing_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    c, s = math.cos(turn / 2), math.sin(turn / 2)
    for frame in recording.frames:
        poses = frame.poses.copy()
        x, y = frame.poses[:, 0], frame.poses[:, 1]
        poses[:, 0], poses[:, 1] = cos * x - sin * y, sin * x + cos * y
        qw, qx, qy, qz = frame.poses[:, 3:].T
        poses[:, 3], poses[:, 4] = c * qw - s * qz, c * qx - s * qy
        poses[:, 5], poses[:, 6] = c * qy + s * qx, c * qz + s * qw
        yield replace(frame, poses=poses.astype(np.float32))


def seen_in(recording: Recording) -> list[Observation]:
    """Everything that is seen in a recording."""
    tracker = Tracker()
    tracker.watch(Watch(movement=watch_of(recording)))
    return [seen for frame in frames_of(recording) for seen in tracker.update(frame)]


def completed(recording: Recording, said: list[Observation]) -> list[StandingOn]:
    """The stands that lasted long enough and were not helped by a rail.

    Whoever holds a rail stands, too; that is told by `HandOnRail` where the hand is tracked, and
    it is the recording that knows it here.
    """
    wanted_ms = watch_of(recording).duration_ms
    return [
        one
        for one in said
        if isinstance(one, StandingOn)
        and one.stood_ms >= wanted_ms
        and not any(
            deed.begin_ns < one.time_ns and deed.end_ns > one.time_ns - one.stood_ms * 1_000_000
            for deed in recording.of("hold_rail")
        )
    ]
