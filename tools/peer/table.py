"""Measure every way of drawing every scene, one process at a time, and print the table.

    python -m tools.peer.table [--peer DIR] [--frames N] [--rounds N] [--driver in|out|both]

Needs an X display. Ways are run in turns, several rounds, and the median round is shown, so that
what else the machine does falls on all alike.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import typing
from pathlib import Path

ROOT = Path(__file__).parents[2]
WAYS = {
    "peer": "panda3d-openxr 0.1.2",
    "ours": "ours, both eyes at once",
    "ours-mirror": "  and its left eye in the window",
    "ours-one-by-one": "  eyes one by one",
    "two-cameras": "no headset: two cameras, two culls",
    "one-by-one": "no headset: one cull, eyes one by one",
    "at-once": "no headset: one cull, both at once",
}
SCENES: tuple[tuple[str, list[str]], ...] = (("300", []), ("1000", []), ("1000", ["--flattened"]))

Found = dict[str, typing.Any]


def measured(
    way: str, arguments: list[str], *, driver_out: bool, peer: Path | None, limit_s: float = 120
) -> Found:
    """What one process of `tools.peer.one` found.

    Raises:
        RuntimeError: It failed.
    """
    env = dict(os.environ)
    folders = [str(ROOT), *([] if peer is None else [str(peer)])]
    env["PYTHONPATH"] = os.pathsep.join(folders)
    if driver_out:
        env["GALLIUM_NOOP"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "tools.peer.one", way, *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=limit_s,
    )
    if done.returncode != 0 or not done.stdout.strip():
        raise RuntimeError(f"{way}: {done.stderr[-2000:]}")
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def _rows(
    scene: list[str], options: argparse.Namespace, *, driver_out: bool
) -> typing.Iterator[str]:
    rounds: dict[str, list[Found]] = {}
    arguments = [*scene, "--frames", str(options.frames), "--window"]
    for _ in range(options.rounds):
        for way in WAYS:
            if way != "peer" or options.peer is not None:
                one = measured(way, arguments, driver_out=driver_out, peer=options.peer)
                rounds.setdefault(way, []).append(one)
    base = _middle(rounds["peer"], "own_p50_ms") if "peer" in rounds else 0.0
    for way, found in rounds.items():
        p50 = _middle(found, "own_p50_ms")
        share = f"{p50 / base:5.2f}" if base else "    -"
        yield (
            f"{WAYS[way]:<38} {p50:7.2f} {_middle(found, 'own_p99_ms'):7.2f} {share} "
            f"{_middle(found, 'whole_p50_ms'):7.2f} {found[0]['culls']:6.0f} "
            f"{found[0]['draws']:6d} {found[0]['calls']:6.0f}"
        )


def _middle(found: list[Found], key: str) -> float:
    return float(statistics.median(one[key] for one in found))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=Path, help="folder that holds panda3d-openxr")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--driver", choices=["in", "out", "both"], default="both")
    options = parser.parse_args()
    for driver_out in {"in": [False], "out": [True], "both": [True, False]}[options.driver]:
        for count, more in SCENES:
            what = f"{count} objects{', flattened' if more else ''}"
            sys.stdout.write(
                f"\n{what}; driver {'taken out' if driver_out else 'as it is'}: CPU of the main "
                "thread per frame, ms\n"
                f"{'':<38} {'p50':>7} {'p99':>7} {'/peer':>5} {'all p50':>7} {'culls':>6} "
                f"{'draws':>6} {'calls':>6}\n"
            )
            for row in _rows([count, *more], options, driver_out=driver_out):
                sys.stdout.write(row + "\n")
                sys.stdout.flush()
    sys.stdout.write(
        "\np50, p99: without what the runtime spent itself; 'all' with it. draws: Geoms of the "
        "scene times passes.\ncalls: OpenXR functions a frame.\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
