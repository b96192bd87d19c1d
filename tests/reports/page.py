"""A small reading of an HTML page for tests: elements with their attributes and their text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from typing_extensions import override

_VOID = {"meta", "br", "col", "link", "img", "hr", "input"}


@dataclass(eq=False)
class Element:
    """One element; `text` is all the text within it, as a reader would see it."""

    tag: str
    attributes: dict[str, str]
    parts: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        joined = "".join(one if isinstance(one, str) else one.text for one in self.parts)
        return " ".join(joined.split())

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Elements within, by tag and attributes (`data_trial` is `data-trial`)."""
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        found: list[Element] = []
        for one in self.parts:
            if isinstance(one, Element):
                same = all(one.attributes.get(name) == value for name, value in wanted.items())
                if (not tag or one.tag == tag) and same:
                    found.append(one)
                found.extend(one.all(tag, **attributes))
        return found

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [Element("", {})]

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].parts.append(element)
        if tag not in _VOID:
            self.stack.append(element)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    @override
    def handle_data(self, data: str) -> None:
        self.stack[-1].parts.append(data)


def read_page(html: str) -> Element:
    """The page as elements; every element must be closed in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [one.tag for one in reader.stack] == [""], "an element is not closed"
    return reader.stack[0]
