"""Files in: shipped data, protocols, scenes and words. Reads only, and raises only `FileError`s."""

from vrexposure.resources.paths import DATA, find_data, shipped
from vrexposure.resources.problems import Problem
from vrexposure.resources.protocols import (
    LoadedProtocol,
    check_protocol,
    describe_check,
    load_protocol,
    protocol_path,
)
from vrexposure.resources.scenes import load_scene
from vrexposure.resources.schema import protocol_schema, scene_schema, schema_text
from vrexposure.resources.texts import languages, load_words

__all__ = [
    "DATA",
    "LoadedProtocol",
    "Problem",
    "check_protocol",
    "describe_check",
    "find_data",
    "languages",
    "load_protocol",
    "load_scene",
    "load_words",
    "protocol_path",
    "protocol_schema",
    "scene_schema",
    "schema_text",
    "shipped",
]
