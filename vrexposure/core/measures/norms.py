"""What is published about the standard tests: cut-offs, usual values, changes that are real.

All were found with a stopwatch and a real chair or course, not with a headset: the conditions go
with each number, and `differing` says where a measurement was made under others. Nothing is
extrapolated: an age, sex or group without a published number has None. No number here decides
anything; people are compared with themselves (`compare.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Sex = Literal["female", "male"]


class StandardTest(StrEnum):
    """A standard test; the unit of its result."""

    SIT_TO_STAND_5 = "sit_to_stand_5_s"
    CHAIR_STAND_30 = "chair_stand_30_repetitions"
    TIMED_UP_AND_GO = "timed_up_and_go_s"
    WALK_10M_COMFORTABLE = "walk_10m_comfortable_m_per_s"
    WALK_10M_FAST = "walk_10m_fast_m_per_s"


class Group(StrEnum):
    """Whom a number was found in."""

    OLDER_ADULTS = "older_adults"
    COMMUNITY = "older_adults_in_the_community"
    STROKE = "stroke"
    CHRONIC_STROKE = "chronic_stroke"
    PARKINSON = "parkinson"
    VESTIBULAR = "vestibular_disorder"
    HIP_OSTEOARTHRITIS = "hip_osteoarthritis"
    ADULTS = "adults"


class Finding(StrEnum):
    """What lies beyond a cut-off; a code, not a verdict on a person."""

    DISABILITY_LATER = "disability_later"
    FALLS = "falls"
    RECURRENT_FALLS = "recurrent_falls"
    INDEPENDENT = "independent"
    DEPENDENT = "dependent"
    ADVERSE_EVENTS = "adverse_events"
    HIGH_FUNCTION = "high_function"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number stands. `read` False: known, but not read again; verify before relying."""

    title: str
    read: bool = True


