"""Each fault is really there, at about its rate, and clean recordings have none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.strangers import QUALITIES, Recording, free_movement, record
from tests.strangers.signals import Array
from vrexposure.core.inputs import TRACKED, VALID, HandSource, Joint, Point

MINUTES = 1.2
SEEDS = range(2)


def times(recording: Recording) -> Array:
    return np.array([frame.time_ns for frame in recording.frames]) / 1e9


def poses(recording: Recording) -> Array:
    return np.array([frame.poses for frame in recording.frames], np.float64)


def flags(recording: Recording) -> Array:
    return np.array([frame.flags for frame in recording.frames], np.float64)


def near(recording: Recording) -> tuple[Recording, Array, Array]:
    """The clean recording of the same movement, and head places of both at the same times."""
    clean = free_movement(recording.family, recording.seed, MINUTES, "clean")
    t, own, tc, true = times(recording), poses(recording), times(clean), poses(clean)
    head = np.stack([np.interp(t, tc, true[:, 0, k]) for k in range(3)], 1)
    return clean, own[:, 0, :3], head


def noisy(recording: Recording) -> bool:
    _, own, true = near(recording)
    error = (own - true).std(0)
    return bool((error > 0.00025).all() and (error < 0.0017).all())


def jittery(recording: Recording) -> bool:
    gaps = np.diff(times(recording))
    return bool(1 / 121 < gaps.mean() < 1 / 19 and 0.15 < gaps.std() / gaps.mean() < 0.3)


def lossy(recording: Recording) -> bool:
    f = flags(recording)
    lost = (f[:, 0] != TRACKED).mean()
    guessed = (f[:, :3] == VALID).mean()
    return bool(0.005 < lost < 0.25 and guessed > 0.005)


def doubled(recording: Recording) -> bool:
    return bool(0.02 < (np.diff(times(recording)) == 0).mean() < 0.04)


def late(recording: Recording) -> bool:
    gaps = np.diff(times(recording))
    beat = np.median(gaps)
    long = int((gaps > 0.07).sum())
    return 2 <= long <= 25 and bool(0.01 < (gaps > 1.5 * beat).mean() < 0.04)


def zeroed(recording: Recording) -> bool:
    worn = flags(recording) == TRACKED
    zero = (poses(recording)[:, :, 3:] == 0).all(2)
    return bool(0.005 < zero[worn].mean() < 0.015)


def not_numbers(recording: Recording) -> bool:
    worn = flags(recording) == TRACKED
    bad = np.asarray(np.isnan(poses(recording)).any(2))
    return bool(0.005 < bad[worn].mean() < 0.015)


def spiky(recording: Recording) -> bool:
    head, gaps = poses(recording)[:, 0, :3], np.diff(times(recording))
    way = np.linalg.norm(np.diff(head, axis=0), axis=1)
    speed: Array = np.asarray(np.nan_to_num(way / np.maximum(gaps, 1e-3)))
    if not (speed > 40).any():
        return False
    return bool(0.003 < (speed > 40).mean() < 0.02 and 50 < np.median(speed[speed > 40]) < 64)


def drifting(recording: Recording) -> bool:
    _, own, true = near(recording)
    error = np.linalg.norm(own - true, axis=1)
    return bool(0.003 < error[-1] < 0.2 and error[:100].max() < 0.003)


def slipped(recording: Recording) -> bool:
    _, own, true = near(recording)
    slips = recording.of("headset_slip")
    t = times(recording)
    first, last = slips[0].begin_ns / 1e9, slips[-1].end_ns / 1e9
    error = np.linalg.norm(own - true, axis=1)
    return bool(error[t < first].max() < 1e-3 and 0.008 < np.median(error[t > last]) < 0.065)


def recentred(recording: Recording) -> bool:
    (jump,) = recording.of("recentred")
    _, own, true = near(recording)
    t = times(recording)
    error = np.linalg.norm(own - true, axis=1)
    before = t < jump.begin_ns / 1e9 - 1e-6
    height = np.abs(own[:, 2] - true[:, 2])
    return bool(error[before].max() < 1e-3 and error[~before].max() > 0.02 and height.max() < 1e-3)


def sleeping(recording: Recording) -> bool:
    f = flags(recording)
    gone = [(f[:, point] == 0).mean() for point in (Point.LEFT_HAND, Point.RIGHT_HAND)]
    return bool((f[:, 0] == TRACKED).all() and max(gone) > 0.1)


def frozen(recording: Recording) -> bool:
    p = poses(recording)
    same = (np.diff(p, axis=0) == 0).all((1, 2))
    return bool(0.005 < same.mean() < 0.2 and (np.diff(times(recording)) > 0).all())


SIGNS: dict[str, Callable[[Recording], bool]] = {
    "noise": noisy,
    "jitter": jittery,
    "tracking_loss": lossy,
    "duplicate_stamps": doubled,
    "late_frames": late,
    "zero_quaternions": zeroed,
    "nan": not_numbers,
    "spikes": spiky,
    "drift": drifting,
    "slip": slipped,
    "recentre": recentred,
    "hands_lost": sleeping,
    "frozen": frozen,
}


def test_every_single_fault_has_its_sign() -> None:
    assert {*SIGNS, "clean", "degraded"} == set(QUALITIES)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("quality", SIGNS)
def test_a_fault_is_there_at_about_its_rate(quality: str, seed: int) -> None:
    assert SIGNS[quality](free_movement("transfer", seed, MINUTES, quality))


FAULTS_OF_STREAMS = ("jitter", "duplicate_stamps", "late_frames", "zero_quaternions", "nan",
                     "spikes", "tracking_loss", "frozen")  # fmt: skip


@pytest.mark.parametrize("quality", FAULTS_OF_STREAMS)
def test_clean_recordings_have_no_fault(quality: str) -> None:
    assert not SIGNS[quality](free_movement("transfer", 1, MINUTES, "clean"))


@pytest.mark.parametrize("quality", QUALITIES)
def test_stamps_never_go_back_and_movement_is_the_same_in_every_quality(quality: str) -> None:
    recording = record("turn", 2, quality=quality)
    assert (np.diff(times(recording)) >= 0).all()
    own = [deed for deed in recording.deeds if deed.kind not in {"headset_slip", "recentred"}]
    assert tuple(own) == record("turn", 2).deeds
    assert recording.facts == record("turn", 2).facts


def test_degraded_recordings_differ_in_their_faults() -> None:
    kinds = ("slip", "duplicate_stamps", "late_frames", "nan", "zero_quaternions", "spikes")
    seen: dict[str, int] = dict.fromkeys(kinds, 0)
    for seed in range(8):
        recording = free_movement("transfer", seed, MINUTES, "degraded")
        jumps = np.nan_to_num(np.abs(np.diff(poses(recording)[:, Point.HEAD, 0])))
        found = {
            "slip": bool(recording.of("headset_slip")),
            "duplicate_stamps": doubled(recording),
            "late_frames": bool((np.diff(times(recording)) > 0.12).any()),
            "nan": bool((np.isnan(poses(recording)).any(2) & (flags(recording) == TRACKED)).any()),
            "zero_quaternions": zeroed(recording),
            "spikes": bool((jumps > 0.3).mean() > 0.001),
        }
        for kind in kinds:
            seen[kind] += found[kind]
        assert not recording.of("recentred")
    assert all(0 < count < 8 for count in seen.values()), seen


def test_an_unknown_quality_is_named() -> None:
    with pytest.raises(ValueError, match="no quality 'bad'; there are clean"):
        record("turn", 1, quality="bad")


@pytest.mark.parametrize("quality", ["clean", "tracking_loss"])
def test_hands_that_cameras_see_have_joints_where_their_fists_are(quality: str) -> None:
    bare = 0
    for seed in range(12):
        recording = record("turn", seed, quality=quality)
        if not recording.facts.bare_handed:
            assert all(frame.hands is None for frame in recording.frames)
            continue
        bare += 1
        assert recording.facts.grasp == "touch"
        for frame in recording.frames[::40]:
            assert frame.hands is not None
            assert frame.buttons == 0
            for hand, point in enumerate((Point.LEFT_HAND, Point.RIGHT_HAND)):
                assert frame.hands.tracked(hand, Joint.INDEX_TIP) == frame.tracked(point)
                assert (frame.hands.sources[hand] == HandSource.NONE) == (frame.flags[point] == 0)
                if frame.tracked(point):
                    tip = np.array(frame.hands.place(hand, Joint.INDEX_TIP))
                    away = float(np.linalg.norm(tip - frame.poses[point, :3]))
                    assert 0.06 < away < 0.14
    assert bare
