"""Getting up from a seat and sitting down again."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from vrexposure.core.levels.base import Integers, LevelBase, Posture, RuleError

SEATS = ("chair", "bed", "toilet", "car")
"""What can be sat on, in the order of their codes."""

TESTS = ("none", "five_times", "thirty_seconds")
"""Standard tests, in the order of their codes."""
FIVE = 5


class SitToStandLevel(LevelBase):
    """Getting up from a seat and sitting down again.

    Seats: 0.38 to 0.60 m; 0.43 to 0.45 m is the standard chair (facts: SRALab 5xSTS). `seat` is
    what the real seat looks like. `hold_s`: how long to stay up each time. `turn_deg`: how far to
    turn to either side while standing, and back, before sitting down, as for a bed or a car.
    `test`: a standard test instead of practice: five times against the clock, or as often as one
    can in 30 s (then `repetitions` means nothing). `stop_on`: what stops the clock of the fifth
    time; the literature disagrees (facts/clinical 3.2), so it stands with the result.
    """

    seat_height_m: Annotated[float, Field(ge=0.38, le=0.60)]
    repetitions: Annotated[int, Field(ge=1, le=10)]
    pace_per_min: Annotated[int, Field(ge=0, le=20)] = 0  # 0: own pace
    arms: Literal["push", "touch", "crossed"]
    seat: Literal["chair", "bed", "toilet", "car"] = "chair"
    hold_s: Annotated[int, Field(ge=0, le=30)] = 0
    turn_deg: Literal[0, 45, 90, 180] = 0
    test: Literal["none", "five_times", "thirty_seconds"] = "none"
    stop_on: Literal["sit", "stand"] = "sit"

    @model_validator(mode="after")
    def _a_test_is_done_as_it_is_published(self) -> Self:
        if self.test == "none":
            return self
        for name in ("pace_per_min", "hold_s", "turn_deg"):
            if getattr(self, name):
                raise RuleError((name,), "a standard test has none", "0")
        if self.test == "five_times" and self.repetitions != FIVE:
            raise RuleError(("repetitions",), "this test is five times", str(FIVE))
        return self

    @property
    @override
    def begins(self) -> Posture:
        return "seated"

    @property
    @override
    def heads(self) -> tuple[Posture, ...]:
        return ("seated", "standing")

    @override
    def integers(self) -> Integers:
        return (
            ("seat_height_mm", round(self.seat_height_m * 1000)),
            ("repetitions", self.repetitions),
            ("pace_per_min", self.pace_per_min),
            ("arms", ("push", "touch", "crossed").index(self.arms)),
            ("seat", SEATS.index(self.seat)),
            ("hold_s", self.hold_s),
            ("turn_deg", self.turn_deg),
            ("test", TESTS.index(self.test)),
            ("stop_on", ("sit", "stand").index(self.stop_on)),
        )
