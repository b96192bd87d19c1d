"""Every key, and what it does: the one table that input and legend are made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Literal

Group = Literal["session", "answer", "body", "hands", "device"]


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
    REMEASURE = auto()
    TRACKING = auto()
    HEADSET = auto()
    LEGEND = auto()


@dataclass(frozen=True, slots=True)
class Control:
    """One line of the legend; its words are `legend.<name>.caps` and `legend.<name>.says`.

    Attributes:
        group: Under which heading (`legend.group.<group>`).
        name: What it is called in the table of words.
        keys: Key names with their deeds.
    """

    group: Group
    name: str
    keys: tuple[tuple[str, Deed], ...]

    @property
    def caps(self) -> str:
        """The key of the words on the keys."""
        return f"legend.{self.name}.caps"

    @property
    def says(self) -> str:
        """The key of the words for what they do."""
        return f"legend.{self.name}.says"


CONTROLS: Final[tuple[Control, ...]] = (
    Control("session", "stop", (("escape", Deed.STOP),)),
    Control("session", "start", (("b", Deed.START),)),
    Control("session", "pause", (("p", Deed.PAUSE_OR_RESUME),)),
    Control("session", "finish", (("f", Deed.FINISH),)),
    Control("session", "skip", (("k", Deed.SKIP),)),
    Control("session", "ease", (("j", Deed.EASE),)),
    Control("session", "remeasure", (("u", Deed.REMEASURE),)),
    Control("session", "accept", (("g", Deed.ACCEPT),)),
    Control(
        "answer",
        "type",
        (*((digit, Deed.TYPE) for digit in "0123456789"), ("-", Deed.TYPE)),
    ),
    Control("answer", "confirm", (("enter", Deed.CONFIRM),)),
    Control("answer", "rub_out", (("backspace", Deed.RUB_OUT),)),
    Control("answer", "not_given", (("n", Deed.NOT_GIVEN),)),
    Control(
        "answer",
        "arrows",
        (
            ("arrow_left", Deed.LEFT),
            ("arrow_right", Deed.RIGHT),
            ("arrow_up", Deed.UP),
            ("arrow_down", Deed.DOWN),
        ),
    ),
    Control("body", "look", (("mouse3", Deed.LOOK),)),
    Control(
        "body",
        "walk",
        (
            ("w", Deed.WALK_FORWARD),
            ("a", Deed.WALK_LEFT),
            ("s", Deed.WALK_BACK),
            ("d", Deed.WALK_RIGHT),
        ),
    ),
    Control("body", "walk_slowly", (("shift", Deed.WALK_SLOWLY),)),
    Control("body", "sit_or_stand", (("c", Deed.SIT_OR_STAND),)),
    Control("body", "march", (("space", Deed.MARCH),)),
    Control("body", "mount", (("z", Deed.MOUNT),)),
    Control(
        "body",
        "grow",
        (("page_up", Deed.TALLER), ("page_down", Deed.SHORTER)),
    ),
    Control("hands", "select", (("mouse1", Deed.SELECT),)),
    Control("hands", "squeeze", (("mouse2", Deed.SQUEEZE),)),
    Control("hands", "menu", (("m", Deed.MENU),)),
    Control("hands", "swap_hands", (("tab", Deed.SWAP_HANDS),)),
    Control("hands", "reach", (("v", Deed.REACH),)),
    Control("hands", "carry", (("x", Deed.CARRY),)),
    Control(
        "hands",
        "hold",
        (("q", Deed.HOLD_LEFT), ("e", Deed.HOLD_RIGHT)),
    ),
    Control("device", "recentre", (("r", Deed.RECENTRE),)),
    Control("device", "tracking", (("t", Deed.TRACKING),)),
    Control("device", "headset", (("h", Deed.HEADSET),)),
    Control("device", "legend", (("f1", Deed.LEGEND),)),
)

DEEDS: Final[dict[str, Deed]] = {name: deed for control in CONTROLS for name, deed in control.keys}
