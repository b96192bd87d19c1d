"""What the therapist is told, and that two mailboxes of one therapist share their numbers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from vrexposure.app.devices import Numbered
from vrexposure.app.telling import Teller
from vrexposure.core.inputs import Command, Pause
from vrexposure.core.outputs import Alert, CommandAnswered
from vrexposure.core.view import Text
from vrexposure.resources.texts import load_words


def test_alerts_and_refusals_are_told_in_words_and_nothing_else() -> None:
    said: list[str] = []
    teller = Teller(load_words("en"), said.append)
    teller.heard(
        [
            Alert(0, "urgent", Text("alert.pain_ceiling")),
            CommandAnswered(0, 1, accepted=True),
            CommandAnswered(0, 2, accepted=False, code="question_gone"),
        ]
    )
    assert [line.strip() for line in said] == [
        "!!!  Pain above this person's own ceiling: talk before you go on.",
        "The question is no longer shown; nothing was recorded for it.",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "headset_off",
        "not_now",
        "out_of_range",
        "paused",
        "question_gone",
        "repeated",
        "runtime_lost",
        "stale",
        "therapist_only",
        "tracking_lost",
    ],
)
def test_every_refusal_has_a_sentence(code: str) -> None:
    assert not load_words("en").say(Text(f"refused.{code}")).startswith("[")


class Box:
    def __init__(self, *seqs: int) -> None:
        self._commands = [Command(0, seq, "therapist", -1, Pause()) for seq in seqs]

    def drain(self) -> Sequence[Command]:
        return self._commands


def test_two_mailboxes_share_one_count() -> None:
    seqs = itertools.count(1)
    boxes = [Numbered(Box(1_000_000), seqs), Numbered(Box(1, 2), seqs)]
    assert [one.seq for box in boxes for one in box.drain()] == [1, 2, 3]
