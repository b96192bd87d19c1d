"""What devices do to motion: each fault by name, at a known rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tests.strangers.accounts import Deed
from tests.strangers.signals import Array, min_jerk
from tests.strangers.skeleton import rotated, turned
from vrexposure.core.inputs import VALID, Button, Point

HANDS = (
    (Point.LEFT_HAND, Point.LEFT_AIM, int(Button.LEFT_ACTIVE | Button.LEFT_SQUEEZE)),
    (Point.RIGHT_HAND, Point.RIGHT_AIM, int(Button.RIGHT_ACTIVE | Button.RIGHT_SQUEEZE)),
)
SPIKE_MPS = 57.0
"""Speed of a known tracking fault: one sample far away, and back."""


@dataclass
class Reel:
    """Motion as a device tells it; `stamps` in seconds need not be the times of the poses."""

    stamps: Array
    poses: Array
    flags: npt.NDArray[np.uint8]
    buttons: npt.NDArray[np.int64]
    keep: npt.NDArray[np.bool_]
    deeds: list[Deed] = field(default_factory=list)


def _spells(
    rng: np.random.Generator, t: Array, every_s: float, low: float, high: float
) -> list[tuple[int, int]]:
    """Index ranges of spells that come about this often and last this long."""
    spells, at = [], float(rng.exponential(every_s))
    while at < t[-1]:
        length = float(rng.uniform(low, high))
        i, j = (int(k) for k in np.searchsorted(t, (at, at + length)))
        if j > i:
            spells.append((i, j))
        at += length + float(rng.exponential(every_s))
    return spells


def noise(reel: Reel, rng: np.random.Generator) -> None:
    """White noise of each sample: 0.3 to 1.5 mm and 0.05 to 0.3° on the head, twice on the rest.

    Inside-out headsets: submillimetre when still, some millimetres for the hands.
    """
    size = rng.uniform(0.0003, 0.0015)
    angle = np.radians(rng.uniform(0.05, 0.3))
    for point in Point:
        gain = 1.0 if point is Point.HEAD else 2.0
        shape = len(reel.stamps)
        reel.poses[:, point, :3] += gain * rng.normal(0, size, (shape, 3))
        small = turned(*gain * rng.normal(0, angle, (3, shape)))
        q = reel.poses[:, point, 3:].copy()
        v = q[:, :1] * small[:, 1:] + small[:, :1] * q[:, 1:] + np.cross(q[:, 1:], small[:, 1:])
        w = q[:, 0] * small[:, 0] - (q[:, 1:] * small[:, 1:]).sum(1)
        reel.poses[:, point, 3:] = np.concatenate((w[:, None], v), 1)


def tracking_loss(reel: Reel, rng: np.random.Generator) -> None:
    """About every 12 s a point is lost for 0.1 to 1.5 s; two thirds of the losses are guessed.

    A guess goes on with the last velocity for a fifth of a second, then drifts, and is flagged
    valid but not tracked; else the pose is not valid, and often not a number.
    """
    t = reel.stamps
    for points in ((Point.HEAD,), *((a, b) for a, b, _ in HANDS)):
        for i, j in _spells(rng, t, 12.0 if points[0] is Point.HEAD else 8.0, 0.1, 1.5):
            for point in points:
                if i < 3 or not reel.flags[i, point]:
                    continue
                if rng.random() < 0.67:
                    gone = (t[i:j] - t[i - 1])[:, None]
                    dt = max(1e-3, float(t[i - 1] - t[i - 3]))
                    v = np.nan_to_num(reel.poses[i - 1, point, :3] - reel.poses[i - 3, point, :3])
                    v = np.clip(v / dt, -3, 3)
                    drift = rng.normal(0, 0.03, 3)
                    reel.poses[i:j, point, :3] = (
                        reel.poses[i - 1, point, :3] + v * 0.2 * (1 - np.exp(-gone / 0.2))
                    ) + drift * gone
                    reel.poses[i:j, point, 3:] = reel.poses[i - 1, point, 3:]
                    reel.flags[i:j, point] = VALID
                else:
                    reel.flags[i:j, point] = 0
                    if rng.random() < 0.5:
                        reel.poses[i:j, point] = np.nan


def duplicate_stamps(reel: Reel, rng: np.random.Generator) -> None:
    """3 % of the frames bear the stamp of the frame before; half of them also its poses."""
    for k in np.flatnonzero(rng.random(len(reel.stamps)) < 0.03):
        if k:
            reel.stamps[k] = reel.stamps[k - 1]
            if rng.random() < 0.5:
                reel.poses[k], reel.flags[k] = reel.poses[k - 1], reel.flags[k - 1]


def late_frames(reel: Reel, rng: np.random.Generator) -> None:
    """About every 10 s no frame comes for 80 to 500 ms, and 2 % of single frames are missing."""
    for i, j in _spells(rng, reel.stamps, 10.0, 0.08, 0.5):
        reel.keep[i:j] = False
    reel.keep[rng.random(len(reel.stamps)) < 0.02] = False


def zero_quaternions(reel: Reel, rng: np.random.Generator) -> None:
    """1 % of the samples of each point have a rotation of all zeros, flags as if all were well."""
    reel.poses[rng.random(reel.flags.shape) < 0.01, 3:] = 0.0


def not_a_number(reel: Reel, rng: np.random.Generator) -> None:
    """1 % of the samples of each point are NaN in place, rotation or both; flags say valid."""
    bad = rng.random(reel.flags.shape) < 0.01
    which = rng.integers(0, 3, reel.flags.shape)
    reel.poses[bad & (which != 1), :3] = np.nan
    reel.poses[bad & (which != 0), 3:] = np.nan


def spikes(reel: Reel, rng: np.random.Generator) -> None:
    """0.4 % of the samples of each point lie as far off as 57 m/s takes them, for one or two."""
    gap = float(np.median(np.diff(reel.stamps))) or 0.01
    for k, point in np.argwhere(rng.random(reel.flags.shape) < 0.004):
        way = rng.normal(0, 1, 3)
        way *= SPIKE_MPS * gap / np.linalg.norm(way)
        reel.poses[k : k + int(rng.integers(1, 3)), point, :3] += way


def drift(reel: Reel, rng: np.random.Generator) -> None:
    """The map creeps: 10 to 40 mm a minute along the floor, 3 to 10 mm in height, 0.5°/min."""
    minutes = (reel.stamps / 60)[:, None, None]
    way = rng.normal(0, 1, 3) * np.array([0.02, 0.02, 0.005])
    reel.poses[:, :, :3] += minutes * way
    _turn_room(reel, slice(None), np.radians(rng.uniform(-0.5, 0.5)) * minutes[:, 0, 0])


def slip(reel: Reel, rng: np.random.Generator) -> None:
    """Once or twice the headset slips on the head: 1 to 3 cm and 5 to 10°, for the rest."""
    for _ in range(int(rng.integers(1, 3))):
        at = float(rng.uniform(0.15, 0.85) * reel.stamps[-1])
        i = int(np.searchsorted(reel.stamps, at))
        n = len(reel.stamps) - i
        share = min_jerk((reel.stamps[i:] - at) / 0.15)
        down = rng.uniform(0.01, 0.03)
        nod = np.radians(rng.uniform(5, 10)) * (1 if rng.random() < 0.3 else -1)
        q = reel.poses[i:, Point.HEAD, 3:].copy()
        way = np.tile([0.0, rng.normal(0, 0.005), -down], (n, 1)) * share[:, None]
        reel.poses[i:, Point.HEAD, :3] += rotated(q, way)
        small = turned(np.zeros(n), share * nod, np.zeros(n))
        w = q[:, 0] * small[:, 0] - q[:, 1] * small[:, 1]
        v = q[:, :1] * small[:, 1:] + small[:, :1] * q[:, 1:] + np.cross(q[:, 1:], small[:, 1:])
        reel.poses[i:, Point.HEAD, 3:] = np.concatenate((w[:, None], v), 1)
        detail: dict[str, float | int | str] = {
            "down_mm": round(1000 * down, 1),
            "nod_deg": round(float(np.degrees(nod)), 1),
        }
        reel.deeds.append(Deed("headset_slip", round(at * 1e9), round((at + 0.15) * 1e9), detail))


def recentre(reel: Reel, rng: np.random.Generator) -> None:
    """Once the stage jumps: up to 0.5 m and 90° about the vertical, for the rest."""
    i = int(len(reel.stamps) * rng.uniform(0.3, 0.7))
    yaw = float(np.radians(rng.uniform(20, 90)) * rng.choice((-1, 1)))
    jump = np.append(rng.uniform(-0.5, 0.5, 2), 0.0)
    _turn_room(reel, slice(i, None), np.full(len(reel.stamps) - i, yaw))
    reel.poses[i:, :, :3] += jump
    at = round(float(reel.stamps[i]) * 1e9)
    detail: dict[str, float | int | str] = {
        "yaw_deg": round(float(np.degrees(yaw)), 1),
        "x_mm": round(1000 * jump[0]),
        "y_mm": round(1000 * jump[1]),
    }
    reel.deeds.append(Deed("recentred", at, at, detail))


def _turn_room(reel: Reel, part: slice, yaw: Array) -> None:
    """Turn all poses about the vertical through the origin."""
    cos, sin = np.cos(yaw)[:, None], np.sin(yaw)[:, None]
    x, y = reel.poses[part, :, 0].copy(), reel.poses[part, :, 1].copy()
    reel.poses[part, :, 0] = cos * x - sin * y
    reel.poses[part, :, 1] = sin * x + cos * y
    a, b, c, d = (reel.poses[part, :, k].copy() for k in range(3, 7))
    cos, sin = np.cos(yaw / 2)[:, None], np.sin(yaw / 2)[:, None]
    for k, value in enumerate((cos * a - sin * d, cos * b - sin * c, cos * c + sin * b)):
        reel.poses[part, :, 3 + k] = value
    reel.poses[part, :, 6] = cos * d + sin * a


def hands_lost(reel: Reel, rng: np.random.Generator) -> None:
    """One controller sleeps for 20 to 60 % of the time, the other is out of view now and then."""
    asleep = int(rng.integers(0, 2))
    hand, aim, bits = HANDS[asleep]
    n = len(reel.stamps)
    i = int(n * rng.uniform(0.0, 0.5))
    j = min(n, i + int(n * rng.uniform(0.2, 0.6)))
    reel.flags[i:j, [hand, aim]] = 0
    reel.buttons[i:j] &= ~bits
    hand, aim, _ = HANDS[1 - asleep]
    for a, b in _spells(rng, reel.stamps, 6.0, 0.3, 2.0):
        if a and reel.flags[a, hand]:
            reel.poses[a:b, [hand, aim]] = reel.poses[a - 1, [hand, aim]]
            reel.flags[a:b, [hand, aim]] = VALID


def frozen(reel: Reel, rng: np.random.Generator) -> None:
    """About every 15 s all poses stand still for 0.2 to 1.2 s: stamps go on, flags stay good."""
    for i, j in _spells(rng, reel.stamps, 15.0, 0.2, 1.2):
        if i:
            reel.poses[i:j] = reel.poses[i - 1]


FAULTS: dict[str, Callable[[Reel, np.random.Generator], None]] = {
    "slip": slip,
    "drift": drift,
    "recentre": recentre,
    "noise": noise,
    "frozen": frozen,
    "tracking_loss": tracking_loss,
    "hands_lost": hands_lost,
    "spikes": spikes,
    "zero_quaternions": zero_quaternions,
    "nan": not_a_number,
    "duplicate_stamps": duplicate_stamps,
    "late_frames": late_frames,
}
"""In the order in which they act, from the head to the wire."""

QUALITIES: tuple[str, ...] = ("clean", "degraded", "jitter", *FAULTS)
"""`clean`: even stamps, no fault. `jitter`: 20 to 120 Hz with uneven stamps. `degraded`: noise,
uneven stamps and three to six of the other faults, but no recentring, which makes the measured
room false."""


def stamps(rng: np.random.Generator, seconds: float, quality: str) -> Array:
    """When the poses are taken: even at 72 to 120 Hz, or 20 to 120 Hz with an uneven beat."""
    if quality in {"jitter", "degraded"}:
        low = 20.0 if quality == "jitter" or rng.random() < 0.3 else 45.0
        gap = 1 / rng.uniform(low, 120)
        gaps = gap * np.exp(rng.normal(0, 0.22, int(seconds / gap) + 2))
        t = np.cumsum(gaps)
        return np.asarray(t[t < seconds])
    return np.arange(0, seconds, 1 / float(rng.choice((72.0, 80.0, 90.0, 120.0))))


def spoil(reel: Reel, rng: np.random.Generator, quality: str) -> tuple[str, ...]:
    """Apply the faults of a quality; the names of those that were applied."""
    if quality == "degraded":
        others = [name for name in FAULTS if name not in {"noise", "recentre"}]
        chosen = {"noise", *rng.choice(others, int(rng.integers(3, 7)), replace=False)}
    else:
        chosen = {quality} & FAULTS.keys()
    names = tuple(name for name in FAULTS if name in chosen)
    for name in names:
        FAULTS[name](reel, rng)
    return names
