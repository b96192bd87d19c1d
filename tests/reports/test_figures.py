from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

from tests.reports.story import Telling, setup, told
from tests.reports.words import english
from vrexposure.core.outputs import Output
from vrexposure.core.summary import summarise
from vrexposure.reports.figures import draw_expectations
from vrexposure.reports.svg import BLUE, VERMILION
from vrexposure.reports.wording import Wording


def _drawn(outputs: list[Output]) -> list[str]:
    return draw_expectations(summarise(setup(), outputs), Wording(english()))


def _marks(svg: str, tag: str, colour: str) -> int:
    figure = ET.fromstring(svg)
    return sum(one.tag == tag and one.get("stroke") == colour for one in figure.iter())


def test_pain_has_one_open_circle_for_each_expectation_and_one_diamond_for_each_outcome() -> None:
    pain, _, _ = _drawn(told().outputs)
    # One more of each stands in the legend.
    assert _marks(pain, "circle", BLUE) == 12 + 1
    assert _marks(pain, "polygon", VERMILION) == 10 + 1


def test_a_missing_value_is_marked_beneath_the_scale_and_not_at_zero() -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.before(5, 50, 50)
    t.afterwards(None, None, None)
    pain, _, _ = _drawn(t.outputs)
    zero = float(re.findall(r'y="([\d.]+)"[^>]*>0</text>', pain)[0]) - 4
    (cross,) = re.findall(r'<path d="M[\d.]+ ([\d.]+)L', pain)
    assert float(cross) > zero
    assert _marks(pain, "polygon", VERMILION) == 1


def test_the_description_says_every_pair_in_words() -> None:
    _, _, fear = _drawn(told().outputs)
    assert "Trial 1.1: before 75, after 60." in fear
    assert "Trial 1.3: before 50, after not given." in fear
    assert "Trial 2.2: before 50, after not asked." in fear


def test_what_happened_stands_on_the_scale_of_its_likelihood() -> None:
    _, harm, _ = _drawn(told().outputs)
    assert [one for one in ("no", "partly", "yes") if f">{one}</text>" in harm] == [
        "no",
        "partly",
        "yes",
    ]
    assert "Trial 2.3: before 50, after 50." in harm


def test_no_trial_gives_no_figure() -> None:
    assert _drawn([]) == []


def test_two_hundred_trials_stay_within_the_figure() -> None:
    t = Telling()
    for _ in range(20):
        t.begin_block("chair", "seat-50-push", 1, 80)
        for _ in range(10):
            t.before(5, 50, 50)
            t.afterwards(3, 0, 40)
    for svg in _drawn(t.outputs):
        figure = ET.fromstring(svg)
        across = [float(one.get("cx", "0")) for one in figure.iter("circle")]
        assert len(across) > 200
        assert 0 < min(across) <= max(across) < 760
        names = [one for one in figure.iter("text") if re.fullmatch(r"\d+\.\d+", one.text or "")]
        places = [float(one.get("x", "0")) for one in names]
        assert all(b - a >= 32 for a, b in itertools.pairwise(places))
