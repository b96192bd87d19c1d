"""A small drawing board for figures: scales, ticks, marks and text, as inline SVG.

Marks differ by shape and by fill, so that a black-and-white print says the same as the screen.
Every text and every attribute is escaped here, and nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

# Blue and vermilion are told apart by all common kinds of colour vision (Okabe and Ito 2008), and
# both keep a contrast of at least 4:1 on white.
INK = "#1c2430"
MUTED = "#57616d"
RULE = "#cfd6dd"
FAINT = "#eef1f4"
BLUE = "#0b5fa5"
VERMILION = "#b8490a"
PAPER = "#ffffff"

Anchor = Literal["start", "middle", "end"]
Shape = Literal["circle", "diamond", "square", "triangle", "cross", "dash"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight map from values to pixels."""

    low: float
    high: float
    start_px: float
    end_px: float

    def at(self, value: float) -> float:
        """The pixel of a value.

        Raises:
            ValueError: The value is not finite: a gap must be drawn as a gap.
        """
        if not math.isfinite(value):
            raise ValueError("a value that is not finite has no place in a figure")
        span = self.high - self.low
        part = (value - self.low) / span if span else 0.5
        return self.start_px + part * (self.end_px - self.start_px)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values from `low` to `high`, about `most` of them, in steps of 1, 2 or 5 times 10^n."""
    if not high > low:
        return [low]
    raw = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * k for k in (1, 2, 5, 10) if power * k >= raw * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def number(value: float) -> str:
    """A coordinate: at most two decimals, none that are not needed."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(slots=True)
class Drawing:
    """One figure. `name` must be unique in its page: the title and description hang on it."""

    name: str
    width: float
    height: float
    title: str
    description: str
    _parts: list[str] = field(default_factory=list)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        colour: str = RULE,
        width: float = 1.0,
        dashes: str = "",
    ) -> None:
        """A straight line."""
        dash = f' stroke-dasharray="{escape(dashes)}"' if dashes else ""
        self._parts.append(
            f'<line x1="{number(start[0])}" y1="{number(start[1])}" '
            f'x2="{number(end[0])}" y2="{number(end[1])}" '
            f'stroke="{escape(colour)}" stroke-width="{number(width)}"{dash}/>'
        )

    def path(
        self, points: Sequence[tuple[float, float]], *, colour: str = INK, width: float = 1.5
    ) -> None:
        """A line through points; one alone is drawn as a dot."""
        if not points:
            return
        steps = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        if len(points) == 1:
            steps = f"{steps} {steps}"
        self._parts.append(
            f'<polyline points="{steps}" fill="none" stroke="{escape(colour)}" '
            f'stroke-width="{number(width)}" stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def area(
        self,
        left_top: tuple[float, float],
        right_bottom: tuple[float, float],
        *,
        colour: str = FAINT,
        outline: str = "",
    ) -> None:
        """A filled rectangle."""
        (left, top), (right, bottom) = left_top, right_bottom
        edge = f' stroke="{escape(outline)}" stroke-dasharray="3 3"' if outline else ""
        self._parts.append(
            f'<rect x="{number(left)}" y="{number(top)}" width="{number(max(0.0, right - left))}" '
            f'height="{number(max(0.0, bottom - top))}" fill="{escape(colour)}"{edge}/>'
        )

    def mark(
        self,
        at: tuple[float, float],
        shape: Shape,
        *,
        colour: str = INK,
        radius: float = 5.0,
        filled: bool = True,
    ) -> None:
        """A mark with its middle at a point; hollow ones are filled with paper."""
        fill = colour if filled else PAPER
        style = f'fill="{escape(fill)}" stroke="{escape(colour)}" stroke-width="1.8"'
        self._parts.append(f"<{_outline(shape, *at, radius)} {style}/>")

    def text(
        self,
        at: tuple[float, float],
        words: str,
        *,
        anchor: Anchor = "start",
        colour: str = MUTED,
        size: float = 12.0,
        bold: bool = False,
    ) -> None:
        """A line of text; `at` is its baseline."""
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(
            f'<text x="{number(at[0])}" y="{number(at[1])}" text-anchor="{anchor}" '
            f'font-size="{number(size)}" fill="{escape(colour)}"{weight}>{escape(words)}</text>'
        )

    def markup(self) -> str:
        """The whole as an `<svg>` element, with its alternatives for those who do not see it."""
        name = escape(self.name)
        # Without xmlns: within HTML it is not needed, and so the page names no address at all.
        return (
            f'<svg role="img" viewBox="0 0 {number(self.width)} {number(self.height)}" '
            f'aria-labelledby="{name}-title {name}-desc">'
            f'<title id="{name}-title">{escape(self.title)}</title>'
            f'<desc id="{name}-desc">{escape(self.description)}</desc>'
            f"{''.join(self._parts)}</svg>"
        )


def _outline(shape: Shape, x: float, y: float, r: float) -> str:
    """Name and geometry of a mark's element."""
    match shape:
        case "circle":
            return f'circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}"'
        case "diamond":
            return _polygon([(x, y - r * 1.2), (x + r, y), (x, y + r * 1.2), (x - r, y)])
        case "square":
            k = r * 0.88
            return _polygon([(x - k, y - k), (x + k, y - k), (x + k, y + k), (x - k, y + k)])
        case "triangle":
            return _polygon([(x - r, y - r * 0.9), (x + r, y - r * 0.9), (x, y + r * 0.9)])
        case "cross":
            k = r * 0.75
            left, right, top, bottom = number(x - k), number(x + k), number(y - k), number(y + k)
            return f'path d="M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}"'
        case "dash":
            return f'path d="M{number(x - r)} {number(y)}H{number(x + r)}"'


def _polygon(points: Sequence[tuple[float, float]]) -> str:
    corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'polygon points="{corners}"'
