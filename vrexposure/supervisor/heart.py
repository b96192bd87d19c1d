"""The session's side of the supervisor: a sink that beats whenever the View is shown."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Final, Self

from typing_extensions import override

from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.view import Phase, View
from vrexposure.ports import ViewSink
from vrexposure.supervisor.page import Page, PageError
from vrexposure.supervisor.rules import State

PAGE_VARIABLE: Final = "VREXPOSURE_BEAT"
AFTER_VARIABLE: Final = "VREXPOSURE_RESTARTED_AFTER"


class Heart(ViewSink):
    """Beats once a moment. Must be the first of the sinks: it tells of loading before it begins.

    Attributes:
        restarted_after: The id of the session that stood still before this one, "" for none.
    """

    def __init__(
        self,
        page: Page,
        *,
        restarted_after: str = "",
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        """Beat into a page."""
        self.restarted_after = restarted_after
        self._page = page
        self._clock_ns = clock_ns
        self._phase = Phase.LOBBY
        self._place: str | None = None
        self._frame = 0
        self._is_ending = False

    @classmethod
    def of_environment(cls, environment: MutableMapping[str, str] = os.environ) -> Self | None:
        """The heart that a supervisor asked this process for; None without one.

        Takes the variables away, so that processes started from here have no part in it.
        """
        name = environment.pop(PAGE_VARIABLE, "")
        after = environment.pop(AFTER_VARIABLE, "")
        if not name:
            return None
        try:
            page = Page(Path(name))
        except (OSError, PageError):
            return None  # a variable that was left over: nobody looks at that page
        page.forget_name()
        return cls(page, restarted_after=after)

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        """Beat. A new place takes its time: the sinks after this one build it now.

        So may what happens while no picture is wanted, such as finding a lost headset again.
        """
        if self._is_ending:
            return
        is_seen = view.place == self._place and isinstance(moment, Frame)
        state = State.BEATING if is_seen else State.LOADING
        self._place = view.place
        self._phase = view.phase
        self._frame += 1
        self._page.beat(self._clock_ns(), view.phase, self._frame, state)

    def recording_in(self, session: str, folder: Path) -> None:
        """Say where alarms are to be written."""
        self._page.write_note(session, folder)

    def ending(self) -> None:
        """The session is over; what comes now may take its time, and is not begun anew."""
        self._is_ending = True
        self._page.beat(self._clock_ns(), self._phase, self._frame, State.ENDING)
