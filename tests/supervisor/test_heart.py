"""The session's side: what is on the page after which moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from vrexposure.core.inputs import Frame, Tick, empty_arrays
from vrexposure.core.view import Phase, View
from vrexposure.supervisor.heart import AFTER_VARIABLE, PAGE_VARIABLE, Heart
from vrexposure.supervisor.page import Page, PageError
from vrexposure.supervisor.rules import State


@pytest.fixture
def page() -> Iterator[Page]:
    made = Page.create()
    yield made
    made.forget_name()
    made.close()


@pytest.fixture
def heart(page: Page) -> Iterator[Heart]:
    times = iter(range(100, 10_000, 10))
    other_side = Page(page.path)
    yield Heart(other_side, clock_ns=lambda: next(times))
    other_side.close()


def test_before_the_first_moment_it_is_starting(page: Page, heart: Heart) -> None:
    beat = page.read()
    assert (beat.number, beat.time_ns, beat.state) == (0, 0, State.STARTING)


def test_each_moment_is_a_beat_with_time_phase_and_frame(page: Page, heart: Heart) -> None:
    view = View(phase=Phase.LOBBY)
    heart.show(view, frame(1))
    heart.show(view, frame(2))
    heart.show(replace(view, phase=Phase.RUNNING), frame(3))
    beat = page.read()
    assert (beat.number, beat.time_ns, beat.frame) == (3, 120, 3)
    assert (beat.phase, beat.state) == (Phase.RUNNING, State.BEATING)


def frame(time_ns: int) -> Frame:
    return Frame(time_ns, *empty_arrays())


def test_a_new_place_is_loading_until_the_next_moment(page: Page, heart: Heart) -> None:
    states = []
    for place in ("neutral", "neutral", "home", "home"):
        heart.show(View(place=place), frame(1))
        states.append(page.read().state)
    assert states == [State.LOADING, State.BEATING, State.LOADING, State.BEATING]


def test_while_no_picture_is_wanted_there_is_time(page: Page, heart: Heart) -> None:
    states = []
    for moment in (frame(1), frame(2), Tick(3), Tick(4), frame(5)):
        heart.show(View(), moment)
        states.append(page.read().state)
    loading, beating = State.LOADING, State.BEATING
    assert states == [loading, beating, loading, loading, beating]


def test_what_comes_after_the_end_is_still_the_end(page: Page, heart: Heart) -> None:
    heart.show(View(phase=Phase.DEBRIEF), Tick(1))
    heart.ending()
    heart.show(View(), Tick(2))
    beat = page.read()
    assert (beat.state, beat.phase, beat.number) == (State.ENDING, Phase.DEBRIEF, 2)


def test_the_page_tells_where_the_session_is_recorded(
    page: Page, heart: Heart, tmp_path: Path
) -> None:
    assert page.read_note() == ("", None)
    heart.recording_in("3f2a", tmp_path / "größe")
    assert page.read_note() == ("3f2a", tmp_path / "größe")
    heart.recording_in("3f2b", Path("/" + "x" * 4000))
    assert page.read_note() == ("3f2b", None)


def test_a_process_without_a_supervisor_has_no_heart(tmp_path: Path) -> None:
    assert Heart.of_environment({}) is None
    assert Heart.of_environment({PAGE_VARIABLE: str(tmp_path / "gone")}) is None
    (tmp_path / "other").write_bytes(bytes(4096))
    assert Heart.of_environment({PAGE_VARIABLE: str(tmp_path / "other")}) is None
    with pytest.raises(PageError):
        Page(tmp_path / "other")
    (tmp_path / "short").write_bytes(b"1")
    with pytest.raises(PageError):
        Page(tmp_path / "short")


def test_the_environment_is_used_up_and_the_file_has_no_name_any_more(page: Page) -> None:
    environment = {PAGE_VARIABLE: str(page.path), AFTER_VARIABLE: "3f2a", "HOME": "/"}
    heart = Heart.of_environment(environment)
    assert heart is not None
    assert heart.restarted_after == "3f2a"
    assert environment == {"HOME": "/"}
    assert not page.path.exists()
    heart.show(View(), Tick(1))
    assert page.read().number == 1


@pytest.mark.bench
def test_a_beat_is_cheap(page: Page) -> None:
    heart, view, tick = Heart(page), View(), Tick(1)
    began = time.thread_time_ns()
    for _ in range(10_000):
        heart.show(view, tick)
    print(f"\na beat: {(time.thread_time_ns() - began) / 1e7:.2f} microseconds")  # noqa: T201
    assert page.read().number == 10_000
