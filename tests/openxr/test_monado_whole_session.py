"""Whole sessions through a real runtime: the program asks, a simulated person moves the headset.

The sessions run as the program runs them; what is asserted is read from what they leave on disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.openxr.programs import Run, run_beside_service
from tests.reports.page import read_page
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import TRACKED, Button, Device, Ended, Frame, Input, Point
from vrexposure.core.observations import RepetitionDone, Selected, StepTaken, StopGesture
from vrexposure.core.outputs import (
    OUTPUT,
    Observed,
    Output,
    PhaseChanged,
    RatingGiven,
    TrialEnded,
    ViewShown,
)
from vrexposure.core.view import Phase
from vrexposure.loop import STAGES
from vrexposure.recording.reader import Recording, read_recording
from vrexposure.recording.replay import verify

pytestmark = [pytest.mark.xr, pytest.mark.slow, pytest.mark.timeout(420)]

ASKED = {"baseline_pain", "expected_pain", "peak_pain", "belief_before", "belief_after"}


@dataclass(frozen=True)
class Session:
    """A session that was run: what its program said, and what it left behind."""

    done: Run
    recording: Recording

    @property
    def outputs(self) -> list[Output]:
        """What the core said, in order."""
        return [OUTPUT.validate_json(payload) for _, _, payload in self.recording.outputs()]

    def counted(self, kind: type[RepetitionDone] | type[StepTaken]) -> list[int]:
        """The running numbers of what tracking counted."""
        seen = [one.observation for one in self.outputs if isinstance(one, Observed)]
        return [one.index for one in seen if isinstance(one, kind)]


def run_session(out: Path, *options: str) -> Session:
    """Run one beside the service."""
    done = run_beside_service("session", str(out), *options, limit_s=200)
    assert done.exit_code == 0, done.errors
    assert "Traceback" not in done.errors
    return Session(done, read_recording(Path(done.lines[-1]["folder"])))


@pytest.fixture(scope="module", params=["drawn", "without-pictures"])
def session(
    request: pytest.FixtureRequest, monado: int, tmp_path_factory: pytest.TempPathFactory
) -> Session:
    """Both ladders, from the lobby to the end."""
    how = ("--draw",) if request.param == "drawn" else ()
    return run_session(tmp_path_factory.mktemp(request.param), "sit-to-stand", "stairs", *how)


def test_a_session_through_the_headset_is_complete_and_replays_exactly(session: Session) -> None:
    assert session.done.lines[-1]["complete"]
    assert session.recording.salvage.complete
    phases = [one.after for one in session.outputs if isinstance(one, PhaseChanged)]
    assert phases == [Phase.RUNNING, Phase.DEBRIEF, Phase.CLOSED]
    report = verify(session.recording, Engine)
    assert report.identical, report.words()
    assert report.outputs > 100


def test_five_sit_to_stands_and_ten_stairs_are_counted(session: Session) -> None:
    assert session.counted(RepetitionDone) == [1, 2, 3, 4, 5]
    assert session.counted(StepTaken) == list(range(1, 11))
    trials = [one for one in session.outputs if isinstance(one, TrialEnded)]
    assert [(one.ladder, one.result, one.done, one.target) for one in trials] == [
        ("sit-to-stand", "completed", 5, 5),
        ("stairs", "completed", 10, 10),
    ]


def answers(session: Session) -> Iterator[tuple[Selected, str, int | None, RatingGiven]]:
    """Each selection on a panel, what the panel offered there, and the rating that came of it."""
    panel = None
    chosen: tuple[Selected, str, int | None] | None = None
    for one in session.outputs:
        if isinstance(one, ViewShown):
            panel, chosen = one.view.panel, None
        elif isinstance(one, Observed) and isinstance(one.observation, Selected):
            assert panel is not None
            chosen = one.observation, panel.question, panel.options[one.observation.option].value
        elif isinstance(one, RatingGiven) and one.by == "patient" and chosen is not None:
            yield *chosen, one


def test_what_the_trigger_chooses_is_the_rating_that_is_recorded(session: Session) -> None:
    given = [one for one in session.outputs if isinstance(one, RatingGiven)]
    assert {one.question for one in given if one.by == "patient"} == ASKED
    by_hand = 0
    for selected, question, value, rating in answers(session):
        assert (rating.question, rating.value) == (question, value)
        by_hand += selected.source in ("left_hand", "right_hand")
    assert by_hand >= 5


def test_head_and_hands_are_recorded_with_every_frame(session: Session) -> None:
    motion = session.recording.motion()
    assert len(motion.time_ns) > 500
    assert (np.diff(motion.time_ns) > 0).all()
    for point in (Point.HEAD, Point.LEFT_HAND, Point.RIGHT_HAND, Point.RIGHT_AIM):
        tracked = motion.flags[:, point] & TRACKED == TRACKED
        assert tracked.mean() > 0.95, point
    head_z = motion.poses[:, Point.HEAD, 2]
    assert head_z.max() - head_z.min() > 0.3  # it stood up
    right = motion.poses[:, Point.RIGHT_HAND, :3]
    assert np.ptp(right, axis=0).max() > 0.3
    active = int(Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE)
    assert (motion.buttons & active == active).mean() > 0.95


def test_the_time_of_every_frame_s_stages_is_recorded(session: Session) -> None:
    assert session.recording.manifest.timing_stages == STAGES
    timing = list(session.recording.timing())
    frames = len(session.recording.motion().time_ns)
    assert frames - 1 <= len(timing) <= frames
    assert all(len(stages) == len(STAGES) and min(stages) >= 0 for _, stages in timing)


def test_the_manifest_names_the_runtime(session: Session) -> None:
    manifest = session.recording.manifest
    assert manifest.input_kind == "openxr"
    assert "Monado" in str(manifest.device["runtime"])
    assert manifest.device["runtime_version"]
    assert manifest.device["system"]
    assert manifest.device["space"] == "stage"
    assert ("renderer" in manifest.device) == (manifest.display_kind == "headset")


def test_the_controllers_are_named_as_soon_as_they_are_known(session: Session) -> None:
    inputs: list[tuple[int, Input]] = list(session.recording.inputs())
    facts = [one for _, one in inputs if isinstance(one, Device) and one.fact]
    told = {one.fact: one.value for one in facts}
    assert session.recording.manifest.device["left_profile"] == ""
    assert told["left_profile"] == "/interaction_profiles/valve/index_controller"
    assert told["right_profile"] == "/interaction_profiles/valve/index_controller"
    assert len(facts) < 10, "only what changes is told"
    report = Path(session.done.lines[-1]["report"]).read_text(encoding="utf-8")
    assert "valve/index_controller" in report


def test_the_refresh_rate_is_one_of_those_that_the_runtime_offers(session: Session) -> None:
    manifest = session.recording.manifest
    told = manifest.device["refresh_hz"], manifest.device["refresh_offered_hz"]
    assert told == (("20", "20") if manifest.display_kind == "headset" else ("", ""))


def test_the_report_has_a_row_for_each_trial(session: Session) -> None:
    report = Path(session.done.lines[-1]["report"])
    page = read_page(report.read_text(encoding="utf-8"))
    rows = [
        row
        for row in page.one("table", id="trial-table").all("tr")
        if "data-trial" in row.attributes
    ]
    assert [row.one("td", data_field="done").text for row in rows] == ["5 of 5", "10 of 10"]


def test_both_eyes_see_one_place_from_two_sides(session: Session) -> None:
    pictures = session.done.all_of("picture")
    if session.recording.manifest.display_kind != "headset":
        assert pictures == []
        return
    assert len(pictures) >= 10
    lit = [picture for picture in pictures if picture["contrast"] > 10]
    assert len(lit) >= len(pictures) // 2
    for picture in lit:
        assert picture["differing"] > 0.005  # one eye twice: nothing
        assert picture["shifted"] < 0.1
        # What is near lies further to the right for the left eye: the eyes are not swapped.
        assert picture["shift_px"] > 0


def since(session: Session, start: int) -> list[Output]:
    """What the core said to the input with the `seq` `start`, and to nothing later."""
    following = (seq for seq, _ in session.recording.inputs() if seq > start)
    end = next(following)
    return [
        OUTPUT.validate_json(payload)
        for seq, _, payload in session.recording.outputs()
        if start < seq < end
    ]


@pytest.mark.usefixtures("monado")
@pytest.mark.parametrize("by", [(), ("--without-x",)], ids=["window", "without-x"])
def test_the_menu_button_freezes_and_dims_the_very_next_picture(
    tmp_path: Path, by: tuple[str, ...]
) -> None:
    session = run_session(tmp_path, "sit-to-stand", "--draw", "--stop-after", "1.5", *by)

    inputs: list[tuple[int, Input]] = list(session.recording.inputs())
    frames = [(seq, given) for seq, given in inputs if isinstance(given, Frame)]
    pressed = next(
        index for index, (_, frame) in enumerate(frames) if frame.buttons & Button.RIGHT_MENU
    )
    seq, frame = frames[pressed]
    said = since(session, seq)
    assert any(isinstance(o, Observed) and isinstance(o.observation, StopGesture) for o in said)
    (phase,) = (one for one in said if isinstance(one, PhaseChanged))
    assert (phase.before, phase.after) == (Phase.RUNNING, Phase.SAFE)
    view = [one for one in said if isinstance(one, ViewShown)][-1].view
    assert view.frozen
    assert view.dim_permille >= 500
    # The picture of that very frame, as the headset's own texture had it.
    drawn = [line for line in session.done.lines if "picture" in line]
    bright = {line["time_ns"]: line["picture"]["brightness"] for line in drawn}
    # Floor and chair keep most of their light, so the whole gets darker by a good fifth.
    before = bright[frames[pressed - 1][1].time_ns]
    assert bright[frame.time_ns] < 0.85 * before
    after = [bright[later.time_ns] for _, later in frames[pressed + 1 : pressed + 4]]
    assert max(after) < 0.85 * before
    # Then the program was asked to end, and did so in order.
    assert [given.reason for _, given in inputs if isinstance(given, Ended)] == ["interrupted"]
    assert session.done.lines[-1]["complete"]
    assert verify(session.recording, Engine).identical
