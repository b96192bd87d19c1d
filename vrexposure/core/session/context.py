"""What the steps of a session share: clock, View in the making, outputs, facts so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from vrexposure.core.body import Body
from vrexposure.core.inputs import Actor, RegisterProp
from vrexposure.core.observations import Traced
from vrexposure.core.outputs import Alert, Output, Play, PropRegistered, RatingGiven, TrialEnded
from vrexposure.core.protocol import Protocol
from vrexposure.core.safety import KernelState
from vrexposure.core.setup import Place, Prop, Setup
from vrexposure.core.view import PropView, RigMove, Text, View
from vrexposure.core.watch import Side, Watch

NS_PER_MS = 1_000_000
AlertLevel = Literal["note", "warning", "urgent"]
SoundName = Literal["tap", "step", "repetition", "start", "done"]
MoveWanted = Literal["pause", "hold", "finish"]
SEATED_PANEL_MM = 1150
STANDING_PANEL_MM = 1500


@dataclass(slots=True)
class Context:
    """One session's working memory; steps read and change it, the session owns it."""

    setup: Setup
    view: View = field(default_factory=View)
    watch: Watch = field(default_factory=Watch)
    now_ns: int = 0
    outputs: list[Output] = field(default_factory=list)
    kernel: KernelState = field(default_factory=KernelState)
    props: dict[str, Prop] = field(default_factory=dict)
    heads_mm: dict[str, int] = field(default_factory=dict)
    arms_mm: dict[Side, int] = field(default_factory=dict)
    arms_asked: set[Side] = field(default_factory=set)
    """Arms that there has been an attempt to measure."""
    floor_touch_mm: int | None = None
    """Where a controller's grip was when it touched the floor."""
    confirmed: set[tuple[str, str]] = field(default_factory=set)
    block: int = 0
    trial: int = 0
    exposure_ns: int = 0
    """Time in which the session ran: movements, questions and rests, no pauses and no holds."""
    posture: Literal["seated", "standing"] = "seated"
    ease_by: Actor | None = None
    returned: bool = False
    """The person has been away since they last said what they expect: it is asked again."""
    wants: MoveWanted | None = None
    """A move that a step asks the session for: "pause", "hold", "finish" - with `cause`."""
    cause: str = ""
    traced: Traced | None = None
    """How high the head was in the last trial, once tracking has told."""
    ended: list[TrialEnded] = field(default_factory=list)
    evidence: list[Text] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with what is known from before."""
        self.props.update({prop.prop: prop for prop in self.setup.props})
        self.arms_mm.update({arm.side: arm.arm_mm for arm in self.setup.arms})

    @property
    def protocol(self) -> Protocol:
        """The protocol of this session."""
        return self.setup.protocol

    def see(self, **changes: Any) -> None:
        """Change the View; the session gives it its version."""
        self.view = replace(self.view, **changes)

    def look_for(self, **changes: Any) -> None:
        """Change what tracking looks for."""
        self.watch = replace(self.watch, **changes)

    def say(self, output: Output) -> None:
        """Put one output out."""
        self.outputs.append(output)

    def alert(self, urgency: AlertLevel, key: str, **args: str | int) -> None:
        """Tell the therapist."""
        self.say(Alert(self.now_ns, urgency, Text(key, tuple(sorted(args.items())))))

    def play(self, sound: SoundName) -> None:
        """One sound."""
        self.say(Play(self.now_ns, sound))

    def register(self, action: RegisterProp) -> None:
        """A real support came, moved, changed its height, or went."""
        if action.height_mm is None:
            self.props.pop(action.prop, None)
        else:
            self.props[action.prop] = Prop(
                prop=action.prop,
                height_mm=action.height_mm,
                x_mm=action.x_mm,
                y_mm=action.y_mm,
                has_arms=action.has_arms,
            )
        self._redraw_props()
        self.say(
            PropRegistered(
                self.now_ns,
                action.prop,
                action.height_mm,
                action.x_mm,
                action.y_mm,
                action.has_arms,
            )
        )

    def forget_space(self) -> None:
        """The space is another one: where supports stand and how high the floor is, is unknown."""
        self.props.clear()
        self.heads_mm.clear()
        self.floor_touch_mm = None
        self._redraw_props()

    def forget_body(self) -> None:
        """Measure the body anew before the next movement: the headset sits otherwise now."""
        self.heads_mm.clear()
        self.arms_mm.clear()
        self.arms_asked.clear()

    def _redraw_props(self) -> None:
        """Supports that are shown are shown as they are now; what is gone, is gone from sight."""
        self.see(props=self.real_props(*(shown.prop for shown in self.view.props)))

    def rated(self, question: str, value: int | None, by: Actor) -> None:
        """Put a rating out."""
        self.say(RatingGiven(self.now_ns, self.block, self.trial, question, value, by))

    def ask_for(self, move: MoveWanted, cause: str) -> None:
        """Ask the session for a move once this event is handled."""
        self.wants, self.cause = move, cause

    def place(self) -> Place:
        """What is known of the place that is shown."""
        return self.setup.places.get(self.view.place, Place())

    def rig_at(self, anchor: str, *, back_mm: int = 0) -> RigMove:
        """The rig standing still at an anchor of the place (or `back_mm` behind it)."""
        at = self.place().anchors.get(anchor)
        if at is None:
            return RigMove()
        spot = (at.x_mm, at.y_mm - back_mm, at.z_mm)
        return RigMove(from_mm=spot, to_mm=spot, yaw_mdeg=at.yaw_mdeg)

    @property
    def body(self) -> Body:
        """What is known of the patient's lengths."""
        chair = self.props.get("chair")
        return Body(self.heads_mm, self.arms_mm, None if chair is None else chair.height_mm)

    def panel_height_mm(self) -> int:
        """The middle of a panel: a little below the eyes of the posture at hand."""
        usual = {"seated": SEATED_PANEL_MM, "standing": STANDING_PANEL_MM}[self.posture]
        return self.heads_mm.get(self.posture, usual + 80) - 80

    def real_props(self, *wanted: str) -> tuple[PropView, ...]:
        """The registered ones among the wanted supports, as the View draws them."""
        return tuple(
            PropView(p.prop, "real", p.height_mm, p.x_mm, p.y_mm, p.has_arms)
            for p in self.props.values()
            if p.prop in wanted
        )
