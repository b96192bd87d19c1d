"""The JSON Schema of the files, for editors; and its parts in words, for messages."""

from __future__ import annotations

import functools
import json
from typing import Any

from vrexposure.core.model import Model
from vrexposure.core.protocol import Protocol
from vrexposure.core.scene import Scene

Schema = dict[str, Any]

_WORDS = {
    "^[a-z0-9]": "small letters, digits and hyphens, at most 64, no hyphen at either end",
    "^[a-z0-9](?:[a-z0-9_": "small letters, digits, hyphens and underscores, at most 64",
    "^[a-z]": "small letters, digits and underscores, a letter first",
    "^[a-z0-9_]": "a path below assets such as models/chair.glb",
    "^[^\\x00-": "one line without control characters or characters that turn the text around",
}


def protocol_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a protocol file; `protocols/schema.json` is a copy of it."""
    return _for_editors(Protocol, "protocol", "vrexposure protocol")


def schema_text() -> str:
    """`protocol_schema` as `protocols/schema.json` has it, and as `vrexposure schema` prints it."""
    return json.dumps(protocol_schema(), indent=2, ensure_ascii=False) + "\n"


def scene_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a scene file."""
    return _for_editors(Scene, "scene", "vrexposure scene")


def _for_editors(model: type[Model], name: str, title: str) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:vrexposure:{name}:1",
        **schema_of(model),
        "title": title,
    }


@functools.cache
def schema_of(model: type[Model]) -> Schema:
    """The model's JSON Schema. Shared: not to be changed."""
    return model.model_json_schema()


def child(node: Schema, part: int | str, root: Schema) -> Schema:
    """The schema of one key, element or union member; empty when there is none."""
    found: Any = None
    if "discriminator" in node:
        reference = node["discriminator"]["mapping"].get(part)
        found = {"$ref": reference} if reference else None
    elif isinstance(part, int):
        fixed = node.get("prefixItems", [])
        found = fixed[part] if part < len(fixed) else node.get("items")
    else:
        found = node.get("properties", {}).get(part, node.get("additionalProperties"))
    if not isinstance(found, dict):
        return {}
    if "$ref" in found:
        target: Schema = root["$defs"][found["$ref"].rpartition("/")[2]]
        return target
    return found


def allowed_text(node: Schema) -> str:
    """What the schema allows, in a few words; "" when it says nothing useful."""
    if "const" in node:
        return str(node["const"])
    if "enum" in node:
        return ", ".join(str(one) for one in node["enum"])
    if "anyOf" in node:
        parts = dict.fromkeys(text for one in node["anyOf"] if (text := allowed_text(one)))
        return " or ".join(parts)
    match node.get("type"):
        case "number" | "integer":
            return _range(node)
        case "array":
            return _count(node, "minItems", "maxItems", "entries")
        case "string" if "pattern" in node and not node["pattern"].startswith("^[^"):
            return pattern_words(node)
        case "string":
            return _count(node, "minLength", "maxLength", "characters")
        case _:
            return ""


def pattern_words(node: Schema) -> str:
    """What a pattern wants, in words."""
    pattern = str(node.get("pattern", ""))
    best = max((start for start in _WORDS if pattern.startswith(start)), key=len, default="")
    return _WORDS.get(best, f"like {pattern}")


def _range(node: Schema) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    if "exclusiveMinimum" in node:
        return f"more than {node['exclusiveMinimum']}" + (f", to {high}" if high else "")
    if "exclusiveMaximum" in node:
        return f"{low} to less than {node['exclusiveMaximum']}"
    return f"{low} to {high}" if low is not None and high is not None else ""


def _count(node: Schema, least: str, most: str, what: str) -> str:
    if most not in node:
        return ""
    return f"{node.get(least, 0)} to {node[most]} {what}"
