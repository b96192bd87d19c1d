"""Seats of several kinds, all on the footprint of the one real seat: nothing is drawn beside it.

Each faces +Y with its middle at 0, and its upper side is as high as the registered seat.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vrexposure.core.levels.sit_to_stand import SEATS
from vrexposure.render.meshes import Mesh, Tint, box, lathe, tube

SEAT_CLOTH: Tint = (0.34, 0.42, 0.44)
LINEN: Tint = (0.86, 0.85, 0.82)
BLANKET: Tint = (0.35, 0.47, 0.55)
PORCELAIN: Tint = (0.93, 0.93, 0.91)
LID: Tint = (0.86, 0.86, 0.84)
CAR_CLOTH: Tint = (0.20, 0.22, 0.25)
CAR_TRIM: Tint = (0.10, 0.10, 0.11)
STEEL: Tint = (0.45, 0.43, 0.40)


def _arms(seat_m: float) -> list[Mesh]:
    made = []
    for side in (-1, 1):
        arm = seat_m + 0.21
        made.append(box((0.05, 0.42, 0.03), (side * 0.245, -0.01, arm), "oak", radius=0.012))
        post = [(side * 0.235, 0.16, seat_m - 0.06), (side * 0.245, 0.16, arm)]
        made.append(tube(post, 0.015, "oak"))
    return made


def chair(seat_m: float, *, has_arms: bool) -> list[Mesh]:
    """A firm chair."""
    made = [
        box((0.46, 0.45, 0.055), (0, 0.0, seat_m - 0.03), "fabric", SEAT_CLOTH, 0.024, 0.1, 0.004),
        box((0.45, 0.43, 0.03), (0, 0.0, seat_m - 0.07), "oak", radius=0.008),
    ]
    back = box((0.43, 0.05, 0.36), (0, 0, 0), "fabric", SEAT_CLOTH, 0.022, 0.1, 0.004)
    made.append(back.moved((0, -0.225, seat_m + 0.30), 0, 8))
    for side in (-1, 1):
        x = side * 0.205
        made.append(tube([(x, 0.20, 0.0), (x, 0.195, seat_m - 0.05)], [0.015, 0.019], "oak"))
        foot, seat, top = (x, -0.24, 0.0), (x, -0.195, seat_m - 0.03), (x, -0.255, seat_m + 0.48)
        made.append(tube([foot, seat, top], [0.015, 0.019, 0.014], "oak"))
    return [*made, *(_arms(seat_m) if has_arms else [])]


def bed_edge(seat_m: float, *, has_arms: bool) -> list[Mesh]:
    """A piece of a bed's edge: mattress with a blanket over it, on a wooden frame."""
    thick = 0.20
    frame_m = seat_m - thick
    made = [
        box((0.50, 0.48, thick), (0, 0, seat_m - thick / 2 - 0.008), "fabric", LINEN, 0.05, 0.12),
        box((0.515, 0.30, 0.034), (0, -0.10, seat_m - 0.016), "fabric", BLANKET, 0.014, 0.1),
        box((0.512, 0.030, thick * 0.7), (0, -0.245, seat_m - thick * 0.36), "fabric", BLANKET),
        box((0.52, 0.50, 0.10), (0, 0, frame_m - 0.05), "oak", radius=0.012),
    ]
    legs = max(0.02, frame_m - 0.10)
    for x in (-0.22, 0.22):
        for y in (-0.21, 0.21):
            made.append(box((0.055, 0.055, legs), (x, y, legs / 2), "oak", radius=0.008))
    return [*made, *(_arms(seat_m) if has_arms else [])]


def toilet(seat_m: float, *, has_arms: bool) -> list[Mesh]:
    """A bowl with its seat, the lid up against the cistern."""
    bowl = [
        (0.105, 0.0),
        (0.115, 0.05),
        (0.110, 0.30 * seat_m),
        (0.135, 0.55 * seat_m),
        (0.195, seat_m - 0.06),
        (0.200, seat_m - 0.028),
    ]
    rim = [(0.115, seat_m - 0.026), (0.205, seat_m - 0.026), (0.208, seat_m - 0.010)]
    rim += [(0.195, seat_m), (0.130, seat_m), (0.115, seat_m - 0.010)]
    inside = [(0.118, seat_m - 0.012), (0.100, seat_m - 0.09), (0.040, seat_m - 0.17)]
    inside.append((0.001, seat_m - 0.175))
    lid = box((0.37, 0.022, 0.40), (0, 0, 0), "plain", LID, 0.010, 0.1)
    made = [
        lathe(bowl, "plain", PORCELAIN, 36).stretched((1.0, 1.10, 1.0)),
        lathe(rim, "plain", LID, 36).stretched((1.0, 1.12, 1.0)),
        lathe(inside, "plain", PORCELAIN, 36).stretched((1.0, 1.12, 1.0)),
        lid.moved((0, -0.215, seat_m + 0.20), 0, 6),
        box((0.38, 0.13, 0.36), (0, -0.30, seat_m + 0.18), "plain", PORCELAIN, 0.03, 0.1),
    ]
    return [*made, *(_arms(seat_m) if has_arms else [])]


def car_seat(seat_m: float, *, has_arms: bool) -> list[Mesh]:
    """A car's seat: a cushion with raised sides, a tall back with a headrest, on its rails."""
    cushion = box((0.44, 0.48, 0.13), (0, 0, 0), "fabric", CAR_CLOTH, 0.05, 0.1, 0.012)
    back = box((0.42, 0.12, 0.58), (0, 0, 0), "fabric", CAR_CLOTH, 0.05, 0.1, 0.012)
    rest = box((0.25, 0.09, 0.15), (0, 0, 0), "fabric", CAR_CLOTH, 0.04, 0.1, 0.008)
    made = [
        cushion.moved((0, 0, seat_m - 0.065), 0, 3),
        back.moved((0, -0.255, seat_m + 0.30), 0, 12),
        rest.moved((0, -0.335, seat_m + 0.70), 0, 8),
        box((0.40, 0.42, max(0.03, seat_m - 0.13)), (0, 0, (seat_m - 0.13) / 2), "plain", CAR_TRIM),
    ]
    for side in (-1, 1):
        bolster = box((0.055, 0.44, 0.09), (0, 0, 0), "fabric", CAR_TRIM, 0.026, 0.1, 0.004)
        made.append(bolster.moved((side * 0.222, 0.0, seat_m - 0.030), 0, 3))
        wing = box((0.05, 0.10, 0.46), (0, 0, 0), "fabric", CAR_TRIM, 0.024, 0.1, 0.004)
        made.append(wing.moved((side * 0.205, -0.225, seat_m + 0.31), 0, 12))
        post = [(side * 0.05, -0.315, seat_m + 0.56), (side * 0.05, -0.33, seat_m + 0.66)]
        made.append(tube(post, 0.006, "plain", STEEL))
    return [*made, *(_arms(seat_m) if has_arms else [])]


_MAKERS: Final[dict[str, Callable[..., list[Mesh]]]] = {
    "chair": chair,
    "bed": bed_edge,
    "toilet": toilet,
    "car": car_seat,
}


def seat(code: int, seat_m: float, *, has_arms: bool) -> list[Mesh]:
    """The seat with this code of `levels.sit_to_stand.SEATS`; an unknown one is a chair."""
    name = SEATS[code] if 0 <= code < len(SEATS) else "chair"
    return _MAKERS[name](seat_m, has_arms=has_arms)
