"""The session: told what happened, says what is to be seen, heard and decided.

It owns the phase and the clock, and runs the script of `programme` step by step. It reads no clock,
draws no random number and touches no device: the same events always give the same outputs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from vrexposure.core.inputs import (
    Command,
    Device,
    DeviceChange,
    Ease,
    Ended,
    Finish,
    Pause,
    RegisterProp,
    Remeasure,
    Resume,
    Skip,
    Start,
    Stop,
)
from vrexposure.core.observations import (
    Observation,
    StopGesture,
    Traced,
    TrackingBack,
    TrackingLost,
)
from vrexposure.core.outputs import CommandAnswered, Output, PhaseChanged, ViewShown
from vrexposure.core.safety import HARD_MINUTES, time_is_up
from vrexposure.core.session.absence import RETURNED, Absence
from vrexposure.core.session.asking import THERAPIST_RESUMES, PauseStep, Ready
from vrexposure.core.session.context import Context
from vrexposure.core.session.leaving import debrief, fade, freeze, show_neutral
from vrexposure.core.session.preparing import GoThere, Rest
from vrexposure.core.session.programme import programme
from vrexposure.core.session.questions import message_panel
from vrexposure.core.session.refusing import refusal
from vrexposure.core.session.steps import Step
from vrexposure.core.session.table import Move, after
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.setup import Setup
from vrexposure.core.view import Phase, Text, View
from vrexposure.core.watch import Watch


class Session:
    """Runs one session. `view` and `watch` are what is wanted now."""

    def __init__(self, setup: Setup) -> None:
        self._c = Context(setup=setup)
        self._script: Iterator[Step] = programme(self._c)
        self._step: Step | None = None
        self._overlay: Step | None = None
        self._began = False
        self._paused_by = ""
        self._absence = Absence()
        self._last_seq: dict[str, int] = {}
        self._asked_version = 0
        self._overlay = Ready(Text("body.begin"), question="begin", title=Text("title.lobby"))
        self._overlay.begin(self._c)
        self._shown = self._c.view
        self._c.outputs.clear()

    @property
    def view(self) -> View:
        """The whole desired picture and sound."""
        return self._c.view

    @property
    def watch(self) -> Watch:
        """What tracking should look for."""
        return self._c.watch

    @property
    def phase(self) -> Phase:
        """Where the session is."""
        return self._c.view.phase

    def observe(self, seen: Observation) -> list[Output]:
        """Tracking saw something."""
        c = self._c
        self._clock(seen.time_ns)
        match seen:
            case StopGesture():
                self._move("stop", "controller")
            case TrackingLost() | TrackingBack():
                self._absence.track(c.now_ns, lost=isinstance(seen, TrackingLost))
            case Traced():
                c.traced = seen
            case _:
                step = self._active()
                if step is not None:
                    step.observe(seen, c)
        return self._settled()

    def tick(self, time_ns: int, *, blind: bool = False) -> list[Output]:
        """Time passed; going back in time is ignored.

        A head that is lost, and frames that no longer come (`blind`), pause whatever runs: a trial
        would be judged unseen, and a question would count as not answered.
        """
        c = self._c
        self._clock(time_ns)
        self._absence.frames(c.now_ns, blind=blind)
        fade(c)
        if c.view.phase is Phase.RUNNING and self._absence.unseen(c):
            self._move("pause", "tracking_lost")
        self._leave_for_lobby()
        if self._time_is_up():
            c.alert("note", "alert.time_is_up")
            self._move("finish", "time_is_up")
        step = self._active()
        if step is not None and not (isinstance(step, Trial) and self._absence.untracked):
            step.tick(c)
        return self._settled()

    def _time_is_up(self) -> bool:
        """Whether to end now: waiting beyond the protocol's time, anything beyond the hard cap.

        A movement is never cut off, nor are the questions about it within the hard cap.
        """
        c, step = self._c, self._step
        if c.view.phase is not Phase.RUNNING or isinstance(step, Trial):
            return False
        waiting = isinstance(step, Ready | Rest)
        most = c.protocol.session.minutes_max if waiting else HARD_MINUTES
        return time_is_up(most, c.exposure_ns)

    def device(self, event: Device) -> list[Output]:
        """The device changed."""
        self._clock(event.time_ns)
        c = self._c
        self._leave_for_lobby()  # no time may have passed here since the headset went off
        is_back = self._absence.take(event.change, c.now_ns)
        match event.change:
            case DeviceChange.FOCUS_LOST | DeviceChange.HEADSET_OFF:
                self._move("pause", event.change.value)
            case DeviceChange.RECENTRED:
                c.forget_space()
                c.alert("warning", "alert.recentred")
                self._move("pause", "recentred")
            case DeviceChange.RUNTIME_LOST:
                c.alert("urgent", "alert.runtime_lost")
                self._move("pause", "runtime_lost")
                if c.view.phase is Phase.PAUSED:
                    self._show_pause("runtime_lost")  # also on top of another pause
                self._leave_for_lobby()
            case DeviceChange.RECORDER_LOST:
                c.alert("urgent", "alert.recorder_lost")
                self._move("hold", "recorder_lost")
            case _:  # something is back: nothing goes on by itself
                if is_back and c.view.phase in (Phase.PAUSED, Phase.HELD):
                    c.alert("note", "alert.returned")
                    self._await_therapist()
        return self._settled()

    def _leave_for_lobby(self) -> None:
        """Nobody looks: let what they come back to be the lobby."""
        if self._absence.leave(self._c, self._step) and not self._absence.runtime_gone:
            self._await_therapist()

    def _await_therapist(self) -> None:
        if self._c.view.phase is Phase.PAUSED:
            self._show_pause(RETURNED)

    def ended(self, event: Ended) -> list[Output]:
        """There is no more input."""
        self._clock(event.time_ns)
        self._move("end", event.reason)
        return self._settled()

    def command(self, command: Command) -> list[Output]:
        """Somebody wants something. Stop is always done; the rest is answered with a code."""
        c = self._c
        self._clock(command.time_ns)
        if isinstance(command.action, Stop):
            self._move("stop", command.action.source)
            code: str | None = ""
        else:
            code = refusal(
                command,
                now_ns=c.now_ns,
                last_seq=self._last_seq.get(command.actor, -1),
                asked_version=self._asked_version,
            )
            if code is None:
                code = self._carry_out(command)
        self._last_seq[command.actor] = max(command.seq, self._last_seq.get(command.actor, -1))
        c.say(CommandAnswered(c.now_ns, command.seq, not code, code or ""))
        return self._settled()

    def _clock(self, time_ns: int) -> None:
        # Frames may be predicted ahead of what comes between them, so what comes may look late by
        # a frame or two; the clock waits for it. Whatever moves it, time in exposure counts once.
        c = self._c
        passed = max(0, time_ns - c.now_ns)
        c.now_ns += passed
        if c.view.phase is Phase.RUNNING:
            c.exposure_ns += passed

    def _carry_out(self, command: Command) -> str:
        """Do it; "" when done, else why not."""
        c, action, actor = self._c, command.action, command.actor
        match action:
            case Start():
                return self._moved("start", "therapist" if actor == "therapist" else "patient")
            case Pause():
                return self._moved("pause", actor)
            case Finish():
                return self._moved("finish", actor)
            case Resume():
                return self._resume(actor)
            case Ease():
                if c.view.phase not in (Phase.RUNNING, Phase.PAUSED, Phase.HELD):
                    return "not_now"
                c.ease_by = actor
            case Remeasure():
                c.forget_body()
                return ""
            case RegisterProp():
                if actor == "patient":
                    return "therapist_only"
                if isinstance(self._active(), Trial):
                    # What the patient may be about to sit on has changed: nobody goes on with it.
                    self._move("pause", actor)
                c.register(action)
            case Skip() if c.view.phase is Phase.LOBBY:
                return "not_now"
            case _:  # for the step at hand
                pass
        step = self._active()
        code = step.command(action, actor, c) if step is not None else None
        if code is None:
            return "" if isinstance(action, RegisterProp | Ease) else "not_now"
        return code

    def _resume(self, actor: str) -> str:
        phase = self._c.view.phase
        if phase not in (Phase.PAUSED, Phase.HELD):
            return "not_now"
        if actor != "therapist" and (phase is Phase.HELD or self._paused_by in THERAPIST_RESUMES):
            return "therapist_only"
        refusal = self._absence.refusal(self._c)
        if refusal:
            return refusal
        return self._moved("resume", actor)

    def _moved(self, move: Move, cause: str) -> str:
        return "" if self._move(move, cause) else "not_now"

    def _active(self) -> Step | None:
        """The step that hears: a pause's panel, or the script's while running."""
        if self._overlay is not None:
            return self._overlay
        return self._step if self._c.view.phase is Phase.RUNNING else None

    def _move(self, move: Move, cause: str) -> bool:
        """Make a move if it is legal; True when it was."""
        c = self._c
        before = c.view.phase
        to = after(before, move)
        if to is None:
            return False
        if to is before:
            if to is Phase.PAUSED and self._paused_by not in THERAPIST_RESUMES:
                self._show_pause(cause)
            return True
        if before is Phase.RUNNING and self._began and self._step and not self._step.done:
            self._step.interrupt(c)
        c.see(phase=to)
        c.say(PhaseChanged(c.now_ns, before, to, cause))
        self._overlay = None
        match to:
            case Phase.RUNNING:
                c.see(panel=None, caption=None)
                self._go_on()
            case Phase.PAUSED:
                c.see(counter=None, demonstration=None, caption=None, dim_permille=0)
                self._show_pause(cause)
            case Phase.HELD:
                c.see(
                    counter=None,
                    demonstration=None,
                    caption=None,
                    dim_permille=0,
                    panel=message_panel(
                        Text(f"hold.{cause}"), title=Text("title.held"), z_mm=c.panel_height_mm()
                    ),
                )
                c.look_for(panel=None, movement=None)
            case Phase.SAFE:
                freeze(c)
            case Phase.DEBRIEF:
                self._overlay = debrief(c)
                self._overlay.begin(c)
            case _:  # closed: no move leads back to the lobby
                show_neutral(c)
                c.see(panel=None, ambience="", stop_hint=False)
                c.look_for(panel=None, movement=None)
        return True

    def _go_on(self) -> None:
        """Begin the step anew that was interrupted, where it was, if it is not done with."""
        way, step = self._absence.way_back(self._c), self._step
        if step is None or step.done:
            return
        if way is not None and not isinstance(step, GoThere):
            self._script = chain((step,), self._script)
            self._step, self._began = way, False
        elif self._began:
            step.begin(self._c)

    def _show_pause(self, cause: str) -> None:
        self._paused_by = cause
        self._overlay = PauseStep(cause)
        self._overlay.begin(self._c)

    def _settled(self) -> list[Output]:
        """Run the script on, carry out what steps asked for, and say what changed."""
        c = self._c
        while self._went_on():
            pass
        if c.view is not self._shown:
            if replace(c.view, version=self._shown.version) != self._shown:
                c.see(version=self._shown.version + 1)
                c.say(ViewShown(c.now_ns, c.view))
                if _asked(c.view) != _asked(self._shown):
                    self._asked_version = c.view.version
            else:
                c.view = self._shown
            self._shown = c.view
        outputs, c.outputs = c.outputs, []
        return outputs

    def _went_on(self) -> bool:
        """One move or step further, if there is one; the script always comes to one that waits."""
        c = self._c
        if c.wants is not None:
            move, cause = c.wants, c.cause
            c.wants = None
            self._move(move, cause)
        elif self._overlay is not None and self._overlay.done:
            self._overlay_done()
        elif c.view.phase is not Phase.RUNNING:
            return False
        elif self._step is None or self._step.done:
            self._next_step()
        elif not self._began:
            self._began = True
            self._step.begin(c)
        else:
            return False
        return True

    def _overlay_done(self) -> None:
        phase = self._c.view.phase
        self._overlay = None
        if phase is Phase.LOBBY:
            self._move("start", "patient")
        elif phase is Phase.PAUSED:
            refused = self._resume("patient")
            if refused:
                self._show_pause(refused)
        else:
            self._move("finish", "patient")

    def _next_step(self) -> None:
        self._began = False
        self._step = next(self._script, None)
        if self._step is None:
            self._move("finish", "programme")


def _asked(view: View) -> tuple[object, ...]:
    """What a person answers to: the phase, and what the panel says; not where a look rests."""
    panel = view.panel
    if panel is None:
        return (view.phase,)
    return view.phase, panel.question, panel.title, panel.body, panel.steps
