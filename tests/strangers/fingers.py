"""The joints of hands that cameras see: a half-open hand around the place of the fist."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tests.strangers.signals import Array
from tests.strangers.skeleton import rotated
from vrexposure.core.inputs import JOINT_COUNT, HandJoints, HandSource

_SHARES = (-0.05, 0.02, 0.055, 0.080, 0.100)
"""Metres ahead of the palm of the five joints of a middle finger, for a body of 1.7 m."""
_FINGERS = ((-0.024, 0.95), (-0.003, 1.0), (0.017, 0.94), (0.035, 0.78))
"""Index to little: metres towards the little finger, and length against the middle one."""


def _right_hand() -> Array:
    """Places (JOINT_COUNT, 3) about the palm: +X to the little finger, +Y to the fingertips."""
    rows = [(0.0, 0.0, 0.0), (0.0, -0.09, 0.0)]
    rows += [
        (-0.02, -0.06, 0.0),
        (-0.042, -0.03, -0.01),
        (-0.055, 0.0, -0.02),
        (-0.06, 0.02, -0.03),
    ]
    for across, length in _FINGERS:
        rows += [(across, length * ahead, -0.012 * k**1.5) for k, ahead in enumerate(_SHARES)]
    return np.array(rows)


def joints(poses: Array, flags: npt.NDArray[np.uint8], tall_m: float) -> tuple[HandJoints, ...]:
    """The joints for poses (n, 2, 7) and flags (n, 2) of the fists, as the device told them."""
    n = len(poses)
    out = np.zeros((n, 2, JOINT_COUNT, 7), np.float32)
    shape = _right_hand() * tall_m / 1.7
    for hand in (0, 1):
        own = shape * (np.array([-1.0, 1.0, 1.0]) if hand == 0 else 1.0)
        for joint in range(JOINT_COUNT):
            offset = rotated(poses[:, hand, 3:], np.tile(own[joint], (n, 1)))
            out[:, hand, joint, :3] = poses[:, hand, :3] + offset
        out[:, hand, :, 3:] = poses[:, hand, None, 3:]
    marks = np.repeat(flags[:, :, None], JOINT_COUNT, axis=2)
    sources = [
        (
            int(HandSource.OPTICAL if left else HandSource.NONE),
            int(HandSource.OPTICAL if right else HandSource.NONE),
        )
        for left, right in (flags != 0).tolist()
    ]
    return tuple(map(HandJoints, out, marks, sources))
