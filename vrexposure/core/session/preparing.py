"""Steps before a movement: the place, real supports, safety checks, the body, a rest."""

from __future__ import annotations

from dataclasses import replace

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
from vrexposure.core.observations import Calibrated, Observation
from vrexposure.core.outputs import CalibrationDone
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.questions import message_panel
from vrexposure.core.session.steps import Step
from vrexposure.core.setup import PropName
from vrexposure.core.view import RigMove, Text
from vrexposure.core.watch import WatchStill

DARK_MS = 400  # DEF; design: no full-field change under 300 ms


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

    def _end(self, c: Context) -> None:
        self.done = True
        c.see(caption=None)
        c.look_for(movement=None)


WAIT_MS = 180_000  # DEF: time to fetch and measure a support before the level is watched instead


class EnsureProp(Step):
    """Wait until the real support is registered as the level needs it, or skip to watching."""

    def __init__(self, prop: PropName, least_mm: int, most_mm: int, wanted_mm: int) -> None:
        self.prop = prop
        self.present = False
        self._least_mm, self._most_mm, self._wanted_mm = least_mm, most_mm, wanted_mm
        self._since_ns = 0

    def fits(self, c: Context) -> bool:
        """Whether the registered support is the one that is needed."""
        prop = c.props.get(self.prop)
        return prop is not None and self._least_mm <= prop.height_mm <= self._most_mm

    @override
    def begin(self, c: Context) -> None:
        self._since_ns = c.now_ns
        if self.fits(c):
            self.present = self.done = True
            return
        c.alert(
            "note",
            f"alert.register_{_family(self.prop)}",
            prop=self.prop,
            height_mm=self._wanted_mm,
        )
        cm = ("cm", round(self._wanted_mm / 10))
        panel = message_panel(
            Text(f"body.register_{_family(self.prop)}", (cm, ("prop", f"@prop.{self.prop}"))),
            title=Text("title.room"),
            z_mm=c.panel_height_mm(),
        )
        c.see(panel=replace(panel, question=f"register_{self.prop}"), caption=None)
        c.look_for(movement=None, panel=None)

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        match action:
            case Skip():
                self._end(c)
            case RegisterProp():
                self._judge(c)
            case Answer(value=int() as cm) if action.question == f"register_{self.prop}":
                if actor != "therapist":
                    return "therapist_only"
                if not 2 <= cm <= 130:
                    return "out_of_range"
                c.register(replace_height(self.prop, cm * 10, c))
                self._judge(c)
            case _:
                return None
        return ""

    @override
    def tick(self, c: Context) -> None:
        if c.now_ns - self._since_ns > WAIT_MS * NS_PER_MS:
            self._end(c)

    def _judge(self, c: Context) -> None:
        if self.fits(c):
            self._end(c)
        else:
            c.alert(
                "note",
                "alert.does_not_fit",
                prop=f"@prop.{self.prop}",
                least_mm=self._least_mm,
                most_mm=self._most_mm,
            )

    def _end(self, c: Context) -> None:
        self.present = self.fits(c)
        if not self.present:
            c.alert("note", "alert.prop_missing", prop=f"@prop.{self.prop}")
        self.done = True
        c.see(panel=None)


USUAL_MM = {"rail_left": (-450, 0), "rail_right": (450, 0), "step": (0, 350)}
"""Where the panels ask to put a support: beside the patient, or before their feet (DEF)."""


def replace_height(prop: PropName, height_mm: int, c: Context) -> RegisterProp:
    """The support where it stood before (or under the patient), with another height."""
    known = c.props.get(prop)
    if known is None:
        x_mm, y_mm = USUAL_MM.get(prop, (0, 0))
        return RegisterProp(prop, height_mm, x_mm=x_mm, y_mm=y_mm)
    return RegisterProp(prop, height_mm, known.x_mm, known.y_mm, known.has_arms)


def _family(prop: str) -> str:
    return "rail" if prop.startswith("rail") else prop


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
