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
from typing import Final

import numpy as np

from vrexposure.core.measures.resampling import NS_PER_S, Coverage, Floats, Mask, Times, usable
from vrexposure.core.measures.trunk_model import (
    ANGLES_DEG,
    CHEST_ERROR_DEG,
    CHEST_ERROR_SHARE,
    LEAST_TRUNK_M,
    NO_LEAN,
    TrunkBody,
    Worn,
    facing,
    hips_seen,
    misfit,
    neck_place,
    tilt,
)

# DEF: flexion changes slowly; thirty estimates a second are enough.
APART_NS: Final = NS_PER_S // 30


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

    No rows when the upright pose is none, or leaves no room for a trunk over the hips.

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
    ahead = facing(upright)
    trunk_m = float(neck_place(upright[None])[0, 2]) - body.hip_m
    if ahead is None or not trunk_m >= LEAST_TRUNK_M or not len(rows):
        none = np.zeros(0)
        return Leans(coverage, 0, np.zeros(0, np.int64), none, none, none, none)
    neck = neck_place(head_poses[rows]) - neck_place(upright[None])
    turned = 2 * np.arccos(np.clip(np.abs(head_poses[rows, 3:] @ upright[3:]), 0.0, 1.0))
    forward, down = neck[:, :2] @ ahead, -neck[:, 2]
    worn = hips_seen(waist, rows, ahead)
    squares, log_spread = misfit(forward, down, turned, trunk_m, body, worn)
    if chest is not None:
        seen, tilted = tilt(chest, rows, ahead)
        spread = np.hypot(CHEST_ERROR_DEG, CHEST_ERROR_SHARE * ANGLES_DEG)
        squares += np.where(seen[:, None], ((tilted[:, None] - ANGLES_DEG) / spread) ** 2, 0.0)
        log_spread += np.where(seen[:, None], 2 * np.log(spread), 0.0)
    fits = squares.min(axis=1) <= NO_LEAN
    weight = -(squares + log_spread)[fits] / 2
    share = np.exp(weight - weight.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    mean = share @ ANGLES_DEG
    # The share of each angle is that of the degree around it, whose own variance is 1/12.
    error = np.sqrt(share @ ANGLES_DEG**2 - mean**2 + 1 / 12)
    below = np.cumsum(share, axis=1)
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
