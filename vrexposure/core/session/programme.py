"""The script of a session: what comes after what, as a generator of steps.

It reads like the session does. The session asks for the next step when one is done; whatever
interrupts a step is the session's business, not the script's.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from typing_extensions import override

from vrexposure.core.ladders import Level
from vrexposure.core.outputs import BlockBegan, Result
from vrexposure.core.progression import TrialFacts
from vrexposure.core.safety import (
    Ruling,
    permit_parameters,
    rate_pain,
    rate_sickness,
    time_is_up,
    with_baseline,
)
from vrexposure.core.session.asking import AskRating, Ready
from vrexposure.core.session.context import Context
from vrexposure.core.session.deciding import decide_block, hold_for_today, rule
from vrexposure.core.session.feedback import Feedback
from vrexposure.core.session.ladder import LadderState
from vrexposure.core.session.needs import clear_floor, needed_props, real_props
from vrexposure.core.session.preparing import Calibrate, EnsureSafety, GoThere, MeasureArm, Rest
from vrexposure.core.session.steps import Step
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.session.trials.making import make_trial, start_rig
from vrexposure.core.view import Text

ATTEMPTS = 3  # DEF: how often an interrupted trial is begun anew before it is left


def programme(c: Context) -> Iterator[Step]:
    """The whole session, from the first question to the last decision."""
    ladders = [_ladder_state(c, index) for index in range(len(c.setup.ladders))]
    first = AskRating("baseline_pain", "")
    yield first
    c.kernel = with_baseline(c.kernel, first.value)
    rule(c, _rate_pain(c, first.value))  # no more than a hold: it is the first rating
    per_ladder = max(1, c.protocol.session.blocks_max // len(ladders))
    for state in ladders:
        for _ in range(per_ladder):
            if time_is_up(c.protocol.session.minutes_max, c.exposure_ns):
                c.alert("note", "alert.time_is_up")
                return
            if c.block and c.protocol.session.rest_s:
                yield Rest(c.protocol.session.rest_s)
            yield from _block(c, state)


def _ladder_state(c: Context, index: int) -> LadderState:
    start = c.setup.ladders[index]
    ladder = next(one for one in c.protocol.ladders if one.id == start.ladder)
    top = len(ladder.levels) - 1
    completed = min(start.completed_index, top)
    return LadderState(ladder, min(start.level_index, top, completed + 1), completed)


@dataclass(slots=True)
class Course:
    """How a block goes: what can be done of the level, and what cut it short."""

    mode: Literal["do", "watch"]
    reasons: tuple[str, ...] = ()
    symptom: str = ""
    cannot_go_on: bool = False
    results: list[Result] = field(default_factory=list)


def _block(c: Context, state: LadderState) -> Iterator[Step]:
    level = state.level
    c.block += 1
    c.trial = 0
    course = Course(level.mode)
    yield from _prepare(c, state, course)
    watched = course.mode == "watch"
    yield _place(c, state, watched=watched)
    c.see(ambience="home", stop_hint=True)
    _, capped = permit_parameters(level.integers())
    c.say(
        BlockBegan(
            c.now_ns,
            c.block,
            state.ladder.id,
            level.id,
            state.index,
            course.mode,
            level.integers(),
            (*course.reasons, *capped),
        )
    )
    questions = c.protocol.questions
    yield from _ask(c, state, questions.before_block)
    misses = 0
    for trial in range(1, c.protocol.session.trials_per_block + 1):
        if c.ease_by is not None:
            break
        c.trial = trial
        facts = yield from _trial(c, state, course)
        course.results.append(facts.result)
        if not watched:
            state.here().trials.append(facts)
        misses = misses + 1 if facts.result == "missed" else 0
        if (
            course.symptom
            or course.cannot_go_on
            or misses >= c.protocol.progression.retreat_after_misses
            or time_is_up(c.protocol.session.minutes_max, c.exposure_ns)
        ):
            break
    c.trial = 0
    if not watched:
        state.block_completed(course.results)
    yield from _ask(c, state, questions.after_block)
    yield from decide_block(c, state, course.symptom, watched=watched)


def _prepare(c: Context, state: LadderState, course: Course) -> Iterator[Step]:
    """Room, props, safety and body; sets in `course` what can be done, with the reasons."""
    level = state.level
    c.posture = level.begins
    c.see(props=(), caption=None, counter=None)
    yield _place(c, state, watched=level.mode == "watch")
    if level.mode == "watch":
        return
    missing = yield from _supports(c, level)
    if not missing:
        lines = (
            Text("safety.posture", (("posture", f"@posture.{level.posture}"),)),
            Text("safety.spotter", (("spotter", f"@spotter.{level.spotter}"),)),
            *clear_floor(level),
            *(Text("safety.contraindication", (("line", x),)) for x in level.contraindications),
        )
        safety = EnsureSafety(state.ladder.id, level.id, lines)
        yield safety
        missing = "" if safety.confirmed else "safety_not_confirmed"
    if not missing:
        missing = yield from _body(c, level)
    if missing:
        course.mode, course.reasons = "watch", (missing,)
        c.see(props=())


def _place(c: Context, state: LadderState, *, watched: bool) -> GoThere:
    """To the level's place as the kernel lets it through, where its trials begin."""
    parameters, _ = permit_parameters(state.level.integers())
    if not watched:
        # Only registered rails are drawn in reach: people lean on what they see.
        parameters = tuple((n, 0 if n.startswith("rail_") else v) for n, v in parameters)
    return GoThere(state.ladder.place, parameters, start_rig(c, state.level, watched=watched))


