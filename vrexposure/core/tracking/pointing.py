"""Choosing on a panel: by gaze, by either hand's ray, or with one button alone."""

from __future__ import annotations

from vrexposure.core.inputs import Button, Point
from vrexposure.core.observations import Highlighted, Observation, Selected, Source
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS, Moment
from vrexposure.core.tracking.target import NOWHERE, Target
from vrexposure.core.view import Panel

# DEF: how long the highlight stays on one option when one button is all there is.
SCAN_STEP_NS = 1_000 * NS_PER_MS
SCAN_ROUNDS = 2
# DEF: a ray that rests this long on an option shows that the hand can point after all.
SCAN_LEFT_NS = 300 * NS_PER_MS
# DEF: after a choice, the gaze must leave or wait this long, so that one look never answers two
# panels in a row.
GAZE_REST_NS = 400 * NS_PER_MS
# DEF: a frame's worth of dwelling; time without frames is not time spent looking.
FRAME_MOST_NS = 100 * NS_PER_MS
TENTH = 100

_HANDS: tuple[tuple[Source, Point, int], ...] = (
    ("left_hand", Point.LEFT_AIM, int(Button.LEFT_SELECT)),
    ("right_hand", Point.RIGHT_AIM, int(Button.RIGHT_SELECT)),
)


def panel_key(panel: Panel) -> object:
    """What makes a panel another one to a pointer. Its highlight and its numbers do not."""
    return (
        panel.question,
        panel.title.key,
        len(panel.body),
        tuple(option.hint is not None for option in panel.options),
        (panel.columns, panel.x_mm, panel.y_mm, panel.z_mm, panel.yaw_mdeg),
    )


