from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from panda3d import core as p3d
from PIL import Image

from tests.render.conftest import ROOT, WORDS, scene
from tests.render.moments import CHAIR, FOOT, HOME, SCALE, frame, stairs
from vrexposure.core.inputs import Tick
from vrexposure.core.view import Counter, Demonstration, PropView, RigMove, Text, View
from vrexposure.errors import DeviceError
from vrexposure.render.lettering import extent_of
from vrexposure.render.stage import Stage

pytestmark = pytest.mark.gl
BUSY = replace(
    FOOT,
    parameters=stairs(14, 180, 1, 1, 3000, 0, 1),
    props=(CHAIR, PropView("rail_left", "real", 900, -400, 0)),
    caption=Text("up"),
    counter=Counter(2, 5),
    panel=SCALE,
    demonstration=Demonstration("stairs_up", 0, 6000),
    stop_hint=True,
)


def node(stage: Stage, name: str) -> p3d.NodePath[p3d.PandaNode]:
    found = stage.scene_root.find(f"**/{name}")
    assert not found.is_empty(), f"{name} is not on the stage"
    return found


def is_drawn(stage: Stage, name: str) -> bool:
    found = stage.scene_root.find(f"**/{name}")
    return not found.is_empty() and not found.is_hidden()


@pytest.mark.parametrize("view", [HOME, BUSY, View()], ids=["home", "busy", "neutral"])
def test_every_view_stays_within_the_budget(open_stage: Stage, view: View) -> None:
    open_stage.show(view, frame(hands=True))
    open_stage.draw()
    open_stage.counts()
    open_stage.draw()
    counts = open_stage.counts()
    assert counts.geoms <= 200
    assert counts.triangles <= 200_000
    assert counts.culls == 1


def test_the_registered_chair_stands_where_it_was_measured(open_stage: Stage) -> None:
    chair = PropView("chair", "real", 480, 120, -80)
    open_stage.show(replace(HOME, props=(chair,)), frame())
    path = node(open_stage, "prop-chair-real")
    assert tuple(path.get_pos(open_stage.rig)) == pytest.approx((0.12, -0.08, 0.0))
    seat = node(open_stage, "prop-chair-real-fabric").node()
    assert isinstance(seat, p3d.GeomNode)
    reader = p3d.GeomVertexReader(seat.get_geom(0).get_vertex_data(), "vertex")
    points = np.array(
        [
            tuple(reader.get_data3())
            for _ in range(seat.get_geom(0).get_vertex_data().get_num_rows())
        ]
    )
    over_seat = points[(np.abs(points[:, 0]) < 0.1) & (np.abs(points[:, 1]) < 0.1)]
    assert over_seat[:, 2].max() == pytest.approx(0.48, abs=0.005)


def test_the_three_looks_of_a_chair_differ(open_stage: Stage) -> None:
    heights = PropView("chair", "real", 450)
    places = {}
    for look in ("real", "watch", "out_of_reach"):
        open_stage.show(replace(HOME, props=(replace(heights, look=look),)), frame())
        path = node(open_stage, f"prop-chair-{look}")
        places[look] = path.get_pos(open_stage.scene_root)
        assert path.has_transparency() == (look == "watch")
    assert places["real"].length() < 0.1
    assert places["watch"].length() > 2.0
    assert places["out_of_reach"].length() > 3.0
    open_stage.show(replace(HOME, props=(replace(heights, look="hidden"),)), frame())
    assert open_stage.scene_root.find("**/prop-chair-*").is_empty()


def test_rails_are_drawn_as_the_level_has_them(open_stage: Stage) -> None:
    open_stage.show(replace(FOOT, parameters=stairs(10, 170, 0, 1, 0, 0, 1)), frame())
    assert is_drawn(open_stage, "rail-right")
    assert not is_drawn(open_stage, "rail-left")


def test_a_registered_rail_replaces_the_one_along_the_stairs(open_stage: Stage) -> None:
    real = PropView("rail_right", "real", 900, 400, 0)
    open_stage.show(replace(FOOT, props=(real,)), frame())
    assert is_drawn(open_stage, "prop-rail_right-real")
    assert not is_drawn(open_stage, "rail-right")
    assert is_drawn(open_stage, "rail-left")


def test_the_rig_follows_own_steps_and_then_stands_still(open_stage: Stage) -> None:
    move = RigMove((-3090, 150, 0), (-3090, 430, 170), 0, 400_000_000)
    heights = []
    for time_ms in (0, 100, 200, 300, 400, 500):
        open_stage.show(replace(FOOT, rig=move), frame(time_ms * 1_000_000))
        heights.append(open_stage.rig.get_z())
    assert heights == sorted(heights)
    assert heights[0] == 0.0
    assert heights[-1] == pytest.approx(0.17)


def test_walking_down_looks_back_from_the_landing(open_stage: Stage) -> None:
    down = RigMove(to_mm=(-3090, 4700, 1700), yaw_mdeg=180_000)
    open_stage.show(replace(FOOT, rig=down), frame())
    ahead = open_stage.scene_root.get_relative_vector(open_stage.rig, p3d.LVector3(0, 1, 0))
    assert tuple(ahead) == pytest.approx((0.0, -1.0, 0.0), abs=1e-5)


