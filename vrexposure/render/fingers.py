"""A hand of 26 tracked joints as one Geom: rings about the bones, each carried by its joint.

Every vertex belongs to one joint and turns with it, so a frame is one matrix product a hand.
"""

from __future__ import annotations

import itertools
import math
import typing
from collections.abc import Sequence

import numpy as np
from panda3d import core as p3d

from vrexposure.core.inputs import JOINT_COUNT, VALID, HandJoints, Joint
from vrexposure.render.geoms import Path3, Textures, geom
from vrexposure.render.materials import material
from vrexposure.render.meshes import Floats, Ints, Mesh, Tint

SIDES = 8
# Half the thickness of a usual finger at each joint from the knuckle to the tip, metres (DEF).
_FINGER_M = (0.0095, 0.0095, 0.0085, 0.0080, 0.0060)
_THUMB_M = (0.0150, 0.0125, 0.0105, 0.0070)
_WRIST_M = 0.021
# Half the size of the palm about its joint: across, along, thick (DEF, a usual adult's).
_PALM_M = (0.040, 0.048, 0.015)

_CHAINS: tuple[tuple[tuple[Joint, ...], tuple[float, ...]], ...] = (
    (tuple(Joint(n) for n in range(2, 6)), _THUMB_M),
    *((tuple(Joint(n) for n in range(first, first + 5)), _FINGER_M) for first in (6, 11, 16, 21)),
)


class _Shape:
    """The vertices of a hand at rest, each in the axes of its joint (fingers along +Y)."""

    def __init__(self) -> None:
        self.local: list[tuple[float, float, float]] = []
        self.normals: list[tuple[float, float, float]] = []
        self.joints: list[int] = []
        self.faces: list[tuple[int, int, int]] = []

    def ring(self, joint: Joint, radii: tuple[float, float], along: float, lean: float) -> int:
        """A closed ring about +Y; `lean`: how far its normals lean along +Y. Its first vertex."""
        start = len(self.local)
        flat = math.sqrt(1 - lean * lean)
        for index in range(SIDES):
            angle = 2 * math.pi * index / SIDES
            c, s = math.cos(angle), math.sin(angle)
            self.local.append((radii[0] * c, along, radii[1] * s))
            # Of an ellipse, the normal leans to its narrow side.
            n = (c / radii[0], s / radii[1])
            length = math.hypot(*n)
            self.normals.append((flat * n[0] / length, lean, flat * n[1] / length))
            self.joints.append(int(joint))
        return start

    def tube(self, rings: Sequence[int]) -> None:
        """Join rings, one after the other."""
        for low, high in itertools.pairwise(rings):
            for index in range(SIDES):
                a, b = low + index, low + (index + 1) % SIDES
                c, d = high + index, high + (index + 1) % SIDES
                self.faces += [(a, c, b), (b, c, d)]

    def egg(self, joint: Joint, half: tuple[float, float, float]) -> None:
        """An ellipsoid about a joint; `half`: across, along, thick."""
        angles = [math.radians(-85 + 170 * step / 6) for step in range(7)]
        self.tube(
            [
                self.ring(
                    joint,
                    (half[0] * math.cos(a), half[2] * math.cos(a)),
                    half[1] * math.sin(a),
                    math.sin(a),
                )
                for a in angles
            ]
        )

    def finger(self, joints: Sequence[Joint], radii: Sequence[float]) -> None:
        """A chain of joints with round ends."""
        self.tube(
            [
                *self._cap(joints[0], radii[0], -1.0)[::-1],
                *(self.ring(j, (r, r), 0.0, 0.0) for j, r in zip(joints, radii, strict=True)),
                *self._cap(joints[-1], radii[-1], 1.0),
            ]
        )

    def _cap(self, joint: Joint, radius: float, way: float) -> list[int]:
        return [
            self.ring(joint, (radius * c, radius * c), way * radius * s, way * s)
            for c, s in ((0.75, 0.66), (0.1, 0.99))
        ]


def _shape() -> _Shape:
    made = _Shape()
    for joints, radii in _CHAINS:
        made.finger(joints, radii)
    made.egg(Joint.PALM, _PALM_M)
    made.egg(Joint.WRIST, (_WRIST_M, _WRIST_M * 1.4, _WRIST_M * 0.75))
    return made


