"""Both eyes drawn at once look as both drawn one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from panda3d import core as p3d

from tests.render.eyes import TextureTarget, eye_views, pixel_of
from tests.render.moments import CHAIR, FOOT, HOME, REACHING, SCALE, frame
from tests.render.test_eyes import MARK, seen_at
from vrexposure.core.geometry import Pose, Quat, Vec3, quat_from_pitch
from vrexposure.core.inputs import Frame
from vrexposure.core.view import Demonstration, PropView, Text, View
from vrexposure.render.eyes import EyeRenderer
from vrexposure.render.geoms import Path3
from vrexposure.render.stage import Stage

pytestmark = pytest.mark.gl
WATCHED = PropView("chair", "watch", 450, 0, 0)
CASES: dict[str, tuple[View, Frame]] = {
    "home with hands and a panel": (replace(HOME, panel=SCALE), frame(hands=True)),
    "stairs with rails": (
        FOOT,
        frame(head=(0.0, 0.0, 1.62), turn=quat_from_pitch(-0.15), hands=True),
    ),
    "a figure on a chair that is only watched": (
        replace(
            HOME,
            props=(WATCHED,),
            demonstration=Demonstration("sit_to_stand", 0, 4000),
        ),
        frame(time_ns=1_300_000_000),
    ),
    "dimmed, with a caption": (
        replace(HOME, dim_permille=550, frozen=True, caption=Text("caption.stopped")),
        frame(head=(0.0, -0.9, 1.5), turn=quat_from_pitch(-0.45)),
    ),
    "things to reach, and the ghost's way": (
        REACHING,
        frame(time_ns=1_900_000_000, head=(0.0, 0.0, 1.5), turn=quat_from_pitch(-0.3), hands=True),
    ),
    "the neutral room": (View(props=(CHAIR,)), frame(head=(0.0, -1.4, 1.5))),
}


def head_of(moment: Frame) -> Pose:
    x, y, z, *turn = moment.poses[0].tolist()
    return Pose(Vec3(x, y, z), Quat(*turn))


def drawn(stage: Stage, target: TextureTarget, *, instanced: bool) -> np.ndarray:
    renderer = EyeRenderer(stage, target, instanced=instanced, mirror="off")
    try:
        renderer.draw(0)
        renderer.draw(0)
        return np.concatenate([target.eye(0), target.eye(1)], axis=1).astype(int)
    finally:
        renderer.close()


@pytest.mark.parametrize("cant_rad", [0.0, 0.08])
@pytest.mark.parametrize("name", CASES)
def test_both_eyes_at_once_see_what_they_see_one_by_one(
    open_stage: Stage, name: str, cant_rad: float
) -> None:
    view, moment = CASES[name]
    open_stage.show(view, moment)
    open_stage.settle()
    target = TextureTarget()
    target.views = eye_views(head_of(moment), cant_rad=cant_rad)
    at_once = drawn(open_stage, target, instanced=True)
    one_by_one = drawn(open_stage, target, instanced=False)
    assert one_by_one.std() > 10, "nothing was drawn"
    differs = np.abs(at_once - one_by_one).max(axis=2) > 1
    assert differs.mean() <= 1e-4, f"{differs.mean():.4%} of the pixels differ"


def own_shader() -> p3d.Shader:
    """One that knows nothing of instances."""
    return p3d.Shader.make(
        p3d.Shader.SL_GLSL,
        """#version 330
        uniform mat4 p3d_ModelViewProjectionMatrix; in vec4 p3d_Vertex;
        void main() { gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex; }""",
        "#version 330\nout vec4 colour; void main() { colour = vec4(1.0, 0.0, 1.0, 1.0); }",
    )


@pytest.fixture
def foreign(open_stage: Stage) -> Iterator[Path3]:
    """A magenta card with a shader of its own, at `MARK`."""
    maker = p3d.CardMaker("foreign")
    maker.set_frame(-0.03, 0.03, -0.03, 0.03)
    path: Path3 = open_stage.rig.attach_new_node(maker.generate())
    path.set_pos(*MARK)
    path.set_shader(own_shader())
    yield path
    path.remove_node()


@pytest.mark.parametrize("instanced", [True, False])
def test_what_has_a_shader_of_its_own_is_drawn_for_one_eye_after_the_other(
    open_stage: Stage, foreign: Path3, instanced: bool
) -> None:
    open_stage.show(HOME, frame())
    target = TextureTarget()
    renderer = EyeRenderer(open_stage, target, instanced=instanced)
    try:
        renderer.draw_one_by_one(foreign)
        open_stage.counts()
        renderer.draw(0)
        assert open_stage.counts().culls == (2 if instanced else 1)
    finally:
        renderer.close()
    assert target.calls == ["begin", "acquire", "release", "end"]
    assert target.views is not None
    for index, view in enumerate(target.views):
        assert seen_at(target.eye(index)) == pytest.approx(pixel_of(view, MARK), abs=1.0)
