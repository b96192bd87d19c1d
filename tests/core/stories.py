"""A small protocol, and a player that tells a session what happens, for stories in tests."""

from __future__ import annotations

import typing
from dataclasses import dataclass, field

from vrexposure.core.inputs import (
    Action,
    Actor,
    Answer,
    Command,
    ConfirmSafety,
    Decide,
    Device,
    DeviceChange,
    RegisterProp,
    Resume,
    Start,
)
from vrexposure.core.ladders import Ladder, SitToStandLadder, StairsLadder, Step
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.observations import (
    Calibrated,
    MovementStarted,
    Observation,
    RepetitionDone,
    StepTaken,
)
from vrexposure.core.outputs import Output
from vrexposure.core.protocol import Protocol, Questions, SessionRules
from vrexposure.core.session.session import Session
from vrexposure.core.setup import Anchor, LadderStart, Place, Prop, Setup
from vrexposure.core.view import Phase, View
from vrexposure.core.watch import WatchSitToStand, WatchStairs, WatchStill

S = 1_000_000_000

SIT = SitToStandLadder(
    id="sit-to-stand",
    title="Getting up",
    feared="my back gives way",
    place="home",
    movement="sit_to_stand",
    steps={
        "seat_height_m": (
            Step(name="high", value=0.56),
            Step(name="raised", value=0.52),
            Step(name="usual", value=0.48),
        )
    },
    levels=tuple(
        SitToStandLevel(
            id=name,
            title=f"From {name}",
            posture="seated_and_standing",
            spotter="none",
            equipment=("chair",),
            seat_height_m=height,
            repetitions=2,
            arms="push",
        )
        for name, height in (("high", 0.56), ("raised", 0.52), ("usual", 0.48))
    ),
)
STAIRS = StairsLadder(
    id="stairs",
    title="Stairs",
    feared="I fall",
    place="home",
    movement="stairs",
    steps={"risers": (Step(name="two", value=2), Step(name="three", value=3))},
    levels=tuple(
        StairsLevel(
            id=f"up-{n}",
            title=f"{n} steps",
            posture="standing",
            spotter="near",
            equipment=("rail",),
            risers=n,
            riser_m=0.15,
            rails="one",
            visual_height_m=0.0,
            direction="up",
            climbs=1,
            locomotion="in_place",
        )
        for n in (2, 3)
    ),
)


def make_setup(*ladders: Ladder, **rules: typing.Any) -> Setup:
    """A setup with the given ladders (sit-to-stand alone if none), all starting at the bottom."""
    chosen = ladders or (SIT,)
    props: tuple[Prop, ...] = rules.pop("props", (Prop(prop="chair", height_mm=560),))
    questions = rules.pop("questions", Questions())
    starts = rules.pop("starts", tuple(LadderStart(ladder=one.id) for one in chosen))
    rules = {"rest_s": 0, "blocks_max": 2, **rules}
    return Setup(
        patient="p-1",
        seed=7,
        protocol=Protocol(
            format=1,
            id="test",
            version=1,
            title="Test",
            ladders=chosen,
            questions=questions,
            session=SessionRules(**rules),
        ),
        ladders=starts,
        props=props,
        places={"home": Place(anchors={"chair": Anchor(), "stairs-foot": Anchor(x_mm=2000)})},
    )


@dataclass
class Player:
    """Plays a session: answers what is asked, does what is shown; remembers all outputs."""

    session: Session
    ratings: dict[str, int | None] = field(default_factory=dict)
    said: list[Output] = field(default_factory=list)
    now_ns: int = 0
    seq: int = 0

    @property
    def view(self) -> View:
        return self.session.view

    def phase(self) -> Phase:
        return self.session.phase

    def tell(self, outputs: list[Output]) -> list[Output]:
        self.said += outputs
        return outputs

    def command(self, action: Action, actor: Actor = "therapist") -> list[Output]:
        self.seq += 1
        return self.tell(self.session.command(Command(self.now_ns, self.seq, actor, -1, action)))

    def wait(self, seconds: float) -> list[Output]:
        self.now_ns += round(seconds * S)
        return self.tell(self.session.tick(self.now_ns))

    def see(self, observation: Observation) -> list[Output]:
        return self.tell(self.session.observe(observation))

    def device(self, change: DeviceChange) -> list[Output]:
        return self.tell(self.session.device(Device(self.now_ns, change)))

    def start(self) -> None:
        self.command(Start())

    def answer(self, value: int | None, actor: Actor = "patient") -> list[Output]:
        assert self.view.panel is not None, "nothing is asked"
        return self.command(Answer(self.view.panel.question, value), actor)

    def of(self, kind: str) -> list[typing.Any]:
        return [output for output in self.said if output.kind == kind]

    def step(self) -> None:
        """Do whatever the session waits for, once."""
        panel, watch = self.view.panel, self.session.watch.movement
        self.wait(0.1)
        if self.phase() is Phase.HELD:
            self.command(Resume())
        elif panel is not None and panel.question == "decision":
            self.wait(61)
            self.command(Decide())
        elif panel is not None and panel.question == "confirm_safety":
            alert = self.of("alert")[-1]
            args = dict(alert.text.args)
            self.command(ConfirmSafety(ladder=args["ladder"], level=args["level"]))
        elif panel is not None and panel.question.startswith("register_"):
            prop = panel.question.removeprefix("register_")
            args = dict(self.of("alert")[-1].text.args)
            self.command(RegisterProp(prop, args["height_mm"]))  # type: ignore[arg-type]
        elif panel is not None and panel.options:
            usual = {
                "begin": 1,
                "ready": 1,
                "continue": 1,
                "feedback": 1,
                "done": 1,
                "baseline_pain": 4,
                "expected_pain": 7,
                "expected_harm": 70,
                "fear_before": 60,
                "peak_pain": 4,
                "harm_occurred": 0,
                "fear_after": 30,
                "belief_before": 80,
                "belief_after": 40,
                "surprise": 6,
                "sickness": 0,
            }
            value = self.ratings.get(panel.question, usual[panel.question])
            self.answer(value, "therapist" if value is None else "patient")
        elif isinstance(watch, WatchStill):
            height = 1200 if watch.measure == "seated_head" else 1600
            self.see(Calibrated(self.now_ns, watch.measure, height, 5))
        elif isinstance(watch, WatchSitToStand):
            self.see(MovementStarted(self.now_ns, 400))
            done = self.view.counter.done if self.view.counter else 0
            self.see(RepetitionDone(self.now_ns, done + 1, 3000, 1000, 800, 1200, 1600, True, True))
        elif isinstance(watch, WatchStairs):
            done = self.view.counter.done if self.view.counter else 0
            self.see(StepTaken(self.now_ns, done + 1, watch.direction, "left", 50, 900, True))
        else:
            self.wait(1.0)

    def play(self, *, until: str | None = None, most: int = 400) -> None:
        """Step until a panel with this question is shown, or the session is closed."""
        for _ in range(most):
            panel = self.view.panel
            if until is not None and panel is not None and panel.question == until:
                return
            if self.session.phase is Phase.CLOSED:
                return
            self.step()
        raise AssertionError(f"never came to {until or 'the end'}: {self.view}")

    def play_to_trial(self) -> None:
        """Step until a movement is being watched."""
        for _ in range(200):
            if isinstance(self.session.watch.movement, WatchSitToStand | WatchStairs):
                return
            self.step()
        raise AssertionError("never came to a trial")


def played(*ladders: Ladder, **rules: typing.Any) -> Player:
    """A session played from begin to end without incident."""
    player = Player(Session(make_setup(*ladders, **rules)))
    player.start()
    player.play()
    return player
