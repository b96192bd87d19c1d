"""Steps before a movement: the place, real supports, safety checks, the body, a rest."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

from typing_extensions import override

from vrexposure.core.inputs import (
    Action,
    Actor,
    Answer,
    ConfirmSafety,
    Decide,
    RegisterProp,
    Skip,
)
from vrexposure.core.observations import Calibrated, HandAbsent, Observation, ReachMeasured
from vrexposure.core.outputs import CalibrationDone, ReachRange
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.questions import message_panel
from vrexposure.core.session.steps import Step
from vrexposure.core.view import RigMove, Text
from vrexposure.core.watch import WatchArm, WatchStill

DARK_MS = 400  # DEF; design: no full-field change under 300 ms


ARM_WAIT_MS = 40_000  # DEF: an arm that cannot be seen or lifted holds nobody up


class GoThere(Step):
    """Show another place, or the same from elsewhere. The view is never moved in the light."""

    def __init__(self, place: str, parameters: tuple[tuple[str, int], ...], rig: RigMove) -> None:
        self._place, self._parameters, self._rig = place, parameters, rig
        self._until_ns = 0

    @override
    def begin(self, c: Context) -> None:
        self._until_ns = c.now_ns + DARK_MS * NS_PER_MS
        view = c.view
        if (view.place, view.parameters, view.rig.to_mm, view.rig.yaw_mdeg) == (
            self._place,
            self._parameters,
            self._rig.to_mm,
            self._rig.yaw_mdeg,
        ):
            self.done = True
            return
        c.see(dim_permille=1000, panel=None, caption=None, counter=None)
        c.look_for(movement=None, panel=None)

    @override
    def tick(self, c: Context) -> None:
        if c.now_ns >= self._until_ns:
            c.see(place=self._place, parameters=self._parameters, rig=self._rig, dim_permille=0)
            self.done = True


class Calibrate(Step):
    """Measure the height of the still head, sitting or standing; skipped, it is not known."""

    def __init__(self, measure: str) -> None:
        self.measure = measure

    @override
    def begin(self, c: Context) -> None:
        seated = self.measure == "seated"
        key = "caption.sit_still" if seated else "caption.stand_still"
        c.see(caption=Text(key), panel=None, counter=None)
        above = 0 if seated else c.heads_mm.get("seated", 0) + 150
        c.look_for(
            panel=None,
            movement=WatchStill("seated_head" if seated else "standing_head", above_mm=above),
        )

    @override
    def observe(self, seen: Observation, c: Context) -> None:
        if isinstance(seen, Calibrated):
            if self.measure == "seated" and self._sits_elsewhere(seen, c):
                self._end(c)
                return
            c.heads_mm[self.measure] = seen.height_mm
            c.say(CalibrationDone(c.now_ns, seen.measure, seen.height_mm, seen.spread_mm))
            c.play("done")
            self._end(c)

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        if not isinstance(action, Skip):
            return None
        self._end(c)
        return ""

    def _sits_elsewhere(self, seen: Calibrated, c: Context) -> bool:
        """Whether the head is not over the chair that is drawn; then nobody knows where that is.

        It is taken away, so that it must be registered again: people fall on virtual chairs.
        """
        chair = c.props.get("chair")
        if chair is None:
            return False
        away_mm = round(math.hypot(seen.x_mm - chair.x_mm, seen.y_mm - chair.y_mm))
        if away_mm <= SITS_WITHIN_MM:
            return False
        c.alert("warning", "alert.chair_elsewhere", cm=round(away_mm / 10))
        c.register(RegisterProp("chair", None))
        return True

    def _end(self, c: Context) -> None:
        self.done = True
        c.see(caption=None)
        c.look_for(movement=None)


# DEF: the eyes of whoever sits upright are over the front half of the seat; leaning on it or back
# from it, they are still nearer than this to its middle.
SITS_WITHIN_MM = 450
ARM_ERROR_MM = 20
"""Of a measured arm: where its shoulder is, is taken from the body's height (DEF)."""


