"""Our frame beside the nearest peer's, on one runtime and one scene; counts are asserted.

Times are printed (`-s`), and never asserted; `tools/peer/compare.sh` measures more of them.
"""

from __future__ import annotations

import os
import statistics
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

# Polling, waiting, beginning, views, ending: 5; the picture: 3; actions synced, head, grips, aims,
# six buttons and whether there are two controllers: 14; the time: 1.
CALLS = 23
PEER_CALLS = 17


def ours(way: str) -> Found:
    found = measured(way, ARGUMENTS, driver_out=True, peer=None)
    assert found["broken"] == []
    assert found["shown"] == 1, "a frame was ended without its picture"
    return found


@pytest.mark.parametrize("way", ["ours", "ours-mirror", "ours-one-by-one"])
def test_both_eyes_cost_one_cull_and_few_calls(way: str) -> None:
    found = ours(way)
    assert found["culls"] == 1
    assert found["calls"] == CALLS


@pytest.mark.parametrize("way", ["one-by-one", "at-once", "two-cameras"])
def test_the_bounds_without_a_headset_cost_the_culls_they_are_named_for(way: str) -> None:
    found = measured(way, ARGUMENTS, driver_out=True, peer=None)
    assert found["culls"] == (2 if way == "two-cameras" else 1)


@pytest.mark.skipif(not (PEER / "p3dopenxr").is_dir(), reason="the peer is not installed")
def test_the_peer_runs_on_the_same_runtime_with_two_culls() -> None:
    found = measured("peer", ARGUMENTS, driver_out=True, peer=PEER)
    assert found["shown"] == 1, "the peer ended frames without a picture"
    assert found["culls"] == 2
    assert found["calls"] == PEER_CALLS


@pytest.mark.skipif(not (PEER / "p3dopenxr").is_dir(), reason="the peer is not installed")
@pytest.mark.parametrize("scene", [["300"], ["1000"], ["1000", "--flattened"]], ids=" ".join)
def test_beside_the_peer_ours_culls_once_and_draws_once(scene: list[str]) -> None:
    arguments = [*scene, "--frames", "150"]
    found: dict[str, list[Found]] = {"ours": [], "peer": []}
    for _ in range(3):  # in turns, so that what else the machine does falls on both
        for way, rounds in found.items():
            rounds.append(
                measured(way, arguments, driver_out=True, peer=PEER if way == "peer" else None)
            )
    p50_ms = {
        way: statistics.median(float(one["own_p50_ms"]) for one in rounds)
        for way, rounds in found.items()
    }
    print(  # noqa: T201
        f"\n{' '.join(scene)} objects, driver taken out: ours {p50_ms['ours']:.2f} ms a frame, "
        f"peer {p50_ms['peer']:.2f} ms: {p50_ms['ours'] / p50_ms['peer']:.2f}"
    )
    ours, peer = found["ours"][0], found["peer"][0]
    assert {one["culls"] for one in found["ours"]} == {1}
    assert {one["culls"] for one in found["peer"]} == {2}
    assert ours["draws"] * 2 == peer["draws"]
    assert (ours["calls"], peer["calls"]) == (CALLS, PEER_CALLS)
