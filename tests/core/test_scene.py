from __future__ import annotations

import math
import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from vrexposure.core.geometry import Vec3, yaw_rad_of
from vrexposure.core.scene import AnchorNode, Binding, BoxNode, Scene, Stairs, StairsNode, resolve

SCENES = sorted((Path(__file__).parents[2] / "scenes").glob("*.toml"))
BOX = BoxNode(kind="box", id="shelf", at=(1.0, 2.0, 0.5), size=(1.0, 0.3, 0.02))
STAIRS = StairsNode(kind="stairs", id="stairs", at=(-3.0, 0.5, 0.0))


def scene(*nodes: object, bindings: tuple[Binding, ...] = ()) -> Scene:
    return Scene.model_validate(
        {"format": 1, "id": "test", "title": "Test", "nodes": nodes, "bindings": bindings}
    )


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_every_shipped_scene_has_the_anchors_that_sessions_need(path: Path) -> None:
    shipped = Scene.model_validate(tomllib.loads(path.read_text(encoding="utf-8")), strict=False)
    assert shipped.id == path.stem
    anchors = resolve(shipped, {}).anchors
    assert {"chair", "stairs-foot", "demonstration", "panel"} <= anchors.keys()
    way = anchors["walk-end"].position.minus(anchors["walk-start"].position)
    assert (way.x, way.z) == (0.0, 0.0), "own steps lead straight ahead, on the level"
    assert way.y >= 4.0
    assert anchors["chair"].position == Vec3(0.0, 0.0, 0.0)
    assert yaw_rad_of(anchors["demonstration"].orientation) == pytest.approx(math.pi)
    assert anchors["demonstration"].position.y == 2.5


def test_the_foot_of_the_stairs_at_home_is_45_cm_before_the_first_riser() -> None:
    path = next(path for path in SCENES if path.stem == "home")
    home = resolve(
        Scene.model_validate(tomllib.loads(path.read_text(encoding="utf-8")), strict=False), {}
    )
    assert home.stairs is not None
    foot = home.anchors["stairs-foot"].position
    assert home.stairs.foot.minus(foot) == pytest.approx((0.0, 0.45, 0.0))
    highest = Stairs(home.stairs.foot, 0.0, 14, 0.2, home.stairs.tread_m, 1.0, True, True)
    assert home.stairs.length_m - highest.run_m >= 1.2, "no landing to stand and turn on"


def test_the_levels_parameters_make_the_stairs() -> None:
    values = {
        "risers": 3,
        "riser_mm": 150,
        "rail_left": 1,
        "rail_right": 0,
        "visual_height_mm": 2000,
    }
    made = resolve(scene(STAIRS), values).stairs
    assert made is not None
    assert (made.risers, made.riser_m, made.drop_m) == (3, 0.15, 2.0)
    assert (made.rail_left, made.rail_right) == (True, False)
    assert made.climb_m == pytest.approx(0.45)
    assert made.run_m == pytest.approx(0.56)


def test_without_parameters_the_stairs_are_those_of_the_file() -> None:
    made = resolve(scene(STAIRS), {}).stairs
    assert made is not None
    assert (made.risers, made.riser_m, made.rail_left, made.drop_m) == (10, 0.17, True, 0.0)


def test_points_of_the_stairs_turn_with_them() -> None:
    stairs = Stairs(Vec3(1.0, 2.0, 0.0), 90.0, 3, 0.17, 0.28, 1.0, False, False)
    assert stairs.in_place(0.5, 0.3, 0.1) == pytest.approx((0.5, 2.1, 0.3))


def test_a_binding_moves_and_stretches_its_node() -> None:
    lifted = Binding(parameter="target_mm", node="shelf", field="at.z", offset=0.1)
    grown = Binding(parameter="target_mm", node="shelf", field="size.z", factor=2.0)
    one = resolve(scene(BOX, bindings=(lifted, grown)), {"target_mm": 900}).placed[0]
    assert one.at == pytest.approx((1.0, 2.0, 1.0))
    assert one.size == pytest.approx((1.0, 0.3, 1.8))


def test_a_binding_without_its_parameter_changes_nothing() -> None:
    lifted = Binding(parameter="target_mm", node="shelf", field="at.z")
    assert resolve(scene(BOX, bindings=(lifted,)), {}).placed[0].at == Vec3(1.0, 2.0, 0.5)


@pytest.mark.parametrize(("value", "visible"), [(0, False), (1, True)])
def test_a_binding_can_hide_its_node(value: int, visible: bool) -> None:
    shown = Binding(parameter="crowd", node="shelf", field="visible")
    assert resolve(scene(BOX, bindings=(shown,)), {"crowd": value}).placed[0].visible is visible


def test_the_seat_follows_the_level() -> None:
    assert resolve(scene(BOX), {"seat_height_mm": 520}).seat_m == 0.52
    assert resolve(scene(BOX), {}).seat_m == 0.45


@pytest.mark.parametrize(
    ("nodes", "bindings", "message"),
    [
        ((BOX, BOX), (), "the node id 'shelf' is used twice"),
        ((STAIRS, STAIRS.model_copy(update={"id": "more"})), (), "at most one staircase"),
        ((BOX,), (Binding(parameter="p", node="chair", field="at.z"),), "unknown node 'chair'"),
        (
            (AnchorNode(kind="anchor", id="a", at=(0.0, 0.0, 0.0)),),
            (Binding(parameter="p", node="a", field="size.z"),),
            "which has no 'size'",
        ),
    ],
)
def test_a_scene_that_contradicts_itself_is_refused(
    nodes: tuple[object, ...], bindings: tuple[Binding, ...], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        scene(*nodes, bindings=bindings)
