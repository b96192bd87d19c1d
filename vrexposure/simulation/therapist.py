"""A therapist who does not exist: starts, prepares the room, accepts, resumes, types, finishes.

Presses are planned a little ahead, as people are no machines, and dropped when the reason for them
is gone by then. What was refused is tried again after a while.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from typing_extensions import override

from vrexposure.core.chance import Chance
from vrexposure.core.inputs import (
    Action,
    Answer,
    Command,
    ConfirmSafety,
    Decide,
    Finish,
    Frame,
    RegisterProp,
    Resume,
    Start,
    Tick,
)
from vrexposure.core.observations import TrackingBack, TrackingLost
from vrexposure.core.outputs import Alert, DecisionProposed, DecisionTaken, Observed, Output
from vrexposure.core.view import Phase, View
from vrexposure.ports import Mailbox, ViewSink
from vrexposure.simulation.person import Person

NS_PER_S = 1_000_000_000
RAIL_BESIDE_MM = 450  # a rail within easy reach of the hanging hand
STEP_AHEAD_MM = 350
TYPES_FOR = 0.7  # share of the unanswered questions that the therapist asks aloud

Reason = Literal[
    "lobby", "paused", "held", "safe", "debrief", "decision", "silence", "prop", "safety"
]


@dataclass(frozen=True, slots=True)
class Plan:
    """A press to come: when, why, and of what (`about` tells two of one reason apart)."""

    due_ns: int
    reason: Reason
    about: object
    action: Action | None


class SimulatedTherapist(Mailbox, ViewSink):
    """Presses what a therapist would press, from what the View and the outputs show.

    Args:
        seed: Of the small differences in timing.
        person: The patient to ask aloud when no answer comes; None: nothing is typed in.
        chair_has_arms: Whether the chair of this clinic has armrests.
        lacks: Supports that this clinic does not have; they are not registered when asked for.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        person: Person | None = None,
        chair_has_arms: bool = True,
        lacks: Sequence[str] = (),
    ) -> None:
        self._chance = Chance(seed).fork("therapist")
        self._person = person
        self._chair_has_arms = chair_has_arms
        self._lacks = frozenset(lacks)
        self._view = View()
        self._now_ns = 0
        self._seq = 0
        self._plans: list[Plan] = []
        self._tracking_lost = False
        self._decision: DecisionProposed | None = None

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        self._view = view
        self._now_ns = moment.time_ns
        wanted = self._wanted()
        if self._plans:
            still = {(reason, about) for reason, about, _, _ in wanted}
            self._plans = [
                plan
                for plan in self._plans
                if plan.action is not None or (plan.reason, plan.about) in still
            ]
        for reason, about, least_s, most_s in wanted:
            self._plan(reason, about, None, least_s, most_s)

    def heard(self, outputs: Sequence[Output]) -> None:
        """Take note of what the session says."""
        for output in outputs:
            match output:
                case Observed(observation=TrackingLost()):
                    self._tracking_lost = True
                case Observed(observation=TrackingBack()):
                    self._tracking_lost = False
                case DecisionProposed():
                    self._decision = output
                case DecisionTaken():
                    self._decision = None
                case Alert():
                    self._alerted(output)
                case _:
                    pass

    @override
    def drain(self) -> Sequence[Command]:
        due = [plan for plan in self._plans if plan.due_ns <= self._now_ns]
        if not due:
            return ()
        self._plans = [plan for plan in self._plans if plan.due_ns > self._now_ns]
        commands = []
        for plan in due:
            action = self._press(plan.reason) if plan.action is None else plan.action
            if action is not None:
                self._seq += 1
                commands.append(
                    Command(self._now_ns, self._seq, "therapist", self._view.version, action)
                )
        return commands

    def _wanted(self) -> list[tuple[Reason, object, float, float]]:
        """What the View calls for: reason, what about, least and most seconds until then."""
        view = self._view
        wanted: list[tuple[Reason, object, float, float]] = []
        asked = view.panel is not None and bool(view.panel.options)
        match view.phase:
            case Phase.LOBBY:
                wanted.append(("lobby", None, 1.5, 3.0))
            case Phase.PAUSED:
                if not self._tracking_lost:
                    # A patient who may go on by themselves is given the time to do it.
                    wanted.append(("paused", None, *((12.0, 15.0) if asked else (3.0, 4.0))))
            case Phase.HELD:
                wanted.append(("held", None, 5.0, 7.0))
            case Phase.SAFE:
                wanted.append(("safe", None, 15.0, 20.0))
            case Phase.DEBRIEF:
                wanted.append(("debrief", None, *((40.0, 60.0) if asked else (6.0, 10.0))))
            case Phase.RUNNING:
                if self._decision is not None:
                    wanted.append(("decision", self._decision.block, 1.0, 2.0))
                if asked and view.panel is not None:
                    about = (view.panel.question, view.panel.steps)
                    wanted.append(("silence", about, 12.0, 22.0))
            case Phase.CLOSED:
                pass
        return wanted

    def _press(self, reason: Reason) -> Action | None:
        match reason:
            case "lobby":
                return Start()
            case "paused" | "held":
                return Resume()
            case "safe" | "debrief":
                return Finish()
            case "decision":
                return Decide()
            case "silence":
                return self._ask_aloud()
            case "prop" | "safety":
                return None

    def _ask_aloud(self) -> Action | None:
        """Ask the patient, and type what they say; often enough they are left in peace."""
        panel = self._view.panel
        if self._person is None or panel is None or not self._chance.happens(TYPES_FOR):
            return None
        if not self._person.knows(panel.question):
            return None
        values = [option.value for option in panel.options]
        said = self._person.say(panel.question, values, aloud=True)
        return None if said is None else Answer(panel.question, said)

    def _alerted(self, alert: Alert) -> None:
        args = dict(alert.text.args)
        match alert.text.key:
            case "alert.register_chair":
                self._register("chair", args)
            case "alert.register_step":
                self._register("step", args)
            case "alert.register_rail":
                left = args.get("prop") == "rail_left"
                self._register("rail_left" if left else "rail_right", args)
            case "alert.confirm_safety":
                action = ConfirmSafety(str(args["ladder"]), str(args["level"]))
                self._plan("safety", action, action, 1.5, 3.0)
            case _:
                pass

    def _register(
        self,
        prop: Literal["chair", "rail_left", "rail_right", "step"],
        args: dict[str, str | int],
    ) -> None:
        if prop in self._lacks:
            return
        x_mm = {"rail_left": -RAIL_BESIDE_MM, "rail_right": RAIL_BESIDE_MM}.get(prop, 0)
        y_mm = STEP_AHEAD_MM if prop == "step" else 0
        arms = prop == "chair" and self._chair_has_arms
        action = RegisterProp(prop, int(args["height_mm"]), x_mm, y_mm, arms)
        self._plan("prop", prop, action, 1.5, 3.0)

    def _plan(
        self, reason: Reason, about: object, action: Action | None, least_s: float, most_s: float
    ) -> None:
        """Plan a press, unless one for the same reason is planned already."""
        if any(plan.reason == reason and plan.about == about for plan in self._plans):
            return
        due_ns = self._now_ns + round(self._chance.between(least_s, most_s) * NS_PER_S)
        self._plans.append(Plan(due_ns, reason, about, action))
