"""Steps with a panel: ratings, readiness, decisions, pauses."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import Literal

from typing_extensions import override

from vrexposure.core.inputs import Action, Actor, Answer, Decide, Ease, Skip
from vrexposure.core.observations import Highlighted, Observation, Selected
from vrexposure.core.outputs import Buzz, DecisionAction
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.questions import (
    SCALES,
    allowed,
    message_panel,
    rating_panel,
    single_option_panel,
)
from vrexposure.core.session.steps import Step
from vrexposure.core.view import Option, Panel, Text

TAP_MS = 40  # DEF: a light tap in the hand that chose


class PanelStep(Step):
    """A step with a panel: keeps the highlight, takes a selection or an answer."""

    dwells = 1
    """How many times the usual dwell a look must rest on an option of this panel to choose it."""

    def __init__(self) -> None:
        self._since_ns = 0

    @abstractmethod
    def panel(self, c: Context) -> Panel:
        """The panel to show."""

    @abstractmethod
    def answered(self, value: int | None, actor: Actor, c: Context) -> None:
        """A valid answer came."""

    @override
    def begin(self, c: Context) -> None:
        self._since_ns = c.now_ns
        panel = self.panel(c)
        c.see(panel=panel, stop_hint=True)
        dwell_ms = self.dwells * c.protocol.session.dwell_ms
        c.look_for(panel=panel, movement=None, dwell_ms=dwell_ms)

    @override
    def observe(self, seen: Observation, c: Context) -> None:
        panel = c.view.panel
        assert panel is not None, "a step with a panel shows it until it is done"
        if isinstance(seen, Highlighted):
            c.see(panel=replace(panel, highlighted=seen.option, fill_permille=seen.fill_permille))
        elif isinstance(seen, Selected) and 0 <= seen.option < len(panel.options):
            c.play("tap")
            if seen.source in ("left_hand", "right_hand"):
                side: Literal["left", "right"] = "left" if seen.source == "left_hand" else "right"
                c.say(Buzz(c.now_ns, side, TAP_MS))
            self.answered(panel.options[seen.option].value, "patient", c)

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        if not isinstance(action, Answer):
            return None
        panel = c.view.panel
        assert panel is not None, "a step with a panel shows it until it is done"
        if action.question != panel.question:
            return "question_gone"
        if not self.takes(action.value, panel):
            return "out_of_range"
        self.answered(action.value, actor, c)
        return ""

    def takes(self, value: int | None, panel: Panel) -> bool:
        """Whether a typed value is an answer to this panel."""
        if panel.question in SCALES:
            return allowed(panel.question, value)
        return value in {option.value for option in panel.options}

    def finish(self, c: Context) -> None:
        """The panel goes."""
        self.done = True
        c.see(panel=None, caption=None)
        c.look_for(panel=None)


class AskRating(PanelStep):
    """Ask one rating. Not answered in time: pause; not answered a second time: not given."""

    def __init__(self, question: str, feared: str, steps: tuple[int, int] = (0, 0)) -> None:
        super().__init__()
        self.question = question
        self.value: int | None = None
        self._feared = feared
        self._steps = steps
        self._silences = 0

    @override
    def panel(self, c: Context) -> Panel:
        return rating_panel(
            self.question, feared=self._feared, steps=self._steps, z_mm=c.panel_height_mm()
        )

    @override
    def answered(self, value: int | None, actor: Actor, c: Context) -> None:
        self.value = value
        c.rated(self.question, value, actor)
        self.finish(c)

    @override
    def tick(self, c: Context) -> None:
        if c.now_ns - self._since_ns < c.protocol.session.answer_within_s * 1000 * NS_PER_MS:
            return
        self._silences += 1
        if self._silences == 1:
            c.alert("warning", "alert.no_answer", question=f"@question.{self.question}")
            c.ask_for("pause", "no_answer")
        else:
            self.answered(None, "program", c)


class Ready(PanelStep):
    """Wait until the patient says to go on, by their own action. There is no time limit."""

    def __init__(
        self,
        *body: Text,
        question: str = "ready",
        title: Text | None = None,
        caption: Text | None = None,
    ) -> None:
        super().__init__()
        self._body = body
        self._question = question
        self._title = title or Text(f"title.{question}")
        self._caption = caption

    @override
    def begin(self, c: Context) -> None:
        super().begin(c)
        c.see(caption=self._caption)

    @override
    def panel(self, c: Context) -> Panel:
        return single_option_panel(
            self._question, *self._body, title=self._title, z_mm=c.panel_height_mm()
        )

    @override
    def answered(self, value: int | None, actor: Actor, c: Context) -> None:
        self.finish(c)

    @override
    def leave(self, c: Context) -> None:
        self.done = True  # whoever was ready then is asked again, after all that goes before

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        if isinstance(action, Skip | Ease):
            self.finish(c)
            return ""
        return super().command(action, actor, c)


class TakeDecision(Step):
    """Show what the program proposes, and wait for the therapist's word on it."""

    def __init__(self, proposed: DecisionAction, title: Text, body: tuple[Text, ...]) -> None:
        self.action: DecisionAction = proposed
        self.by: Actor = "therapist"
        self.reason = ""
        self._title, self._body = title, body

    @override
    def begin(self, c: Context) -> None:
        # The patient is told what is waited for: nobody may be at the keyboard just now.
        body = (*self._body, Text("body.decision"))
        panel = message_panel(*body, title=self._title, z_mm=c.panel_height_mm())
        c.see(panel=replace(panel, question="decision"), stop_hint=True)
        c.look_for(panel=None, movement=None)

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        match action:
            case Ease():
                self.action, self.by, self.reason = "retreat", actor, ""
            case Decide() if actor != "therapist":
                return "therapist_only"
            case Decide():
                if action.action != "accept":
                    self.action = action.action
                self.by, self.reason = actor, action.reason
            case _:
                return None
        self.done = True
        c.see(panel=None)
        return ""


# Who may go on after a pause that had this cause: these need the therapist.
THERAPIST_RESUMES = frozenset({"therapist", "returned"})


class PauseStep(PanelStep):
    """The panel of a pause: go on, or finish for today.

    A number that the therapist types is the spoken answer to the question before the pause, not a
    choice here; it is refused, and is to be typed again when the question is back.
    """

    dwells = 2  # DEF: a look that merely rests ahead must not go on with exposure

    def __init__(self, cause: str) -> None:
        super().__init__()
        self._cause = cause

    @override
    def panel(self, c: Context) -> Panel:
        title = Text("title.paused")
        body: tuple[Text, ...] = (Text(f"pause.{self._cause}"),)
        if self._cause == "returned":
            body = (*body, Text("body.returned"), Text("body.therapist_goes_on"))
        if self._cause in THERAPIST_RESUMES:
            return message_panel(*body, title=title, z_mm=c.panel_height_mm())
        return replace(
            single_option_panel("continue", *body, title=title, z_mm=c.panel_height_mm()),
            options=(Option(1, Text("option.continue")), Option(2, Text("option.finish"))),
            columns=2,
        )

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        if isinstance(action, Answer) and actor != "patient":
            return "paused"
        return super().command(action, actor, c)

    @override
    def answered(self, value: int | None, actor: Actor, c: Context) -> None:
        self.done = True
        if value == 2:
            c.ask_for("finish", "patient")
