from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from panda3d import core as p3d
from PIL import Image

from tests.render.conftest import ROOT
from tests.render.eyes import HEIGHT_PX, WIDTH_PX, TextureTarget, eye_views, pixel_of
from tests.render.moments import CHAIR, HOME, frame
from vrexposure.core.geometry import Pose, Vec3, quat_from_pitch, quat_from_yaw
from vrexposure.core.view import RigMove, View
from vrexposure.render import shaders
from vrexposure.render.eyes import EyeRenderer
from vrexposure.render.lettering import Lettering
from vrexposure.render.mirror import Mirror, filling
from vrexposure.render.stage import Stage

pytestmark = pytest.mark.gl
MARK = Vec3(0.15, 1.1, 1.05)
HEAD = Pose(Vec3(0.0, 0.0, 1.2))


@pytest.fixture
def target() -> TextureTarget:
    return TextureTarget()


@pytest.fixture(params=[True, False], ids=["at-once", "one-by-one"])
def eyes(
    request: pytest.FixtureRequest, open_stage: Stage, target: TextureTarget
) -> Iterator[EyeRenderer]:
    open_stage.show(HOME, frame())
    renderer = EyeRenderer(open_stage, target, instanced=request.param)
    board = Lettering(ROOT / "assets" / "fonts").board(open_stage.rig, "mark")
    board.set_shader(shaders.flat())
    board.set_depth_test(False)
    Lettering(ROOT / "assets" / "fonts").rounded(
        board, (0.03, 0.03), (0, 0), (1.0, 0.0, 1.0, 1.0), radius_m=0.015
    )
    board.set_pos(*MARK)
    board.set_billboard_point_eye()
    yield renderer
    board.remove_node()
    renderer.close()


def seen_at(picture: np.ndarray) -> tuple[float, float]:
    """The middle of the magenta mark, column and row."""
    red, green, blue = (picture[..., band].astype(int) for band in range(3))
    rows, columns = np.nonzero((red > 200) & (blue > 200) & (green < 60))
    assert len(rows) > 3, "the mark is not seen"
    return float(columns.mean()), float(rows.mean())


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        Pose(Vec3(0.10, 0.0, 1.2)),
        Pose(Vec3(-0.06, 0.05, 1.28), quat_from_yaw(0.2).times(quat_from_pitch(-0.1))),
    ],
)
@pytest.mark.parametrize("cant_rad", [0.0, 0.08])
def test_each_eye_sees_a_mark_where_its_pose_and_field_of_view_put_it(
    eyes: EyeRenderer, target: TextureTarget, head: Pose, cant_rad: float
) -> None:
    eyes.draw(0)  # from elsewhere
    target.views = eye_views(head, cant_rad=cant_rad)
    eyes.draw(1)
    for index, view in enumerate(target.views):
        assert seen_at(target.eye(index)) == pytest.approx(pixel_of(view, MARK), abs=1.0)


@pytest.mark.parametrize(
    ("mirror", "culls"), [("left", 1), ("right", 1), ("off", 1), ("centre", 2)]
)
def test_two_eyes_cost_one_cull_and_a_mirror_of_either_costs_none(
    eyes: EyeRenderer, open_stage: Stage, mirror: Mirror, culls: int
) -> None:
    eyes.mirror.choice = mirror
    eyes.draw(0)
    open_stage.counts()
    for _ in range(3):
        eyes.draw(0)
    assert open_stage.counts().culls == 3 * culls


def test_a_head_that_moves_leaves_nothing_behind(
    eyes: EyeRenderer, target: TextureTarget, open_stage: Stage
) -> None:
    before = p3d.TransformState.get_num_states(), p3d.RenderState.get_num_states()
    for index in range(30):
        head = (0.0, 0.0001 * index, 1.2)
        view = View(props=(CHAIR,), dim_permille=index)  # a new state for the whole scene, too
        open_stage.show(view, frame(index * 11_000_000, head, hands=True))
        target.views = eye_views(Pose(Vec3(*head)))
        eyes.draw(0)
    assert p3d.TransformState.get_num_states() - before[0] < 100
    assert p3d.RenderState.get_num_states() - before[1] < 300


