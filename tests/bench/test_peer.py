"""Our frame beside the nearest peer's, on one runtime and one scene; counts are asserted.

Times are what `tools/peer/compare.sh` prints.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.peer.table import ROOT, Found, measured

pytestmark = [
    pytest.mark.bench,
    pytest.mark.gl,
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="needs an X display (xvfb-run)"),
]
ARGUMENTS = ["60", "--frames", "20"]
PEER = Path(os.environ.get("PEER", ROOT / ".venv-peer"))

# Measured: 23. Polling, waiting, beginning, views, ending: 5; the picture: 3; actions synced, head,
# two grips, two aims and every button: 15. Hands and body points may add theirs (DEF).
CALLS_AT_MOST = 40


def ours(way: str) -> Found:
    found = measured(way, ARGUMENTS, driver_out=True, peer=None)
    assert found["broken"] == []
    assert found["shown"] == 1, "a frame was ended without its picture"
    return found


@pytest.mark.parametrize("way", ["ours", "ours-mirror", "ours-one-by-one"])
def test_both_eyes_cost_one_cull_and_few_calls(way: str) -> None:
    found = ours(way)
    assert found["culls"] == 1
    assert 8 <= found["calls"] <= CALLS_AT_MOST


@pytest.mark.parametrize("way", ["one-by-one", "at-once", "two-cameras"])
def test_the_bounds_without_a_headset_cost_the_culls_they_are_named_for(way: str) -> None:
    found = measured(way, ARGUMENTS, driver_out=True, peer=None)
    assert found["culls"] == (2 if way == "two-cameras" else 1)


@pytest.mark.skipif(not (PEER / "p3dopenxr").is_dir(), reason="the peer is not installed")
def test_the_peer_runs_on_the_same_runtime_with_two_culls() -> None:
    found = measured("peer", ARGUMENTS, driver_out=True, peer=PEER)
    assert found["shown"] == 1, "the peer ended frames without a picture"
    assert found["culls"] == 2