class MeasureArm(Step):
    """See how far one hand comes, comfortably and slowly; skipped or unseen, it is estimated."""

    def __init__(self, side: Literal["left", "right"]) -> None:
        self.side = side
        self._until_ns = 0

    @override
    def begin(self, c: Context) -> None:
        self._until_ns = c.now_ns + ARM_WAIT_MS * NS_PER_MS
        height = c.body.height()
        head_mm = c.heads_mm.get(c.posture)
        if height is None or head_mm is None:
            self.done = True
            return
        c.see(caption=Text(f"caption.reach_about_{self.side}"), panel=None, counter=None)
        c.look_for(panel=None, movement=WatchArm(self.side, head_mm, height.mm))

    @override
    def observe(self, seen: Observation, c: Context) -> None:
        if isinstance(seen, ReachMeasured) and seen.side == self.side:
            c.arms_mm[self.side] = seen.arm_mm
            c.say(ReachRange(c.now_ns, self.side, seen.arm_mm, ARM_ERROR_MM, seen.far_mm))
            c.play("done")
            self._end(c)
        elif isinstance(seen, HandAbsent) and seen.side == self.side:
            self._unseen(c)

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        if not isinstance(action, Skip):
            return None
        self._end(c)
        return ""

    @override
    def tick(self, c: Context) -> None:
        if c.now_ns >= self._until_ns:
            self._unseen(c)

    def _unseen(self, c: Context) -> None:
        c.alert("note", "alert.arm_not_measured", side=f"@side.{self.side}")
        self._end(c)

    def _end(self, c: Context) -> None:
        c.arms_asked.add(self.side)
        self.done = True
        c.see(caption=None)
        c.look_for(movement=None)


class EnsureSafety(Step):
    """Wait until the therapist has seen to posture, spotter and contraindications; or skip."""

    def __init__(self, ladder: str, level: str, lines: tuple[Text, ...]) -> None:
        self.confirmed = False
        self._ladder, self._level, self._lines = ladder, level, lines

    @override
    def begin(self, c: Context) -> None:
        if (self._ladder, self._level) in c.confirmed:
            self.confirmed = self.done = True
            return
        c.alert("note", "alert.confirm_safety", ladder=self._ladder, level=self._level)
        panel = message_panel(*self._lines, title=Text("title.safety"), z_mm=c.panel_height_mm())
        c.see(panel=replace(panel, question="confirm_safety"), caption=None)
        c.look_for(movement=None, panel=None)

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        match action:
            case Skip():
                self._end(c, confirmed=False)
            case ConfirmSafety(ladder=self._ladder, level=self._level) | Decide(action="accept"):
                if actor != "therapist":
                    return "therapist_only"
                self._end(c, confirmed=True)
            case Answer(question="confirm_safety"):
                if actor != "therapist":
                    return "therapist_only"
                self._end(c, confirmed=action.value == 1)
            case _:
                return None
        return ""

    def _end(self, c: Context, *, confirmed: bool) -> None:
        if confirmed:
            c.confirmed.add((self._ladder, self._level))
        self.confirmed = confirmed
        self.done = True
        c.see(panel=None)


class Rest(Step):
    """Sit or stand quietly for a while; may be skipped."""

    def __init__(self, seconds: int) -> None:
        self._ns = seconds * 1000 * NS_PER_MS
        self._until_ns: int | None = None

    @override
    def begin(self, c: Context) -> None:
        if self._until_ns is None:
            self._until_ns = c.now_ns + self._ns
        c.see(caption=Text("caption.rest"), panel=None, counter=None)
        c.look_for(movement=None, panel=None)

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        if not isinstance(action, Skip):
            return None
        self._end(c)
        return ""

    @override
    def tick(self, c: Context) -> None:
        assert self._until_ns is not None
        if c.now_ns >= self._until_ns:
            self._end(c)

    def _end(self, c: Context) -> None:
        self.done = True
        c.see(caption=None)
