"""Published numbers: exactly these, for exactly these people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import quick
from vrexposure.core.measures.norms import (
    CONDITIONS,
    CUT_OFFS,
    REAL_CHANGES,
    USUAL,
    Conditions,
    Finding,
    Group,
    Sex,
    StandardTest,
    cut_offs,
    differing,
    real_change,
    usual,
)

SIT_TO_STAND = StandardTest.SIT_TO_STAND_5
CHAIR_STAND = StandardTest.CHAIR_STAND_30
WALK = StandardTest.WALK_10M_COMFORTABLE


@pytest.mark.parametrize(
    ("age_years", "value"),
    [(59, None), (60, 11.4), (69, 11.4), (70, 12.6), (80, 14.8), (89, 14.8), (90, None)],
)
def test_five_rises_are_usual_by_age_and_unknown_outside(
    age_years: int, value: float | None
) -> None:
    for sex in ("female", "male", None):
        told = usual(SIT_TO_STAND, age_years=age_years, sex=sex)
        assert (None if told is None else told.value) == value


# Men and women, under which a count is below average.
@pytest.mark.parametrize(
    ("age_years", "male", "female"),
    [
        (60, 14, 12),
        (65, 12, 11),
        (74, 12, 10),
        (75, 11, 10),
        (80, 10, 9),
        (89, 8, 8),
        (94, 7, 4),
    ],
)
def test_chair_stands_are_usual_by_age_and_sex(age_years: int, male: int, female: int) -> None:
    values: dict[Sex, int] = {"male": male, "female": female}
    for sex, value in values.items():
        told = usual(CHAIR_STAND, age_years=age_years, sex=sex)
        assert told is not None
        assert (told.value, told.beyond, told.sex) == (value, "under", sex)
    assert usual(CHAIR_STAND, age_years=age_years, sex=None) is None


@quick
@given(
    st.integers(-10, 150), st.sampled_from(list(StandardTest)), st.sampled_from(["female", "male"])
)
def test_no_age_outside_the_tables_has_a_number(
    age_years: int, test: StandardTest, sex: Sex
) -> None:
    told = usual(test, age_years=age_years, sex=sex)
    if told is not None:
        assert told.ages[0] <= age_years <= told.ages[1]
    if not 60 <= age_years <= 94:
        assert told is None


def test_no_age_has_two_numbers() -> None:
    for test in StandardTest:
        for age_years in range(120):
            for sex in ("female", "male"):
                fitting = [
                    u
                    for u in USUAL
                    if u.test is test
                    and u.ages[0] <= age_years <= u.ages[1]
                    and u.sex in {None, sex}
                ]
                assert len(fitting) <= 1


@pytest.mark.parametrize(
    ("test", "result", "findings"),
    [
        (SIT_TO_STAND, 9.9, set()),
        (SIT_TO_STAND, 10.0, {Finding.DISABILITY_LATER}),
        (SIT_TO_STAND, 12.0, {Finding.DISABILITY_LATER, Finding.FALLS}),
        (
            SIT_TO_STAND,
            15.1,
            {Finding.DISABILITY_LATER, Finding.FALLS, Finding.RECURRENT_FALLS},
        ),
        (StandardTest.TIMED_UP_AND_GO, 13.5, {Finding.FALLS, Finding.INDEPENDENT}),
        (StandardTest.TIMED_UP_AND_GO, 31.0, {Finding.FALLS, Finding.DEPENDENT}),
        (StandardTest.TIMED_UP_AND_GO, 11.0, {Finding.INDEPENDENT}),
        (WALK, 0.69, {Finding.ADVERSE_EVENTS}),
        (WALK, 0.9, set()),
        (WALK, 1.2, {Finding.HIGH_FUNCTION}),
        (CHAIR_STAND, 5.0, set()),
    ],
)
def test_a_result_is_beyond_the_cut_offs_that_it_is_beyond(
    test: StandardTest, result: float, findings: set[Finding]
) -> None:
    assert {c.finding for c in cut_offs(test) if c.reached(result)} == findings


def test_a_cut_off_says_whether_it_is_beyond_itself() -> None:
    for cut_off in CUT_OFFS:
        assert cut_off.reached(cut_off.value) is (cut_off.beyond == "at_or_over")
        assert cut_off.reached(cut_off.value + 0.01) is (cut_off.beyond != "under")
        assert cut_off.reached(cut_off.value - 0.01) is (cut_off.beyond == "under")


@pytest.mark.parametrize(
    ("speed", "easy", "fast"),
    [(0.1, 0.05, 0.04), (0.4, 0.11, 0.12), (0.79, 0.11, 0.12), (0.8, 0.21, 0.19)],
)
def test_the_detectable_change_of_walking_depends_on_how_fast_one_walks(
    speed: float, easy: float, fast: float
) -> None:
    for test, value in ((WALK, easy), (StandardTest.WALK_10M_FAST, fast)):
        told = real_change(test, "mdc", group=Group.STROKE, comfortable_m_per_s=speed)
        assert told is not None
        assert told.high == value
        assert real_change(test, "mdc", group=Group.STROKE) is None


def test_where_sources_differ_both_ends_are_told() -> None:
    told = real_change(SIT_TO_STAND, "mdc", group=Group.OLDER_ADULTS)
    assert told is not None
    assert (told.low, told.high) == (3.6, 4.2)
    assert real_change(SIT_TO_STAND, "mcid", group=Group.VESTIBULAR) is not None
    told = real_change(StandardTest.TIMED_UP_AND_GO, "mdc", group=Group.PARKINSON)
    assert told is not None
    assert told.high == 3.5


def test_no_number_is_lent_from_one_group_to_another() -> None:
    assert real_change(SIT_TO_STAND, "mdc", group=Group.PARKINSON) is None
    assert real_change(CHAIR_STAND, "mdc", group=Group.HIP_OSTEOARTHRITIS) is None
    assert real_change(CHAIR_STAND, "mcid", group=Group.HIP_OSTEOARTHRITIS) is not None


def test_every_number_has_a_source_and_what_was_not_read_says_so() -> None:
    sources = {c.source for c in CUT_OFFS} | {u.source for u in USUAL}
    sources |= {c.source for c in REAL_CHANGES}
    assert all(s.title for s in sources)
    assert [s.title for s in sources if not s.read] == [
        "Perera et al. 2006, J Am Geriatr Soc 54:743"
    ]


@pytest.mark.parametrize(
    ("done", "names"),
    [
        (Conditions((0.44, 0.44), arms_used=False, stop_on="sit"), ()),
        (Conditions((0.44, 0.44), arms_used=False, stop_on="stand"), ("stop_on",)),
        (Conditions((0.50, 0.50), arms_used=True, stop_on="sit"), ("seat_m", "arms_used")),
        (Conditions(), ("seat_m", "arms_used", "stop_on")),
    ],
)
def test_a_test_done_otherwise_says_in_what(done: Conditions, names: tuple[str, ...]) -> None:
    assert differing(SIT_TO_STAND, done) == names


def test_every_test_has_its_conditions_and_meets_its_own() -> None:
    for test in StandardTest:
        assert differing(test, CONDITIONS[test]) == ()
    assert differing(WALK, Conditions(course_m=10.0, timed_m=10.0)) == ("course_m",)
