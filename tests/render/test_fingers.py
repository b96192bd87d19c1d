"""Hands that are drawn by their joints."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from panda3d import core as p3d

from tests.render.moments import HOME, frame
from vrexposure.core.geometry import Vec3, quat_from_pitch, quat_from_yaw
from vrexposure.core.inputs import JOINT_COUNT, TRACKED, VALID, Frame, HandJoints, Joint
from vrexposure.render.geoms import Path3
from vrexposure.render.meshes import Floats
from vrexposure.render.stage import Stage

pytestmark = pytest.mark.gl

# How far the first joint of each finger is from the wrist: across (right hand), along.
FIRST = {2: (-0.03, 0.03), 6: (-0.025, 0.04), 11: (0.0, 0.04), 16: (0.02, 0.04), 21: (0.035, 0.04)}


def flat_hand(wrist: tuple[float, float, float], mirror: float = 1.0) -> Floats:
    """(26, 7): fingers along +Y."""
    poses = np.zeros((JOINT_COUNT, 7), np.float32)
    poses[:, 3] = 1.0
    poses[:, :3] = wrist
    poses[Joint.PALM, 1] += 0.06
    for first, (across, along) in FIRST.items():
        for step in range(4 if first == 2 else 5):
            poses[first + step, 0] += mirror * across
            poses[first + step, 1] += along + 0.03 * step
    return poses


def hands(flags: int = TRACKED, *, both: bool = True) -> HandJoints:
    poses = np.stack([flat_hand((-0.2, 0.35, 1.0), -1.0), flat_hand((0.2, 0.35, 1.0))])
    held = np.full((2, JOINT_COUNT), flags, np.uint8)
    if not both:
        held[1] = 0
    return HandJoints(poses, held, (2, 2 if both else 0))


def with_joints(joints: HandJoints | None) -> Frame:
    return replace(frame(hands=True), hands=joints)


def shown(stage: Stage) -> dict[str, bool]:
    return {path.name: not path.is_hidden() for path in stage._hands.paths()}


def vertices(path: Path3) -> Floats:
    """(n, 12) as they are drawn: place, normal and the rest."""
    node = path.node()
    assert isinstance(node, p3d.GeomNode)
    data = node.get_geom(0).get_vertex_data().get_array(0).get_handle().get_data()
    return np.frombuffer(data, np.float32).reshape(-1, 12)


def box(path: Path3) -> tuple[Vec3, Vec3]:
    """Least and greatest corner of what is drawn, from the vertices themselves."""
    places = vertices(path)[:, :3]
    return Vec3(*places.min(axis=0).tolist()), Vec3(*places.max(axis=0).tolist())


def test_what_a_joint_carries_turns_with_it(open_stage: Stage) -> None:
    quat = quat_from_pitch(-0.3).times(quat_from_yaw(2.0))
    joints = hands()
    open_stage.show(HOME, with_joints(joints))
    before = vertices(open_stage._hands.paths()[3])

    turned = hands()
    for row in turned.poses[1]:
        row[:3] = quat.rotate(Vec3(*row[:3].tolist()))
        row[3:] = quat
    open_stage.show(HOME, with_joints(turned))

    after = vertices(open_stage._hands.paths()[3])
    for old, new in zip(before[::7].tolist(), after[::7].tolist(), strict=True):
        assert new[:3] == pytest.approx(quat.rotate(Vec3(*old[:3])), abs=1e-5)
        assert new[3:6] == pytest.approx(quat.rotate(Vec3(*old[3:6])), abs=1e-5)


def test_joints_go_before_mittens_for_each_hand_alone(open_stage: Stage) -> None:
    open_stage.show(HOME, with_joints(hands()))
    assert shown(open_stage) == {
        "hand-left": False,
        "hand-right": False,
        "joints-left": True,
        "joints-right": True,
    }
    open_stage.show(HOME, with_joints(hands(both=False)))
    assert shown(open_stage) == {
        "hand-left": False,
        "hand-right": True,
        "joints-left": True,
        "joints-right": False,
    }
    open_stage.show(HOME, with_joints(None))
    assert shown(open_stage) == {
        "hand-left": True,
        "hand-right": True,
        "joints-left": False,
        "joints-right": False,
    }


def test_a_hand_is_drawn_where_its_joints_are(open_stage: Stage) -> None:
    open_stage.show(HOME, with_joints(hands()))
    _, right = open_stage._hands.paths()[2:]

    low, high = box(right)

    assert low.x == pytest.approx(0.2 - 0.045, abs=0.005)
    assert high.x == pytest.approx(0.2 + 0.045, abs=0.005)
    tips = flat_hand((0.2, 0.35, 1.0))[:, 1].max()
    assert high.y == pytest.approx(tips + 0.006, abs=1e-4)
    assert 0.97 < low.z < high.z < 1.03


def test_half_a_hand_or_no_number_is_never_drawn(open_stage: Stage) -> None:
    guessed = hands(VALID)
    broken, missing = hands(), hands()
    broken.poses[:, Joint.INDEX_TIP, 0] = np.nan
    broken.poses[:, Joint.THUMB_TIP, 3:] = np.inf
    missing.flags[:, Joint.LITTLE_TIP] = 1

    for bad in (guessed, broken, missing):
        open_stage.show(HOME, with_joints(bad))
        assert shown(open_stage)["hand-left"]
        assert not shown(open_stage)["joints-left"]


def test_both_hands_are_two_geoms(open_stage: Stage) -> None:
    open_stage.show(HOME, frame())
    open_stage.draw()
    before = open_stage.counts().geoms
    open_stage.show(HOME, with_joints(hands()))
    open_stage.draw()

    assert open_stage.counts().geoms == before + 2
