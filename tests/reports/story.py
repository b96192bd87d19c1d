"""A whole session by hand: two ladders, four blocks, a rating not given, a lost track, one stop."""

from __future__ import annotations

from vrexposure.core import observations as seen
from vrexposure.core import outputs as out
from vrexposure.core.inputs import Actor, Command, Decide, Stop
from vrexposure.core.ladders import SitToStandLadder, StairsLadder, Step
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.outputs import Output
from vrexposure.core.protocol import Protocol
from vrexposure.core.setup import LadderStart, Prop, Setup
from vrexposure.core.view import Phase, Text

S = 1_000_000_000

STAND_IDS = ("seat-55-push", "seat-50-push", "seat-45-push", "seat-45-touch", "seat-45-crossed")
STAIR_IDS = ("in-place-4", "in-place-6", "in-place-8")


def _stand(ident: str, title: str, seat_m: float, arms: str) -> SitToStandLevel:
    return SitToStandLevel.model_validate(
        {
            "id": ident,
            "title": title,
            "posture": "seated_and_standing",
            "spotter": "near",
            "equipment": ("Chair with armrests, against the wall",),
            "seat_height_m": seat_m,
            "repetitions": 5,
            "arms": arms,
        }
    )


def _stairs(ident: str, title: str, risers: int, mode: str = "do") -> StairsLevel:
    return StairsLevel.model_validate(
        {
            "id": ident,
            "title": title,
            "mode": mode,
            "posture": "standing",
            "spotter": "hands_on",
            "equipment": ("Rail or table edge on the right",),
            "risers": risers,
            "riser_m": 0.15,
            "rails": "one",
            "visual_height_m": 0.9,
            "direction": "up",
            "climbs": 1,
            "locomotion": "in_place",
        }
    )


def setup(
    *,
    feared: str = "My leg gives way and I fall",
    title: str = "Getting up and stairs after a nerve root injury",
) -> Setup:
    """Where the story starts; the two texts are the ones that a clinic writes itself."""
    return Setup(
        patient="p-0417",
        seed=20260417,
        protocol=Protocol(
            format=1,
            id="rise-and-climb",
            version=3,
            title=title,
            ladders=(
                SitToStandLadder(
                    id="chair",
                    title="Getting up from a chair",
                    feared=feared,
                    place="living-room",
                    movement="sit_to_stand",
                    steps={
                        "seat_height_m": tuple(
                            Step(name=f"cm{round(h * 100)}", value=h) for h in (0.55, 0.50, 0.45)
                        ),
                        "arms": tuple(Step(name=n, value=n) for n in ("push", "touch", "crossed")),
                    },
                    levels=(
                        _stand("seat-55-push", "High seat, pushing with the arms", 0.55, "push"),
                        _stand("seat-50-push", "Middle seat, pushing with the arms", 0.50, "push"),
                        _stand("seat-45-push", "Usual chair, pushing with the arms", 0.45, "push"),
                        _stand("seat-45-touch", "Usual chair, hands only touching", 0.45, "touch"),
                        _stand("seat-45-crossed", "Usual chair, arms crossed", 0.45, "crossed"),
                    ),
                ),
                StairsLadder(
                    id="stairs",
                    title="Stairs up",
                    feared="A flash of pain makes me fall backwards",
                    place="stairwell",
                    movement="stairs",
                    steps={"risers": tuple(Step(name=f"n{n}", value=n) for n in (4, 6, 8))},
                    levels=(
                        _stairs("in-place-4", "Four steps, on the spot", 4),
                        _stairs("in-place-6", "Six steps, on the spot", 6),
                        _stairs("in-place-8", "Eight steps, on the spot", 8),
                    ),
                ),
            ),
        ),
        ladders=(
            LadderStart(ladder="chair", level_index=1, completed_index=1),
            LadderStart(ladder="stairs", level_index=0, completed_index=-1),
        ),
        props=(Prop(prop="chair", height_mm=500, has_arms=True),),
        pain_ceiling=7,
    )


