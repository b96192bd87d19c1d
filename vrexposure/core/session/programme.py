"""The script of a session: what comes after what, as a generator of steps.

It reads like the session does. The session asks for the next step when one is done; whatever
interrupts a step is the session's business, not the script's.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from vrexposure.core.outputs import BlockBegan, Result
from vrexposure.core.progression import TrialFacts
from vrexposure.core.protocol import Level, SitToStandLevel, integer_parameters
from vrexposure.core.safety import (
    permit_parameters,
    rate_pain,
    rate_sickness,
    time_is_up,
    with_baseline,
)
from vrexposure.core.session.asking import AskRating, Ready
from vrexposure.core.session.context import Context
from vrexposure.core.session.deciding import decide_block, rule
from vrexposure.core.session.ladder import LadderState
from vrexposure.core.session.needs import needed_props, real_props
from vrexposure.core.session.preparing import Calibrate, EnsureSafety, Rest
from vrexposure.core.session.steps import Step
from vrexposure.core.session.trial import make_trial
from vrexposure.core.view import Text

ATTEMPTS = 3  # DEF: how often an interrupted trial is begun anew before it is left
WATCH_BACK_MM = 2000  # from where a movement on the stairs is watched


def programme(c: Context) -> Iterator[Step]:
    """The whole session, from the first question to the last decision."""
    ladders = [_ladder_state(c, index) for index in range(len(c.setup.ladders))]
    first = AskRating("baseline_pain", "")
    yield first
    c.kernel = with_baseline(c.kernel, first.value)
    _pain(c, first.value)
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


def _block(c: Context, state: LadderState) -> Iterator[Step]:
    level = state.level
    c.block += 1
    c.trial = 0
    c.ease_by = None
    mode: list[str] = []
    yield from _prepare(c, state, mode)
    watched = mode[0] != "do"
    parameters, codes = permit_parameters(integer_parameters(level))
    if not watched:
        # Only registered rails are drawn in reach: people lean on what they see.
        parameters = tuple((n, 0 if n.startswith("rail_") else v) for n, v in parameters)
    _show_level(c, state, parameters, watched=watched)
    c.say(
        BlockBegan(
            c.now_ns,
            c.block,
            state.ladder.id,
            level.id,
            state.index,
            "watch" if watched else "do",
            integer_parameters(level),
            (*mode[1:], *codes),
        )
    )
    questions = c.protocol.questions
    yield from _ask(c, state, questions.before_block)
    symptom: list[str] = []
    results: list[Result] = []
    misses = 0
    for trial in range(1, c.protocol.session.trials_per_block + 1):
        c.trial = trial
        facts = yield from _trial(c, state, mode, symptom)
        results.append(facts.result)
        if not watched:
            state.here().trials.append(facts)
        misses = misses + 1 if facts.result == "missed" else 0
        if (
            c.eased()
            or symptom
            or (mode[0] == "do" and misses >= c.protocol.progression.retreat_after_misses)
            or time_is_up(c.protocol.session.minutes_max, c.exposure_ns)
        ):
            break
    c.trial = 0
    yield from _ask(c, state, questions.after_block)
    if not watched:
        state.block_completed(results)
    yield from decide_block(c, state, symptom[0] if symptom else "", watched=watched)


def _prepare(c: Context, state: LadderState, mode: list[str]) -> Iterator[Step]:
    """Room, props, safety and body; sets `mode` to what can be done, with the reasons."""
    level = state.level
    c.posture = "seated" if isinstance(level, SitToStandLevel) else "standing"
    c.see(place=state.ladder.place, parameters=(), props=(), caption=None, counter=None)
    mode[:] = [level.mode]
    if level.mode == "do":
        for need in needed_props(level, c.protocol.limits.prop_agreement_mm):
            yield need
            if not need.present:
                mode[:] = ["watch", "prop_missing"]
                return
        lines = (
            Text("safety.posture", (("posture", f"@posture.{level.posture}"),)),
            Text("safety.spotter", (("spotter", f"@spotter.{level.spotter}"),)),
            *(Text("safety.contraindication", (("line", x),)) for x in level.contraindications),
        )
        safety = EnsureSafety(state.ladder.id, level.id, lines)
        yield safety
        if not safety.confirmed:
            mode[:] = ["watch", "safety_not_confirmed"]
            return
        c.see(props=real_props(c, level))
        if isinstance(level, SitToStandLevel):
            yield from _calibrate(c, "seated")
        yield from _calibrate(c, "standing")


def _calibrate(c: Context, measure: str) -> Iterator[Step]:
    if measure not in c.heads_mm:
        yield Calibrate(measure)


def _show_level(
    c: Context, state: LadderState, parameters: tuple[tuple[str, int], ...], *, watched: bool
) -> None:
    sit = isinstance(state.level, SitToStandLevel)
    anchor = "chair" if sit else "stairs-foot"
    back = WATCH_BACK_MM if watched and not sit else 0
    c.see(
        place=state.ladder.place,
        parameters=parameters,
        props=() if watched else real_props(c, state.level),
        rig=c.rig_at(anchor, back_mm=back),
        ambience="home",
        stop_hint=True,
    )


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
            rule(c, ruling)


def _pain(c: Context, pain: int | None) -> None:
    c.kernel, ruling = rate_pain(
        c.protocol.limits, c.kernel, pain, own_ceiling=c.setup.pain_ceiling
    )
    rule(c, ruling)


def _trial(
    c: Context, state: LadderState, mode: list[str], symptom: list[str]
) -> Generator[Step, None, TrialFacts]:
    """One trial: predict, do, say what happened. Returns its facts."""
    given: dict[str, int | None] = {}
    before: Sequence[str] = c.protocol.questions.before_trial
    for number, question in enumerate(before, 1):
        ask = AskRating(question, state.ladder.feared, (number, len(before)))
        yield ask
        given[question] = ask.value
    result: Result = "interrupted"
    for _ in range(ATTEMPTS):
        yield from _get_ready(c, state, mode)
        trial = make_trial(state.ladder.id, state.level, mode[0])
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
                holds = c.kernel.pain_holds
                _pain(c, ask.value)
                if c.kernel.pain_holds > holds:
                    symptom.append(c.cause)
    _remember(c, state, result, given)
    return TrialFacts(
        result,
        given.get("expected_pain"),
        given.get("expected_harm"),
        given.get("peak_pain"),
        given.get("harm_occurred"),
    )


def _get_ready(c: Context, state: LadderState, mode: list[str]) -> Iterator[Step]:
    """Props and body as the level needs them, and the patient's own word that they are ready.

    A recentre or a moved chair voids props and body, also while the patient is being asked.
    """
    level = state.level
    caption = Text("caption.sit_down" if c.posture == "seated" else "caption.stand_up")
    while True:
        if mode[0] == "do":
            yield from _prepare_again(c, state, mode)
        yield Ready(
            Text("body.ready", (("title", level.title),)), Text("coping.prepare"), caption=caption
        )
        if mode[0] != "do" or _is_prepared(c, level):
            return


def _is_prepared(c: Context, level: Level) -> bool:
    heads = ("seated", "standing") if isinstance(level, SitToStandLevel) else ("standing",)
    needs = needed_props(level, c.protocol.limits.prop_agreement_mm)
    return all(head in c.heads_mm for head in heads) and all(need.fits(c) for need in needs)


def _prepare_again(c: Context, state: LadderState, mode: list[str]) -> Iterator[Step]:
    level = state.level
    for need in needed_props(level, c.protocol.limits.prop_agreement_mm):
        yield need
        if not need.present:
            mode[:] = ["watch", "prop_missing"]
            _show_level(c, state, integer_parameters(level), watched=True)
            return
    c.see(props=real_props(c, level))
    if isinstance(level, SitToStandLevel):
        yield from _calibrate(c, "seated")
    yield from _calibrate(c, "standing")


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
