"""The View: the whole picture and sound that the session wants, as one value.

A sink compares it with what it last drew and changes the difference, so that nothing is lost when
a sink comes late or comes back. Texts are keys with arguments; words are made per language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from vrexposure.core.geometry import Vec3


class Phase(StrEnum):
    """Where the session is."""

    LOBBY = "lobby"
    RUNNING = "running"
    HELD = "held"
    PAUSED = "paused"
    SAFE = "safe"
    DEBRIEF = "debrief"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence by its key in `assets/text/*.toml`; `args` fill its places, in order by name."""

    key: str
    args: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer on a panel. `hint` stands small beneath it."""

    value: int
    label: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """A small picture of a movement: the head's height over time.

    Attributes:
        heights_mm: One for each step of time; None where the head was not tracked.
        step_ms: From one to the next.
        marks_ms: When something was counted, since the beginning.
        levels_mm: Heights to compare with: sitting, standing.
    """

    heights_mm: tuple[int | None, ...]
    step_ms: int
    marks_ms: tuple[int, ...] = ()
    levels_mm: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A question or a message that stands in the room before the patient.

    Attributes:
        question: Its id; answers name it. "" for a message with nothing to answer.
        title: What is asked.
        body: More lines under the title.
        options: What can be answered, left to right; at most 11.
        columns: How many options stand in one row.
        x_mm, y_mm, z_mm: The middle of the panel, stage space: it goes where the rig goes.
        yaw_mdeg: Which way it faces: 0 faces a person who looks along +Y; thousandths of a degree.
        highlighted: Index of the option under gaze, pointer or keyboard; -1 none.
        fill_permille: How far the dwell on it has come.
        steps: Which question of how many, (0, 0) hides it.
        curve: A picture between the body and the options, or None.
    """

    question: str
    title: Text
    body: tuple[Text, ...] = ()
    options: tuple[Option, ...] = ()
    columns: int = 11
    x_mm: int = 0
    y_mm: int = 1600
    z_mm: int = 1200
    yaw_mdeg: int = 0
    highlighted: int = -1
    fill_permille: int = 0
    steps: tuple[int, int] = (0, 0)
    curve: Curve | None = None


@dataclass(frozen=True, slots=True)
class RigMove:
    """How the patient's own steps carry the view through the place: from, to, when.

    A point of the place is `turn(yaw) * stage + offset`: offsets in millimetres, the yaw in
    thousandths of a degree, anticlockwise from above. Only the offset moves, and only by own steps.
    """

    from_mm: tuple[int, int, int] = (0, 0, 0)
    to_mm: tuple[int, int, int] = (0, 0, 0)
    start_ns: int = 0
    duration_ns: int = 0
    yaw_mdeg: int = 0


def rig_offset(move: RigMove, time_ns: int) -> Vec3:
    """Where the rig is at `time_ns`, metres: smooth at both ends (3s² - 2s³), still outside."""
    if move.duration_ns <= 0 or time_ns >= move.start_ns + move.duration_ns:
        return Vec3(*(c / 1000 for c in move.to_mm))
    s = max(0.0, (time_ns - move.start_ns) / move.duration_ns)
    k = s * s * (3 - 2 * s)
    return Vec3(*((a + (b - a) * k) / 1000 for a, b in zip(move.from_mm, move.to_mm, strict=True)))


PropLook = Literal["hidden", "real", "watch", "out_of_reach"]
"""`real`: stands where the registered one stands, may be used. `watch`: part of a demonstration,
away from the patient. `out_of_reach`: decoration that nobody can lean on."""


@dataclass(frozen=True, slots=True)
class PropView:
    """One support and how it is drawn. Places are stage space, the floor under its middle."""

    prop: Literal["chair", "rail_left", "rail_right", "step"]
    look: PropLook
    height_mm: int = 0
    x_mm: int = 0
    y_mm: int = 0
    has_arms: bool = False


ThingKind = Literal["target", "box", "place", "lane", "mark"]
"""`target`: a ball to reach. `box`: a thing to lift or carry. `place`: where it belongs, a flat
ring in the air or on the floor. `lane`: a strip on the floor to walk along. `mark`: a spot to look
at, or the end of the lane."""
ThingState = Literal["waiting", "wanted", "near", "held", "done"]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to reach, lift, walk along or look at. Nobody can lean on it: it never looks solid.

    Attributes:
        x_mm, y_mm, z_mm: Its middle, stage space (a lane: the middle of its beginning).
        size_mm: Diameter of a ball, ring or mark; edge of a box; width of a lane.
        length_mm: Of a lane, along its yaw.
        yaw_mdeg: Which way, as in `Panel`.
        held_by: The hand that it goes with, "" for where it stands.
    """

    kind: ThingKind
    x_mm: int
    y_mm: int
    z_mm: int
    size_mm: int
    length_mm: int = 0
    yaw_mdeg: int = 0
    state: ThingState = "wanted"
    held_by: Literal["", "left", "right", "both"] = ""


@dataclass(frozen=True, slots=True)
class Ghost:
    """A soft light that shows the way of a hand or of the eyes, again and again.

    It goes through the points from the first to the last, smooth as people are (minimum jerk),
    in `period_ms`, and leaves a fading trail.
    """

    points_mm: tuple[tuple[int, int, int], ...]
    start_ns: int
    period_ms: int


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A figure that shows the movement at its own place; it loops until the view drops it."""

    movement: Literal[
        "sit_to_stand", "stairs_up", "stairs_down", "reach", "bend", "stand", "walk", "turn"
    ]
    start_ns: int
    period_ms: int


@dataclass(frozen=True, slots=True)
class Counter:
    """How many of how many are done, shown while moving; `target` 0: as many as there will be."""

    done: int
    target: int


@dataclass(frozen=True, slots=True)
class View:
    """Everything that is to be seen and heard now.

    Attributes:
        version: Rises by one with every change.
        phase: Where the session is.
        place: The scene's name in `scenes/`; "neutral" is the plain room.
        parameters: The level's difficulty as integers, `name -> value` (mm, counts, codes), for
            `core.scene.resolve`.
        props: Supports and how they are drawn.
        rig: Where own steps have carried the view.
        panel: What is asked or said, or None.
        caption: One short line at the lower edge of sight, or None.
        counter: Repetitions or steps, or None.
        demonstration: The figure, or None.
        things: What is to be reached, lifted, walked along or looked at.
        ghost: The way of the movement, shown by a light, or None.
        dim_permille: 0 full light … 1000 dark; a change to more takes effect at once, to less
            within `fade_ms`.
        frozen: Nothing moves but the head's own view.
        fade_to_neutral_ms: 0, or: cross-fade from the place to the neutral room over this time,
            beginning at `fade_start_ns`.
        ambience: A looping sound's name, "" for silence.
        stop_hint: Whether the line that says how to stop is shown.
    """

    version: int = 0
    phase: Phase = Phase.LOBBY
    place: str = "neutral"
    parameters: tuple[tuple[str, int], ...] = ()
    props: tuple[PropView, ...] = ()
    rig: RigMove = RigMove()
    panel: Panel | None = None
    caption: Text | None = None
    counter: Counter | None = None
    demonstration: Demonstration | None = None
    things: tuple[Thing, ...] = ()
    ghost: Ghost | None = None
    dim_permille: int = 0
    frozen: bool = False
    fade_start_ns: int = 0
    fade_to_neutral_ms: int = 0
    ambience: str = ""
    stop_hint: bool = False
