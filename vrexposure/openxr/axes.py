"""Between the axes of OpenXR and those of stage space; both in metres, both right-handed.

OpenXR: +X right, +Y up, -Z forward; quaternions x, y, z, w. Stage: +X right, +Y forward, +Z up;
quaternions w, x, y, z. The change is a quarter turn about +X, so that a rotation's axis changes
just as a point does, and no sign of a handedness enters.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vrexposure.core.geometry import Pose, Quat, Vec3

# An XrPosef in memory is qx qy qz qw px py pz; a row of `Frame.poses` is x y z qw qx qy qz.
_ROW_FROM_POSEF = np.array([4, 6, 5, 3, 0, 2, 1])
_ROW_SIGNS = np.array([1, -1, 1, 1, 1, -1, 1], np.float32)


def point_from_xr(x: float, y: float, z: float) -> Vec3:
    """A point or a direction."""
    return Vec3(x, -z, y)


def quat_from_xr(x: float, y: float, z: float, w: float) -> Quat:
    """A rotation."""
    return Quat(w, x, -z, y)


def xr_from_point(point: Vec3) -> tuple[float, float, float]:
    """The inverse of `point_from_xr`: x, y, z."""
    return point.x, point.z, -point.y


def xr_from_quat(quat: Quat) -> tuple[float, float, float, float]:
    """The inverse of `quat_from_xr`: x, y, z, w."""
    return quat.x, quat.z, -quat.y, quat.w


def pose_from_xr(
    orientation: tuple[float, float, float, float], position: tuple[float, float, float]
) -> Pose:
    """A pose from a quaternion x, y, z, w and a point."""
    return Pose(point_from_xr(*position), quat_from_xr(*orientation))


def rows_from_xr(posefs: npt.NDArray[np.float32], out: npt.NDArray[np.float32]) -> None:
    """Many poses at once.

    Args:
        posefs: (n, 7), as XrPosef lies in memory.
        out: (n, 7), rows of `Frame.poses`; written.
    """
    np.multiply(posefs[:, _ROW_FROM_POSEF], _ROW_SIGNS, out=out)
