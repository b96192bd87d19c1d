from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from vrexposure.core.scene import Scene, resolve
from vrexposure.render.materials import MATERIALS
from vrexposure.render.parts import fixed_parts

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "assets"
FREE = {"OFL-1.1", "Apache-2.0", "CC0-1.0", "CC-BY-3.0", "CC-BY-4.0", "MIT"}
SCENES = sorted((ROOT / "scenes").glob("*.toml"))


def credit_lines() -> list[dict[str, str]]:
    text = (ASSETS / "CREDITS.toml").read_text(encoding="utf-8")
    files: list[dict[str, str]] = tomllib.loads(text)["file"]
    return files


def test_every_asset_is_credited() -> None:
    paths = [line["path"] for line in credit_lines()]
    for file in ASSETS.rglob("*"):
        name = file.relative_to(ASSETS).as_posix()
        if file.is_file() and name != "CREDITS.toml":
            assert any(
                name == path or (path.endswith("/") and name.startswith(path)) for path in paths
            ), f"{name} has no line in CREDITS.toml"


def test_every_credit_is_whole_and_its_licence_free() -> None:
    for line in credit_lines():
        assert set(line) == {"path", "source", "author", "licence"}
        assert line["licence"] in FREE
        assert all(line.values())


def test_every_material_has_its_texture() -> None:
    for name, material in MATERIALS.items():
        if material.texture:
            assert (ASSETS / "textures" / material.texture).is_file(), name


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_the_baked_light_belongs_to_the_scene_as_it_is(path: Path) -> None:
    scene = Scene.model_validate(tomllib.loads(path.read_text(encoding="utf-8")), strict=False)
    parts = fixed_parts(resolve(scene, {}))
    with np.load(ASSETS / "baked" / f"{path.stem}.npz") as packed:
        for name, meshes in parts.items():
            vertices = sum(len(mesh.points) for mesh in meshes)
            assert len(packed[name]) == vertices, f"bake anew: tools/bake_light.py {path.stem}"
        assert set(packed.files) == parts.keys() | {"low", "step", "cubes"}
        assert all(np.isfinite(packed[name]).all() for name in packed.files)
