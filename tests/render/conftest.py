"""One offscreen stage for all tests of the picture; without OpenGL they are skipped."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from vrexposure.core.scene import Scene
from vrexposure.core.words import Words
from vrexposure.errors import DeviceError
from vrexposure.render.stage import Stage

ROOT = Path(__file__).parents[2]
SIZE_PX = (320, 240)


def scene(name: str) -> Scene:
    text = (ROOT / "scenes" / f"{name}.toml").read_text(encoding="utf-8")
    return Scene.model_validate(tomllib.loads(text), strict=False)


WORDS = Words(
    {
        "ask": "How much pain do you expect?",
        "number": "{n}",
        "least": "no pain",
        "most": "worst pain imaginable",
        "up": "Stand up when you are ready.",
        "caption.how_to_stop": "To stop: press the menu button.",
        "caption.how_to_choose": "To choose: point and squeeze the trigger.",
        "caption.stopped": "Sit down when you are ready.",
    }
)


@pytest.fixture(scope="session")
def open_stage() -> Iterator[Stage]:
    try:
        stage = Stage.open("offscreen", size_px=SIZE_PX, words=WORDS, scenes=scene, data=ROOT)
    except DeviceError as error:
        if "ShowBase" in str(error):
            raise  # another test left its stage open: that is no reason to skip
        pytest.skip(f"no picture can be drawn here: {error}")
    yield stage
    stage.close()
