"""How bright the place is: dark comes at once, light comes back slowly, Stop keeps the floor."""

from __future__ import annotations

from typing import NamedTuple

from vrexposure.core.view import View

# Sudden light startles: back from dark to full light takes at least this long (DEF; design: no
# full-field change under 300 ms). Into the dark it goes at once only for Stop.
RETURN_NS = 600_000_000
DARKEN_NS = 300_000_000
# What floor, chair and rail keep when all else is dimmed, so that a person can sit down (DEF).
KEPT = 0.6


class Brightness(NamedTuple):
    """What to draw now: which place, and how bright it and its supports are, 0 to 1."""

    neutral: bool
    light: float
    kept: float


class Dimmer:
    """Follows the View's dimming and fades over time."""

    def __init__(self) -> None:
        self._light: float | None = None
        self._time_ns = 0
        self._was_neutral = False

    def at(self, view: View, time_ns: int) -> Brightness:
        """The brightness for this moment. Time must not run backwards."""
        wanted = (1000 - view.dim_permille) / 1000
        faded, share = 0.0, 1.0
        if view.fade_to_neutral_ms > 0:
            faded = (time_ns - view.fade_start_ns) / (view.fade_to_neutral_ms * 1_000_000)
        neutral = faded >= 0.5
        if faded > 0:
            share = min(1.0, abs(1 - 2 * faded))
            wanted *= share
        passed_ns = max(0, time_ns - self._time_ns)
        if self._light is None or (view.frozen and wanted < self._light):
            light = wanted
        elif wanted < self._light:
            light = max(wanted, self._light - passed_ns / DARKEN_NS)
        else:
            light = min(wanted, self._light + passed_ns / RETURN_NS)
        self._light, self._time_ns = light, time_ns
        kept = max(light, KEPT * share) if view.frozen and not neutral else light
        return Brightness(neutral, light, kept)

    def hold_dark(self) -> Brightness:
        """Stay dark for now, whatever the View wants; the light comes back from there."""
        self._light = 0.0
        return Brightness(False, 0.0, 0.0)

    @property
    def is_dark(self) -> bool:
        """Whether the last moment was drawn with no light at all."""
        return self._light == 0.0

    def settle(self) -> None:
        """Let the next moment be drawn as it will be when all fades of light are over."""
        self._light = None
