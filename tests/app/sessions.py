"""A whole simulated session, recorded as the program does it."""

from __future__ import annotations

from pathlib import Path

from vrexposure.app.preparing import Wanted
from vrexposure.app.running import run_session


def recorded_session(out: Path, *, person: str = "avoider", seed: int = 3) -> Path:
    """Run one; the folder with its recording and report."""
    outcome = run_session(
        Wanted(protocol="everyday-movements", patient="p-1", out=out, seed=seed),
        display="offscreen",
        input_kind=f"simulated:{person}",
        language="en",
        minutes=None,
        say=lambda line: None,
    )
    assert outcome.complete
    return outcome.folder
