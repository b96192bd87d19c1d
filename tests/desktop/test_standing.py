"""Standing at a keyboard: the body stands by itself, and what the keys do ends it."""

from __future__ import annotations

import pytest

from tests.desktop.fakes import Desk
from tests.desktop.test_tracking import STANDING_MM, Watched
from vrexposure.core.observations import HandOnRail, StandingBroken, StandingOn
from vrexposure.core.view import PropView
from vrexposure.core.watch import Rail, Watch, WatchStand
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
