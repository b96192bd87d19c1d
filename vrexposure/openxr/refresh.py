"""How often the display shows a picture: chosen from what is offered, and followed when it changes.

XR_FB_display_refresh_rate. Without it the runtime alone decides, and says nothing.
"""

from __future__ import annotations

import ctypes
import logging
import math
import typing
from collections.abc import Collection, Sequence

import xr

from vrexposure.errors import DeviceError, RuntimeLostError, SettingError
from vrexposure.openxr.calls import fetch
from vrexposure.openxr.results import check

log = logging.getLogger(__name__)

REFRESH_EXTENSION = "XR_FB_display_refresh_rate"

# DEF: the highest rate that is chosen unasked. Below 72 Hz people get sick sooner; every step
# above costs as much again of the time in which a picture must be drawn, 11 ms at 90 Hz, and a
# picture that comes late is worse for the stomach than a rate that is lower and kept.
PREFERRED_MAX_HZ = 90.0
# DEF: "90" means 89.9 as well as 90.02; the rates that headsets offer lie further apart.
SAME_HZ = 1.0
# DEF: no display of a headset is slower or faster; what is beyond is a mistake of the runtime.
PLAUSIBLE_HZ = (10.0, 500.0)

_count = ctypes.POINTER(ctypes.c_uint32)
_floats = ctypes.POINTER(ctypes.c_float)
_ENUMERATE = ctypes.CFUNCTYPE(ctypes.c_int, xr.Session, ctypes.c_uint32, _count, _floats)
_GET = ctypes.CFUNCTYPE(ctypes.c_int, xr.Session, _floats)
_REQUEST = ctypes.CFUNCTYPE(ctypes.c_int, xr.Session, ctypes.c_float)


def is_plausible(rate_hz: float) -> bool:
    """Whether a display can have such a rate; NaN and infinity are none."""
    return math.isfinite(rate_hz) and PLAUSIBLE_HZ[0] <= rate_hz <= PLAUSIBLE_HZ[1]


def in_words(rate_hz: float) -> str:
    """A rate as it is read, without the unit: "90", "72.5"."""
    return f"{rate_hz:.1f}".removesuffix(".0")


def choose_rate(offered: Collection[float], wanted_hz: float | None) -> float | None:
    """The rate to ask for; None where there is nothing to choose from.

    Unasked, the highest offered one up to `PREFERRED_MAX_HZ`, or the lowest where all are above.

    Args:
        offered: Plausible rates.
        wanted_hz: The rate that the user named; None: none.

    Raises:
        SettingError: The named one is not offered.
    """
    if wanted_hz is not None:
        near = [rate for rate in offered if abs(rate - wanted_hz) <= SAME_HZ]
        if near:
            return min(near, key=lambda rate: abs(rate - wanted_hz))
        if offered:
            raise SettingError(
                f"--refresh-rate {wanted_hz:g}: this headset offers "
                f"{', '.join(in_words(rate) for rate in sorted(offered))} Hz"
            )
        raise SettingError(
            f"--refresh-rate {wanted_hz:g}: this headset's software lets no program choose; leave "
            "the option out, and choose the rate there"
        )
    preferred = [rate for rate in offered if rate <= PREFERRED_MAX_HZ + SAME_HZ]
    return max(preferred) if preferred else min(offered, default=None)


class RefreshRate:
    """The rate of one session's display.

    Attributes:
        offered: What can be asked for, rising; empty where the runtime alone decides.
        chosen_hz: What is asked for, or None.
        current_hz: As far as the runtime has told it, or None.
        problem: Why the rate that the user named is not asked for, "" if it is or none was named.
    """

    def __init__(
        self,
        instance: typing.Any,
        session: typing.Any,
        extensions: Collection[str],
        wanted_hz: float | None,
    ) -> None:
        """Find out what is offered, and choose.

        Raises:
            RuntimeLostError: The runtime went away.
        """
        self.offered: Sequence[float] = ()
        self.chosen_hz: float | None = None
        self.current_hz: float | None = None
        self.problem = ""
        self._session = session
        self._value = ctypes.c_float()
        self._has_calls = REFRESH_EXTENSION in extensions
        if self._has_calls:
            self._enumerate = fetch(instance, "xrEnumerateDisplayRefreshRatesFB", _ENUMERATE)
            self._get = fetch(instance, "xrGetDisplayRefreshRateFB", _GET)
            self._request = fetch(instance, "xrRequestDisplayRefreshRateFB", _REQUEST)
            self.offered = self._find()
            self.look()
        try:
            self.chosen_hz = choose_rate(self.offered, wanted_hz)
        except SettingError as error:
            self.problem = str(error)
            self.chosen_hz = choose_rate(self.offered, None)

    def _find(self) -> tuple[float, ...]:
        count = ctypes.c_uint32()
        try:
            self._list(0, count, None)
            rates = (ctypes.c_float * count.value)()
            self._list(count.value, count, rates)
        except RuntimeLostError:
            raise
        except DeviceError as error:
            log.warning("%s; the headset's own refresh rate stays", error)
            return ()
        told = [float(rate) for rate in rates[: count.value]]
        for rate in told:
            if not is_plausible(rate):
                log.warning("the runtime offers a refresh rate of %g Hz: ignored", rate)
        return tuple(sorted(rate for rate in told if is_plausible(rate)))

    def _list(self, room: int, count: ctypes.c_uint32, rates: typing.Any) -> None:
        code = self._enumerate(self._session, room, ctypes.byref(count), rates)
        check(code, "list refresh rates")

    def ask(self) -> None:
        """Ask for the chosen rate, once the session is begun; the runtime may take its time.

        Raises:
            RuntimeLostError: The runtime went away.
        """
        if self.chosen_hz is None:
            return
        if self.problem:
            log.warning("%s; %s Hz is asked for", self.problem, in_words(self.chosen_hz))
        try:
            check(self._request(self._session, self.chosen_hz), "choose the refresh rate")
        except RuntimeLostError:
            raise
        except DeviceError as error:
            log.warning("%s; the headset's own refresh rate stays", error)
        self.look()

    def look(self) -> None:
        """Ask for the current rate.

        Raises:
            RuntimeLostError: The runtime went away.
        """
        if not self._has_calls:
            return
        try:
            check(self._get(self._session, ctypes.byref(self._value)), "ask for the refresh rate")
        except RuntimeLostError:
            raise
        except DeviceError as error:
            log.info("%s", error)
        else:
            self.changed(float(self._value.value))

    def changed(self, rate_hz: float) -> None:
        """The runtime tells another one; what no display can have is not believed."""
        if not is_plausible(rate_hz):
            log.warning("the runtime tells a refresh rate of %g Hz: ignored", rate_hz)
        elif rate_hz != self.current_hz:
            self.current_hz = rate_hz
            log.info("the display shows %s pictures a second", in_words(rate_hz))
