"""What a process holds, and whether that grows. Needs no runtime."""

from __future__ import annotations

import mmap
import threading
from pathlib import Path

import pytest

from tests.openxr.upkeep import (
    MINUTE_KB_PER_MIN,
    Holding,
    growth_kb_per_min,
    held_now,
    most_kb_per_min,
    warm,
)


def held(kb_per_s: float, *, jump_kb: int = 0) -> list[Holding]:
    """A minute, a look a second; loading takes 30 MB in the first ten seconds."""
    return [
        Holding(
            at, 300_000 + 3000 * min(at, 10) + round(kb_per_s * at) + jump_kb * (at == 40), 9, 8
        )
        for at in range(61)
    ]


def test_what_is_loaded_at_first_is_no_leak_and_neither_is_a_moment() -> None:
    assert [one.at_s for one in warm(held(0.0))] == list(range(12, 61))
    assert growth_kb_per_min(held(0.0)[:20]) > MINUTE_KB_PER_MIN
    assert growth_kb_per_min(warm(held(0.0, jump_kb=2000))) == 0.0


def test_a_steady_leak_is_measured() -> None:
    assert growth_kb_per_min(warm(held(100.0))) == pytest.approx(6000.0, rel=1e-3)
    assert most_kb_per_min(600) < most_kb_per_min(60) < 6000.0


def test_memory_files_and_threads_of_this_process_are_counted(tmp_path: Path) -> None:
    before = held_now(0.0)
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    some = mmap.mmap(-1, 20_000_000)  # pages of its own, whatever the heap has to spare
    some.write(b"!" * 20_000_000)
    with (tmp_path / "one").open("wb"):
        during = held_now(1.0)
    over.set()
    thread.join()

    assert during.files == before.files + 1
    assert during.threads == before.threads + 1
    assert 18_000 < during.resident_kb - before.resident_kb < 30_000
    some.close()
