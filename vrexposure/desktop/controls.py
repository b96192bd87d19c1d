"""Every key, and what it does: the one table that input and legend are made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Literal

Group = Literal["Session", "Answer", "Body", "Hands", "Device"]


class Deed(Enum):
    """What a key can do."""

    STOP = auto()
    START = auto()
    PAUSE_OR_RESUME = auto()
    FINISH = auto()
    SKIP = auto()
    EASE = auto()
    ACCEPT = auto()
    TYPE = auto()
    CONFIRM = auto()
    RUB_OUT = auto()
    NOT_GIVEN = auto()
    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    LOOK = auto()
    WALK_FORWARD = auto()
    WALK_LEFT = auto()
    WALK_BACK = auto()
    WALK_RIGHT = auto()
    WALK_SLOWLY = auto()
    SIT_OR_STAND = auto()
    MARCH = auto()
    MOUNT = auto()
    TALLER = auto()
    SHORTER = auto()
    SELECT = auto()
    SQUEEZE = auto()
    MENU = auto()
    SWAP_HANDS = auto()
    REACH = auto()
    CARRY = auto()
    HOLD_LEFT = auto()
    HOLD_RIGHT = auto()
    RECENTRE = auto()
    TRACKING = auto()
    HEADSET = auto()
    LEGEND = auto()


@dataclass(frozen=True, slots=True)
class Control:
    """One line of the legend.

    Attributes:
        group: Its heading.
        caps: What stands on the keys.
        says: What they do.
        keys: Key names with their deeds.
    """

    group: Group
    caps: str
    says: str
    keys: tuple[tuple[str, Deed], ...]


CONTROLS: Final[tuple[Control, ...]] = (
    Control("Session", "Esc", "STOP", (("escape", Deed.STOP),)),
    Control("Session", "B", "begin the session", (("b", Deed.START),)),
    Control("Session", "P", "pause, go on", (("p", Deed.PAUSE_OR_RESUME),)),
    Control("Session", "F", "finish for today; close", (("f", Deed.FINISH),)),
    Control("Session", "K", "skip this step", (("k", Deed.SKIP),)),
    Control("Session", "J", "make it easier", (("j", Deed.EASE),)),
    Control("Session", "G", "accept what is proposed", (("g", Deed.ACCEPT),)),
    Control(
        "Answer",
        "0-9 -",
        "type a spoken answer",
        (*((digit, Deed.TYPE) for digit in "0123456789"), ("-", Deed.TYPE)),
    ),
    Control("Answer", "Enter", "send it, or the option chosen", (("enter", Deed.CONFIRM),)),
    Control("Answer", "Backspace", "take a digit back", (("backspace", Deed.RUB_OUT),)),
    Control("Answer", "N", "no answer given", (("n", Deed.NOT_GIVEN),)),
    Control(
        "Answer",
        "Arrows",
        "choose an option; else look",
        (
            ("arrow_left", Deed.LEFT),
            ("arrow_right", Deed.RIGHT),
            ("arrow_up", Deed.UP),
            ("arrow_down", Deed.DOWN),
        ),
    ),
    Control("Body", "Right mouse", "hold and move: look", (("mouse3", Deed.LOOK),)),
    Control(
        "Body",
        "W A S D",
        "walk",
        (
            ("w", Deed.WALK_FORWARD),
            ("a", Deed.WALK_LEFT),
            ("s", Deed.WALK_BACK),
            ("d", Deed.WALK_RIGHT),
        ),
    ),
    Control("Body", "Shift", "walk slowly", (("shift", Deed.WALK_SLOWLY),)),
    Control("Body", "C", "sit down, stand up", (("c", Deed.SIT_OR_STAND),)),
    Control("Body", "Space", "one step in place", (("space", Deed.MARCH),)),
    Control("Body", "Z", "onto the real step, off it", (("z", Deed.MOUNT),)),
    Control(
        "Body",
        "PgUp  PgDn",
        "taller, shorter by 1 cm",
        (("page_up", Deed.TALLER), ("page_down", Deed.SHORTER)),
    ),
    Control("Hands", "Left mouse", "select", (("mouse1", Deed.SELECT),)),
    Control("Hands", "Middle mouse", "squeeze", (("mouse2", Deed.SQUEEZE),)),
    Control("Hands", "M", "menu button (stops)", (("m", Deed.MENU),)),
    Control("Hands", "Tab", "point with the other hand", (("tab", Deed.SWAP_HANDS),)),
    Control("Hands", "V", "hold: reach out", (("v", Deed.REACH),)),
    Control("Hands", "X", "both hands before you; let sink", (("x", Deed.CARRY),)),
    Control(
        "Hands",
        "Q  E",
        "left, right hand on rail, seat",
        (("q", Deed.HOLD_LEFT), ("e", Deed.HOLD_RIGHT)),
    ),
    Control("Device", "R", "recentre", (("r", Deed.RECENTRE),)),
    Control("Device", "T", "lose tracking, regain it", (("t", Deed.TRACKING),)),
    Control("Device", "H", "headset off, on", (("h", Deed.HEADSET),)),
    Control("Device", "F1", "show or hide these keys", (("f1", Deed.LEGEND),)),
)

DEEDS: Final[dict[str, Deed]] = {name: deed for control in CONTROLS for name, deed in control.keys}
