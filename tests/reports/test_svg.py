from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from vrexposure.reports.svg import Drawing, Scale, Shape, number, ticks


def test_a_scale_maps_its_ends_to_its_pixels() -> None:
    scale = Scale(0, 10, 200, 20)
    assert (scale.at(0), scale.at(10), scale.at(5)) == (200, 20, 110)


def test_a_scale_without_extent_puts_everything_in_its_middle() -> None:
    assert Scale(3, 3, 0, 100).at(3) == 50


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_has_no_place(value: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        Scale(0, 1, 0, 1).at(value)


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0, 10, 6, [0, 2, 4, 6, 8, 10]),
        (0, 100, 6, [0, 20, 40, 60, 80, 100]),
        (1.2, 1.7, 6, [1.2, 1.3, 1.4, 1.5, 1.6, 1.7]),
        (0, 23.5, 7, [0, 5, 10, 15, 20]),
        (4, 4, 5, [4]),
    ],
)
def test_ticks_are_round_and_lie_within(
    low: float, high: float, most: int, expected: list[float]
) -> None:
    assert ticks(low, high, most) == expected


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (1.5, "1.5"), (1.239, "1.24"), (-0.001, "0"), (100.0, "100")]
)
def test_coordinates_are_short(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize("shape", ["circle", "diamond", "square", "triangle", "cross", "dash"])
def test_marks_are_well_formed_and_differ(shape: Shape) -> None:
    drawing = Drawing("a", 100, 100, "t", "d")
    drawing.mark((50, 50), shape, filled=False)
    figure = ET.fromstring(drawing.markup())
    assert len(figure) == 3
    assert figure[2].get("fill") == "#ffffff"
    other = Drawing("a", 100, 100, "t", "d")
    other.mark((50, 50), "circle" if shape != "circle" else "square", filled=False)
    assert other.markup() != drawing.markup()


def test_text_and_names_are_escaped() -> None:
    drawing = Drawing('a"><b', 10, 10, "<i>&", "</desc><script>")
    drawing.text((1, 2), "</text><script>x</script>")
    drawing.line((0, 0), (1, 1), colour='"/><script>')
    figure = ET.fromstring(drawing.markup())
    assert [one.tag for one in figure.iter()] == ["svg", "title", "desc", "text", "line"]
    assert figure[2].text == "</text><script>x</script>"


def test_a_path_of_one_point_is_still_seen_and_one_of_none_draws_nothing() -> None:
    drawing = Drawing("a", 10, 10, "t", "d")
    drawing.path([])
    drawing.path([(3, 4)])
    figure = ET.fromstring(drawing.markup())
    assert [one.get("points") for one in figure.iter("polyline")] == ["3,4 3,4"]