class Telling:
    """Writes outputs down one after the other, on a clock of its own."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self.commands: list[Command] = []
        self.now_ns = 0
        self.block = 0
        self.trial = 0
        self.ladder = ""
        self.level = ""

    def after(self, seconds: float) -> int:
        self.now_ns += round(seconds * S)
        return self.now_ns

    def say(self, *outputs: Output) -> None:
        self.outputs.extend(outputs)

    def phase(self, before: Phase, after: Phase, cause: str) -> None:
        self.say(out.PhaseChanged(self.after(0.1), before, after, cause))

    def rate(self, question: str, value: int | None, by: Actor = "patient", *, trial: int) -> None:
        self.say(out.RatingGiven(self.after(3), self.block, trial, question, value, by))

    def begin_block(
        self,
        ladder: str,
        level: str,
        index: int,
        belief: int | None,
        *,
        watch: bool = False,
    ) -> None:
        self.block, self.trial, self.ladder, self.level = self.block + 1, 0, ladder, level
        self.say(
            out.BlockBegan(
                self.after(5),
                self.block,
                ladder,
                level,
                index,
                "watch" if watch else "do",
                (("repetitions", 5),),
                ("prop_missing",) if watch else (),
            )
        )
        self.rate("belief_before", belief, trial=0)

    def before(self, pain: int | None, harm: int | None, fear: int | None) -> None:
        self.trial += 1
        for question, value in zip(
            ("expected_pain", "expected_harm", "fear_before"), (pain, harm, fear), strict=True
        ):
            self.rate(question, value, trial=self.trial)

    def go(self, target: int, hesitation_s: float = 1.4) -> None:
        self.say(out.TrialBegan(self.after(2), self.block, self.trial, target))
        self.say(
            out.Observed(seen.MovementStarted(self.after(hesitation_s), round(hesitation_s * 1000)))
        )

    def end(self, result: out.Result, done: int, target: int, **more: int | None) -> None:
        began = next(
            one.time_ns for one in reversed(self.outputs) if isinstance(one, out.TrialBegan)
        )
        values: dict[str, int | None] = {
            "hesitation_ms": 1400,
            "mean_ms": 3900,
            "arms_used": 0,
            "rail_ms": 0,
            "near_misses": 0,
        }
        values.update(more)
        now = self.after(0.6)
        self.say(
            out.TrialEnded(
                now,
                self.block,
                self.trial,
                self.ladder,
                self.level,
                result,
                done,
                target,
                (now - began) // 1_000_000,
                values["hesitation_ms"],
                values["mean_ms"],
                values["arms_used"],
                values["rail_ms"] or 0,
                values["near_misses"] or 0,
            )
        )

    def rise(self, index: int, *, timed: bool = True, arms: bool = False) -> None:
        self.say(
            out.Observed(
                seen.RepetitionDone(
                    self.after(3.9), index, 3900, 1500, 900, 1500, 1630, arms, timed
                )
            )
        )

    def step(self, index: int) -> None:
        self.say(
            out.Observed(seen.StepTaken(self.after(1.2), index, "up", "left", 62, 1200, timed=True))
        )

    def afterwards(self, pain: int | None, harm: int | None, fear: int | None) -> None:
        for question, value in zip(
            ("peak_pain", "harm_occurred", "fear_after"), (pain, harm, fear), strict=True
        ):
            self.rate(question, value, trial=self.trial)

    def end_block(self, belief: int | None, surprise: int | None, sickness: int | None) -> None:
        for question, value in (
            ("belief_after", belief),
            ("surprise", surprise),
            ("sickness", sickness),
        ):
            self.rate(question, value, trial=0)

    def propose(self, action: out.DecisionAction, following: str, *codes: str) -> None:
        self.say(
            out.DecisionProposed(
                self.after(0.5), self.block, self.ladder, self.level, action, codes, following
            )
        )

    def decide(
        self,
        action: out.DecisionAction,
        following: str,
        *codes: str,
        by: Actor = "therapist",
        reason: str = "",
    ) -> None:
        self.say(
            out.DecisionTaken(
                self.after(9),
                self.block,
                self.ladder,
                self.level,
                action,
                by,
                reason,
                codes,
                following,
            )
        )


def told() -> Telling:
    """The session: three blocks on the chair, one on the stairs."""
    t = Telling()
    for measure, height in (("seated_head", 1210), ("standing_head", 1630)):
        t.say(out.CalibrationDone(t.after(12), measure, height, 9))  # type: ignore[arg-type]
    t.phase(Phase.LOBBY, Phase.RUNNING, "therapist")
    t.say(out.RatingGiven(t.after(4), 0, 0, "baseline_pain", 4, "patient"))
    _first_block(t)
    _second_block(t)
    _third_block(t)
    _stairs_block(t)
    t.after(180)
    t.phase(Phase.DEBRIEF, Phase.CLOSED, "patient")
    return t


def _whole_trial(
    t: Telling,
    before: tuple[int | None, int | None, int | None],
    after: tuple[int | None, int | None, int | None],
    *,
    hesitation_s: float,
    arms: int = 0,
) -> None:
    t.before(*before)
    t.go(5, hesitation_s)
    for index in range(1, 6):
        t.rise(index, arms=index <= arms)
    t.end("completed", 5, 5, hesitation_ms=round(hesitation_s * 1000), arms_used=arms)
    t.afterwards(*after)


def _first_block(t: Telling) -> None:
    t.begin_block("chair", "seat-50-push", 1, 80)
    _whole_trial(t, (7, 80, 75), (5, 0, 60), hesitation_s=4.2, arms=5)
    _whole_trial(t, (6, 70, 60), (5, 0, 50), hesitation_s=2.8, arms=5)
    _whole_trial(t, (6, 60, 50), (4, 0, None), hesitation_s=2.1, arms=4)
    t.end_block(45, 7, 1)
    t.propose("advance", "seat-45-push", "completed_enough", "prediction_violated")
    t.decide("advance", "seat-45-push")


def _second_block(t: Telling) -> None:
    t.begin_block("chair", "seat-45-push", 2, 50)
    _whole_trial(t, (6, 60, 55), (6, 0, 50), hesitation_s=3.4, arms=5)
    t.before(6, 50, 50)
    t.go(5)
    t.rise(1, arms=True)
    t.rise(2, arms=True)
    t.say(
        out.Observed(seen.TrackingLost(t.after(2.0))),
        out.TrialEnded(
            t.after(0.2), 2, 2, "chair", "seat-45-push",
            "interrupted", 2, 5, 11_400, 1400, 3900, 2, 0, 0,
        ),
    )  # fmt: skip
    t.phase(Phase.RUNNING, Phase.PAUSED, "tracking_lost")
    t.say(out.Observed(seen.TrackingBack(t.after(3.1), 3300)))
    t.say(out.Observed(seen.SamplesDropped(t.after(0.2), not_tracked=291, jumped=2)))
    t.after(20)
    t.phase(Phase.PAUSED, Phase.RUNNING, "patient")
    _whole_trial(t, (6, 50, 45), (4, 1, 40), hesitation_s=2.0, arms=3)
    _whole_trial(t, (5, 40, 40), (4, 0, 30), hesitation_s=1.7, arms=2)
    t.end_block(30, 6, 2)
    t.propose("advance", "seat-45-touch", "completed_enough", "prediction_violated", "belief_fell")
    t.commands.append(Command(t.now_ns, 7, "therapist", 40, Decide("repeat")))
    t.decide(
        "repeat", "seat-45-push", "therapist_choice", reason="Left leg tired; one more round first"
    )


def _third_block(t: Telling) -> None:
    t.begin_block("chair", "seat-45-push", 2, 30)
    _whole_trial(t, (5, 30, 35), (4, 0, 25), hesitation_s=1.5, arms=1)
    t.before(5, 30, 30)
    t.go(5)
    t.rise(1)
    t.say(out.Observed(seen.NearMiss(t.after(2.2), 44)))
    t.rise(2)
    t.end("missed", 2, 5, near_misses=1)
    t.afterwards(7, 0, 40)
    t.phase(Phase.RUNNING, Phase.HELD, "pain_rise")
    t.say(out.Alert(t.now_ns, "warning", Text("alert.pain_rise")))
    t.after(35)
    t.phase(Phase.HELD, Phase.RUNNING, "therapist")
    _whole_trial(t, (5, 30, 35), (4, 0, 20), hesitation_s=1.2, arms=0)
    t.end_block(20, 5, 2)
    t.propose("hold", "seat-45-push", "pain_rise")
    t.commands.append(Command(t.now_ns, 9, "therapist", 55, Decide("advance")))
    t.say(out.CommandAnswered(t.after(2), 9, accepted=False, code="not_now"))
    t.decide("hold", "seat-45-push")


def _stairs_block(t: Telling) -> None:
    t.begin_block("stairs", "in-place-4", 0, 90, watch=True)
    t.before(8, 90, 70)
    t.go(4, 0.4)
    t.after(12)
    t.end("completed", 4, 4, hesitation_ms=None, mean_ms=None, arms_used=None, rail_ms=0)
    t.afterwards(3, 0, 45)
    t.before(7, 70, 55)
    t.go(4, 0.4)
    t.after(3)
    t.say(
        out.TrialEnded(
            t.after(1.0), 4, 2, "stairs", "in-place-4",
            "interrupted", 1, 4, 4400, None, None, None, 0, 0,
        ),
    )  # fmt: skip
    t.commands.append(Command(t.now_ns, 12, "therapist", 71, Stop("console")))
    t.phase(Phase.RUNNING, Phase.SAFE, "console")
    t.say(out.CommandAnswered(t.now_ns, 12, accepted=True))
    t.after(40)
    t.phase(Phase.SAFE, Phase.DEBRIEF, "therapist")