def _supports(c: Context, level: Level) -> Generator[Step, None, str]:
    """The real supports, asked for and drawn; "" when all are there, else the reason code."""
    for need in needed_props(level, c.protocol.limits.prop_agreement_mm):
        yield need
        if not need.present:
            return "prop_missing"
    c.see(props=real_props(c, level))
    return ""


def _body(c: Context, level: Level) -> Generator[Step, None, str]:
    """The heights that tracking needs; "" when they are known, else the reason code."""
    for measure in level.heads:
        if measure not in c.heads_mm:
            yield Calibrate(measure)
        if measure not in c.heads_mm:
            return "body_not_measured"
    for side in level.reaching:
        if side not in c.arms_mm and side not in c.arms_asked:
            yield MeasureArm(side)
    return ""


def _ask(c: Context, state: LadderState, questions: tuple[str, ...]) -> Iterator[Step]:
    for number, question in enumerate(questions, 1):
        ask = AskRating(question, state.ladder.feared, (number, len(questions)))
        yield ask
        if question in ("belief_before", "belief_after"):
            state.believed(ask.value)
        elif question == "sickness":
            c.kernel, ruling = rate_sickness(
                c.protocol.limits, c.kernel, ask.value, now_ns=c.now_ns
            )
            yield from _carry_out(c, state, ruling)


def _rate_pain(c: Context, pain: int | None) -> Ruling:
    c.kernel, ruling = rate_pain(
        c.protocol.limits, c.kernel, pain, own_ceiling=c.setup.pain_ceiling
    )
    return ruling


def _carry_out(c: Context, state: LadderState, ruling: Ruling) -> Iterator[Step]:
    rule(c, ruling)
    if ruling.verdict == "end":
        hold_for_today(c, state, ruling.symptom)
        yield Over()


class Over(Step):
    """Where the script ends when a symptom ends the day: the session leaves before it begins."""

    @override
    def begin(self, c: Context) -> None:
        """Never comes to it."""


def _trial(c: Context, state: LadderState, course: Course) -> Generator[Step, None, TrialFacts]:
    """One trial: predict, do, say what happened. Returns its facts."""
    given: dict[str, int | None] = {}
    yield from _predict(c, state, given)
    result: Result = "interrupted"
    trial: Trial | None = None
    for _ in range(ATTEMPTS):
        if not (yield from _get_ready(c, state, course, given)):
            break
        trial = make_trial(state.ladder.id, state.level, course.mode)
        yield trial
        result = trial.result or "interrupted"
        if result != "interrupted":
            break
    if result in ("completed", "missed"):
        after: Sequence[str] = c.protocol.questions.after_trial
        for number, question in enumerate(after, 1):
            ask = AskRating(question, state.ladder.feared, (number, len(after)))
            yield ask
            given[question] = ask.value
            if question == "peak_pain":
                ruling = _rate_pain(c, ask.value)
                course.symptom = ruling.symptom or course.symptom
                yield from _carry_out(c, state, ruling)
        if trial is not None and course.mode == "do" and c.protocol.session.feedback:
            yield Feedback(state.ladder.movement, trial)
    _remember(c, state, result, given)
    return TrialFacts(
        result,
        given.get("expected_pain"),
        given.get("expected_harm"),
        given.get("peak_pain"),
        given.get("harm_occurred"),
    )


def _predict(c: Context, state: LadderState, given: dict[str, int | None]) -> Iterator[Step]:
    """What the patient expects of this trial."""
    before: Sequence[str] = c.protocol.questions.before_trial
    for number, question in enumerate(before, 1):
        ask = AskRating(question, state.ladder.feared, (number, len(before)))
        yield ask
        given[question] = ask.value
    c.returned = False


def _get_ready(
    c: Context, state: LadderState, course: Course, given: dict[str, int | None]
) -> Generator[Step, None, bool]:
    """Props and body as the level needs them, and the patient's own word that they are ready.

    A recentre or a moved chair voids props and body, also while the patient is being asked; whoever
    has been out of the headset says anew what they expect. False when the movement cannot be done,
    or shall not: a block never turns from doing into watching.
    """
    level = state.level
    done = course.mode == "do"
    ready = "caption.sit_down" if level.begins == "seated" else "caption.stand_up"
    caption = Text(ready) if done else None
    while True:
        if c.returned:
            yield _place(c, state, watched=not done)
            yield from _predict(c, state, given)
        if done and ((yield from _supports(c, level)) or (yield from _body(c, level))):
            course.cannot_go_on = True
            return False
        yield _place(c, state, watched=not done)
        if c.returned:
            continue
        yield Ready(
            Text("body.ready", (("title", level.title),)), Text("coping.prepare"), caption=caption
        )
        if c.ease_by is not None:
            return False
        if _may_begin(c, level, done=done):
            return True


def _may_begin(c: Context, level: Level, *, done: bool) -> bool:
    """Whether nothing was made void while the patient was being asked."""
    if c.returned or not done:
        return not c.returned
    needs = needed_props(level, c.protocol.limits.prop_agreement_mm)
    return all(head in c.heads_mm for head in level.heads) and all(need.fits(c) for need in needs)


def _remember(c: Context, state: LadderState, result: Result, given: dict[str, int | None]) -> None:
    """Keep one line of evidence for the debrief: expected beside happened."""
    if result != "completed":
        return
    pain, peak = given.get("expected_pain"), given.get("peak_pain")
    c.evidence.append(
        Text(
            "evidence.trial",
            (
                ("title", state.level.title),
                ("expected", "@option.not_given" if pain is None else pain),
                ("peak", "@option.not_given" if peak is None else peak),
            ),
        )
    )
