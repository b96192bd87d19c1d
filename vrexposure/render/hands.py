"""Hands: jointed where joints are tracked, else two quiet, neutral mittens."""

from __future__ import annotations

from panda3d import core as p3d

from vrexposure.core.inputs import Frame, Point
from vrexposure.render.fingers import JointedHand, joint_frames
from vrexposure.render.geoms import Path3, Textures, attach
from vrexposure.render.meshes import Mesh, Tint, box, joined, tube

TINT: Tint = (0.55, 0.50, 0.44)


def hand(side: int) -> list[Mesh]:
    """A loosely held hand: palm at the grip, fingers along +Y; `side` -1 left, 1 right."""
    made = [box((0.032, 0.092, 0.082), (side * 0.018, 0.0, 0.0), "plain", TINT, 0.015, 0.04)]
    for index, length in enumerate((0.066, 0.074, 0.070, 0.056)):
        z = 0.031 - 0.0205 * index
        root, middle = (side * 0.018, 0.045, z), (side * 0.008, 0.045 + length * 0.6, z)
        tip = (side * -0.014, 0.045 + length * 0.80, z)
        made.append(tube([root, middle, tip], [0.0105, 0.0095, 0.0085], "plain", TINT, 10))
    thumb = [
        (side * 0.006, -0.022, 0.034),
        (side * -0.012, 0.02, 0.054),
        (side * -0.016, 0.048, 0.052),
    ]
    made.append(tube(thumb, [0.014, 0.0115, 0.010], "plain", TINT, 10))
    wrist = [(side * 0.018, -0.10, -0.006), (side * 0.018, -0.045, -0.003)]
    made.append(tube(wrist, [0.026, 0.027], "plain", TINT, 14))
    return [joined(made)]


class Hands:
    """Both hands under the rig; each is shown while it is tracked."""

    def __init__(self, rig: Path3, textures: Textures) -> None:
        self._paths = {
            Point.LEFT_HAND: attach(rig, "hand-left", hand(-1), textures),
            Point.RIGHT_HAND: attach(rig, "hand-right", hand(1), textures),
        }
        self._jointed = [
            JointedHand(rig, f"joints-{side}", textures, TINT) for side in ("left", "right")
        ]
        for path in self.paths():
            path.set_bin("fixed", 40)  # after the panel, which is never nearer than a hand
            path.hide()

    def show(self, frame: Frame) -> None:
        """Follow the tracked hands."""
        frames = None if frame.hands is None else joint_frames(frame.hands)
        for hand, (point, path) in enumerate(self._paths.items()):
            if self._jointed[hand].show(frame.hands, hand, frames):
                path.hide()
            elif frame.tracked(point):
                x, y, z, qw, qx, qy, qz = frame.poses[point].tolist()
                path.set_pos_quat((x, y, z), p3d.LQuaternion(qw, qx, qy, qz))
                path.show()
            else:
                path.hide()

    def paths(self) -> list[Path3]:
        """Both hands, in both ways."""
        return [*self._paths.values(), *(jointed.path for jointed in self._jointed)]
