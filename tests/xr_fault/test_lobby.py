"""The whole way from the runtime to the View: who comes back finds the lobby, and no exposure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import xr

from tests.core.stories import make_setup
from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import (
    Action,
    Answer,
    Command,
    Device,
    DeviceChange,
    Frame,
    Resume,
    Start,
)
from vrexposure.core.view import Phase, View
from vrexposure.openxr.headset import Headset

S = xr.SessionState


@dataclass
class Story:
    """A session in a headset: moments go in, and what was shown is remembered."""

    headset: Headset
    engine: Engine = field(default_factory=lambda: Engine(make_setup()))
    shown: list[View] = field(default_factory=list)
    changes: list[DeviceChange] = field(default_factory=list)
    now_ns: int = 0
    seq: int = 0

    def __post_init__(self) -> None:
        self._moments = self.headset.input.moments()

    def say(self, action: Action) -> None:
        self.seq += 1
        self.engine.handle(Command(self.now_ns, self.seq, "therapist", -1, action))

    def views(self, most: int = 2000) -> Iterator[View]:
        """What is shown, moment by moment."""
        for _ in range(most):
            moment = next(self._moments)
            self.now_ns = max(self.now_ns, moment.time_ns)
            self.engine.handle(moment)
            if isinstance(moment, Device):
                self.changes.append(moment.change)
            elif isinstance(moment, Frame):
                self.shown.append(self.engine.view)
                draw(self.headset)
            yield self.engine.view

    def until(self, place: str) -> View:
        return next(view for view in self.views() if view.place == place and not view.dim_permille)

    def until_told(self, change: DeviceChange) -> View:
        return next(view for view in self.views() if change in self.changes)


@pytest.fixture
def at_home(runtime: FaultRuntime, open_on: Opener) -> Story:
    """A session that has come to the place of its first movement."""
    runtime.poses["view"] = (ALL_VALID, (0, 0, 0, 1, 0, 1.2, 0))
    runtime.open_up()
    story = Story(open_on(virtual=True, reconnect_for_s=600))
    next(story.views())
    story.say(Start())
    story.say(Answer("baseline_pain", 4))
    story.until("home")
    story.shown.clear()
    return story


def check_lobby_then_resume(story: Story) -> None:
    for view, _ in zip(story.views(), range(200), strict=False):
        assert (view.phase, view.place) == (Phase.PAUSED, "neutral")
    assert story.shown, "pictures came again"
    assert {view.place for view in story.shown} == {"neutral"}
    panel = story.engine.view.panel
    assert panel is not None
    assert panel.body[0].key == "pause.returned"
    story.say(Resume())
    assert story.engine.view.dim_permille == 1000
    assert story.until("home").phase is Phase.RUNNING


def test_a_headset_that_was_off_shows_the_lobby_from_the_first_picture_on(
    runtime: FaultRuntime, at_home: Story
) -> None:
    runtime.enter(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE)
    at_home.until_told(DeviceChange.HEADSET_OFF)
    for view in at_home.views():
        if view.place == "neutral":
            break
    at_home.shown.clear()
    runtime.open_up()
    at_home.until_told(DeviceChange.HEADSET_ON)
    check_lobby_then_resume(at_home)


def test_a_runtime_that_was_lost_shows_the_lobby_from_the_first_picture_on(
    runtime: FaultRuntime, at_home: Story
) -> None:
    runtime.vanish()
    at_home.until_told(DeviceChange.RUNTIME_LOST)
    assert at_home.engine.view.place == "neutral"
    at_home.shown.clear()
    runtime.come_back()
    runtime.open_up()
    at_home.until_told(DeviceChange.RUNTIME_BACK)
    check_lobby_then_resume(at_home)


def test_a_menu_of_the_headset_in_front_moves_nobody(runtime: FaultRuntime, at_home: Story) -> None:
    runtime.enter(S.VISIBLE)
    at_home.until_told(DeviceChange.FOCUS_LOST)
    for view, _ in zip(at_home.views(), range(200), strict=False):
        assert (view.phase, view.place) == (Phase.PAUSED, "home")
