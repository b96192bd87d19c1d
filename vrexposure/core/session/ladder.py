"""Where the patient is on one ladder in this session, and the facts that the decision rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from vrexposure.core.ladders import Ladder, Level
from vrexposure.core.outputs import Result
from vrexposure.core.progression import LevelFacts, TrialFacts


@dataclass(slots=True)
class Experience:
    """What has happened on one level today."""

    trials: list[TrialFacts] = field(default_factory=list)
    belief_first: int | None = None
    belief_last: int | None = None


@dataclass(slots=True)
class LadderState:
    """One ladder: the level now, the highest ever completed, and today's experience by level."""

    ladder: Ladder
    index: int
    completed: int
    experience: dict[int, Experience] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """The level now."""
        return self.ladder.levels[self.index]

    def here(self) -> Experience:
        """Today's experience on the level now."""
        return self.experience.setdefault(self.index, Experience())

    def believed(self, belief: int | None) -> None:
        """A belief rating was given (or not)."""
        if belief is None:
            return
        here = self.here()
        if here.belief_first is None:
            here.belief_first = belief
        here.belief_last = belief

    def block_completed(self, results: list[Result]) -> None:
        """A block is over: a level is completed when every judged trial of a block was."""
        judged = [result for result in results if result in ("completed", "missed")]
        if judged and all(result == "completed" for result in judged):
            self.completed = max(self.completed, self.index)

    def facts(self, *, symptom: str, watched: bool) -> LevelFacts:
        """What `progression.decide` is told."""
        here = self.here()
        return LevelFacts(
            trials=tuple(here.trials),
            belief_first=here.belief_first,
            belief_last=here.belief_last,
            symptom=symptom if symptom in ("pain_ceiling", "pain_rise") else None,  # type: ignore[arg-type]
            watched=watched,
            is_bottom=self.index == 0,
            is_top=self.index == len(self.ladder.levels) - 1,
        )
