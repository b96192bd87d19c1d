"""What lenses hide is not drawn; what else a headset may take: depth, a texture for each eye."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pytest
from OpenGL import GL
from panda3d import core as p3d

from tests.render.conftest import ROOT
from tests.render.eyes import HEIGHT_PX, WIDTH_PX, TextureTarget, eye_views
from tests.render.moments import HOME, frame
from vrexposure.core.geometry import Pose, Vec3, quat_from_pitch
from vrexposure.ports import EyeView, HiddenPart
from vrexposure.render import mask, shaders
from vrexposure.render.eyes import EyeRenderer
from vrexposure.render.geoms import Path3
from vrexposure.render.lettering import Lettering
from vrexposure.render.stage import FAR_M, NEAR_M, Stage

pytestmark = pytest.mark.gl
HEAD = Pose(Vec3(0.0, 0.0, 1.2))
DEPTH_FORMATS = [GL.GL_DEPTH24_STENCIL8, GL.GL_DEPTH_COMPONENT32F, GL.GL_DEPTH_COMPONENT24]
Opener = Callable[..., EyeRenderer]


@pytest.fixture
def opened(open_stage: Stage) -> Iterator[Opener]:
    """Opens renderers on the stage, and closes them with their targets."""
    made: list[tuple[EyeRenderer, TextureTarget]] = []

    def opener(target: TextureTarget, *, instanced: bool = True) -> EyeRenderer:
        open_stage.show(HOME, frame())
        open_stage.settle()
        renderer = EyeRenderer(open_stage, target, instanced=instanced, mirror="off")
        made.append((renderer, target))
        return renderer

    yield opener
    for renderer, target in made:
        renderer.close()
        target.close()


def ring(middle: tuple[float, float], radii: tuple[float, float], *, turned: bool) -> HiddenPart:
    """All but an ellipse of tangents, far beyond any field of view; either way round."""
    angles = np.linspace(0, 2 * math.pi, 65)[:-1]
    round_ = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    inner, outer = np.array(middle) + round_ * radii, np.array(middle) + 4 * round_
    here = np.arange(64)
    there = (here + 1) % 64
    triangles = np.concatenate(
        [np.stack([here, here + 64, there + 64], 1), np.stack([here, there + 64, there], 1)]
    )
    if turned:
        triangles = triangles[:, ::-1]
    corners = np.concatenate([inner, outer]).astype(np.float32)
    return HiddenPart(corners, np.ascontiguousarray(triangles, np.uint32))


LEFT = ((-0.15, -0.05), (0.95, 0.8))
RIGHT = ((0.15, -0.05), (0.9, 0.85))


def inside(view: EyeView, shape: tuple[tuple[float, float], tuple[float, float]]) -> np.ndarray:
    """How far from the middle each pixel is: below 1 it is seen."""
    left, right, up, down = (math.tan(angle) for angle in view[1:])
    across = left + (np.arange(WIDTH_PX) + 0.5) / WIDTH_PX * (right - left)
    along = up - (np.arange(HEIGHT_PX) + 0.5) / HEIGHT_PX * (up - down)
    (x, y), (wide, high) = shape
    return np.hypot(*np.meshgrid((across - x) / wide, (along - y) / high))


@pytest.mark.parametrize("cant_rad", [0.0, 0.08])
@pytest.mark.parametrize("instanced", [True, False], ids=["at-once", "one-by-one"])
def test_hidden_pixels_are_black_and_all_others_as_without_a_mask(
    opened: Opener, instanced: bool, cant_rad: float
) -> None:
    target = TextureTarget()
    target.views = eye_views(HEAD, cant_rad=cant_rad)
    eyes = opened(target, instanced=instanced)
    eyes.draw(0)
    whole = [target.eye(eye).astype(int) for eye in range(2)]
    target.parts = [ring(*LEFT, turned=False), ring(*RIGHT, turned=True)]
    eyes.draw(0)
    for eye, shape in enumerate((LEFT, RIGHT)):
        masked = target.eye(eye).astype(int)
        away = inside(target.views[eye], shape)
        assert 0.15 < (away > 1.02).mean() < 0.5, "the mask is not like those of headsets"
        assert whole[eye][away > 1.02].mean() > 20
        assert masked[away > 1.02].max() == 0
        assert np.abs(masked - whole[eye])[away < 0.98].max() <= 1


def test_a_mask_that_changes_or_goes_is_followed(opened: Opener) -> None:
    target = TextureTarget()
    eyes = opened(target)
    eyes.draw(0)
    whole = target.eye(0)
    target.parts = [ring(*LEFT, turned=False), None]
    eyes.draw(0)
    assert target.eye(0)[0, 0].max() == 0
    assert target.eye(1)[0, 0].max() > 0
    target.parts = [None, ring(*RIGHT, turned=False)]
    eyes.draw(0)
    assert np.abs(target.eye(0).astype(int) - whole).max() <= 1
    assert target.eye(1)[0, 0].max() == 0
    target.parts = [None, None]
    eyes.draw(0)
    assert target.eye(1)[0, 0].max() > 0


def test_a_mask_follows_the_field_of_view_of_each_frame(opened: Opener) -> None:
    target = TextureTarget()
    target.parts = [ring(*LEFT, turned=False), ring(*RIGHT, turned=False)]
    eyes = opened(target)
    eyes.draw(0)
    narrower = [
        view._replace(
            angle_left=view.angle_left * 0.8,
            angle_right=view.angle_right * 0.9,
            angle_up=view.angle_up * 0.7,
        )
        for view in eye_views(HEAD)
    ]
    target.views = narrower
    eyes.draw(0)
    for eye, shape in enumerate((LEFT, RIGHT)):
        away = inside(narrower[eye], shape)
        assert target.eye(eye)[away > 1.02].max() == 0
        assert (target.eye(eye)[away < 0.98].max(axis=1) > 0).mean() > 0.98


def test_a_driver_that_cannot_cover_what_is_hidden_draws_it(
    opened: Opener, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mask, "_FRAGMENT", "no shader at all")
    target = TextureTarget()
    target.parts = [ring(*LEFT, turned=False), ring(*RIGHT, turned=False)]
    eyes = opened(target)
    with caplog.at_level("INFO"):
        eyes.draw(0)
        eyes.draw(0)
    assert caplog.text.count("cannot cover") == 1
    assert target.calls == ["begin", "acquire", "release", "end"] * 2
    assert target.eye(0)[0, 0].max() > 0
    assert GL.glGetError() == 0


@pytest.mark.parametrize("each", [False, True], ids=["one", "two"])
@pytest.mark.parametrize("instanced", [True, False], ids=["at-once", "one-by-one"])
def test_a_mask_and_depth_cost_no_cull(
    opened: Opener, open_stage: Stage, instanced: bool, each: bool
) -> None:
    target = TextureTarget(each=each, depth_format=GL.GL_DEPTH24_STENCIL8)
    target.parts = [ring(*LEFT, turned=False), ring(*RIGHT, turned=False)]
    eyes = opened(target, instanced=instanced)
    eyes.draw(0)
    open_stage.counts()
    for _ in range(3):
        eyes.draw(0)
    assert open_stage.counts().culls == 3


def test_each_eyes_own_texture_holds_what_its_half_of_one_for_both_does(opened: Opener) -> None:
    both, each = (
        TextureTarget(each=each, depth_format=GL.GL_DEPTH24_STENCIL8) for each in (False, True)
    )
    opened(both).draw(0)
    opened(each).draw(0)
    for eye in range(2):
        assert both.eye(eye).std() > 10
        assert np.array_equal(both.eye(eye), each.eye(eye))
        assert np.array_equal(both.distance_m(eye), each.distance_m(eye))
    assert not np.array_equal(both.eye(0), both.eye(1))


def test_the_mirror_shows_an_eye_that_has_a_texture_of_its_own(
    opened: Opener, open_stage: Stage
) -> None:
    shown = []
    for each in (False, True):
        eyes = opened(TextureTarget(each=each))
        eyes.mirror.choice = "right"
        eyes.draw(0)
        eyes.draw(0)
        shot = open_stage.window.get_screenshot()
        assert shot is not None
        shown.append(np.frombuffer(shot.get_ram_image_as("RGB").get_data(), np.uint8))
    assert shown[0].std() > 10
    assert np.array_equal(shown[0], shown[1])


# Depth


@pytest.fixture
def wall(open_stage: Stage) -> Iterator[Path3]:
    """A card of four metres, two metres ahead of where the head is."""
    maker = p3d.CardMaker("wall")
    maker.set_frame(-2.0, 2.0, -2.0, 2.0)
    maker.set_color(1, 0, 1, 1)
    path: Path3 = open_stage.rig.attach_new_node(maker.generate())
    path.set_shader(shaders.flat())
    path.set_pos(0.0, 2.0, 1.2)
    yield path
    path.remove_node()


def block(distances_m: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What is well ahead."""
    return distances_m[HEIGHT_PX // 2 - 30 : HEIGHT_PX // 2 + 10, WIDTH_PX // 2 - 30 :][:, :60]


@pytest.mark.parametrize("kind", DEPTH_FORMATS, ids=["24+8", "32F", "24"])
def test_a_wall_two_metres_ahead_is_two_metres_away(opened: Opener, wall: Path3, kind: int) -> None:
    target = TextureTarget(depth_format=kind)
    eyes = opened(target)
    eyes.draw(0)
    assert target.distances_m == (NEAR_M, FAR_M)
    for eye in range(2):
        assert block(target.distance_m(eye)) == pytest.approx(2.0, rel=0.01)
    wall.set_y(1.0)
    eyes.draw(0)
    assert block(target.distance_m(0)) == pytest.approx(1.0, rel=0.01)
    assert "refuse_depth" not in target.calls


def test_depth_is_measured_along_where_the_eye_looks(opened: Opener, wall: Path3) -> None:
    target = TextureTarget(depth_format=GL.GL_DEPTH24_STENCIL8)
    target.views = eye_views(Pose(HEAD.position, quat_from_pitch(0.2)))
    opened(target).draw(0)
    view = target.views[0]
    up, down = math.tan(view.angle_up), math.tan(view.angle_down)
    rows = up - (np.arange(HEIGHT_PX) + 0.5) / HEIGHT_PX * (up - down)
    # A ray (1, t) of the tilted eye meets the wall at 2 = z (cos - t sin).
    expected = 2.0 / (math.cos(0.2) - rows * math.sin(0.2))
    middle = slice(HEIGHT_PX // 2 - 30, HEIGHT_PX // 2 + 10)
    seen = target.distance_m(0)[middle, WIDTH_PX // 2]
    assert seen == pytest.approx(expected[middle], rel=0.01)


@pytest.mark.parametrize("away_m", [1.1, 3.0], ids=["before the wall", "behind it"])
def test_a_board_is_seen_over_walls_and_told_where_it_is(
    opened: Opener, open_stage: Stage, wall: Path3, away_m: float
) -> None:
    lettering = Lettering(ROOT / "assets" / "fonts")
    board = lettering.board(open_stage.rig, "board")
    lettering.rounded(board, (4.0, 4.0), (0, 0), (0.0, 1.0, 0.0, 1.0), radius_m=0.1)
    board.set_pos(0.0, away_m, 1.2)
    target = TextureTarget(depth_format=GL.GL_DEPTH24_STENCIL8)
    try:
        opened(target).draw(0)
    finally:
        board.remove_node()
    for eye in range(2):
        assert block(target.distance_m(eye)) == pytest.approx(away_m, rel=0.01)
        red, green, _ = target.eye(eye)[HEIGHT_PX // 2, WIDTH_PX // 2]
        assert green > 200 > 50 > red


def test_depth_that_cannot_be_copied_is_refused_once_and_costs_no_picture(
    opened: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    target = TextureTarget(depth_format=GL.GL_DEPTH24_STENCIL8)
    target.depth_kind = GL.GL_DEPTH_COMPONENT16
    eyes = opened(target)
    with caplog.at_level("INFO"):
        for _ in range(3):
            eyes.draw(0)
    frames = [["begin", "acquire", "acquire_depth", "refuse_depth", "release", "end"]]
    frames += [["begin", "acquire", "release", "end"]] * 2
    assert target.calls == [*frames[0], *frames[1], *frames[2]]
    assert caplog.text.count("without depth") == 1
    assert target.eye(0).std() > 10
    assert GL.glGetError() == 0


def test_a_target_that_comes_back_with_another_format_is_asked_for_no_depth(
    opened: Opener,
) -> None:
    target = TextureTarget(depth_format=GL.GL_DEPTH24_STENCIL8)
    eyes = opened(target)
    eyes.draw(0)
    target.depth_format = GL.GL_DEPTH_COMPONENT32F
    eyes.draw(0)
    assert target.calls.count("acquire_depth") == 1
    target.depth_format = GL.GL_DEPTH24_STENCIL8
    eyes.draw(0)
    assert target.calls.count("acquire_depth") == 2
