"""How a value goes from here to there."""

from __future__ import annotations

from vrexposure.core.geometry import Vec3


def minimum_jerk(s: float) -> float:
    """The way of a human reach from 0 to 1: 10 s^3 - 15 s^4 + 6 s^5 (Flash & Hogan 1985)."""
    s = min(1.0, max(0.0, s))
    return s * s * s * (10.0 + s * (6.0 * s - 15.0))


def lerp(a: Vec3, b: Vec3, k: float) -> Vec3:
    """The point `k` of the way from `a` to `b`."""
    return a.plus(b.minus(a).scaled(k))


def toward(now: int, there: int, by: int) -> int:
    """`now`, moved at most `by` nearer to `there`."""
    return min(there, now + by) if now < there else max(there, now - by)
