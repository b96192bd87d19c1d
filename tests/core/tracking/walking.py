"""Strangers who walk and carry: what the detector saw of them, beside what they really did."""

from __future__ import annotations

import typing
from dataclasses import dataclass

from tests.strangers import Deed, Recording
from vrexposure.core.inputs import Point
from vrexposure.core.observations import Halted, Observation, ThingDropped, WalkedOn
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch, WatchWalk

SEEN = 0.75
"""A deed that was seen for less of its time may be counted or not."""
LEAST_MM = 350
MS = 1_000_000
HANDS = (Point.LEFT_HAND, Point.RIGHT_HAND)


def watch_for(recording: Recording, *, locomotion: str = "room") -> WatchWalk:
    """What the clinic would have looked for."""
    asked = recording.facts.asked
    carried = "nothing"
    if recording.family == "carry":
        carried = "both_hands" if asked["hands"] == 2 else "one_hand"
    return WatchWalk(
        go_ns=0,
        standing_head_mm=recording.facts.standing_head_mm,
        locomotion=typing.cast("typing.Any", locomotion),
        distance_mm=int(asked.get("distance_mm", 5000)),
        leg_mm=int(asked.get("distance_mm", 5000)),
        carried=typing.cast("typing.Any", carried),
        size_mm=260,
    )


def play(recording: Recording, watch: WatchWalk | None = None) -> list[Observation]:
    """Everything the tracker says about a recording."""
    tracker = Tracker()
    tracker.watch(Watch(watch or watch_for(recording)))
    return [said for frame in recording.frames for said in tracker.update(frame)]


@dataclass(frozen=True)
class Spell:
    """A way from one stand to the next: when it was over, its length, and its time in motion."""

    time_ns: int
    way_mm: int
    duration_ms: int


def spells(said: list[Observation]) -> list[Spell]:
    """The ways that were walked (carry: with the thing)."""
    found: list[Spell] = []
    way_mm = duration_ms = 0
    last: WalkedOn | None = None
    for one in said:
        match one:
            case WalkedOn():
                last = one
            case Halted(on=True):
                assert last is not None
                if last.distance_mm - way_mm >= LEAST_MM:
                    taken_ms = last.duration_ms - duration_ms
                    found.append(Spell(one.time_ns, last.distance_mm - way_mm, taken_ms))
                way_mm, duration_ms = last.distance_mm, last.duration_ms
            case _:
                pass
    return found


def must(recording: Recording, deed: Deed) -> bool:
    """Whether a deed was seen well enough that it must be counted."""
    if recording.seen(deed, Point.HEAD) < SEEN:
        return False
    if recording.family == "walk":
        return True
    hand = str(deed.detail.get("hand", "both"))
    points = {"left": HANDS[:1], "right": HANDS[1:]}.get(hand, HANDS)
    # The hands must be seen from the grasp on, to be seen taking it.
    begin_ns = int(deed.detail.get("grasp_ns", deed.begin_ns - 3_000 * MS)) - 1_000 * MS
    whole = Deed(deed.kind, begin_ns, deed.end_ns)
    return all(recording.seen(whole, point) >= SEEN for point in points)


def exact(recording: Recording, found: list[Spell]) -> bool:
    """Whether just those ways were counted that were walked (or hidden from sight)."""
    kinds = ("walk",) if recording.family == "walk" else ("carry", "carry_dropped")
    deeds = recording.of(*kinds)
    left = list(found)
    for deed in deeds:
        # Turning to where a thing is put down may belong to the way, so the stand comes late.
        mine = [s for s in left if deed.begin_ns < s.time_ns < deed.end_ns + 2_600 * MS]
        if mine:
            left.remove(mine[0])
        elif must(recording, deed):
            return False
    return not any(told(recording, spell) for spell in left)


def told(recording: Recording, spell: Spell) -> bool:
    """Whether it could be seen that nothing was carried on a way."""
    if recording.family == "walk":
        return True
    whole = Deed("spell", spell.time_ns - spell.duration_ms * MS, spell.time_ns)
    return max(recording.seen(whole, hand) for hand in HANDS) >= SEEN


def drops_late_ms(recording: Recording, said: list[Observation]) -> list[float | None]:
    """How late each drop was told; None: it was not."""
    told = [one.time_ns for one in said if isinstance(one, ThingDropped)]
    late: list[float | None] = []
    for deed in recording.of("carry_dropped"):
        dropped_ns = int(deed.detail["drop_ns"])
        near = [t for t in told if dropped_ns - 300 * MS < t < dropped_ns + 2_000 * MS]
        late.append((near[0] - dropped_ns) / MS if near else None)
    return late
