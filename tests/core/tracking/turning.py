"""Strangers who turn, watched as the session would watch them."""

from __future__ import annotations

from tests.strangers import Recording
from vrexposure.core.inputs import Point
from vrexposure.core.observations import Observation
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Side, Watch, WatchTurn

WITH_THE_HEAD = 1.5
"""A mark that makes a trunk turn by so much is further round by this: the head goes on."""


def watch_of(recording: Recording) -> WatchTurn:
    """What the session would ask of this person; strangers' trunks are asked for by themselves."""
    facts, asked = recording.facts, recording.facts.asked
    part = "trunk" if asked["part"] == "trunk" else "head"
    sides: dict[str, tuple[Side, ...]] = {
        "left": ("left",),
        "right": ("right",),
        "any": ("left", "right"),
    }
    angle = float(asked["turn_deg"]) * (WITH_THE_HEAD if part == "trunk" else 1.0)
    heights_mm = (facts.seated_head_mm, facts.standing_head_mm)
    first_mm = 1000 * float(recording.frames[0].poses[Point.HEAD, 2])
    seated = abs(first_mm - heights_mm[0]) < abs(first_mm - heights_mm[1])
    return WatchTurn(
        go_ns=0,
        part="trunk" if part == "trunk" else "head",
        angle_deg=round(angle),
        sides=sides[str(asked["side"])] * 200,
        hold_ms=round(1000 * float(asked["hold_s"])),
        head_mm=heights_mm[0 if seated else 1],
        seated=seated,
    )


def seen_in(recording: Recording) -> list[Observation]:
    """Everything that is seen in a recording."""
    tracker = Tracker()
    tracker.watch(Watch(movement=watch_of(recording)))
    return [seen for frame in recording.frames for seen in tracker.update(frame)]
