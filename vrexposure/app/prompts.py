"""Sentences that name the very buttons that the person has in the hands."""

from __future__ import annotations

from collections.abc import Callable

from typing_extensions import override

from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.view import View
from vrexposure.core.words import Words
from vrexposure.openxr.bindings import BARE_HANDS, prompt_keys
from vrexposure.ports import ViewSink

HOW_TO_STOP = "caption.how_to_stop"
HOW_TO_CHOOSE = "caption.how_to_choose"


class Prompts(ViewSink):
    """Keeps the words on how to choose and how to stop those of the controllers in use.

    Goes before the stage. Until there are controllers or hands, only a look can choose.
    """

    def __init__(self, profiles: Callable[[], tuple[str, str]], words: Words) -> None:
        """`profiles`: the interaction profiles of the left and the right hand, "" for none."""
        self._profiles = profiles
        self._words = words
        self._profile = ""
        words.say_instead(HOW_TO_CHOOSE, "controller.select.gaze")

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        left, right = self._profiles()
        # Controllers that go to sleep, or hands out of sight, are no reason for other words.
        profile = right or left or self._profile
        if not (left or right) and isinstance(moment, Frame) and moment.hands is not None:
            profile = BARE_HANDS
        if profile != self._profile:
            self._profile = profile
            keys = prompt_keys(profile)
            self._words.say_instead(HOW_TO_STOP, keys["stop"])
            self._words.say_instead(HOW_TO_CHOOSE, keys["select"])


def prompt_keyboard(words: Words) -> None:
    """The words for mouse and keyboard."""
    words.say_instead(HOW_TO_STOP, "controller.stop.keyboard")
    words.say_instead(HOW_TO_CHOOSE, "controller.select.keyboard")
