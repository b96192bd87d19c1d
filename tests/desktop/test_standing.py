"""Standing and turning at a keyboard: what the keys do counts, or ends it, as it should."""

from __future__ import annotations

import typing

import pytest

from tests.desktop.fakes import Desk
from tests.desktop.test_tracking import STANDING_MM, Watched
from vrexposure.core.observations import HandOnRail, StandingBroken, StandingOn, TurnDone
from vrexposure.core.view import PropView
from vrexposure.core.watch import Rail, Watch, WatchStand, WatchTurn
from vrexposure.desktop.body import DesktopBody


def standing(duration_s: int, *rails: Rail) -> Watched:
    desk = Desk(DesktopBody(posture="standing"))
    desk.see(props=(PropView("rail_right", "real", 900, x_mm=450),))
    return Watched(desk, Watch(WatchStand(0, STANDING_MM, duration_s * 1000, rails)))


def test_a_desktop_body_stands_for_the_time_with_a_hand_on_the_rail() -> None:
    watched = standing(8, Rail("right", 450, 900))
    watched.wait(1.0)
    watched.tap("e", 8.0)
    told = [seen.stood_ms for seen in watched.seen if isinstance(seen, StandingOn)]
    assert told[-1] >= 8000
    assert watched.count(StandingBroken) == 0
    assert watched.count(HandOnRail) == 1


@pytest.mark.parametrize(
    ("key", "why"), [("w", "stepped"), ("d", "stepped"), ("c", "sat"), ("space", "stepped")]
)
def test_the_keys_that_walk_step_and_sit_end_it(key: str, why: str) -> None:
    watched = standing(20)
    watched.wait(4.0)
    if key in "wd":
        watched.hold(key, 0.6)
        watched.wait(2.0)
    else:
        watched.tap(key, 3.0)
    broken = [seen for seen in watched.seen if isinstance(seen, StandingBroken)]
    assert [seen.why for seen in broken] == [why]
    assert 3500 < broken[0].stood_ms < 4800


def test_looking_about_is_still_standing() -> None:
    watched = standing(20)
    watched.wait(3.0)
    watched.hold("arrow_left", 0.9)
    watched.wait(1.0)
    watched.hold("arrow_right", 0.9)
    watched.wait(1.0)
    assert watched.count(StandingBroken) == 0


@pytest.mark.parametrize(
    ("posture", "part", "angle_deg", "seconds"),
    [("seated", "head", 60, 1.0), ("standing", "head", 60, 1.0), ("standing", "trunk", 110, 1.8)],
)
def test_turns_by_the_arrow_keys_count_to_either_side(
    posture: typing.Literal["seated", "standing"],
    part: typing.Literal["head", "trunk"],
    angle_deg: int,
    seconds: float,
) -> None:
    watch = WatchTurn(0, part, angle_deg, ("left", "right"), 300, STANDING_MM)
    watched = Watched(Desk(DesktopBody(posture=posture)), Watch(watch))
    watched.wait(1.0)
    for there, back in (("arrow_left", "arrow_right"), ("arrow_right", "arrow_left")):
        watched.hold(there, seconds)
        watched.wait(0.5)
        watched.hold(back, seconds)
        watched.wait(1.0)
    turns = [seen for seen in watched.seen if isinstance(seen, TurnDone)]
    assert [seen.side for seen in turns] == ["left", "right"]
    assert all(abs(seen.peak_deg - angle_deg) <= 6 for seen in turns)


def test_walking_round_is_no_turn_of_the_head() -> None:
    watch = WatchTurn(0, "head", 60, ("left", "right"), 300, STANDING_MM)
    watched = Watched(Desk(DesktopBody(posture="standing")), Watch(watch))
    watched.wait(1.0)
    for there, back in (("arrow_left", "arrow_right"), ("arrow_right", "arrow_left")):
        watched.hold("w", 0.4)
        watched.hold(there, 1.5)
        watched.hold("w", 0.8)
        watched.hold(back, 1.5)
        watched.hold("w", 0.8)
    assert watched.count(TurnDone) == 0
