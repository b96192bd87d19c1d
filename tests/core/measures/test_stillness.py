"""Hesitation, pauses, freezing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import (
    Samples,
    along_x,
    degenerate,
    lose,
    quick,
    reach,
    share,
    turned,
)
from vrexposure.core.measures.stillness import stillness

NS = 1_000_000_000


def halting(pause_s: float, before_s: float = 0.5) -> Samples:
    """Two reaches of a second and 0.3 m with stillness between them."""
    t = np.arange(round((before_s + 2 + pause_s + 0.5) * 100) + 1) / 100 - before_s
    return along_x(0.3 * (share(t) + share(t - 1 - pause_s)))


@pytest.mark.parametrize("wait_s", [0.0, 0.4, 3.0])
def test_hesitation_is_the_time_from_go_to_the_first_movement(wait_s: float) -> None:
    told = stillness(*reach(before_s=wait_s), go_ns=0)
    # The speed leaves 5 % of the peak after 0.0594 of the reach.
    assert told.hesitation_s == pytest.approx(wait_s + 0.0594, abs=0.0101)
    assert (told.pauses, told.freezes) == ((), ())


def test_what_was_before_go_does_not_count() -> None:
    told = stillness(*halting(2.0), go_ns=2 * NS)
    assert told.hesitation_s == pytest.approx(1.5 + 0.0594, abs=0.02)
    assert told.coverage.left_out == 200


@pytest.mark.parametrize(
    ("first_s", "last_s", "known"), [(0.2, 0.5, False), (0.0, 0.2, False), (1.2, 1.6, True)]
)
def test_hesitation_is_unknown_when_the_movement_may_have_begun_in_a_gap(
    first_s: float, last_s: float, known: bool
) -> None:
    told = stillness(*lose(reach(before_s=1.0), first_s, last_s), go_ns=0)
    assert (told.hesitation_s is not None) is known


def test_a_pause_is_told_with_its_time_and_length() -> None:
    told = stillness(*halting(0.5), go_ns=0)
    assert told.pauses is not None
    (pause,) = told.pauses
    # Under 10 % of the peak already in the last and first 0.087 s of each reach.
    assert pause.length_s == pytest.approx(0.5 + 2 * 0.087, abs=0.03)
    assert pause.start_ns / NS == pytest.approx(1.5 - 0.087, abs=0.03)
    assert told.freezes == ()


def test_a_long_stillness_in_mid_movement_is_freezing() -> None:
    told = stillness(*halting(1.5), go_ns=0)
    assert told.freezes is not None
    assert [f.length_s for f in told.freezes] == [pytest.approx(1.55, abs=0.06)]


def test_rest_before_and_after_is_neither_pause_nor_freezing() -> None:
    told = stillness(*reach(before_s=3.0, after_s=3.0), go_ns=0)
    assert (told.pauses, told.freezes) == ((), ())


def test_a_pause_is_not_told_across_a_gap() -> None:
    told = stillness(*lose(halting(1.5), 1.7, 2.8), go_ns=0)
    assert told.freezes == ()


@quick
@given(st.floats(-3.1, 3.1), st.floats(-5, 5), st.integers(0, 10**12))
def test_stillness_is_the_same_from_everywhere_and_at_every_time(
    yaw_rad: float, away_m: float, later_ns: int
) -> None:
    base = stillness(*halting(1.5), go_ns=0)
    there = turned(halting(1.5), yaw_rad, shift=(away_m, away_m, away_m))
    told = stillness(there.times_ns + later_ns, *there[1:], go_ns=later_ns)
    assert told.hesitation_s == base.hesitation_s
    assert told.pauses is not None
    assert base.pauses is not None
    assert [p.length_s for p in told.pauses] == [p.length_s for p in base.pauses]


@quick
@given(st.floats(0.3, 2.5), st.floats(0.3, 2.5))
def test_a_longer_pause_is_never_told_shorter(one_s: float, other_s: float) -> None:
    told = [stillness(*halting(s), go_ns=0).pauses for s in sorted((one_s, other_s))]
    assert told[0]
    assert told[1]
    assert told[0][0].length_s <= told[1][0].length_s + 0.011


@pytest.mark.parametrize("name", list(degenerate()))
def test_where_nothing_moves_nothing_is_told(name: str) -> None:
    told = stillness(*degenerate()[name], go_ns=0)
    assert (told.hesitation_s, told.pauses, told.freezes) == (None, None, None) or name == "two"
