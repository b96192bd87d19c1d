"""Words for keys: the one place where a `Text` becomes a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from vrexposure.core.view import Text


class Words:
    """A table of one language: key -> sentence with `{name}` places.

    A key that is missing is said as the key itself in square brackets, so that it is seen; a test
    holds that no key of the core is missing.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = dict(table)
        self._instead: dict[str, str] = {}

    def say(self, text: Text) -> str:
        """The sentence. An argument that begins with "@" is itself a key."""
        pattern = self._table.get(self._instead.get(text.key, text.key))
        if pattern is None:
            return f"[{text.key}]"
        args = {name: self._argument(value) for name, value in text.args}
        try:
            return pattern.format(**args)
        except (KeyError, IndexError, ValueError):
            return f"[{text.key}]"

    def say_instead(self, key: str, other: str) -> None:
        """From now on say for `key` what is said for `other`; itself again undoes that."""
        self._instead[key] = other

    def key(self, key: str) -> str:
        """The sentence of a key without places."""
        return self.say(Text(key))

    def _argument(self, value: str | int) -> str:
        if isinstance(value, str) and value.startswith("@"):
            return self.say(Text(value[1:]))
        return str(value)