_SRALAB: Final = "Shirley Ryan AbilityLab, Rehabilitation Measures Database"
SIT_TO_STAND_SOURCE: Final = Source(f"{_SRALAB}, Five Times Sit to Stand Test")
CHAIR_STAND_SOURCE: Final = Source(f"{_SRALAB}, 30 Second Sit to Stand Test")
TUG_SOURCE: Final = Source(f"{_SRALAB}, Timed Up and Go")
WALK_SOURCE: Final = Source(f"{_SRALAB}, 10 Meter Walk Test")
HOSOI: Final = Source("Hosoi et al. 2023, Front Neurol 14:1219505 (n = 84)")
PERERA: Final = Source("Perera et al. 2006, J Am Geriatr Soc 54:743", read=False)


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a test is done where its numbers come from; None: not part of the test, or not told.

    Attributes:
        seat_m: Least and greatest height of the seat.
        arms_used: Whether the arms may be used.
        stop_on: What stops the clock: sitting down, or standing for the last time.
        course_m: Length of the whole course, of which `timed_m` in the middle are timed.
        timed_m: Length that is timed.
    """

    seat_m: tuple[float, float] | None = None
    arms_used: bool | None = None
    stop_on: Literal["sit", "stand"] | None = None
    course_m: float | None = None
    timed_m: float | None = None


# For five times sit to stand, another protocol stops on the fifth standing; its times are shorter.
CONDITIONS: Final[dict[StandardTest, Conditions]] = {
    StandardTest.SIT_TO_STAND_5: Conditions((0.43, 0.45), arms_used=False, stop_on="sit"),
    StandardTest.CHAIR_STAND_30: Conditions((0.432, 0.432), arms_used=False),
    StandardTest.TIMED_UP_AND_GO: Conditions((0.46, 0.46), stop_on="sit", timed_m=3.0),
    StandardTest.WALK_10M_COMFORTABLE: Conditions(course_m=14.0, timed_m=10.0),
    StandardTest.WALK_10M_FAST: Conditions(course_m=14.0, timed_m=10.0),
}
# DEF: a seat that is higher or lower by a centimetre is the same seat.
SEAT_SLACK_M: Final = 0.01


@dataclass(frozen=True, slots=True)
class CutOff:
    """A number beyond which something was found more often.

    Attributes:
        test: The test, and so the unit.
        beyond: Which side: over, at or over, or under the value.
        value: The number.
        finding: What was found more often there.
        group: In whom.
        source: Where it stands.
    """

    test: StandardTest
    beyond: Literal["over", "at_or_over", "under"]
    value: float
    finding: Finding
    group: Group
    source: Source

    def reached(self, result: float) -> bool:
        """Whether a result lies beyond."""
        if self.beyond == "under":
            return result < self.value
        return result > self.value or (self.beyond == "at_or_over" and result == self.value)


@dataclass(frozen=True, slots=True)
class Usual:
    """The edge of what is usual at an age: over it (times) or under it (counts) is less usual."""

    test: StandardTest
    beyond: Literal["over", "under"]
    value: float
    ages: tuple[int, int]
    sex: Sex | None
    source: Source


@dataclass(frozen=True, slots=True)
class RealChange:
    """How large a change must be; `low` and `high` differ where sources do.

    Attributes:
        test: The test, and so the unit.
        kind: Minimal detectable change (more than error), or minimal clinically important
            difference (matters to people).
        low: The least published.
        high: The greatest published: what to hold on to.
        group: In whom.
        speed_m_per_s: For these comfortable walking speeds only (at least, less than), or None.
        source: Where it stands.
    """

    test: StandardTest
    kind: Literal["mdc", "mcid"]
    low: float
    high: float
    group: Group
    source: Source
    speed_m_per_s: tuple[float, float] | None = None


_STS, _CST = StandardTest.SIT_TO_STAND_5, StandardTest.CHAIR_STAND_30
_TUG = StandardTest.TIMED_UP_AND_GO
_EASY, _FAST = StandardTest.WALK_10M_COMFORTABLE, StandardTest.WALK_10M_FAST

CUT_OFFS: Final = (
    CutOff(
        _STS, "at_or_over", 10, Finding.DISABILITY_LATER, Group.OLDER_ADULTS, SIT_TO_STAND_SOURCE
    ),
    # Falls in 41 % beyond and 20 % before it.
    CutOff(_STS, "at_or_over", 12, Finding.FALLS, Group.COMMUNITY, SIT_TO_STAND_SOURCE),
    CutOff(_STS, "over", 13.6, Finding.DISABILITY_LATER, Group.OLDER_ADULTS, SIT_TO_STAND_SOURCE),
    # Sensitivity 55 %, specificity 65 %.
    CutOff(_STS, "over", 15, Finding.RECURRENT_FALLS, Group.COMMUNITY, SIT_TO_STAND_SOURCE),
    CutOff(_TUG, "over", 13.5, Finding.FALLS, Group.COMMUNITY, TUG_SOURCE),
    CutOff(_TUG, "over", 14, Finding.FALLS, Group.STROKE, TUG_SOURCE),
    CutOff(_TUG, "over", 11.1, Finding.FALLS, Group.VESTIBULAR, TUG_SOURCE),
    CutOff(_TUG, "under", 20, Finding.INDEPENDENT, Group.OLDER_ADULTS, TUG_SOURCE),
    CutOff(_TUG, "over", 30, Finding.DEPENDENT, Group.OLDER_ADULTS, TUG_SOURCE),
    CutOff(_EASY, "under", 0.7, Finding.ADVERSE_EVENTS, Group.OLDER_ADULTS, WALK_SOURCE),
    CutOff(_EASY, "over", 1.1, Finding.HIGH_FUNCTION, Group.OLDER_ADULTS, WALK_SOURCE),
)

_BELOW_AVERAGE: Final[dict[tuple[int, int], dict[Sex, int]]] = {
    (60, 64): {"male": 14, "female": 12},
    (65, 69): {"male": 12, "female": 11},
    (70, 74): {"male": 12, "female": 10},
    (75, 79): {"male": 11, "female": 10},
    (80, 84): {"male": 10, "female": 9},
    (85, 89): {"male": 8, "female": 8},
    (90, 94): {"male": 7, "female": 4},
}

USUAL: Final = (
    Usual(_STS, "over", 11.4, (60, 69), None, SIT_TO_STAND_SOURCE),
    Usual(_STS, "over", 12.6, (70, 79), None, SIT_TO_STAND_SOURCE),
    Usual(_STS, "over", 14.8, (80, 89), None, SIT_TO_STAND_SOURCE),
    *(
        Usual(_CST, "under", count, ages, sex, CHAIR_STAND_SOURCE)
        for ages, counts in _BELOW_AVERAGE.items()
        for sex, count in counts.items()
    ),
)

_BANDS: Final = ((0.0, 0.4), (0.4, 0.8), (0.8, 9.0))
REAL_CHANGES: Final = (
    RealChange(_STS, "mdc", 3.6, 4.2, Group.OLDER_ADULTS, SIT_TO_STAND_SOURCE),
    RealChange(_STS, "mcid", 2.3, 2.3, Group.VESTIBULAR, SIT_TO_STAND_SOURCE),
    RealChange(_CST, "mcid", 2.0, 2.6, Group.HIP_OSTEOARTHRITIS, CHAIR_STAND_SOURCE),
    RealChange(_TUG, "mdc", 2.9, 2.9, Group.CHRONIC_STROKE, TUG_SOURCE),
    RealChange(_TUG, "mdc", 3.5, 3.5, Group.PARKINSON, TUG_SOURCE),
    *(
        RealChange(test, "mdc", change, change, Group.STROKE, HOSOI, band)
        for test, changes in ((_EASY, (0.05, 0.11, 0.21)), (_FAST, (0.04, 0.12, 0.19)))
        for band, change in zip(_BANDS, changes, strict=True)
    ),
    # A small and a substantial change.
    RealChange(_EASY, "mcid", 0.05, 0.10, Group.OLDER_ADULTS, PERERA),
)


def cut_offs(test: StandardTest) -> tuple[CutOff, ...]:
    """All published cut-offs of a test that are known here; maybe none."""
    return tuple(c for c in CUT_OFFS if c.test is test)


def real_changes(test: StandardTest) -> tuple[RealChange, ...]:
    """All published changes of a test that do not depend on a walking speed; maybe none."""
    return tuple(c for c in REAL_CHANGES if c.test is test and c.speed_m_per_s is None)


def usual(test: StandardTest, *, age_years: int, sex: Sex | None) -> Usual | None:
    """The edge of what is usual at this age and sex; None where none is published.

    Where the sexes differ and it is not known, there is no answer.
    """
    for each in USUAL:
        fits = each.sex is None or each.sex == sex
        if each.test is test and each.ages[0] <= age_years <= each.ages[1] and fits:
            return each
    return None


def real_change(
    test: StandardTest,
    kind: Literal["mdc", "mcid"],
    *,
    group: Group,
    comfortable_m_per_s: float | None = None,
) -> RealChange | None:
    """How large a change must be in this group; None where none is published.

    Args:
        test: The test.
        kind: Detectable, or important.
        group: Exactly the group; numbers are not lent from one to another.
        comfortable_m_per_s: The comfortable walking speed, which the detectable change of the 10 m
            walk depends on.
    """
    for each in REAL_CHANGES:
        if (each.test, each.kind, each.group) == (test, kind, group):
            if each.speed_m_per_s is None:
                return each
            low, high = each.speed_m_per_s
            if comfortable_m_per_s is not None and low <= comfortable_m_per_s < high:
                return each
    return None


def differing(test: StandardTest, done: Conditions) -> tuple[str, ...]:
    """The names of the conditions under which the test was done otherwise, or that are not known.

    Empty: the published numbers may be put beside the result.
    """
    published = CONDITIONS[test]
    names = []
    if published.seat_m is not None:
        low, high = published.seat_m[0] - SEAT_SLACK_M, published.seat_m[1] + SEAT_SLACK_M
        if done.seat_m is None or not (low <= done.seat_m[0] and done.seat_m[1] <= high):
            names.append("seat_m")
    for name in ("arms_used", "stop_on", "course_m", "timed_m"):
        wanted = getattr(published, name)
        if wanted is not None and getattr(done, name) != wanted:
            names.append(name)
    return tuple(names)