class Pointing:
    """Turns rays and presses into highlights and choices."""

    def __init__(self) -> None:
        self._key: object = None
        self._target: Target | None = None
        self._dwell_ns = 0
        self._before_ns = 0
        self._pressed = 0
        self._hand: Source = "right_hand"
        self._under: dict[Source, int] = {}
        self._shown: tuple[int, int, Source] = (-1, 0, "gaze")
        self._gaze_seen_ns = 0
        self._gaze_filled_ns = 0
        self._gaze_rest_ns = 0
        self._gaze_locked = False
        self._scan_ns: int | None = None
        self._pointed_ns = 0
        self._forget()

    def watch(self, panel: Panel | None, dwell_ms: int) -> None:
        """Another panel, or the same one drawn differently, or none."""
        self._dwell_ns = dwell_ms * NS_PER_MS
        key = None if panel is None else panel_key(panel)
        if key == self._key:
            return
        self._key = key
        self._target = None if panel is None else Target(panel)
        self._gaze_locked = False
        self._forget()

    def _forget(self) -> None:
        self._under = {"gaze": NOWHERE, "left_hand": NOWHERE, "right_hand": NOWHERE}
        self._shown = (-1, 0, "gaze")
        self._gaze_filled_ns = 0
        self._gaze_seen_ns = self._before_ns
        self._scan_ns = None
        self._pointed_ns = 0

    def update(self, moment: Moment, buttons: int, said: list[Observation]) -> None:
        """Take one moment and its buttons."""
        now = moment.time_ns
        elapsed = max(0, min(now - self._before_ns, FRAME_MOST_NS))
        self._before_ns = now
        # A press held over from before the panel came is no edge.
        edges = buttons & ~self._pressed
        self._pressed = buttons
        dwelt = 0 if self._gaze_rest_ns or not moment.fresh else elapsed
        self._gaze_rest_ns = max(0, self._gaze_rest_ns - elapsed)
        target = self._target
        if target is None or not target.options:
            return
        if moment.fresh:
            self._aim(target, moment)
        for source, _, button in _HANDS:
            if edges & button and self._press(source, now, said):
                return
        if self._scan_ns is not None and self._scan(target, now, elapsed, said):
            return
        hand = self._pointing_hand()
        if hand is not None:
            self._gaze_filled_ns = 0
            self._show(now, max(-1, self._under[hand]), 0, hand, said)
        else:
            self._gaze(now, dwelt, said)

    def _aim(self, target: Target, moment: Moment) -> None:
        under = self._under
        for source, point, _ in _HANDS:
            aim = moment.points[point]
            under[source] = NOWHERE if aim is None else target.option(aim, under[source])
        head = moment.points[Point.HEAD]
        if head is not None:
            before = under["gaze"]
            under["gaze"] = target.option(head, before)
            if under["gaze"] != before:
                self._gaze_filled_ns = 0
            if under["gaze"] < 0:
                self._gaze_locked = False
                self._gaze_rest_ns = 0
            self._gaze_seen_ns = moment.time_ns
        elif moment.time_ns - self._gaze_seen_ns > LOST_NS:
            under["gaze"] = NOWHERE
            self._gaze_filled_ns = 0

    def _pointing_hand(self) -> Source | None:
        """The hand that points at the panel; of two, the one that did so or pressed last."""
        other: Source = "left_hand" if self._hand == "right_hand" else "right_hand"
        for source in (self._hand, other):
            if self._under[source] != NOWHERE:
                self._hand = source
                return source
        return None

    def _press(self, source: Source, now: int, said: list[Observation]) -> bool:
        """A press of this hand's select; whether that chose something."""
        if self._scan_ns is not None:
            option = (now - self._scan_ns) // SCAN_STEP_NS
            options = 0 if self._target is None else self._target.options
            if option < SCAN_ROUNDS * options:
                self._choose(now, option % options, "scan", said)
                return True
        elif self._under[source] >= 0:
            self._hand = source
            self._choose(now, self._under[source], source, said)
            return True
        else:
            self._scan_ns = now
            self._pointed_ns = 0
        return False

    def _scan(self, target: Target, now: int, elapsed: int, said: list[Observation]) -> bool:
        """Let the highlight walk; False once it has ended."""
        began = now if self._scan_ns is None else self._scan_ns
        pointed = any(self._under[source] >= 0 for source, _, _ in _HANDS)
        self._pointed_ns = self._pointed_ns + elapsed if pointed else 0
        step = (now - began) // SCAN_STEP_NS
        self._gaze_filled_ns = 0
        if step >= SCAN_ROUNDS * target.options or self._pointed_ns >= SCAN_LEFT_NS:
            self._scan_ns = None
            self._show(now, -1, 0, "scan", said)
            return False
        self._show(now, step % target.options, 0, "scan", said)
        return True

    def _gaze(self, now: int, dwelt: int, said: list[Observation]) -> None:
        option = max(-1, self._under["gaze"])
        if self._dwell_ns <= 0:
            # The gaze does not choose, so it does not highlight either.
            self._show(now, -1, 0, "gaze", said)
            return
        if option >= 0 and not self._gaze_locked:
            # The first frame on an option begins the dwell.
            on_it_before = self._shown[0] == option and self._shown[2] == "gaze"
            self._gaze_filled_ns += dwelt if on_it_before else 0
        if option >= 0 and self._gaze_filled_ns >= self._dwell_ns:
            self._choose(now, option, "gaze", said)
            return
        tenths = 10 * self._gaze_filled_ns // self._dwell_ns
        self._show(now, option, tenths * TENTH, "gaze", said)

    def _choose(self, now: int, option: int, source: Source, said: list[Observation]) -> None:
        said.append(Selected(now, option, source))
        self._scan_ns = None
        self._gaze_filled_ns = 0
        self._gaze_rest_ns = GAZE_REST_NS
        self._gaze_locked = True
        # The session knows that this one is chosen; a fresh highlight is said anew.
        self._shown = (option, 0, source)

    def _show(
        self, now: int, option: int, fill: int, source: Source, said: list[Observation]
    ) -> None:
        before, filled, by = self._shown
        if option == before and fill == filled and (source == by or option < 0):
            return
        self._shown = (option, fill, source)
        said.append(Highlighted(now, option, fill, source))
