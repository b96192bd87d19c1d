"""Registering real supports: typed in, or touched with a controller, the floor first.

The grip of a controller lies some way above what it touches, and a headset's floor may lie some
way off the real one. Touching the floor first takes both out: what is registered is the height
above the real floor. A floor that is further off than a controller can explain is said aloud.
"""

from __future__ import annotations

from dataclasses import replace

from typing_extensions import override

from vrexposure.core.inputs import Action, Actor, Answer, Decide, RegisterProp, Skip
from vrexposure.core.observations import Observation, Touched
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.questions import message_panel
from vrexposure.core.session.steps import Step
from vrexposure.core.setup import PropName
from vrexposure.core.view import Text
from vrexposure.core.watch import WatchTouch

# DEF: grips of controllers that lie or stand on the floor are 0 to 90 mm above it; a floor may be
# off by 20 mm, the agreement that is asked of a seat.
FLOOR_LEAST_MM, FLOOR_MOST_MM = -20, 110
WAIT_MS = 180_000  # DEF: time to fetch and measure a support before the level is watched instead


class EnsureProp(Step):
    """Wait until the real support is registered as the level needs it, or skip to watching."""

    def __init__(self, prop: PropName, least_mm: int, most_mm: int, wanted_mm: int) -> None:
        self.prop = prop
        self.present = False
        self._least_mm, self._most_mm, self._wanted_mm = least_mm, most_mm, wanted_mm
        self._since_ns = 0
        self._touched: RegisterProp | None = None

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
        self._show(c, "touch_floor" if c.floor_touch_mm is None else "touch_it")
        c.look_for(movement=WatchTouch(), panel=None)

    def _show(self, c: Context, then: str, **more: int) -> None:
        """What to type, and what to touch next."""
        args: tuple[tuple[str, str | int], ...] = (
            ("cm", round(self._wanted_mm / 10)),
            ("prop", f"@prop.{self.prop}"),
        )
        panel = message_panel(
            Text(f"body.register_{_family(self.prop)}", args),
            Text(f"body.{then}", (*args[1:], *more.items())),
            title=Text("title.room"),
            z_mm=c.panel_height_mm(),
        )
        c.see(panel=replace(panel, question=f"register_{self.prop}"), caption=None)

    @override
    def observe(self, seen: Observation, c: Context) -> None:
        if not isinstance(seen, Touched):
            return
        c.play("tap")
        if c.floor_touch_mm is None:
            self._floor(seen, c)
            return
        height_mm = seen.z_mm - c.floor_touch_mm
        if not 20 <= height_mm <= 1300:
            c.alert("note", "alert.touched_nothing", height_mm=height_mm)
            return
        known = c.props.get(self.prop)
        has_arms = known is not None and known.has_arms
        self._touched = RegisterProp(self.prop, height_mm, seen.x_mm, seen.y_mm, has_arms)
        c.alert("note", "alert.touched", prop=f"@prop.{self.prop}", height_mm=height_mm)
        self._show(c, "touched", mm=height_mm)

    def _floor(self, seen: Touched, c: Context) -> None:
        if not FLOOR_LEAST_MM <= seen.z_mm <= FLOOR_MOST_MM:
            c.alert("warning", "alert.floor_is_off", z_mm=seen.z_mm)
            return
        c.floor_touch_mm = seen.z_mm
        self._show(c, "touch_it")

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        match action:
            case Skip():
                self._end(c)
            case RegisterProp():
                self._judge(c)
            case Decide(action="accept") if self._touched is not None:
                if actor != "therapist":
                    return "therapist_only"
                touched, self._touched = self._touched, None
                c.register(touched)
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
        c.look_for(movement=None)


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
