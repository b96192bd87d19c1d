"""What the therapist is told in the window, and for how long."""

from __future__ import annotations

import panda3d.core as p3d
import pytest

from vrexposure.core.inputs import Tick
from vrexposure.core.outputs import Alert, CommandAnswered
from vrexposure.core.view import Text, View
from vrexposure.desktop.bulletin import Bulletin
from vrexposure.resources.texts import load_words

S = 1_000_000_000
WARNING = Alert(0, "warning", Text("alert.recentred"))
REFUSED = CommandAnswered(0, 2, accepted=False, code="stale")
NOTE = Alert(0, "note", Text("alert.time_is_up"))


def posted(aspect: float = 16 / 9) -> tuple[Bulletin, p3d.NodePath[p3d.PandaNode]]:
    root = p3d.NodePath("aspect2d")
    font = p3d.TextNode.get_default_font()
    return Bulletin(root, font, lambda: aspect, load_words("en")), root


def test_the_newest_alert_or_refusal_stands_there_for_some_seconds() -> None:
    bulletin, _ = posted()
    bulletin.heard([NOTE])
    bulletin.show(View(), Tick(S))
    assert bulletin.news == "The time for today is used up."
    bulletin.heard([CommandAnswered(0, 1, accepted=True), REFUSED])
    bulletin.show(View(), Tick(2 * S))
    assert bulletin.news.startswith("Too late")
    bulletin.show(View(), Tick(11 * S))
    assert bulletin.news.startswith("Too late")
    bulletin.show(View(), Tick(12 * S))
    assert bulletin.news == ""


def test_of_several_at_once_the_gravest_stands_there() -> None:
    bulletin, _ = posted()
    bulletin.heard([WARNING, NOTE])
    bulletin.heard([REFUSED])
    bulletin.show(View(), Tick(0))
    assert bulletin.news.startswith("The space was centred anew")
    bulletin.heard([NOTE])
    bulletin.show(View(), Tick(1))
    assert bulletin.news == "The time for today is used up."


def test_what_is_saved_stays_until_the_next() -> None:
    bulletin, _ = posted()
    what = (("what", "@question.peak_pain"),)
    bulletin.saved(Text("saved.done", what), False)
    bulletin.show(View(), Tick(1000 * S))
    assert bulletin.saved_line == "Saved: Peak pain"


@pytest.mark.parametrize("aspect", [4 / 3, 16 / 9])
def test_long_news_grow_upwards_and_leave_the_middle_free(aspect: float) -> None:
    bulletin, root = posted(aspect)
    bulletin.saved(Text("saved.stop"), False)
    bulletin.heard([Alert(0, "urgent", Text("alert.sickness_rise"))])
    bulletin.show(View(), Tick(0))
    bounds = root.get_tight_bounds()
    assert bounds is not None
    low, high = bounds
    assert low.x >= -aspect
    assert -0.78 < low.z < -0.68, "the legend's line and that of the frames are beneath"
    assert high.x < -aspect + 1.0
    assert high.z < -0.3
