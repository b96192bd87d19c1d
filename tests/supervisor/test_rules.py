"""What a silence means, as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrexposure.supervisor.rules import SECOND_NS, Deed, Limits, State, decide

NOTHING, ALARM, RESTART, GIVE_UP = Deed.NOTHING, Deed.ALARM, Deed.RESTART, Deed.GIVE_UP


@pytest.mark.parametrize(
    ("silent_ms", "state", "restarts", "deed"),
    [
        (0, State.BEATING, 0, NOTHING),
        (499, State.BEATING, 0, NOTHING),
        (500, State.BEATING, 0, ALARM),
        (1_999, State.BEATING, 2, ALARM),
        (1_999, State.BEATING, 3, ALARM),
        (2_000, State.BEATING, 0, RESTART),
        (2_000, State.BEATING, 2, RESTART),
        (2_000, State.BEATING, 3, GIVE_UP),
        (600_000, State.BEATING, 0, RESTART),
        (29_999, State.STARTING, 0, NOTHING),
        (30_000, State.STARTING, 0, RESTART),
        (30_000, State.STARTING, 3, GIVE_UP),
        (29_999, State.LOADING, 3, NOTHING),
        (30_000, State.LOADING, 2, RESTART),
        (30_000, State.LOADING, 3, GIVE_UP),
        (29_999, State.ENDING, 0, NOTHING),
        (30_000, State.ENDING, 0, ALARM),
        (3_600_000, State.ENDING, 3, ALARM),
    ],
)
def test_a_silence_is_answered_by_its_length_its_state_and_what_was_before(
    silent_ms: int, state: State, restarts: int, deed: Deed
) -> None:
    assert decide(silent_ms * 1_000_000, state, restarts, Limits()) is deed


@given(
    silent_ns=st.integers(0, 100 * SECOND_NS),
    more_ns=st.integers(0, 100 * SECOND_NS),
    state=st.sampled_from(State),
    restarts=st.integers(0, 5),
)
def test_a_longer_silence_is_never_answered_by_less(
    silent_ns: int, more_ns: int, state: State, restarts: int
) -> None:
    order = list(Deed)
    first = decide(silent_ns, state, restarts, Limits())
    later = decide(silent_ns + more_ns, state, restarts, Limits())
    assert order.index(later) >= order.index(first)
    assert not (state is State.ENDING and later in (RESTART, GIVE_UP))