def _weights(local: Floats, normals: Floats, joints: Sequence[int]) -> Floats:
    """(2n, 4 * JOINT_COUNT): times `joint_frames` of a hand, places of vertices, then normals."""
    count = len(local)
    weights = np.zeros((2 * count, 4 * JOINT_COUNT), np.float32)
    for vertex, joint in enumerate(joints):
        axes = slice(4 * joint, 4 * joint + 3)
        weights[vertex, axes] = local[vertex]
        weights[vertex, 4 * joint + 3] = 1.0
        weights[count + vertex, axes] = normals[vertex]
    return weights


@np.errstate(invalid="ignore", over="ignore")
def joint_frames(hands: HandJoints) -> Floats:
    """(2, 4 * JOINT_COUNT, 3): the axes +X, +Y, +Z of each joint, then its place.

    Joints that are not valid give anything.
    """
    poses = hands.poses.reshape(-1, 7)
    w, x, y, z = poses[:, 3:].T
    dx, dy, dz = 2 * x, 2 * y, 2 * z
    made = np.empty((len(poses), 4, 3), np.float32)
    made[:, 0, 0] = 1 - y * dy - z * dz
    made[:, 0, 1] = x * dy + w * dz
    made[:, 0, 2] = x * dz - w * dy
    made[:, 1, 0] = x * dy - w * dz
    made[:, 1, 1] = 1 - x * dx - z * dz
    made[:, 1, 2] = y * dz + w * dx
    made[:, 2, 0] = x * dz + w * dy
    made[:, 2, 1] = y * dz - w * dx
    made[:, 2, 2] = 1 - x * dx - y * dy
    made[:, 3] = poses[:, :3]
    return made.reshape(2, -1, 3)


class JointedHand:
    """One hand. Its vertices are in the space of the joints: stage space, below the rig."""

    def __init__(self, parent: Path3, name: str, textures: Textures, tint: Tint) -> None:
        shape = _shape()
        local = np.array(shape.local, np.float32)
        normals = np.array(shape.normals, np.float32)
        self._weights = _weights(local, normals, shape.joints)
        self._skin: Floats = np.empty((2 * len(local), 3), np.float32)
        faces: Ints = np.array(shape.faces, np.uint32)
        flat = np.zeros((len(local), 2), np.float32)
        mesh = Mesh(local, normals, flat, faces, "plain", tint)
        node = p3d.GeomNode(name)
        made = geom([mesh])
        made.set_usage_hint(p3d.Geom.UH_dynamic)
        node.add_geom(made)
        # It goes where the hand goes: no bounds that were true in one frame would be in the next.
        node.set_bounds(p3d.OmniBoundingVolume())
        node.set_final(True)
        self._node = node
        held = made.get_vertex_data().get_array(0).get_handle().get_data()
        self._rows: Floats = np.frombuffer(held, np.float32).reshape(len(local), -1).copy()
        self.path: Path3 = parent.attach_new_node(node)
        self.path.set_texture(textures.get(material("plain").texture))
        self.path.hide()

    def show(self, hands: HandJoints | None, hand: int, frames: Floats | None) -> bool:
        """Draw hand 0 (left) or 1 by its joints; False, and nothing, if it cannot be known.

        `frames`: `joint_frames` of the hands.
        """
        if hands is None or frames is None or not _is_whole(hands, hand):
            self.path.hide()
            return False
        np.matmul(self._weights, frames[hand], out=self._skin)
        count = len(self._rows)
        self._rows[:, 0:3] = self._skin[:count]
        self._rows[:, 3:6] = self._skin[count:]
        array = self._node.modify_geom(0).modify_vertex_data().modify_array(0)
        # The buffer protocol of Panda3D's arrays is not in its type stubs.
        memoryview(typing.cast("bytearray", array)).cast("B")[:] = self._rows.tobytes()
        self.path.show()
        return True


def _is_whole(hands: HandJoints, hand: int) -> bool:
    """Whether every joint is valid and a number, and the palm tracked: no half hand is drawn."""
    if not hands.tracked(hand, Joint.PALM):
        return False
    valid = int(np.bitwise_and.reduce(hands.flags[hand])) & VALID == VALID
    return valid and bool(np.isfinite(hands.poses[hand]).all())
