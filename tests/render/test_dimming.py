from __future__ import annotations

import itertools

from vrexposure.core.view import View
from vrexposure.render.dimming import DARKEN_NS, KEPT, RETURN_NS, Dimmer

MS = 1_000_000
STOPPED = View(frozen=True, dim_permille=550, fade_start_ns=3000 * MS, fade_to_neutral_ms=4000)


def test_stop_dims_in_the_very_moment_that_shows_it() -> None:
    dimmer = Dimmer()
    dimmer.at(View(), 0)
    assert dimmer.at(STOPPED, 11 * MS).light == 0.45


def test_floor_chair_and_rail_stay_visible_while_all_is_frozen() -> None:
    dimmer = Dimmer()
    dimmer.at(View(), 0)
    black = View(frozen=True, dim_permille=1000)
    assert dimmer.at(black, 11 * MS) == (False, 0.0, KEPT)


def test_light_comes_back_no_faster_than_the_fade_allows() -> None:
    dimmer = Dimmer()
    dimmer.at(View(dim_permille=1000), 0)
    lights = [dimmer.at(View(), at * MS).light for at in range(0, 700, 10)]
    assert lights == sorted(lights)
    assert lights.index(1.0) * 10 * MS >= RETURN_NS
    assert max(b - a for a, b in itertools.pairwise(lights)) < 0.02


def test_a_black_that_is_no_stop_comes_within_300_ms_and_hides_the_floor_too() -> None:
    dimmer = Dimmer()
    dimmer.at(View(), 0)
    black = View(dim_permille=1000)
    assert 0.4 < dimmer.at(black, 150 * MS).light < 0.6
    assert dimmer.at(black, DARKEN_NS + MS) == (False, 0.0, 0.0)


def test_the_fade_to_neutral_goes_through_dark_and_never_jumps() -> None:
    dimmer = Dimmer()
    dimmer.at(STOPPED, 0)
    course = [dimmer.at(STOPPED, at * MS) for at in range(0, 7100, 11)]
    changes = [b.kept - a.kept for a, b in itertools.pairwise(course)]
    assert max(abs(change) for change in changes) < 0.02
    places = [one.neutral for one in course]
    assert places.index(True) * 11 >= 5000
    assert all(places[places.index(True) :])
    assert min(one.kept for one in course) < 0.01
    assert course[-1].light == 0.45


def test_settling_skips_the_fade() -> None:
    dimmer = Dimmer()
    dimmer.at(View(dim_permille=1000), 0)
    dimmer.settle()
    assert dimmer.at(View(), 0).light == 1.0
