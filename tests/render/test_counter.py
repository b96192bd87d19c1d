"""The counter's dots: one for each repetition, or a share of many."""

from __future__ import annotations

import pytest

from vrexposure.core.view import Counter
from vrexposure.render.notices import dots


@pytest.mark.parametrize(
    ("done", "target", "shown"),
    [
        (0, 5, (5, 0)),
        (2, 5, (5, 2)),
        (15, 15, (15, 15)),
        (15, 60, (15, 3)),
        (59, 60, (15, 14)),
        (60, 60, (15, 15)),
    ],
)
def test_the_dots_are_all_filled_only_when_all_is_done(
    done: int, target: int, shown: tuple[int, int]
) -> None:
    assert dots(Counter(done, target)) == shown
