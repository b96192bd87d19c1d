"""What happens to a whole session when something happens in the middle of a movement.

In a real runtime: the stage is centred anew; the runtime is killed and another one is started.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import typing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.openxr.mishap import ASIDE_M
from tests.openxr.programs import PROJECT, Run, run
from vrexposure.core.geometry import yaw_rad_of
from vrexposure.core.inputs import Command, Device, Frame, Input, Point, Tick
from vrexposure.core.observations import Selected
from vrexposure.core.outputs import (
    OUTPUT,
    Alert,
    Observed,
    Output,
    PhaseChanged,
    PropRegistered,
    TrialBegan,
    TrialEnded,
    ViewShown,
)
from vrexposure.core.view import Phase
from vrexposure.recording.reader import Recording, read_recording

pytestmark = [pytest.mark.xr, pytest.mark.slow, pytest.mark.timeout(200)]

# What is drawn for the first time meanwhile takes buffers: the pause, its panel.
NEW_BUFFERS_MOST = 40
AHEAD_MOST_NS = 150_000_000
DARK = 70
"""Darker than the room in daylight anywhere in the middle of the picture; the panel is."""


@dataclass(frozen=True)
class Story:
    """A session that was run: what its program said, and everything on record, in order."""

    done: Run
    recording: Recording
    inputs: dict[int, Input]
    outputs: dict[int, Output]

    def said(self, kind: type[typing.Any]) -> dict[int, typing.Any]:
        """Outputs of a kind, by `seq`."""
        return {seq: one for seq, one in self.outputs.items() if isinstance(one, kind)}

    def changes(self) -> dict[int, str]:
        """What became of the device, by `seq`."""
        return {s: str(i.change) for s, i in self.inputs.items() if isinstance(i, Device)}

    def of_input(self, start: int) -> Iterator[Output]:
        """What was said to the input with this `seq`."""
        seq = start + 1
        while seq in self.outputs:
            yield self.outputs[seq]
            seq += 1

    def frames(self, start: int, end: int) -> list[Frame]:
        """The frames between two `seq`."""
        return [i for s, i in self.inputs.items() if start < s < end and isinstance(i, Frame)]


def story_of(what: str, out: Path) -> Story:
    done = run("mishap", str(out), what, own_runtime=True, limit_s=170)
    assert done.exit_code == 0, done.errors
    assert "Traceback" not in done.errors
    told = read_recording(Path(done.lines[-1]["folder"]))
    outputs = {seq: OUTPUT.validate_json(payload) for seq, _, payload in told.outputs()}
    return Story(done, told, dict(told.inputs()), outputs)


@pytest.fixture(scope="module")
def stories(monado: int, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Story]:
    """Both, run beside each other: each has a service, a network and an X server of its own."""
    whats = ["recentre", "kill"]
    folders = [tmp_path_factory.mktemp(what) for what in whats]
    with ThreadPoolExecutor() as pool:
        return dict(zip(whats, pool.map(story_of, whats, folders), strict=True))


@pytest.fixture
def recentred(stories: dict[str, Story]) -> Story:
    return stories["recentre"]


@pytest.fixture
def killed(stories: dict[str, Story]) -> Story:
    return stories["kill"]


def replays(story: Story) -> bool:
    """Whether `vrexposure replay` finds every decision as it was."""
    done = subprocess.run(
        [sys.executable, "-m", "vrexposure", "replay", story.done.lines[-1]["folder"]],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode == 0


def test_recentring_puts_the_stage_beneath_the_head_that_moved(recentred: Story) -> None:
    (at,) = (seq for seq, change in recentred.changes().items() if change == "recentred")
    before = recentred.frames(-1, at)[-1].pose(Point.HEAD)
    after = recentred.frames(at, at + 10_000)[0].pose(Point.HEAD)

    assert math.hypot(*before.position[:2]) > 0.5 * math.hypot(ASIDE_M.x, ASIDE_M.y)
    assert yaw_rad_of(before.orientation) > 0.2
    assert math.hypot(*after.position[:2]) < 0.1
    assert abs(yaw_rad_of(after.orientation)) < 0.1
    assert after.position.z == pytest.approx(before.position.z, abs=0.15)  # the floor stays


def test_recentring_voids_trial_and_supports_and_goes_on_with_nothing(recentred: Story) -> None:
    (at,) = (seq for seq, change in recentred.changes().items() if change == "recentred")
    (began,) = recentred.said(TrialBegan)
    said = list(recentred.of_input(at))

    assert recentred.done.all_of("repetitions")[0] >= 1
    assert began < at
    (ended,) = (one for one in said if isinstance(one, TrialEnded))
    assert ended.result == "interrupted"
    assert [one.text.key for one in said if isinstance(one, Alert)] == ["alert.recentred"]
    (phase,) = (one for one in said if isinstance(one, PhaseChanged))
    assert (phase.after, phase.cause) == (Phase.PAUSED, "recentred")
    views = recentred.said(ViewShown)
    assert any(prop.look == "real" for prop in views[max(s for s in views if s < at)].view.props)
    assert not any(p.look == "real" for s, one in views.items() if s > at for p in one.view.props)
    assert recentred.done.all_of("ending") == [Phase.PAUSED]
    assert replays(recentred)


def test_a_killed_runtime_is_told_and_its_return_and_that_the_space_is_another(
    killed: Story,
) -> None:
    changes = [one for one in killed.changes().values() if one.startswith(("runtime", "recentred"))]

    assert changes == ["runtime_lost", "runtime_back", "recentred"]
    began_ns, *_ = (one.time_ns for one in killed.said(TrialBegan).values())
    (lost_ns,) = (
        i.time_ns
        for i in killed.inputs.values()
        if isinstance(i, Device) and i.change == "runtime_lost"
    )
    first = next(iter(killed.said(TrialEnded).values()))
    assert first.result == "interrupted"
    # The session's clock is at the last picture, which was predicted some milliseconds ahead.
    assert began_ns < first.time_ns <= lost_ns + AHEAD_MOST_NS


def test_while_it_is_away_the_window_says_so(killed: Story) -> None:
    dark = {}
    for line in (line for line in killed.done.lines if "window" in line):
        pixels = np.asarray(Image.open(line["window"]).convert("L"))
        height, width = pixels.shape
        middle = pixels[2 * height // 5 : 3 * height // 5, 2 * width // 5 : 3 * width // 5]
        dark[line["name"]] = float((middle < DARK).mean())
    panels = {line["name"]: line["panel"] for line in killed.done.lines if "window" in line}
    places = {line["name"]: line["place"] for line in killed.done.lines if "window" in line}

    assert dark["before"] < 0.2
    assert dark["away"] > 0.6
    assert panels["away"] == ["pause.runtime_lost"]
    assert "pause.returned" in panels["back"]
    assert places == {"before": "home", "away": "neutral", "back": "neutral"}


def test_after_the_return_it_waits_paused_until_somebody_goes_on(killed: Story) -> None:
    changes = {change: seq for seq, change in killed.changes().items()}
    back = changes["runtime_back"]
    assert killed.done.all_of("returned")
    phases = {seq: one for seq, one in killed.said(PhaseChanged).items() if seq > back}
    resumed, phase = next(iter(phases.items()))

    assert (phase.before, phase.after) == (Phase.PAUSED, Phase.RUNNING)
    waited = killed.frames(back, resumed)
    assert waited[-1].time_ns - waited[0].time_ns > 1_000_000_000
    cause = max(seq for seq in killed.inputs if seq < resumed)
    chosen = any(
        isinstance(one, Observed) and isinstance(one.observation, Selected)
        for one in killed.of_input(cause)
    )
    assert isinstance(killed.inputs[cause], Command) or chosen


def test_then_the_chair_is_registered_anew_and_the_movement_is_done_again(killed: Story) -> None:
    back = next(seq for seq, change in killed.changes().items() if change == "runtime_back")

    assert [one.prop for seq, one in killed.said(PropRegistered).items() if seq > back] == ["chair"]
    assert len([seq for seq in killed.said(TrialBegan) if seq > back]) == 1
    assert killed.done.all_of("repetitions") == [1, 1]


def test_what_was_on_disk_while_it_was_away_has_all_up_to_the_loss(killed: Story) -> None:
    kept = read_recording(Path(killed.done.all_of("kept")[0]))
    inputs = dict(kept.inputs())
    outputs = {seq: payload for seq, _, payload in kept.outputs()}
    last = max(*inputs, *outputs)
    lost = next(seq for seq, change in killed.changes().items() if change == "runtime_lost")

    assert not kept.salvage.complete
    assert kept.salvage.chunks_lost == kept.salvage.dropped == 0
    assert last > lost
    assert sorted([*inputs, *outputs]) == list(range(last + 1))
    whole = {seq: payload for seq, _, payload in killed.recording.outputs()}
    assert all(whole[seq] == payload for seq, payload in outputs.items())
    # It was copied when the runtime had been away for three seconds, in which ticks came.
    ticks_ns = [one.time_ns for seq, one in inputs.items() if seq > lost and isinstance(one, Tick)]
    assert ticks_ns[-1] - ticks_ns[0] > 2_000_000_000


def test_the_whole_of_it_is_recorded_and_replays_exactly(killed: Story) -> None:
    seqs = sorted([*killed.inputs, *killed.outputs])

    assert killed.done.lines[-1]["complete"]
    assert killed.recording.salvage.complete
    assert seqs == list(range(seqs[-1] + 1))
    assert replays(killed)


def test_opengl_has_no_more_names_than_before(killed: Story) -> None:
    before, after = killed.done.all_of("names")

    for kind in ("textures", "framebuffers", "renderbuffers"):
        assert after[kind] == before[kind] > 0, json.dumps([before, after])
    assert after["buffers"] - before["buffers"] <= NEW_BUFFERS_MOST
