"""A person who does not exist: body, pain, fear, beliefs, and how they learn from what happens.

The model is there to try a protocol and the program, not to predict anybody. It knows nothing of
the rules of progression and safety, so that both can be judged by it. Numbers without a source are
our own and plausible, no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vrexposure.core.chance import Chance
from vrexposure.errors import SettingError
from vrexposure.simulation.curves import clamp
from vrexposure.simulation.load import Activity, Demand


@dataclass(frozen=True, slots=True)
class Size:
    """The body's lengths, metres.

    Attributes:
        eyes_m: Height of the eyes, standing.
        eyes_above_seat_m: Height of the eyes above the seat, sitting upright.
        arm_m: From the shoulder to the grip.
        shoulder_m: From the middle to one shoulder.
        lean_rad: How far the trunk leans forward on the way up.
        right_handed: Which hand points.
    """

    eyes_m: float
    eyes_above_seat_m: float
    arm_m: float
    shoulder_m: float
    lean_rad: float
    right_handed: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """How a person is before the first session; shares are 0 to 1, per trial where not said.

    Attributes:
        pain: Pain at rest, 0 to 10.
        pain_gain: Pain that full demand adds, on the same scale.
        wind_up: Further pain that each repetition leaves behind.
        expected_pain: Peak pain expected of an ordinary demand, 0 to 10.
        belief: How likely harm seems, 0 to 100.
        fear: Fear of the movement, 0 to 100.
        learning: Share of the surprise by which an expectation moves.
        tiring: Share of the strength that full demand takes, per repetition.
        silence: Share of the questions that stay without an answer.
        slowness: Durations are this many times the ordinary.
    """

    pain: float
    pain_gain: float
    wind_up: float
    expected_pain: float
    belief: float
    fear: float
    learning: float
    tiring: float = 0.01
    silence: float = 0.02
    slowness: float = 1.1


KINDS: dict[str, Kind] = {
    "avoider": Kind(3.0, 1.4, 0.02, 7.5, 75.0, 78.0, 0.3, silence=0.01, slowness=1.3),
    "confident": Kind(2.0, 1.0, 0.01, 3.0, 15.0, 20.0, 0.3, silence=0.0, slowness=1.0),
    "flare": Kind(3.0, 5.5, 0.12, 6.0, 55.0, 50.0, 0.2),
    "silent": Kind(3.0, 1.8, 0.02, 6.0, 50.0, 45.0, 0.25, silence=0.45),
    "tires": Kind(3.0, 1.0, 0.02, 5.0, 40.0, 40.0, 0.25, tiring=0.12, slowness=1.2),
}
"""The named kinds of people. `avoider` fears and expects much, and learns: the demo's patient."""


@dataclass(slots=True)
class Expectation:
    """What one activity is expected to bring: pain 0 to 10, harm and fear 0 to 100."""

    pain: float
    harm: float
    fear: float


