"""An OpenXR runtime that does what a test tells it, with a clock of its own.

It keeps the rules of frames and pictures and answers as the specification says when they are
broken, so that a program that breaks them fails here as it would on a strict runtime.
"""

from __future__ import annotations

from tests.xr_fault.acting import Acting
from tests.xr_fault.bodies import Bodies
from tests.xr_fault.entry import Entry
from tests.xr_fault.gallerist import Gallerist
from tests.xr_fault.sessions import Sessions
from tests.xr_fault.spaces import EYE_PX, IPD_M, Spaces

__all__ = ["EYE_PX", "IPD_M", "FaultRuntime"]


class FaultRuntime(Entry, Sessions, Spaces, Acting, Gallerist, Bodies):
    """The runtime, of its parts.

    Each part is a class with `served` methods; one for another extension is added here.
    """
