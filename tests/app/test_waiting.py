"""How somebody without a headset waits: seated where any of the chosen ladders begins seated."""

from __future__ import annotations

import pytest

from vrexposure.app.devices import waiting_for
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.resources import load_protocol


@pytest.mark.parametrize(
    ("protocol", "ladders", "posture"),
    [
        ("everyday-movements", ("sit-to-stand", "stairs"), "seated"),
        ("everyday-movements", ("stairs",), "standing"),
        ("standing", ("standing",), "standing"),
        ("turning", ("turn-head",), "seated"),
        ("turning", ("look-behind",), "standing"),
    ],
)
def test_the_posture_is_that_of_the_chosen_ladders(
    protocol: str, ladders: tuple[str, ...], posture: str
) -> None:
    starts = tuple(LadderStart(ladder=one) for one in ladders)
    chosen = load_protocol(protocol).protocol
    assert (
        waiting_for(Setup(patient="p", seed=1, protocol=chosen, ladders=starts)).posture == posture
    )
