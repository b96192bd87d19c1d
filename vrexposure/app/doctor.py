"""What this machine has, and what to do about what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["good", "limited", "missing"]
FREE_GB = 2
PROBE_S = 30
SOFTWARE_ONLY = "software only: good for the demo and tests, too slow for a headset"

# Run in processes of their own: a broken driver may take its process with it.
_OFFSCREEN = """
from vrexposure.resources.paths import DATA
from vrexposure.resources.scenes import load_scene
from vrexposure.core.words import Words
from vrexposure.render.stage import Stage
stage = Stage.open("offscreen", size_px=(64, 64), words=Words({}), scenes=load_scene, data=DATA)
print("FOUND", stage.facts()["renderer"])
"""
_AUDIO = """
from vrexposure.audio import Speaker
from vrexposure.resources.paths import DATA
note = Speaker.open(DATA).note
print("NONE" if note else "FOUND", note or "OpenAL")
"""
_RUNTIME = """
from vrexposure.openxr.probe import probe
found = probe()
name = " ".join(part for part in (found.runtime, found.version, found.system) if part)
print("FOUND" if not found.problem else "NONE", (name + "\\t" + found.problem).strip())
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: how it is, what was found, and the remedy ("" when there is nothing to do).

    `needed`: without it not even the demo runs.
    """

    state: State
    what: str
    found: str
    remedy: str = ""
    needed: bool = False


def examine_machine() -> list[Finding]:
    """Look at everything; takes a few seconds and changes nothing."""
    return [_python(), _disk(), _offscreen(), _screen(), _runtime(), _audio()]


def _python() -> Finding:
    version = platform.python_version()
    good = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding(
        "good" if good else "limited",
        "Python",
        f"{version} on {platform.system()} {platform.machine()}",
        "" if good else "use Python 3.11, 3.12 or 3.13",
    )


def _disk() -> Finding:
    here = Path.cwd()
    free_gb = shutil.disk_usage(here).free / 1e9
    writable = os.access(here, os.W_OK)
    if not writable:
        return Finding(
            "missing", "disk", f"{here} cannot be written to", "choose a folder with --out", True
        )
    state: State = "good" if free_gb >= FREE_GB else "limited"
    remedy = "" if state == "good" else "a session needs up to 0.2 GB: free some space"
    return Finding(state, "disk", f"{free_gb:.0f} GB free here", remedy)


def _offscreen() -> Finding:
    found, words = _probe(_OFFSCREEN)
    if found:
        software = any(name in words.lower() for name in ("llvmpipe", "softpipe", "swiftshader"))
        return Finding(
            "limited" if software else "good",
            "graphics",
            words,
            "software only: good for the demo and tests, too slow for a headset"
            if software
            else "",
        )
    return Finding(
        "missing",
        "graphics",
        words or "no OpenGL",
        "install an OpenGL driver (Debian: apt install libegl1 libgl1 libgl1-mesa-dri); without "
        "it sessions can be simulated, replayed and reported, but not seen",
    )


def _screen() -> Finding:
    if sys.platform != "linux":
        return Finding("good", "screen", platform.system())
    display = os.environ.get("DISPLAY")
    if display:
        return Finding("good", "screen", f"DISPLAY={display}")
    return Finding(
        "missing", "screen", "no DISPLAY", "log in to a desktop, or use xvfb-run for a hidden one"
    )


def _runtime() -> Finding:
    found, words = _probe(_RUNTIME)
    name, _, problem = words.partition("\t")
    if found:
        return Finding("good", "headset", name)
    return Finding(
        "missing",
        "headset",
        name or "no OpenXR runtime",
        problem or "install and start the headset's runtime (SteamVR, Meta Link, Monado, WiVRn)",
    )


def _audio() -> Finding:
    found, words = _probe(_AUDIO)
    if found:
        return Finding("good", "audio", words)
    return Finding(
        "limited",
        "audio",
        words or "no audio device",
        "everything works silent; captions are always shown",
    )


def _probe(code: str) -> tuple[bool, str]:
    """Whether the probe said FOUND, and what else it said."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        try:
            subprocess.run(
                [sys.executable, "-c", code],
                stdout=said,
                stderr=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                timeout=PROBE_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False, f"no answer in {PROBE_S} s"
        said.seek(0)
        for line in said.read().splitlines():
            if line.startswith(("FOUND", "NONE")):
                state, _, words = line.partition(" ")
                return state == "FOUND", words
    return False, ""
