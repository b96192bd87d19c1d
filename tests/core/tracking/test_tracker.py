from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.tracking.counting import play, sit_to_stand
from tests.core.tracking.frames import panel
from tests.motion.recording import Quality, record
from tests.motion.scripts import rising
from vrexposure.core.inputs import POINT_COUNT, Frame
from vrexposure.core.observations import OBSERVATION, RepetitionDone
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Movement, Rail, Watch, WatchSitToStand, WatchStairs, WatchStill

MOVEMENTS: tuple[Movement | None, ...] = (
    None,
    WatchStill("seated_head", still_ms=200, spread_mm=500),
    WatchSitToStand(0, 1200, 1600, 450),
    # Senseless measures must not harm either.
    WatchSitToStand(0, 1600, 1200, 0),
    WatchStairs(0, "up", 1600, 150, rails=(Rail("left", -400, 900),)),
    WatchStairs(0, "down", 0, 0, "real_step"),
)

numbers = st.one_of(
    st.floats(width=32),
    st.floats(-2, 2, width=32),
    st.sampled_from([0.0, 1.0, -1.0, 1.6, math.nan, math.inf]),
)
rows = st.one_of(
    st.just([0.0, 0.0, 1.6, 1.0, 0.0, 0.0, 0.0]),
    st.just([0.0, 0.0, 1.2, 1.0, 0.0, 0.0, 0.0]),
    st.lists(numbers, min_size=7, max_size=7),
)
frames = st.builds(
    lambda time_ns, pose, flags, buttons: Frame(
        time_ns, np.array(pose, np.float32), np.array(flags, np.uint8), buttons
    ),
    st.one_of(
        st.integers(-(2**62), 2**62),
        st.integers(0, 10**10),
        st.sampled_from(list(range(0, 10**9, 10**7))),
    ),
    st.lists(rows, min_size=POINT_COUNT, max_size=POINT_COUNT),
    st.lists(st.sampled_from([0, 3, 7, 15]), min_size=POINT_COUNT, max_size=POINT_COUNT),
    st.integers(0, 255),
)
watches = st.builds(
    Watch,
    st.sampled_from(MOVEMENTS),
    st.sampled_from([None, panel(0), panel(5), panel(11)]),
    st.sampled_from([0, 1, 1500]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(frames, watches), max_size=25))
def test_no_frame_makes_the_tracker_raise_and_its_times_never_go_back(
    story: list[Frame | Watch],
) -> None:
    tracker = Tracker()
    last: int | None = None
    for happens in story:
        if isinstance(happens, Watch):
            tracker.watch(happens)
            continue
        for said in tracker.update(happens):
            assert last is None or said.time_ns >= last
            last = said.time_ns
            # Whole numbers only, and written down without loss.
            assert OBSERVATION.validate_json(OBSERVATION.dump_json(said)) == said


def test_only_another_movement_begins_the_count_afresh() -> None:
    person = rising(100)
    movement = sit_to_stand(person)
    counts: dict[str, list[int]] = {"panels change": [], "movement changes": []}
    for name, counted in counts.items():
        tracker = Tracker()
        half_ns = (person.repetitions[1] + 0.3) * 1e9
        for frame in record(person, Quality(rate_hz=45), 0):
            late = frame.time_ns > half_ns
            if name == "panels change":
                tracker.watch(Watch(movement, panel() if late else None))
            else:
                tracker.watch(Watch(replace(movement, go_ns=int(late))))
            said = tracker.update(frame)
            counted += [one.index for one in said if isinstance(one, RepetitionDone)]
    assert counts == {"panels change": [1, 2, 3, 4, 5], "movement changes": [1, 2, 1, 2, 3]}


def test_the_same_frames_always_say_the_same() -> None:
    person = rising(101)
    first, second = (play(person, sit_to_stand(person)) for _ in range(2))
    assert first == second
    assert len(first) > 10
