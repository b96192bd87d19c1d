"""How far the trunk leans, estimated from the head, with its error; not a clinical range of motion.

Flexion is the angle of the line from the hips to the base of the neck, against the same line when
upright, in the vertical plane the person faces. The base of the neck is found from the head's pose;
where the hips are is not seen (unless a waist tracker tells) and how long the trunk is, only known
roughly. So every answer is a distribution over angles, and what is told of it are its mean, its
standard deviation and the 95 % interval. The knees are taken to be about straight: without a waist
tracker, leaning and squatting at once look like leaning more. Hands add nothing to that, because
the neck already tells where the shoulders are; what a hand alone shows is
`reach_targets.least_flexion_deg`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from vrexposure.core.measures.resampling import NS_PER_S, Coverage, Floats, Mask, Times, usable

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
# 99.9 % of chi-square with 2 degrees of freedom, and with 3 where a chest tracker is seen: what
# fits worse is no lean, but a squat or a step.
NO_LEAN: Final = 13.8
NO_LEAN_WITH_CHEST: Final = 16.3
# DEF: flexion changes slowly; thirty estimates a second are enough.
APART_NS: Final = NS_PER_S // 30
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


@dataclass(frozen=True, slots=True, eq=False)
class Leans:
    """Trunk flexion along a stretch of time, one row for each estimate; degrees.

    Attributes:
        coverage: What it rests on.
        no_lean: Estimates that were dropped because no lean explains where the head was.
        times_ns: int64 (m,).
        flexion_deg: float64 (m,): the mean of what it may be; less than 0 leans back.
        error_deg: float64 (m,): the standard deviation.
        low_deg: float64 (m,): in 39 of 40 cases it is more.
        high_deg: float64 (m,): in 39 of 40 cases it is less.
    """

    coverage: Coverage
    no_lean: int
    times_ns: Times
    flexion_deg: Floats
    error_deg: Floats
    low_deg: Floats
    high_deg: Floats


@dataclass(frozen=True, slots=True)
class TrunkFlexion:
    """The greatest estimated trunk flexion; degrees, against the person's own upright.

    Attributes:
        coverage: What it rests on.
        no_lean: Estimates that were dropped because no lean explains where the head was.
        peak_deg: The greatest flexion; None when there was no estimate.
        error_deg: Its standard error.
        low_deg: The lower end of its 95 % interval.
        high_deg: The upper end.
        at_ns: When.
    """

    coverage: Coverage
    no_lean: int
    peak_deg: float | None
    error_deg: float | None
    low_deg: float | None
    high_deg: float | None
    at_ns: int | None


def trunk_flexion(
    times_ns: Times,
    head_poses: Floats,
    valid: Mask,
    *,
    body: TrunkBody,
    upright: Floats,
    chest: Worn | None = None,
    waist: Worn | None = None,
) -> TrunkFlexion:
    """Estimate the greatest trunk flexion; the arguments are those of `leans`."""
    told = leans(times_ns, head_poses, valid, body=body, upright=upright, chest=chest, waist=waist)
    if not len(told.times_ns):
        return TrunkFlexion(told.coverage, told.no_lean, *[None] * 5)
    most = int(np.argmax(told.flexion_deg))
    return TrunkFlexion(
        told.coverage,
        told.no_lean,
        float(told.flexion_deg[most]),
        float(told.error_deg[most]),
        float(told.low_deg[most]),
        float(told.high_deg[most]),
        int(told.times_ns[most]),
    )


def leans(
    times_ns: Times,
    head_poses: Floats,
    valid: Mask,
    *,
    body: TrunkBody,
    upright: Floats,
    chest: Worn | None = None,
    waist: Worn | None = None,
) -> Leans:
    """Estimate trunk flexion along a stretch in which the feet, or the seat, stay in one place.

    Args:
        times_ns: int64 (n,).
        head_poses: float64 (n, 7): x, y, z, then quaternion w, x, y, z; stage space.
        valid: bool (n,).
        body: Posture and hips.
        upright: float64 (7,): the head's pose while upright; the person faces where it does.
        chest: How a chest tracker was turned, if there is one.
        waist: Where a waist tracker was, if there is one.
    """
    # What is no rotation is no pose; a tenth off is another thing than rounding to float32.
    unit = np.abs(np.linalg.norm(head_poses[:, 3:], axis=1) - 1) < 0.1
    keep, coverage = usable(times_ns, head_poses, valid & unit)
    rows = _thinned(times_ns, np.flatnonzero(keep))
    neck = _neck(head_poses[rows]) - _neck(upright[None])
    w, x, y, z = upright[3:]
    # The horizontal part of the upright head's forward axis.
    ahead = np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z)])
    ahead /= np.linalg.norm(ahead)
    trunk_m = float(_neck(upright[None])[0, 2]) - body.hip_m
    turned = 2 * np.arccos(np.clip(np.abs(head_poses[rows, 3:] @ upright[3:]), 0.0, 1.0))
    forward, down = neck[:, :2] @ ahead, -neck[:, 2]
    worn = _hips_seen(waist, rows, ahead)
    squares, log_spread = _misfit(forward, down, turned, trunk_m, body, worn)
    worst = np.full(len(rows), NO_LEAN)
    if chest is not None:
        seen, tilt = _tilt(chest, rows, ahead)
        spread = np.hypot(CHEST_ERROR_DEG, CHEST_ERROR_SHARE * ANGLES_DEG)
        squares += np.where(seen[:, None], ((tilt[:, None] - ANGLES_DEG) / spread) ** 2, 0.0)
        log_spread += np.where(seen[:, None], 2 * np.log(spread), 0.0)
        worst[seen] = NO_LEAN_WITH_CHEST
    fits = squares.min(axis=1, initial=np.inf) <= worst
    weight = -(squares + log_spread)[fits] / 2
    share = np.exp(weight - weight.max(axis=1, initial=-np.inf, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    mean = share @ ANGLES_DEG
    error = np.sqrt(share @ ANGLES_DEG**2 - mean**2 + 1 / 12)
    below = np.cumsum(share, axis=1)
    # The share of each angle is that of the degree around it.
    ends = [
        np.array([np.interp(q, row, ANGLES_DEG + 0.5) for row in below]) for q in (0.025, 0.975)
    ]
    return Leans(coverage, int(np.sum(~fits)), times_ns[rows][fits], mean, error, ends[0], ends[1])


def _thinned(times_ns: Times, rows: Times) -> Times:
    """At most thirty a second of these rows."""
    chosen: list[int] = []
    for row in rows.tolist():
        if not chosen or times_ns[row] - times_ns[chosen[-1]] >= APART_NS - 1_000_000:
            chosen.append(row)
    return np.array(chosen, np.int64)


def _neck(poses: Floats) -> Floats:
    """Where the base of the neck is, (n, 3)."""
    return np.asarray(poses[:, :3] + _rotated(poses[:, 3:], np.array(NECK_IN_HEAD_M)))


def _rotated(quats: Floats, vector: Floats) -> Floats:
    """A vector turned by each quaternion (w, x, y, z), (n, 3)."""
    axis = quats[:, 1:]
    twice = 2 * np.cross(axis, vector)
    return np.asarray(vector + quats[:, :1] * twice + np.cross(axis, twice))


def _misfit(
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


def _hips_seen(waist: Worn | None, rows: Times, ahead: Floats) -> tuple[Mask, Floats, Floats]:
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


def _tilt(chest: Worn, rows: Times, ahead: Floats) -> tuple[Mask, Floats]:
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
