"""What a person's own measures become in the course of a session: slowly, and within bounds."""

from __future__ import annotations

import math

from vrexposure.core.tracking.head import Head, angle_between

# DEF: slower than any movement that is asked for, faster than a headset slips in a session.
BASELINE_S = 10.0


class Baseline:
    """A calibrated height that follows a slow drift (a slipping headset, a slumping back)."""

    def __init__(self, calibrated_m: float, bound_m: float) -> None:
        self.height_m = calibrated_m
        self._least_m = calibrated_m - bound_m
        self._most_m = calibrated_m + bound_m

    def follow(self, height_m: float, elapsed_s: float) -> None:
        """Lean towards a height that was measured while the person was in this very posture."""
        moved = self.height_m + (height_m - self.height_m) * min(1.0, elapsed_s / BASELINE_S)
        self.height_m = max(self._least_m, min(self._most_m, moved))


# DEF: a sitting head keeps within two thirds of the rise's height about its place (0.28 m for
# 0.42 m); one that bends to the floor before the chair is half a metre further on.
RADIUS_OF_RISE = 0.7
RADIUS_LEAST_M = 0.22
RADIUS_MOST_M = 0.40
# DEF: the neck over a chair whose sitter has not been seen yet, from the middle of its seat.
CHAIR_RADIUS_M = 0.45
# DEF: who turns further away than this has their back to where they sat.
FACING_RAD = math.radians(110)
# DEF: people look at their feet while they sit down (some 45 degrees); bent down, they look
# straight at the floor.
LOOKING_DOWN_RAD = math.radians(-55)
PLACE_S = 4.0


class Seat:
    """Where the head is while the person sits: learned from them, not from the chair."""

    def __init__(self, chair_x_m: float, chair_y_m: float, rise_m: float) -> None:
        self.x = chair_x_m
        self.y = chair_y_m
        self.known = False
        self._yaw = 0.0
        self._radius = max(RADIUS_LEAST_M, min(RADIUS_MOST_M, RADIUS_OF_RISE * rise_m))

    @property
    def ahead_rad(self) -> float:
        """Which way the sitter faces."""
        return self._yaw

    def learn(self, head: Head, elapsed_s: float) -> None:
        """The person sits upright, with this head; the first time is believed at once."""
        if not self.known:
            self.known = True
            self.x, self.y, self._yaw = head.x, head.y, head.yaw
            return
        k = min(1.0, elapsed_s / PLACE_S)
        self.x += (head.x - self.x) * k
        self.y += (head.y - self.y) * k
        self._yaw += math.remainder(head.yaw - self._yaw, math.tau) * k

    def shift(self, x_m: float, y_m: float) -> None:
        """The stage was moved under the chair."""
        self.x += x_m
        self.y += y_m

    def distance(self, head: Head) -> float:
        """From where the sitting head is, over the floor, metres."""
        return math.hypot(head.x - self.x, head.y - self.y)

    def aside(self, x_m: float, y_m: float) -> float:
        """How far left or right of the sitter a place lies, metres."""
        right_x, right_y = math.cos(self._yaw), math.sin(self._yaw)
        return abs((x_m - self.x) * right_x + (y_m - self.y) * right_y)

    def under(self, head: Head, *, slack: float = 1.0) -> bool:
        """Whether a head at sitting height may be sitting here, by place and bearing."""
        radius = self._radius if self.known else CHAIR_RADIUS_M
        if self.distance(head) > radius * slack or head.pitch < LOOKING_DOWN_RAD:
            return False
        return not self.known or angle_between(head.yaw, self._yaw) < FACING_RAD


# DEF: rest is what the head has been doing for about a second; leaving it by a twentieth of the
# rise is the first movement.
AT_REST_S = 1.0
LEAVES_OF_RISE = 0.05
LEAVES_LEAST_M = 0.02


class Rest:
    """Knows when the head was last at rest: where a movement is seen to have begun."""

    def __init__(self, rise_m: float) -> None:
        self._leaves_m = max(LEAVES_LEAST_M, LEAVES_OF_RISE * rise_m)
        self._place: tuple[float, float, float] | None = None
        self.until_ns = 0

    def clear(self) -> None:
        """Forget where the head was."""
        self._place = None

    def update(self, head: Head, now: int, elapsed_s: float) -> None:
        """Take one head; `until_ns` is `now` while it rests."""
        if self._place is None:
            self._place, self.until_ns = (head.x, head.y, head.height), now
            return
        x, y, z = self._place
        if math.dist(self._place, (head.x, head.y, head.height)) <= self._leaves_m:
            self.until_ns = now
        k = min(1.0, elapsed_s / AT_REST_S)
        self._place = (x + (head.x - x) * k, y + (head.y - y) * k, z + (head.height - z) * k)
