"""What is known of the equipment, and what of it is news: for the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vrexposure.core.inputs import HandJoints, HandSource
from vrexposure.openxr.refresh import in_words

_JOINTS = ("left_hand_joints", "right_hand_joints")


def rate_fact(rate_hz: float | None) -> str:
    """A refresh rate as a fact."""
    return "" if rate_hz is None else in_words(rate_hz)


class Known:
    """Remembers what was told, over all sessions of one headset, and tells only what is news.

    Names are those of the manifest's `device`; values are words, "" while there is nothing.
    """

    def __init__(self, told: Mapping[str, str]) -> None:
        """`told`: what stands in the manifest already."""
        self._told = dict(told)
        self._last: tuple[object, ...] = ()

    def news(
        self,
        names: Mapping[str, str],
        profiles: tuple[str, str] | None,
        rate_hz: float | None,
        hands: HandJoints | None,
    ) -> Iterator[tuple[str, str]]:
        """Name and value of whatever is not as it was told last.

        Args:
            names: Of the runtime and the headset.
            profiles: Kind of controller of the left and the right hand, "" for none; None: this
                session has not told yet.
            rate_hz: How many pictures a second the display shows, if that is known.
            hands: Their joints. A hand that is out of sight is no news, it comes and goes; but
                once there, what its joints come from is.
        """
        sources = hands.sources if hands is not None else ()
        given = names, profiles, rate_hz, sources
        if given == self._last:  # as in almost every frame
            return
        self._last = given
        now = {**names, "refresh_hz": rate_fact(rate_hz)}
        if profiles is not None:
            now["left_profile"], now["right_profile"] = profiles
        for name, source in zip(_JOINTS, sources, strict=False):
            if source != HandSource.NONE:
                now[name] = HandSource(source).name.lower()
        for name, value in now.items():
            if value != self._told.get(name, ""):
                self._told[name] = value
                yield name, value