class Person:
    """One simulated person; the same kind and seed give the same person with the same answers."""

    def __init__(self, kind: Kind, chance: Chance) -> None:
        self.kind = kind
        self.size = _size(chance.fork("size"))
        self.fatigue = 0.0
        self.pain = kind.pain
        self.peak_pain = kind.pain
        self._voice = chance.fork("voice")
        self._will = chance.fork("will")
        self.mind = chance.fork("mind")
        self.body = chance.fork("body")
        self._demand = Demand("sit_to_stand", 0.5, 0.5)
        self._expected: dict[str, Expectation] = {}
        self._harm = 0.0
        self._surprise = 0.0

    def expectation(self, activity: Activity | None = None) -> Expectation:
        """What is expected of an activity (the one at hand), kept and changed by learning."""
        name = activity or self._demand.activity
        if name not in self._expected:
            kind = self.kind
            self._expected[name] = Expectation(kind.expected_pain, kind.belief, kind.fear)
        return self._expected[name]

    def consider(self, demand: Demand) -> None:
        """Look at what is asked for next; ratings and courage are about this from now on."""
        self._demand = demand
        self.expectation()

    def begin_trial(self) -> None:
        """A trial begins: its peak of pain is counted from here."""
        self.peak_pain = self.pain

    def fear(self) -> float:
        """Fear of what is asked for, 0 to 100: that of the activity, scaled by how it looks."""
        return clamp(self.expectation().fear * (0.7 + 0.6 * self._demand.threat), 0.0, 100.0)

    def expected_pain(self) -> float:
        """Peak pain expected of what is asked for, 0 to 10."""
        return clamp(self.expectation().pain * (0.8 + 0.4 * self._demand.load), 0.0, 10.0)

    def hesitation_s(self) -> float:
        """Time from the signal until moving: grows with fear, fourfold from none to all."""
        fear = self.fear() / 100
        return (0.5 + 2.5 * fear * fear) * self._will.between(0.8, 1.3)

    def tempo(self) -> float:
        """How many times longer than ordinary a movement takes: slow kind, fear, fatigue."""
        return self.kind.slowness * (1 + 0.3 * self.fear() / 100 + 0.8 * self.fatigue)

    def dares(self) -> bool:
        """Whether the next repetition is made, or given up: fear, pain or fatigue too great."""
        too_much = (
            max(0.0, self.fear() - 70) / 120
            + max(0.0, self.pain - 6) / 10
            + max(0.0, self.fatigue - 0.6)
        )
        return not self._will.happens(clamp(too_much, 0.0, 0.9))

    def exert(self, share: float = 1.0) -> None:
        """A repetition, or a share of one, is done: pain and fatigue rise, the peak is kept."""
        load = self._demand.load
        swing = 0.15 * self._will.normal()
        now = self.kind.pain + self.kind.pain_gain * load * (1 + self.fatigue) + swing
        wound_up = self.pain + self.kind.wind_up * share
        self.pain = clamp(max(wound_up, now), 0.0, 10.0)
        self.peak_pain = max(self.peak_pain, self.pain)
        self.fatigue = clamp(self.fatigue + self.kind.tiring * (0.5 + load) * share)

    def rest(self, seconds: float) -> None:
        """Time passes quietly: pain returns toward that at rest, strength comes back."""
        left = 0.5 ** (seconds / 60)  # half of the rise is gone in a minute
        self.pain = self.kind.pain + (self.pain - self.kind.pain) * left
        self.fatigue *= 0.5 ** (seconds / 180)

    def conclude(self, done: int, target: int) -> None:
        """The trial is over: expectations move toward what happened (Rescorla and Wagner 1972).

        Each moves by the kind's share of the difference, more when more was done; fear follows
        the belief. A trial in which nothing was dared teaches nothing but avoiding.
        """
        expected = self.expectation()
        if done == 0 or target == 0:
            expected.fear = clamp(expected.fear + 3.0, 0.0, 100.0)
            return
        share = self.kind.learning * min(1.0, done / target)
        self._harm = 10.0 * max(0.0, self.peak_pain - 7.0)
        self._surprise = min(1.0, abs(self.expected_pain() - self.peak_pain) / 6)
        felt = self.peak_pain / (0.8 + 0.4 * self._demand.load)
        expected.pain = clamp(expected.pain + share * (felt - expected.pain), 0.0, 10.0)
        expected.harm = clamp(expected.harm + share * (self._harm - expected.harm), 0.0, 100.0)
        follows = 0.7 * expected.harm + 3.0 * expected.pain
        expected.fear = clamp(expected.fear + share * (follows - expected.fear), 0.0, 100.0)

    def watch(self) -> None:
        """A demonstration was seen: a little is learned of it, that harm did not come."""
        expected = self.expectation()
        share = self.kind.learning / 5
        expected.harm -= share * expected.harm
        expected.fear += share * (expected.harm - expected.fear)

    def knows(self, question: str) -> bool:
        """Whether this is a rating that can be answered, not a button to press."""
        return question in self._feelings()

    def feeling(self, question: str) -> float:
        """What would be said to a question, from 0 to 1 of its scale, were it said exactly.

        Raises:
            SettingError: Nobody knows this question.
        """
        feelings = self._feelings()
        if question not in feelings:
            raise SettingError(
                f"a simulated person has no answer to {question!r}; known are {', '.join(feelings)}"
            )
        return feelings[question]

    def _feelings(self) -> dict[str, float]:
        expected = self.expectation()
        return {
            "baseline_pain": self.pain / 10,
            "expected_pain": self.expected_pain() / 10,
            "peak_pain": self.peak_pain / 10,
            "expected_harm": expected.harm / 100,
            "belief_before": expected.harm / 100,
            "belief_after": expected.harm / 100,
            "fear_before": self.fear() / 100,
            "fear_after": 0.8 * self.fear() / 100,
            "harm_occurred": self._harm / 100,
            "surprise": self._surprise,
            "sickness": 0.03 + 0.1 * self.fatigue,
        }

    def say(self, question: str, offered: Sequence[int] = (), *, aloud: bool = False) -> int | None:
        """What is answered to a rating: noisy, and rounded to what is offered; None: nothing.

        Args:
            question: A rating or "baseline_pain".
            offered: The values to choose from; none: the usual scale of the question.
            aloud: Asked by the therapist in person, who is left without an answer half as often.

        Raises:
            SettingError: Nobody knows this question.
        """
        feeling = self.feeling(question)
        noise = 0.03 * self._voice.normal()
        if self._voice.happens(self.kind.silence * (0.5 if aloud else 1.0)):
            return None
        values = tuple(offered) or _usual(question)
        least, most = min(values), max(values)
        if feeling > 0.0 or question != "harm_occurred":  # nobody is unsure that nothing happened
            feeling = clamp(feeling + noise)
        wanted = least + feeling * (most - least)
        return min(values, key=lambda value: (abs(value - wanted), value))


def _usual(question: str) -> Sequence[int]:
    if question in ("baseline_pain", "expected_pain", "peak_pain", "surprise"):
        return range(11)
    if question == "sickness":
        return range(0, 21, 2)
    if question == "harm_occurred":
        return range(3)
    return range(0, 101, 10)


def _size(chance: Chance) -> Size:
    """A body: eyes at 1.45 to 1.75 m; the parts in the usual share of that height."""
    eyes = chance.between(1.45, 1.75)
    return Size(
        eyes_m=eyes,
        # Sitting eye height is close to 0.48 of standing eye height in adults.
        eyes_above_seat_m=eyes * chance.between(0.465, 0.495),
        arm_m=0.40 * eyes * chance.between(0.95, 1.05),
        shoulder_m=chance.between(0.17, 0.21),
        lean_rad=chance.between(0.32, 0.46),
        right_handed=chance.happens(0.9),
    )


def make_person(name: str = "avoider", seed: int = 0) -> Person:
    """The person of a named kind and a seed.

    Raises:
        SettingError: There is no such kind.
    """
    if name not in KINDS:
        raise SettingError(f"there is no simulated person {name!r}; choose from {', '.join(KINDS)}")
    return Person(KINDS[name], Chance(seed).fork(name))
