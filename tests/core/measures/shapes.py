"""Movements of known measure, as samples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import settings

from vrexposure.core.measures.resampling import Floats, Mask, Times

# A deadline would measure the machine.
quick = settings(max_examples=25, deadline=None)


class Samples(NamedTuple):
    times_ns: Times
    positions_m: Floats
    valid: Mask


def stamps(seconds: Floats) -> Times:
    return np.round(seconds * 1e9).astype(np.int64)


def share(tau: Floats) -> Floats:
    """How much of a minimum-jerk reach is done at the share `tau` of its time."""
    t = np.clip(tau, 0.0, 1.0)
    return np.asarray(10 * t**3 - 15 * t**4 + 6 * t**5)


def along_x(x: Floats, *, rate_hz: float = 100.0) -> Samples:
    """A way along +X at the height of one metre."""
    times = stamps(np.arange(len(x)) / rate_hz)
    return Samples(times, np.stack([x, 0 * x, 0 * x + 1], axis=1), np.ones(len(x), np.bool_))


def reach(
    *,
    length_m: float = 0.4,
    lasts_s: float = 1.0,
    rate_hz: float = 100.0,
    before_s: float = 0.0,
    after_s: float = 0.0,
) -> Samples:
    """A minimum-jerk reach along +X with rest before and after."""
    t = np.arange(round((before_s + lasts_s + after_s) * rate_hz) + 1) / rate_hz
    return along_x(length_m * share((t - before_s) / lasts_s), rate_hz=rate_hz)


def lose(samples: Samples, first_s: float, last_s: float) -> Samples:
    """The same, not tracked from one time to another; what is there then is nonsense."""
    seconds = samples.times_ns / 1e9
    lost = (seconds >= first_s) & (seconds <= last_s)
    positions = np.where(lost[:, None], np.nan, samples.positions_m)
    return Samples(samples.times_ns, positions, samples.valid & ~lost)


def turned(samples: Samples, yaw_rad: float, *, shift: tuple[float, float, float]) -> Samples:
    """The same movement, turned about the vertical and put elsewhere."""
    cos, sin = np.cos(yaw_rad), np.sin(yaw_rad)
    turn = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    return samples._replace(positions_m=samples.positions_m @ turn.T + np.array(shift))


NOTHING = Samples(np.zeros(0, np.int64), np.zeros((0, 3)), np.zeros(0, np.bool_))


def degenerate() -> dict[str, Samples]:
    """Samples in which there is nothing to measure."""
    one = along_x(np.zeros(1))
    many = reach()
    return {
        "none": NOTHING,
        "one": one,
        "two": along_x(np.array([0.0, 0.1])),
        "two at once": Samples(np.zeros(2, np.int64), np.zeros((2, 3)), np.ones(2, np.bool_)),
        "untracked": many._replace(valid=np.zeros(len(many.valid), np.bool_)),
        "not finite": many._replace(positions_m=np.full_like(many.positions_m, np.nan)),
        "constant": along_x(np.zeros(500)),
        "far apart": along_x(np.linspace(0, 1, 20), rate_hz=2.0),
    }
