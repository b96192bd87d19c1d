"""What holds whatever happens, in any order: random sessions that nobody would think of."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.stories import SIT, STAIRS, Player, make_setup
from vrexposure.core.inputs import (
    Action,
    Answer,
    ConfirmSafety,
    Decide,
    DeviceChange,
    Ease,
    Finish,
    Pause,
    RegisterProp,
    Resume,
    Skip,
    Start,
    Stop,
)
from vrexposure.core.observations import (
    Calibrated,
    HandOnRail,
    Highlighted,
    MovementStarted,
    NearMiss,
    Observation,
    RepetitionDone,
    Selected,
    StepTaken,
    StopGesture,
    TrackingBack,
    TrackingLost,
)
from vrexposure.core.safety import HARD_CAPS
from vrexposure.core.session.questions import SCALES
from vrexposure.core.session.session import Session
from vrexposure.core.view import Phase
from vrexposure.core.watch import WatchSitToStand, WatchStairs

actions: st.SearchStrategy[Action] = st.one_of(
    st.sampled_from([Start(), Pause(), Resume(), Stop(), Finish(), Skip(), Ease()]),
    st.builds(Decide, st.sampled_from(["accept", "retreat", "hold", "repeat", "advance"])),
    st.builds(
        Answer,
        st.sampled_from([*SCALES, "ready", "continue", "register_chair", "done"]),
        st.none() | st.integers(-5, 130),
    ),
    st.builds(
        RegisterProp,
        st.sampled_from(["chair", "rail_right", "step"]),
        st.none() | st.integers(20, 1300),
    ),
    st.builds(
        ConfirmSafety,
        st.sampled_from(["sit-to-stand", "stairs"]),
        st.sampled_from(["high", "up-2", "x"]),
    ),
)
observations: st.SearchStrategy[Observation] = st.one_of(
    st.builds(
        Calibrated,
        st.just(0),
        st.sampled_from(["seated_head", "standing_head"]),
        st.integers(0, 2500),
        st.just(5),
    ),
    st.builds(Selected, st.just(0), st.integers(-1, 12), st.sampled_from(["gaze", "right_hand"])),
    st.builds(Highlighted, st.just(0), st.integers(-1, 12), st.integers(0, 1000), st.just("gaze")),
    st.builds(
        StepTaken,
        st.just(0),
        st.just(1),
        st.just("up"),
        st.just("left"),
        st.just(40),
        st.just(700),
        st.booleans(),
    ),
    st.builds(HandOnRail, st.just(0), st.sampled_from(["left", "right"]), st.booleans()),
    st.sampled_from(
        [
            MovementStarted(0, 100),
            NearMiss(0, 40),
            TrackingLost(0),
            TrackingBack(0, 400),
            StopGesture(0, "held"),
            RepetitionDone(0, 1, 3000, 1, 1, 1, 1600, True, True),
        ]
    ),
)
happenings = st.lists(
    st.one_of(
        actions.map(lambda a: ("therapist", a)),
        actions.map(lambda a: ("patient", a)),
        observations.map(lambda o: ("see", o)),
        st.sampled_from(list(DeviceChange)).map(lambda d: ("device", d)),
        st.floats(0, 70).map(lambda s: ("wait", s)),
        st.integers(1, 25).map(lambda n: ("play", n)),
    ),
    max_size=40,
)


def do(story: Player, what: str, value: object) -> None:
    if what in ("therapist", "patient"):
        story.command(value, what)  # type: ignore[arg-type]
    elif what == "see":
        story.see(value)  # type: ignore[arg-type]
    elif what == "device":
        story.device(value)  # type: ignore[arg-type]
    elif what == "wait":
        story.wait(value)  # type: ignore[arg-type]
    else:
        for _ in range(value):  # type: ignore[call-overload]
            if story.phase() not in (Phase.SAFE, Phase.CLOSED):
                story.step()


@settings(max_examples=300, deadline=None)
@given(happenings)
def test_nothing_breaks_a_session_and_its_promises_hold(script: list[tuple[str, object]]) -> None:
    story = Player(Session(make_setup(SIT, STAIRS, blocks_max=4)))
    story.start()
    forgotten = 0
    there: dict[str, tuple[int | None, int, int]] = {"chair": (560, 0, 0)}
    for what, value in script:
        before = story.phase()
        version = story.view.version
        do(story, what, value)
        view = story.view
        assert view.version >= version
        if isinstance(value, Stop | StopGesture):
            assert view.phase is (Phase.CLOSED if before is Phase.CLOSED else Phase.SAFE)
        if what == "device" and before is not Phase.RUNNING:
            assert view.phase is not Phase.RUNNING, "a device never starts exposure"
        for name, number in view.parameters:
            least, most = HARD_CAPS[name]
            assert least <= number <= most
        if isinstance(story.session.watch.movement, WatchSitToStand | WatchStairs):
            assert view.place == "home", "no movement but in its place"
        if view.phase is Phase.SAFE:
            assert view.panel is None
            assert view.counter is None
        if value is DeviceChange.RECENTRED:
            forgotten = len(story.of("prop_registered"))
            there = {}
        for p in story.of("prop_registered")[forgotten:]:
            there[p.prop] = (p.height_mm, p.x_mm, p.y_mm)
        for prop in view.props:
            assert there.get(prop.prop) == (prop.height_mm, prop.x_mm, prop.y_mm), "real or absent"
    for trial in story.of("trial_ended"):
        assert trial.done <= trial.target
    levels = [b.level_index for b in story.of("block_began")]
    for ladder in ("sit-to-stand", "stairs"):
        climbed = [b.level_index for b in story.of("block_began") if b.ladder == ladder]
        assert all(b - a <= 1 for a, b in itertools.pairwise(climbed))
    assert all(level < 3 for level in levels)


@settings(max_examples=60, deadline=None)
@given(happenings)
def test_the_same_happenings_give_the_same_outputs(script: list[tuple[str, object]]) -> None:
    first, second = (Player(Session(make_setup(SIT, STAIRS))) for _ in range(2))
    for story in (first, second):
        story.start()
        for what, value in script:
            do(story, what, value)
    assert first.said == second.said
