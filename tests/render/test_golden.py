"""Pictures compared with reference pictures.

Drivers round differently, so the comparison is made on llvmpipe alone; on any other renderer the
test still draws, and then skips.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from tests.render.moments import CHAIR, FOOT, HOME, REACHING, SCALE, frame
from vrexposure.core.geometry import quat_from_pitch
from vrexposure.core.inputs import Frame
from vrexposure.core.view import Text, View
from vrexposure.render.stage import Stage

pytestmark = pytest.mark.gl
GOLDEN = Path(__file__).parents[1] / "golden"
TOLERANCE = 4  # of 255, per channel
MAY_DIFFER = 0.002  # of the pixels, for edges

DOWN = quat_from_pitch(-0.45)
CASES: dict[str, tuple[View, Frame]] = {
    "home": (HOME, frame()),
    "stairs": (FOOT, frame(head=(0.0, 0.0, 1.62), turn=quat_from_pitch(-0.15), hands=True)),
    "panel": (replace(HOME, panel=SCALE), frame()),
    "reaching": (
        REACHING,
        frame(time_ns=1_900_000_000, head=(0.0, 0.0, 1.5), turn=quat_from_pitch(-0.3), hands=True),
    ),
    "neutral": (View(props=(CHAIR,)), frame(head=(0.0, -1.4, 1.5), turn=quat_from_pitch(-0.15))),
    "stopped": (
        replace(HOME, dim_permille=550, frozen=True, caption=Text("caption.stopped")),
        frame(head=(0.0, -0.9, 1.5), turn=DOWN),
    ),
}


def pixels(path: Path) -> npt.NDArray[np.uint8]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


@pytest.mark.parametrize("name", CASES)
def test_the_picture_looks_as_it_did(
    name: str, open_stage: Stage, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    view, moment = CASES[name]
    for tenths in range(80, 0, -1):  # what follows the eyes has come to rest, wherever it was
        earlier = replace(moment, time_ns=moment.time_ns - tenths * 100_000_000)
        open_stage.show(replace(view, frozen=False), earlier)
    open_stage.show(view, moment)
    open_stage.settle()
    path = tmp_path / f"{name}.png"
    assert open_stage.screenshot(path)
    picture = pixels(path)
    assert picture.std() > 10, "nothing was drawn"
    renderer = str(open_stage.facts()["renderer"])
    if "llvmpipe" not in renderer:
        pytest.skip(f"pictures are compared on llvmpipe only, not on {renderer}")
    reference = GOLDEN / f"{name}.png"
    if pytestconfig.getoption("--regenerate-golden"):
        Image.fromarray(picture).save(reference, optimize=True)
    expected = pixels(reference)
    difference = np.abs(picture.astype(int) - expected).max(axis=2)
    wrong = float((difference > TOLERANCE).mean())
    if wrong > MAY_DIFFER:
        diffs = GOLDEN / "diffs"
        diffs.mkdir(exist_ok=True)
        Image.fromarray(picture).save(diffs / f"{name}.png")
        pytest.fail(f"{name}: {wrong:.2%} of the pixels differ; see {diffs}")