def test_frozen_means_that_the_figure_stands_still(open_stage: Stage) -> None:
    shown = replace(HOME, demonstration=Demonstration("sit_to_stand", 0, 6000))
    open_stage.show(shown, frame(2_000_000_000))
    stopped = replace(shown, frozen=True)
    open_stage.show(stopped, frame(2_011_000_000))
    head = node(open_stage, "figure/body/head").get_pos()
    open_stage.show(stopped, frame(2_500_000_000))
    assert node(open_stage, "figure/body/head").get_pos() == head
    open_stage.show(shown, frame(2_511_000_000))
    assert node(open_stage, "figure/body/head").get_pos() != head


def test_a_tick_shows_the_view_without_motion(open_stage: Stage) -> None:
    open_stage.show(replace(HOME, caption=Text("up")), Tick(5))
    assert is_drawn(open_stage, "notice")
    open_stage.show(HOME, Tick(6))
    assert not is_drawn(open_stage, "notice")


def test_hands_are_shown_only_while_they_are_tracked(open_stage: Stage) -> None:
    open_stage.show(HOME, frame(hands=True))
    assert is_drawn(open_stage, "hand-left")
    open_stage.show(HOME, frame())
    assert not is_drawn(open_stage, "hand-left")


def test_the_well_beside_the_stairs_is_as_deep_as_the_level_says(open_stage: Stage) -> None:
    open_stage.show(replace(FOOT, parameters=stairs(10, 170, 1, 0, 3000, 0, 1)), frame())
    low, _ = extent_of(node(open_stage, "place-home/stairs"), open_stage.scene_root)
    assert low.z == pytest.approx(-3.0, abs=0.01)
    open_stage.show(replace(FOOT, parameters=stairs(10, 170, 1, 0, 0, 0, 1)), frame())
    low, _ = extent_of(node(open_stage, "place-home/stairs"), open_stage.scene_root)
    assert low.z == pytest.approx(0.0, abs=0.01)


def test_a_screenshot_may_have_its_own_size(open_stage: Stage, tmp_path: Path) -> None:
    open_stage.show(HOME, frame())
    path = tmp_path / "small.png"
    assert open_stage.screenshot(path, size_px=(160, 90))
    with Image.open(path) as picture:
        assert picture.size == (160, 90)
        assert np.asarray(picture).std() > 10


def test_the_stage_tells_what_draws(open_stage: Stage) -> None:
    facts = open_stage.facts()
    assert facts["renderer"]
    assert facts["opengl"]


def test_without_a_display_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(DeviceError, match="DISPLAY is not set"):
        Stage.open("window", size_px=(64, 64), words=WORDS, scenes=scene, data=ROOT)


def goes_to(stage: Stage, view: View, at_ms: int) -> list[float]:
    """Shows a view picture by picture until its place is lit; how bright each was."""
    light = []
    for number in range(400):
        stage.show(view, frame(time_ns=(at_ms + 11 * number) * 1_000_000))
        light.append(stage.brightness.light)
        if light[-1] >= 1.0:
            return light
    raise AssertionError("the light never came back")


def test_a_place_is_fitted_in_the_dark_piece_by_piece_and_seen_only_when_it_is_ready(
    open_stage: Stage,
) -> None:
    open_stage.show(HOME, frame())
    open_stage.settle()
    foot = replace(FOOT, parameters=stairs(3, 140, 1, 1, 0, 0, 1))
    for ms in range(0, 500, 11):
        open_stage.show(replace(HOME, dim_permille=1000), frame(time_ns=ms * 1_000_000))
    before = {path.name: path for path in open_stage.scene_root.find_all_matches("**/stairs")}
    open_stage.show(foot, frame(time_ns=500_000_000))
    # The old geometry is still there, and nothing is lit.
    assert {p.name: p for p in open_stage.scene_root.find_all_matches("**/stairs")} == before
    light = goes_to(open_stage, foot, 511)
    dark = sum(one == 0.0 for one in light)
    assert dark > 10, "it was made in one piece"
    assert light == sorted(light)
    assert open_stage._shown is not None
    made = open_stage._shown.resolved.stairs
    assert made is not None
    assert made.risers == 3
    assert not open_stage.scene_root.find("**/rail-left").is_empty()
    open_stage.show(HOME, frame(time_ns=9_000_000_000))


def test_in_the_light_a_place_comes_at_once_and_so_it_does_after_a_stop(
    open_stage: Stage,
) -> None:
    open_stage.show(HOME, frame())
    open_stage.settle()
    lit = replace(FOOT, parameters=stairs(4, 140, 1, 1, 0, 0, 1))
    open_stage.show(lit, frame(time_ns=1_000_000))
    assert open_stage._shown is not None
    assert open_stage._shown.resolved.stairs is not None
    assert open_stage._shown.resolved.stairs.risers == 4

    for ms in range(100, 900, 11):
        open_stage.show(replace(lit, dim_permille=1000), frame(time_ns=ms * 1_000_000))
    stopped = replace(FOOT, parameters=stairs(5, 140, 1, 1, 0, 0, 1), frozen=True, dim_permille=550)
    open_stage.show(stopped, frame(time_ns=900_000_000))
    assert open_stage._shown.resolved.stairs.risers == 5
    open_stage.show(HOME, frame(time_ns=9_000_000_000))


def test_prepared_places_need_no_more_than_their_stairs(open_stage: Stage) -> None:
    open_stage.prepare(["home"])
    model = open_stage._places["home"]
    assert sum(1 for _ in model.fitting({})) == 0
