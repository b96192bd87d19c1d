"""What the session asks tracking to look for. Plain values, so that asking is recorded by nature.

The session puts one `Watch` beside its View; the core hands it to tracking whenever it changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrexposure.core.view import Panel


@dataclass(frozen=True, slots=True)
class WatchStill:
    """Measure the head's height once it is still: `still_ms` within `spread_mm`.

    `above_mm`: do not accept a height at or below this (a standing head must be above the seated).
    """

    measure: Literal["seated_head", "standing_head"]
    still_ms: int = 2000
    spread_mm: int = 25
    above_mm: int = 0


@dataclass(frozen=True, slots=True)
class WatchSitToStand:
    """Count sit-to-stand repetitions between the two calibrated head heights.

    `seat_mm` is the height of the registered seat: hands near it tell whether the arms helped.
    """

    go_ns: int
    seated_head_mm: int
    standing_head_mm: int
    seat_mm: int
    chair_x_mm: int = 0
    chair_y_mm: int = 0
    has_arms: bool = False


@dataclass(frozen=True, slots=True)
class Rail:
    """A registered rail beside the patient: a level line along +Y at x, at this height."""

    side: Literal["left", "right"]
    x_mm: int
    height_mm: int


@dataclass(frozen=True, slots=True)
class WatchStairs:
    """Count steps.

    `in_place`: marching on the spot; the virtual riser sets how high the head (or foot, where a
    foot is tracked) must rise to count, bounded by the person's own size. `real_step`: the head
    must rise and stay risen by about the registered step, then come down.
    """

    go_ns: int
    direction: Literal["up", "down"]
    standing_head_mm: int
    riser_mm: int
    locomotion: Literal["in_place", "real_step"] = "in_place"
    rails: tuple[Rail, ...] = ()


Movement = WatchStill | WatchSitToStand | WatchStairs


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that tracking should look for now.

    Attributes:
        movement: The body, or None.
        panel: The panel that can be pointed at, or None. Only its geometry and the number of
            options matter; `dwell_ms` 0 switches gaze dwell off.
    """

    movement: Movement | None = None
    panel: Panel | None = None
    dwell_ms: int = 1500
