"""Curves in time from which movements are made: submovements, cruises, and band-limited wander."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def chance(*key: int) -> np.random.Generator:
    """Random numbers that depend on the key alone."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))


def min_jerk(u: Array) -> Array:
    """Rises from 0 to 1 with the least jerk while u does (Flash & Hogan 1985)."""
    u = np.clip(u, 0.0, 1.0)
    return np.asarray(u**3 * (10.0 - 15.0 * u + 6.0 * u**2))


class Curve(Protocol):
    """How far along a movement is, 0 to 1, at each share of its time, 0 to 1."""

    def __call__(self, u: Array) -> Array: ...


@dataclass(frozen=True)
class Strokes:
    """Overlapping minimum-jerk submovements (Rohrer et al. 2004: fewer and longer with recovery).

    Each part is (share of the way, begin, end, skew) in shares of the time; a skew above 1 puts
    the peak of speed late, below 1 early (cautious people brake long).
    """

    parts: tuple[tuple[float, float, float, float], ...] = ((1.0, 0.0, 1.0, 1.0),)

    def __call__(self, u: Array) -> Array:
        total = np.zeros_like(u)
        for share, begin, end, skew in self.parts:
            v = np.clip((u - begin) / (end - begin), 0.0, 1.0)
            total += share * min_jerk(v**skew)
        return total


@dataclass(frozen=True)
class Cruise:
    """Speeds up, keeps a speed, slows down; `ramp` is the share of the time of each ramp."""

    ramp: float

    def __call__(self, u: Array) -> Array:
        a = min(self.ramp, 0.5)
        u = np.clip(u, 0.0, 1.0)

        def ramped(v: Array) -> Array:
            x = np.clip(v / a, 0.0, 1.0)
            return np.asarray(a * (x**3 - x**4 / 2))

        rest = np.clip(u - a, 0.0, 1.0 - 2 * a)
        return np.asarray((ramped(u) + rest + a / 2 - ramped(1.0 - u)) / (1.0 - a))


PLAIN = Strokes()


def strokes(rng: np.random.Generator, caution: float) -> Strokes:
    """A movement of somebody: the more cautious, the more submovements, braking and stops."""
    skew = float(np.clip(rng.normal(1.0 - 0.18 * caution, 0.06), 0.75, 1.2))
    draw = rng.random()
    if draw < 0.18 * caution:  # stops on the way and goes on
        share, stop = rng.uniform(0.35, 0.7), rng.uniform(0.35, 0.45)
        return Strokes(((share, 0.0, stop, skew), (1 - share, stop + 0.12, 1.0, skew)))
    if draw < 0.2 + 0.5 * caution:  # a correction at the end
        share, end = rng.uniform(0.65, 0.92), rng.uniform(0.62, 0.85)
        return Strokes(((share, 0.0, end, skew), (1 - share, rng.uniform(0.4, 0.58), 1.0, 1.0)))
    return Strokes(((1.0, 0.0, 1.0, skew),))


@dataclass(frozen=True)
class Wander:
    """A band-limited random process: a sum of sines, so that any time has an exact value.

    Attributes:
        hz: Frequencies.
        gain: Amplitude of each.
        phase: Radians at time 0.
    """

    hz: Array
    gain: Array
    phase: Array

    def at(self, t: Array) -> Array:
        """Values at these times, s."""
        angle = 2 * np.pi * t[:, None] * self.hz[None, :] + self.phase[None, :]
        return np.asarray(np.sin(angle) @ self.gain)


def wander(
    rng: np.random.Generator, rms: float, low_hz: float, high_hz: float, slope: float, count: int
) -> Wander:
    """A process with amplitudes falling as frequency to the `-slope`, of this root mean square."""
    hz = np.exp(rng.uniform(np.log(low_hz), np.log(high_hz), count))
    # Frequencies lie evenly in the logarithm, hence the half power of hz for a spectral density.
    gain = hz ** (0.5 - slope) * rng.uniform(0.6, 1.4, count)
    gain *= rms / np.sqrt(np.sum(gain**2) / 2)
    return Wander(hz, gain, rng.uniform(0, 2 * np.pi, count))


class Channel:
    """A quantity that moves from value to value; movements that overlap add up."""

    def __init__(self, start: npt.ArrayLike) -> None:
        self.start: Array = np.atleast_1d(np.asarray(start, np.float64))
        self.aim: Array = self.start.copy()
        self._moves: list[tuple[float, float, Array, Curve]] = []

    def go(self, begin: float, end: float, to: npt.ArrayLike, curve: Curve = PLAIN) -> None:
        """Move from where all movements so far lead to `to`, between two times, s."""
        goal = np.atleast_1d(np.asarray(to, np.float64))
        self._moves.append((begin, max(end, begin + 0.05), goal - self.aim, curve))
        self.aim = goal.copy()

    def at(self, t: Array) -> Array:
        """Values (len(t), width); the times must rise."""
        jumps = np.zeros((len(t) + 1, len(self.start)))
        partial = np.zeros((len(t), len(self.start)))
        for begin, end, delta, curve in self._moves:
            i, j = np.searchsorted(t, (begin, end))
            partial[i:j] += np.outer(curve((t[i:j] - begin) / (end - begin)), delta)
            jumps[j] += delta
        return self.start + np.cumsum(jumps[:-1], axis=0) + partial
