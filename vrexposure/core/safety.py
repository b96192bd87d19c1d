"""The safety kernel: the only place that lets a difficulty through, and the symptom rules.

Pure and small on purpose. Laws (each has a test): the most restrictive bound wins; at most one
level above what has been completed; easing and stopping are never vetoed; a missing number never
raises anything; tracking loss is never a failure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from vrexposure.core.protocol import Limits

NS_PER_S = 1_000_000_000

# Hard caps, whatever a protocol says: parameter -> (least, most). DEF, from design section 3 and
# the bounds of core.protocol; a test holds the two equal.
HARD_CAPS: dict[str, tuple[int, int]] = {
    "seat_height_mm": (380, 600),
    "repetitions": (1, 10),
    "pace_per_min": (0, 20),
    "arms": (0, 2),
    "seat": (0, 3),
    "hold_s": (0, 30),
    "turn_deg": (0, 180),
    "test": (0, 2),
    "stop_on": (0, 1),
    "risers": (1, 14),
    "riser_mm": (50, 200),
    "rail_left": (0, 1),
    "rail_right": (0, 1),
    "visual_height_mm": (0, 6000),
    "downwards": (0, 1),
    "climbs": (1, 5),
    "flexion_deg": (0, 90),
    "reaches": (1, 20),
    "side": (0, 2),
    "lateral_deg": (0, 60),
    "hold_ms": (0, 5000),
    "target_size_mm": (60, 300),
    "within_s": (0, 30),
    "pick_height_mm": (0, 1200),
    "put_height_mm": (0, 1400),
    "object_size_mm": (80, 450),
    "both_hands": (0, 1),
    "aside_deg": (0, 90),
    "duration_s": (5, 180),
    "feet": (0, 2),
    "distance_mm": (1000, 60_000),
    "in_place": (0, 1),
    "leg_mm": (1000, 10_000),
    "path_width_mm": (300, 3000),
    "stops": (0, 10),
    "steps_per_min": (0, 130),
    "carry": (0, 2),
    "trunk": (0, 1),
    "angle_deg": (10, 150),
    "turns": (1, 20),
}
HARD_MINUTES = 30  # facts/safety S4: immersion per session
SICKNESS_WINDOW_S = 120  # design section 3: rise within two minutes

Code = Literal[
    "kernel_one_level_up",
    "kernel_step_too_soon",
    "kernel_steps_used_up",
    "kernel_locked",
    "kernel_capped",
]
Verdict = Literal["go_on", "hold", "pause", "end"]
Symptom = Literal[
    "", "pain_ceiling", "pain_rise", "sickness_pause", "sickness_end", "sickness_rise"
]


@dataclass(frozen=True, slots=True)
class KernelState:
    """What the kernel remembers of the session; a new value after each event."""

    pain_baseline: int | None = None
    pain_holds: int = 0
    sickness: tuple[tuple[int, int], ...] = ()  # (time_ns, FMS 0-20), the last two minutes
    steps_up: int = 0
    last_step_up_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Permit:
    """The level that may be done, and what held it back (empty: nothing)."""

    level_index: int
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a symptom calls for."""

    verdict: Verdict
    symptom: Symptom = ""


def permit_level(
    limits: Limits,
    state: KernelState,
    *,
    asked: int,
    current: int,
    completed: int,
    now_ns: int,
    locked: bool = False,
) -> Permit:
    """The level that may be done when `asked` is wanted; never above `asked`.

    Args:
        limits: The protocol's.
        state: What has happened in this session.
        asked: Index of the wanted level.
        current: Index of the level now.
        completed: Highest index ever completed, -1 for none.
        now_ns: Session clock.
        locked: The protocol lets nobody step up.
    """
    if asked <= current:
        return Permit(max(0, asked))
    if locked:
        return Permit(current, ("kernel_locked",))
    if state.steps_up >= limits.steps_up_max:
        return Permit(current, ("kernel_steps_used_up",))
    if (
        state.last_step_up_ns is not None
        and now_ns - state.last_step_up_ns < limits.step_up_every_s * NS_PER_S
    ):
        return Permit(current, ("kernel_step_too_soon",))
    most = max(current, min(completed + 1, current + 1))
    if asked > most:
        return Permit(most, ("kernel_one_level_up",))
    return Permit(asked)


def stepped_up(state: KernelState, now_ns: int) -> KernelState:
    """The state after a step up was done."""
    return replace(state, steps_up=state.steps_up + 1, last_step_up_ns=now_ns)


def permit_parameters(
    parameters: tuple[tuple[str, int], ...],
) -> tuple[tuple[tuple[str, int], ...], tuple[Code, ...]]:
    """The parameters within the hard caps; a parameter without a cap does not get through."""
    permitted = tuple(
        (name, min(max(value, HARD_CAPS[name][0]), HARD_CAPS[name][1]))
        for name, value in parameters
        if name in HARD_CAPS
    )
    return permitted, () if permitted == parameters else ("kernel_capped",)


def with_baseline(state: KernelState, pain: int | None) -> KernelState:
    """The state after the pain of the day's start was asked; None: not given."""
    return replace(state, pain_baseline=pain)


def rate_pain(
    limits: Limits, state: KernelState, pain: int | None, *, own_ceiling: int | None
) -> tuple[KernelState, Ruling]:
    """Judge a pain rating (0-10): the first time over the line holds, the second ends for today.

    The line is the person's own ceiling, or `pain_rise` above this session's baseline. Nothing is
    eased because pain rose: that would reward escape (facts/clinical 3.9).
    """
    if pain is None:
        return state, Ruling("go_on")
    ceiling = limits.pain_ceiling if own_ceiling is None else own_ceiling
    symptom: Symptom = ""
    if pain > ceiling:
        symptom = "pain_ceiling"
    elif state.pain_baseline is not None and pain - state.pain_baseline >= limits.pain_rise:
        symptom = "pain_rise"
    if not symptom:
        return state, Ruling("go_on")
    held = replace(state, pain_holds=state.pain_holds + 1)
    return held, Ruling("hold" if held.pain_holds == 1 else "end", symptom)


def rate_sickness(
    limits: Limits, state: KernelState, fms: int | None, *, now_ns: int
) -> tuple[KernelState, Ruling]:
    """Judge a rating on the Fast Motion Sickness scale, 0-20 (Keshavarz & Hecht 2011)."""
    if fms is None:
        return state, Ruling("go_on")
    since = now_ns - SICKNESS_WINDOW_S * NS_PER_S
    recent = tuple((t, v) for t, v in state.sickness if t >= since)
    state = replace(state, sickness=(*recent, (now_ns, fms)))
    if fms >= limits.sickness_end:
        return state, Ruling("end", "sickness_end")
    if recent and fms - min(v for _, v in recent) >= limits.sickness_rise:
        return state, Ruling("end", "sickness_rise")
    if fms >= limits.sickness_pause:
        return state, Ruling("pause", "sickness_pause")
    return state, Ruling("go_on")


def time_is_up(minutes_max: int, exposure_ns: int) -> bool:
    """Whether today's time in exposure is used up (protocol's own, at most the hard cap).

    All time in which the session runs counts, with its questions and rests, for the patient wears
    the headset then; pauses, holds and the time after a stop do not. It is asked between trials
    and between blocks: a movement is never broken off because of it.
    """
    return exposure_ns >= min(minutes_max, HARD_MINUTES) * 60 * NS_PER_S
