"""The supervisor and a runtime that takes its time: it may to connect, and not in a session."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.xr_fault.blocked import BLOCKS_S
from tests.xr_fault.conftest import Opener
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw, word
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.view import View
from vrexposure.supervisor.heart import Heart
from vrexposure.supervisor.page import Page
from vrexposure.supervisor.rules import Deed, Limits, decide
from vrexposure.supervisor.watching import watch


@pytest.fixture
def page() -> Iterator[Page]:
    made = Page.create()
    yield made
    made.forget_name()
    made.close()


def test_whatever_is_called_between_loss_and_return_may_block_for_long(
    runtime: FaultRuntime, open_on: Opener, page: Page
) -> None:
    other_side = Page(page.path)
    heart = Heart(other_side)
    runtime.open_up()
    headset = open_on(virtual=True, reconnect_for_s=600)
    deeds: dict[str, set[Deed]] = {}

    def silent(name: str) -> None:
        deed = decide(round(BLOCKS_S * 1e9), page.read().state, 0, Limits())
        deeds.setdefault(name, set()).add(deed)

    told: list[str] = []
    in_session: dict[str, set[Deed]] = {}
    for moment in headset.input.moments():
        told.append(word(moment))
        if told.count("frame") == 6:
            break
        if isinstance(moment, Frame | Tick):
            heart.show(View(), moment)
        if isinstance(moment, Frame):
            draw(headset)
        match told.count("frame"), told[-1]:
            case 3, "frame":
                runtime.before_call = silent
            case 5, "frame":
                in_session, deeds = deeds, {}
                runtime.vanish()
            case _, "runtime_lost":
                deeds = {}
                runtime.come_back()
                runtime.open_up()
            case _:
                pass
    runtime.before_call = lambda name: None
    other_side.close()

    assert {Deed.RESTART} == set.union(*in_session.values())
    assert {Deed.NOTHING} == set.union(*deeds.values())
    assert {
        "xrDestroySession",
        "xrDestroyInstance",
        "xrCreateInstance",
        "xrCreateSession",
        "xrCreateSwapchain",
        "xrBeginSession",
        "xrWaitFrame",
    } <= deeds.keys()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "starts"),
    [("xrCreateSession", 1), ("xrDestroySession", 1), ("xrSyncActions", 2)],
)
def test_a_program_that_is_held_up_is_begun_anew_only_if_a_session_ran(
    stub: Path, tmp_path: Path, function: str, starts: int
) -> None:
    said: list[str] = []
    arguments = ["-m", "tests.xr_fault.blocked", str(stub), str(tmp_path), function]

    code = watch([sys.executable, *arguments], say=said.append)

    assert code == 0, said
    assert (tmp_path / "starts").read_text(encoding="utf-8").count("start") == starts, said
    assert any("stood still" in line for line in said) == (starts > 1)