def test_the_texture_is_taken_and_given_back_once_a_frame(
    eyes: EyeRenderer, target: TextureTarget
) -> None:
    eyes.draw(0)
    eyes.draw(1)
    assert target.calls == ["begin", "acquire", "release", "end"] * 2


def test_without_views_nothing_is_taken(eyes: EyeRenderer, target: TextureTarget) -> None:
    target.views = None
    eyes.draw(0)
    assert target.calls == ["begin", "end"]


def test_a_texture_that_cannot_be_had_ends_the_frame_and_is_raised(
    eyes: EyeRenderer, target: TextureTarget
) -> None:
    target.acquire_fails = True
    with pytest.raises(RuntimeError, match="no picture today"):
        eyes.draw(0)
    assert target.calls == ["begin", "acquire", "end"]


def window_of(stage: Stage) -> npt.NDArray[np.uint8]:
    """What the window shows: rows from the top, RGB."""
    shot = stage.window.get_screenshot()
    assert shot is not None
    raw = np.frombuffer(shot.get_ram_image_as("RGB").get_data(), np.uint8)
    return raw.reshape(shot.get_y_size(), shot.get_x_size(), 3)[::-1]


def test_the_eyes_have_the_colours_of_the_windows_own_view(
    eyes: EyeRenderer, target: TextureTarget, open_stage: Stage
) -> None:
    eyes.mirror.choice = "centre"
    eyes.draw(0)
    eyes.draw(0)
    window = window_of(open_stage).mean(axis=(0, 1))
    assert np.abs(window - target.eye(0).mean(axis=(0, 1))).max() < 15


@pytest.mark.parametrize(("mirror", "eye"), [("left", 0), ("right", 1)])
def test_the_mirror_shows_the_chosen_eye_as_it_saw_it(
    eyes: EyeRenderer, target: TextureTarget, open_stage: Stage, mirror: Mirror, eye: int
) -> None:
    eyes.mirror.choice = mirror
    eyes.draw(0)
    eyes.draw(0)
    high, wide, _ = window_of(open_stage).shape
    left, low, right, top = filling((WIDTH_PX, HEIGHT_PX), (wide, high))
    part = target.eye(eye)[HEIGHT_PX - top : HEIGHT_PX - low, left:right]
    expected = np.asarray(Image.fromarray(part).resize((wide, high), Image.Resampling.BILINEAR))
    differences = np.abs(window_of(open_stage).astype(int) - expected)
    assert np.median(differences) <= 1
    assert differences.mean() < 2


def test_a_mirror_that_is_off_shows_nothing_of_the_place(
    eyes: EyeRenderer, open_stage: Stage
) -> None:
    eyes.mirror.choice = "off"
    eyes.draw(0)
    eyes.draw(0)
    assert window_of(open_stage).max() == 0


def test_without_eyes_the_window_looks_for_itself(
    eyes: EyeRenderer, target: TextureTarget, open_stage: Stage
) -> None:
    target.views = None
    open_stage.counts()
    eyes.draw(0)
    eyes.draw(0)
    assert open_stage.counts().culls == 2
    assert window_of(open_stage).std() > 10


def test_what_the_mirror_cannot_fill_is_cut_off_evenly() -> None:
    assert filling((240, 200), (320, 240)) == (0, 10, 240, 190)
    assert filling((240, 200), (100, 100)) == (20, 0, 220, 200)


def test_the_eyes_go_where_the_rig_goes(
    eyes: EyeRenderer, target: TextureTarget, open_stage: Stage
) -> None:
    eyes.draw(0)
    before = target.eye(0).astype(int)
    open_stage.show(replace(HOME, rig=RigMove(to_mm=(0, 0, 800))), frame())
    eyes.draw(0)
    assert np.abs(target.eye(0).astype(int) - before).mean() > 3
    assert target.views is not None
    assert seen_at(target.eye(0)) == pytest.approx(pixel_of(target.views[0], MARK), abs=1.0)
