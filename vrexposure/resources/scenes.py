"""Scene files: read one by the name of its place."""

from __future__ import annotations

from vrexposure.core.scene import Scene
from vrexposure.errors import SceneError
from vrexposure.resources.documents import read_document
from vrexposure.resources.explain import examine
from vrexposure.resources.paths import find_data, shown
from vrexposure.resources.problems import Refusal


def load_scene(name: str) -> Scene:
    """The scene of a place: a shipped one by name, or an own file (with a slash or ".toml").

    Raises:
        SceneError: There is none, or it cannot be used; one line for each problem.
    """
    path = find_data("scenes", name)
    label = shown(str(path), most=400)
    try:
        document = read_document(path)
    except Refusal as refusal:
        raise SceneError(refusal.at(label)) from None
    scene, problems = examine(Scene, document, label)
    if scene is None:
        raise SceneError("\n".join(str(problem) for problem in problems))
    return scene
