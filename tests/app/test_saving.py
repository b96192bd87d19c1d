"""What is said about the record: saved when it is on the disk, and a warning when it is not."""

from __future__ import annotations

from vrexposure.app.saving import Saving
from vrexposure.core.inputs import Tick
from vrexposure.core.outputs import (
    Alert,
    DecisionTaken,
    Output,
    PhaseChanged,
    RatingGiven,
    ViewShown,
)
from vrexposure.core.view import Phase, Text, View
from vrexposure.resources.texts import load_words

S = 1_000_000_000
RATING = RatingGiven(0, 1, 1, "peak_pain", 4, "patient")
STOP = PhaseChanged(0, Phase.RUNNING, Phase.SAFE, "key")
DECISION = DecisionTaken(0, 1, "x", "y", "repeat", "therapist", "", (), "y")


class Desk:
    """A recorder that is told how far it has come, a terminal and a window that remember."""

    def __init__(self) -> None:
        self.durable = -1
        self.lines: list[str] = []
        self.marks: list[tuple[str, bool]] = []
        words = load_words("en")
        self.saving = Saving(
            lambda: self.durable,
            words,
            self.lines.append,
            lambda text, late: self.marks.append((words.say(text), late)),
        )

    def give(self, seq: int, output: Output) -> None:
        self.saving.wrote(seq, output)

    def look(self, seconds: float) -> None:
        self.saving.show(View(), Tick(round(seconds * S)))


def test_an_answer_is_called_saved_when_it_is_on_the_disk_and_not_before() -> None:
    desk = Desk()
    desk.give(7, RATING)
    desk.durable = 6
    desk.look(0.1)
    assert (desk.lines, desk.marks) == ([], [("Saving: Peak pain", False)])
    desk.durable = 7
    desk.look(0.2)
    assert [line.strip() for line in desk.lines] == ["Saved: Peak pain"]
    assert desk.marks[-1] == ("Saved: Peak pain", False)
    desk.look(9)
    assert len(desk.lines) == 1


def test_stop_and_decision_too_but_nothing_that_nobody_waits_for() -> None:
    desk = Desk()
    said: list[Output] = [
        STOP,
        ViewShown(0, View()),
        Alert(0, "note", Text("alert.recentred")),
        DECISION,
    ]
    for seq, output in enumerate(said):
        desk.give(seq, output)
    desk.durable = 3
    desk.look(0.1)
    assert [line.strip() for line in desk.lines] == ["Saved: stop", "Saved: decision"]
    assert desk.marks[-1] == ("Saved: decision", False)


def test_what_is_not_on_the_disk_after_two_seconds_is_warned_of_once_until_it_is() -> None:
    desk = Desk()
    desk.look(10)
    desk.give(3, RATING)
    desk.look(11.9)
    assert desk.lines == []
    for seconds in (12.0, 12.1, 20):
        desk.look(seconds)
    assert [line.strip() for line in desk.lines] == ["!!!  NOT SAVED YET, after 2 s: Peak pain"]
    assert desk.marks[-1] == ("NOT SAVED YET, after 2 s: Peak pain", True)
    desk.give(9, STOP)
    assert desk.marks[-1][1], "what comes after does not hide the warning"
    desk.durable = 9
    desk.look(21)
    assert [line.strip() for line in desk.lines[1:]] == ["Saved: Peak pain", "Saved: stop"]
    assert desk.marks[-1] == ("Saved: stop", False)


def test_what_became_durable_with_the_end_of_the_session_is_said_too() -> None:
    desk = Desk()
    desk.give(3, RATING)
    desk.durable = 3
    desk.saving.settle()
    assert [line.strip() for line in desk.lines] == ["Saved: Peak pain"]
