# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Write keys.md from the specification's schema: make reference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bluegreen.spec import json_schema

HEAD = """\
# Keys of bluegreen.yaml

Written by `docs/keys.py` from the schema that `bluegreen schema` prints; do not edit. [The
specification](specification.md) has examples, and the rules between keys.
"""

Schema = dict[str, Any]

FORMATS = {"ipv4": "IPv4 address", "ipv4network": "IPv4 network, such as 10.20.1.0/24"}
DURATION = "(ms|s|m|h)"
SEVERAL = {"section": "sections", "text": "texts", "IPv4 address": "IPv4 addresses"}
PLAIN = {"boolean": "true or false", "number": "number", "string": "text", "object": "mapping"}


def reference() -> str:
    """Return the whole page."""
    schema = json_schema()
    return "\n".join([HEAD, *_sections("", schema, schema["$defs"])])


def _sections(path: str, section: Schema, known: Schema) -> Iterator[str]:
    """Yield a table for the section, and then for each section in it."""
    title = f"## {path}" if path else "## The file itself"
    yield f"{title}\n\n{section['description']}\n"
    yield "| key | value | default | meaning |\n|---|---|---|---|"
    required = section.get("required", ())
    for key, value in section["properties"].items():
        cells = (
            f"`{key}`",
            " or ".join(_kinds(value, known)),
            "required" if key in required else _default(value),
            value.get("description", _section_of(value, known).get("description", "")),
        )
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
    yield ""
    for key, value in section["properties"].items():
        below = _section_of(value, known)
        if below:
            many = "[]" if "items" in value else ""
            yield from _sections(f"{path}.{key}{many}".removeprefix("."), below, known)


def _section_of(value: Schema, known: Schema) -> Schema:
    """Return the section that a value is, may be, or has as its items; none when it is plain."""
    for part in (value, value.get("items", {}), *value.get("anyOf", ())):
        if "$ref" in part:
            found: Schema = known[part["$ref"].rpartition("/")[2]]
            return found
    return {}


def _kinds(value: Schema, known: Schema) -> Iterator[str]:
    if "anyOf" in value:
        for choice in value["anyOf"]:
            yield from _kinds(choice, known)
    elif "$ref" in value:
        yield "section"
    elif "enum" in value:
        yield ", ".join(f"`{choice}`" for choice in value["enum"])
    elif value.get("type") == "array":
        yield f"list of {' or '.join(SEVERAL.get(k, k) for k in _kinds(value['items'], known))}"
    elif value.get("type") == "integer":
        yield _whole_number(value)
    elif "format" in value:
        yield FORMATS[value["format"]]
    elif DURATION in value.get("pattern", ""):
        yield "duration, such as 50s"
    elif value.get("type") != "null":
        yield PLAIN[value["type"]]


def _whole_number(value: Schema) -> str:
    least, most = value.get("minimum"), value.get("maximum")
    if most is not None:
        return f"whole number, {least} to {most}"
    return "whole number" if least is None else f"whole number, at least {least}"


def _default(value: Schema) -> str:
    written = value.get("default")
    return "" if written in (None, {}, [], "") else f"`{_text(written)}`"


def _text(written: Any) -> str:
    return written if isinstance(written, str) else json.dumps(written)


if __name__ == "__main__":
    (Path(__file__).parent / "keys.md").write_text(reference())
