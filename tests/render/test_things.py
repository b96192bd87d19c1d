"""What is reached or carried: where it stands, how it looks, and that it goes with the hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from panda3d import core as p3d

from tests.render.moments import REACHING, frame
from vrexposure.core.inputs import Frame, Point
from vrexposure.core.levels.sit_to_stand import SEATS
from vrexposure.core.view import Ghost, Thing, View
from vrexposure.render.geoms import Path3
from vrexposure.render.seats import seat
from vrexposure.render.stage import Stage

pytestmark = pytest.mark.gl
BOX = Thing("box", 0, 500, 150, 200)


@pytest.fixture
def stage(open_stage: Stage) -> Iterator[Stage]:
    open_stage.show(View(), frame())
    yield open_stage
    open_stage.show(View(), frame())


def node(stage: Stage, name: str) -> Path3:
    found: Path3 = stage.rig.find(f"**/{name}")
    assert not found.is_empty()
    return found


def place_of(stage: Stage, name: str) -> tuple[float, ...]:
    return tuple(node(stage, name).get_pos(stage.rig))


def hands_at(left: tuple[float, float, float], right: tuple[float, float, float]) -> Frame:
    moment = frame(hands=True)
    moment.poses[Point.LEFT_HAND, :3] = left
    moment.poses[Point.RIGHT_HAND, :3] = right
    return moment


def test_a_thing_stands_where_the_view_says(stage: Stage) -> None:
    stage.show(View(things=(BOX,)), frame(hands=True))
    assert place_of(stage, "thing-box-0") == pytest.approx((0.0, 0.5, 0.15))


def test_a_held_thing_goes_with_its_hand_or_between_both(stage: Stage) -> None:
    stage.show(View(things=(replace(BOX, held_by="left"),)), hands_at((-0.3, 0.4, 1.0), (0, 0, 0)))
    assert place_of(stage, "thing-box-0") == pytest.approx((-0.3, 0.4, 1.0))
    stage.show(
        View(things=(replace(BOX, held_by="both"),)), hands_at((-0.2, 0.4, 1.0), (0.2, 0.4, 1.2))
    )
    assert place_of(stage, "thing-box-0") == pytest.approx((0.0, 0.4, 1.1))


def test_a_held_thing_stays_where_a_lost_hand_was(stage: Stage) -> None:
    held = View(things=(replace(BOX, held_by="left"),))
    stage.show(held, hands_at((-0.3, 0.4, 1.0), (0, 0, 0)))
    lost = hands_at((5.0, 5.0, 5.0), (0, 0, 0))
    lost.flags[Point.LEFT_HAND] = 3  # guessed, not tracked
    stage.show(held, lost)
    assert place_of(stage, "thing-box-0") == pytest.approx((-0.3, 0.4, 1.0))


def test_another_state_changes_the_colour_and_makes_nothing_anew(stage: Stage) -> None:
    stage.show(View(things=(BOX,)), frame())
    first = node(stage, "thing-box-0")
    before = p3d.LVecBase4(first.get_shader_input("glow").get_vector())
    stage.show(View(things=(replace(BOX, state="done"),)), frame())
    assert node(stage, "thing-box-0") == first
    assert first.get_shader_input("glow").get_vector() != before


def test_nothing_is_left_when_the_view_has_no_things(stage: Stage) -> None:
    stage.show(REACHING, frame(hands=True))
    full = stage.counts().geoms
    stage.show(View(place="home"), frame(hands=True))
    assert stage.rig.find("**/thing-*").is_empty()
    # Two Geoms a lane, one for each other thing, two for the ghost.
    assert full - stage.counts().geoms == len(REACHING.things) + 1 + 2


def test_the_ghost_goes_along_its_way_and_stands_still_when_all_is_frozen(stage: Stage) -> None:
    view = View(ghost=Ghost(((0, 300, 900), (0, 700, 1100)), 0, 4000))
    seen = []
    for time_ms in (0, 800, 1600, 2400, 3200):
        stage.show(view, frame(time_ns=time_ms * 1_000_000))
        seen.append(place_of(stage, "ghost-light"))
    assert [place[1] for place in seen] == sorted(place[1] for place in seen)
    assert seen[0] == pytest.approx((0.0, 0.3, 0.9))
    assert seen[-1] == pytest.approx((0.0, 0.7, 1.1), abs=1e-3)

    frozen = replace(view, frozen=True)
    stage.show(frozen, frame(time_ns=4_800_000_000))
    still = place_of(stage, "ghost-light")
    stage.show(frozen, frame(time_ns=5_600_000_000))
    assert place_of(stage, "ghost-light") == still


@pytest.mark.parametrize("kind", range(len(SEATS)))
@pytest.mark.parametrize("has_arms", [False, True])
def test_every_seat_keeps_to_the_footprint_and_the_height_of_the_real_one(
    kind: int, *, has_arms: bool
) -> None:
    points = np.concatenate([mesh.points for mesh in seat(kind, 0.47, has_arms=has_arms)])
    assert np.abs(points[:, 0]).max() <= 0.28
    assert points[:, 1].max() <= 0.27
    assert points[:, 2].min() >= -0.016  # round ends of legs
    # Where one sits, the upper side is as high as the seat, to the 20 mm that are promised.
    front = points[(np.abs(points[:, 0]) < 0.15) & (points[:, 1] > 0.0)]
    assert front[:, 2].max() == pytest.approx(0.47, abs=0.02)
