"""Views and frames that several tests draw."""

from __future__ import annotations

from vrexposure.core.geometry import Quat
from vrexposure.core.inputs import TRACKED, Frame, Point, empty_arrays
from vrexposure.core.view import (
    Ghost,
    Option,
    Panel,
    PropView,
    RigMove,
    Text,
    Thing,
    View,
)

LEVEL = "risers", "riser_mm", "rail_left", "rail_right", "visual_height_mm", "downwards", "climbs"
CHAIR = PropView("chair", "real", 450, 0, 0, has_arms=True)


def stairs(*values: int) -> tuple[tuple[str, int], ...]:
    return tuple(zip(LEVEL, values, strict=True))


HOME = View(place="home", parameters=(("seat_height_mm", 450),), props=(CHAIR,))
FOOT = View(
    place="home",
    parameters=stairs(10, 170, 1, 1, 0, 0, 1),
    rig=RigMove(from_mm=(-3090, 150, 0), to_mm=(-3090, 150, 0)),
)
REACHING = View(
    place="home",
    things=(
        Thing("target", 150, 600, 1250, 140, state="done"),
        Thing("target", -150, 620, 1100, 140, state="wanted"),
        Thing("target", 60, 700, 950, 140, state="waiting"),
        Thing("place", 400, 700, 900, 220, state="waiting"),
        Thing("lane", -500, 900, 0, 700, length_mm=2000, state="near"),
        Thing("mark", -500, 2900, 1200, 150),
    ),
    ghost=Ghost(((200, 250, 900), (50, 450, 1150), (-150, 620, 1100)), 0, 4000),
)
SCALE = Panel(
    question="expected_pain",
    title=Text("ask"),
    options=tuple(
        Option(
            value,
            Text("number", (("n", value),)),
            {0: Text("least"), 10: Text("most")}.get(value),
        )
        for value in range(11)
    ),
    highlighted=4,
    fill_permille=600,
    steps=(1, 3),
)


def frame(
    time_ns: int = 0,
    head: tuple[float, float, float] = (0.0, 0.0, 1.2),
    turn: Quat | None = None,
    *,
    hands: bool = False,
) -> Frame:
    poses, flags = empty_arrays()
    poses[Point.HEAD] = [*head, *(turn or (1.0, 0.0, 0.0, 0.0))]
    flags[Point.HEAD] = TRACKED
    if hands:
        poses[Point.LEFT_HAND] = [-0.2, 0.35, 0.95, 1, 0, 0, 0]
        poses[Point.RIGHT_HAND] = [0.2, 0.35, 0.95, 1, 0, 0, 0]
        flags[Point.LEFT_HAND] = flags[Point.RIGHT_HAND] = TRACKED
    return Frame(time_ns, poses, flags)
