"""What a leaning trunk does to head, chest and waist: the model that `trunk` turns round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from vrexposure.core.measures.resampling import Floats, Mask, Times

# From between the eyes to the base of the neck, in the head's frame (right, ahead, up). DEF: the
# eyes are 8 cm before and 12 cm above the point about which head and neck nod.
NECK_IN_HEAD_M: Final = (0.0, -0.08, -0.12)
NECK_ERROR_M: Final = 0.03
# DEF, all standard deviations; shares are of the trunk's length, times the sine of the flexion.
# Backs round, which shortens the line; hips go back in standing, to keep balance, and knees give.
ROUNDING_SHARE: Final = 0.03
PLACE_ERROR_M: Final = 0.015
STANDING_BACK_SHARE: Final = 0.20
STANDING_BACK_ERROR: Final = 0.10
STANDING_DOWN_SHARE: Final = 0.02
STANDING_DOWN_ERROR: Final = 0.06
SEATED_ERROR: Final = 0.04
# DEF: a belt sits over the hip joints and turns with the pelvis, a chest strap with a back that
# rounds. Where the hips are seen, what they usually do does not count: it may be a squat.
HIPS_BELOW_WAIST_M: Final = 0.10
WAIST_ERROR_M: Final = 0.03
CHEST_ERROR_DEG: Final = 5.0
CHEST_ERROR_SHARE: Final = 0.1
# 99.9 % of chi-square with 3 degrees of freedom (two of the neck, one of the chest): what fits
# worse is no lean, but a squat or a step.
NO_LEAN: Final = 16.3
# DEF: with less than this between the hips and the neck, one of them was measured wrongly.
LEAST_TRUNK_M: Final = 0.2
ANGLES_DEG: Final = np.arange(-20.0, 111.0)


@dataclass(frozen=True, slots=True)
class TrunkBody:
    """What is known of the body.

    Attributes:
        posture: Standing or seated, for what the hips may do.
        hip_m: Hip joints above the floor, in this posture.
        hip_error_m: Standard error of that; it is the trunk's as well, since the head is measured.
    """

    posture: Literal["standing", "seated"]
    hip_m: float
    hip_error_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """A tracker on the chest or the waist.

    Attributes:
        poses: float64 (n, 7): x, y, z, then quaternion w, x, y, z; stage space.
        valid: bool (n,).
        upright: float64 (7,): its pose while the person was upright.
    """

    poses: Floats
    valid: Mask
    upright: Floats


def facing(upright: Floats) -> Floats | None:
    """The horizontal direction of a pose's forward axis, (2,); None for no pose, or straight up."""
    w, x, y, z = upright[3:]
    ahead = np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z)])
    length = float(np.linalg.norm(ahead))
    unit = abs(float(np.linalg.norm(upright[3:])) - 1) < 0.1
    return ahead / length if unit and length > 0.1 and np.isfinite(upright).all() else None


def neck_place(poses: Floats) -> Floats:
    """Where the base of the neck is, (n, 3)."""
    return np.asarray(poses[:, :3] + _rotated(poses[:, 3:], np.array(NECK_IN_HEAD_M)))


def _rotated(quats: Floats, vector: Floats) -> Floats:
    """A vector turned by each quaternion (w, x, y, z), (n, 3)."""
    axis = quats[:, 1:]
    twice = 2 * np.cross(axis, vector)
    return np.asarray(vector + quats[:, :1] * twice + np.cross(axis, twice))


def misfit(
    forward: Floats,
    down: Floats,
    turned: Floats,
    trunk_m: float,
    body: TrunkBody,
    worn: tuple[Mask, Floats, Floats],
) -> tuple[Floats, Floats]:
    """How badly each angle explains where the neck is: squares and log determinants, (n, angles).

    The neck's place is normally distributed about that of a rigid trunk on hips that give way.
    """
    sin, cos = np.sin(np.radians(ANGLES_DEG)), np.cos(np.radians(ANGLES_DEG))
    give = trunk_m * np.abs(sin)
    seen, waist_forward, waist_down = worn
    if body.posture == "standing":
        hips = (-STANDING_BACK_SHARE * give, STANDING_DOWN_SHARE * give)
        spread = (STANDING_BACK_ERROR * give, STANDING_DOWN_ERROR * give)
    else:
        hips = (0 * give, 0 * give)
        spread = (SEATED_ERROR * give, SEATED_ERROR * give)
    known = seen[:, None]
    hip_forward = np.where(known, waist_forward[:, None], hips[0])
    hip_down = np.where(known, waist_down[:, None], hips[1])
    neck_error = NECK_ERROR_M * 2 * np.sin(turned[:, None] / 2)
    still = PLACE_ERROR_M**2 + neck_error**2
    variances = [still + np.where(known, WAIST_ERROR_M, each) ** 2 for each in spread]
    length = np.hypot(body.hip_error_m, ROUNDING_SHARE * trunk_m)
    short = trunk_m * (1 - ROUNDING_SHARE * np.abs(sin))
    off_forward = forward[:, None] - short * sin - hip_forward
    off_down = down[:, None] - (trunk_m - short * cos) - hip_down
    # An error of the trunk's length moves the neck along (sin, 1 - cos) downwards.
    along, drop = length * sin, length * (1 - cos)
    xx, zz, xz = variances[0] + along**2, variances[1] + drop**2, along * drop
    determinant = xx * zz - xz**2
    squares = (zz * off_forward**2 - 2 * xz * off_forward * off_down + xx * off_down**2) / (
        determinant
    )
    return squares, np.log(determinant)


def hips_seen(waist: Worn | None, rows: Times, ahead: Floats) -> tuple[Mask, Floats, Floats]:
    """Where a waist tracker was seen, and how far forward and down the hips under it went."""
    if waist is None:
        return np.zeros(len(rows), np.bool_), np.zeros(len(rows)), np.zeros(len(rows))
    poses = waist.poses[rows]
    seen = waist.valid[rows] & np.isfinite(poses).all(axis=1)
    poses = np.where(seen[:, None], poses, waist.upright)
    hips_below = np.array([0.0, 0.0, -HIPS_BELOW_WAIST_M])
    moved = poses[:, :3] + _carried(waist, poses[:, 3:], hips_below)
    moved -= waist.upright[:3] + hips_below
    return seen, moved[:, :2] @ ahead, -moved[:, 2]


def tilt(chest: Worn, rows: Times, ahead: Floats) -> tuple[Mask, Floats]:
    """Where a chest tracker was seen, and how far it was tilted forwards, degrees."""
    quats = chest.poses[rows, 3:]
    seen = chest.valid[rows] & np.isfinite(quats).all(axis=1)
    quats = np.where(seen[:, None], quats, chest.upright[3:])
    now = _carried(chest, quats, np.array([0.0, 0.0, 1.0]))
    return seen, np.degrees(np.arctan2(now[:, :2] @ ahead, now[:, 2]))


def _carried(worn: Worn, quats: Floats, upright: Floats) -> Floats:
    """What becomes of a vector that turns with a tracker and was `upright` before, (n, 3)."""
    w, x, y, z = worn.upright[3:]
    in_tracker = _rotated(np.array([[w, -x, -y, -z]]), upright)[0]
    return _rotated(quats, in_tracker)
