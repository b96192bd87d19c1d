"""Keys that are commands, and the mailbox that they wait in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from typing_extensions import override

from vrexposure.core.inputs import (
    Action,
    Actor,
    Command,
    Decide,
    Ease,
    Finish,
    Frame,
    Pause,
    Remeasure,
    Resume,
    Skip,
    Start,
    Stop,
    Tick,
)
from vrexposure.core.view import Phase, View
from vrexposure.desktop.answering import Answering
from vrexposure.desktop.controls import DEEDS, Deed
from vrexposure.desktop.events import Key, KeysDown, Typed, Window
from vrexposure.ports import Mailbox, ViewSink

_SIMPLE: Final[dict[Deed, Action]] = {
    Deed.START: Start(),
    Deed.FINISH: Finish(),
    Deed.SKIP: Skip(),
    Deed.EASE: Ease(),
    Deed.REMEASURE: Remeasure(),
    Deed.ACCEPT: Decide("accept"),
}
_WHATEVER_IS_SHOWN = -1


class Keyboard(Mailbox, ViewSink):
    """Turns keys into commands that fit the View their user saw.

    Stop goes to the head of the queue and is given out by the next `drain`, whatever else came.
    """

    def __init__(self, clock: Callable[[], int], seqs: Iterator[int]) -> None:
        """Use the session clock (ns) and the numbers that all of the session's mailboxes share."""
        self._clock = clock
        self._seqs = seqs
        self._waiting: list[tuple[int, Actor, int, Action]] = []
        self.view = View()
        self.answering = Answering()

    def press(self, deed: Deed) -> None:
        """A key went down; deeds that are no commands do nothing here."""
        match deed:
            case Deed.STOP:
                self._waiting.insert(
                    0, (self._clock(), "therapist", _WHATEVER_IS_SHOWN, Stop("key"))
                )
            case Deed.PAUSE_OR_RESUME:
                if self.view.phase in {Phase.PAUSED, Phase.HELD}:
                    self._put("therapist", Resume())
                else:
                    self._put("therapist", Pause(), seen=_WHATEVER_IS_SHOWN)
            case Deed.EASE:
                self._put("therapist", Ease(), seen=_WHATEVER_IS_SHOWN)
            case Deed.CONFIRM | Deed.NOT_GIVEN:
                given = (
                    self.answering.confirm() if deed is Deed.CONFIRM else self.answering.not_given()
                )
                if given is not None:
                    self._put(*given)
            case Deed.RUB_OUT:
                self.answering.rub_out()
            case _ if deed in _SIMPLE:
                self._put("therapist", _SIMPLE[deed])
            case _:
                pass

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        self.view = view
        self.answering.show(view.panel)

    @override
    def drain(self) -> Sequence[Command]:
        commands: list[Command] = []
        received_ns = 0
        for time_ns, actor, seen, action in self._waiting:
            received_ns = max(received_ns, time_ns)  # a Stop that overtook holds the rest back
            commands.append(Command(received_ns, next(self._seqs), actor, seen, action))
        self._waiting.clear()
        return commands

    def _put(self, actor: Actor, action: Action, *, seen: int | None = None) -> None:
        version = self.view.version if seen is None else seen
        self._waiting.append((self._clock(), actor, version, action))


class WindowMailbox(Mailbox, ViewSink):
    """The therapist's keys in the window that mirrors a headset: commands, but no body."""

    def __init__(
        self,
        window: Window,
        clock: Callable[[], int],
        seqs: Iterator[int],
        own: Mapping[Deed, Callable[[], None]] | None = None,
    ) -> None:
        """As `Keyboard`; asks the window for its events whenever it is drained.

        `own`: what the device itself does for some of the keys.
        """
        self._window = window
        self._own = own or {}
        self._keys = KeysDown()
        self.keyboard = Keyboard(clock, seqs)

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        self.keyboard.show(view, moment)

    @override
    def drain(self) -> Sequence[Command]:
        for event in self._window.poll():
            if isinstance(event, Typed):
                self.keyboard.answering.type(event.text)
            elif isinstance(event, Key) and self._keys.changed(event) and event.down:
                deed = DEEDS.get(event.name)
                if deed is None:
                    continue
                if deed in self._own:
                    self._own[deed]()
                else:
                    self.keyboard.press(deed)
        return self.keyboard.drain()
