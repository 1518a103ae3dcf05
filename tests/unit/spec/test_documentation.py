# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""docs/specification.md is the reference, so it is held to the code."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bluegreen.cli.app import main
from bluegreen.spec import json_schema

REFERENCE = Path(__file__).parents[3] / "docs/specification.md"


def _block(name: str, page: Path = REFERENCE) -> str:
    found = re.search(rf"```{name}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert found, f"{page} has no block {name}"
    return found[1]


def _keys(section: dict[str, Any], schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield every key of the schema, dotted, through references, lists and alternatives."""
    if "$ref" in section:
        section = schema["$defs"][section["$ref"].rpartition("/")[2]]
    for choice in (*section.get("anyOf", ()), section.get("items")):
        if choice:
            yield from _keys(choice, schema, path)
    for key, below in section.get("properties", {}).items():
        yield f"{path}{key}"
        yield from _keys(below, schema, f"{path}{key}.")


def _has(values: Any, path: str) -> bool:
    key, _, below = path.partition(".")
    if isinstance(values, list):
        return any(_has(value, path) for value in values)
    if not isinstance(values, dict) or key not in values:
        return False
    return not below or _has(values[key], below)


@pytest.mark.parametrize("path", sorted(set(_keys(json_schema(), json_schema()))))
def test_the_reference_shows_every_key(path):
    """A key that the program knows and the reference does not is one that nobody finds."""
    assert _has(yaml.safe_load(_block("yaml complete")), path)


def test_the_complete_example_is_valid(directory, loaded):
    """What people copy from the reference works."""
    Path("user-data.sh").write_text("echo {greeting}\n")
    Path("hooks").mkdir()
    for program in ("smoke.sh", "hooks/tell.sh"):
        Path(program).touch(mode=0o755)
    assert loaded(_block("yaml complete")).servers.count.max == 4


def test_the_minimal_example_is_valid(loaded):
    """Nine lines are a whole file, as the reference says."""
    text = _block("yaml minimal")
    assert loaded(text).application == "shop"
    assert text.count("\n") == 9


def test_the_tutorial_begins_with_a_valid_file(directory, loaded):
    """Typing it gives no error that the tutorial does not mention."""
    tutorial = REFERENCE.with_name("tutorial.md")
    Path("user-data.sh").write_text(_block("sh tutorial", tutorial))
    specification = loaded(_block("yaml tutorial", tutorial))

    assert "version 2.0 on green" in specification.user_data("green", "2.0", "r3")


@pytest.mark.parametrize(
    "page", sorted(REFERENCE.parent.glob("**/*.md")), ids=lambda page: page.stem
)
def test_every_part_of_a_file_is_valid(page, directory, loaded):
    """What a page shows as `yaml part` can be added to a file."""
    Path("migrate.sh").touch(mode=0o755)
    for part in re.findall(r"```yaml part\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        assert loaded(_block("yaml minimal") + part)


def test_the_problems_are_those_that_the_program_tells(write, capsys):
    """The example of a report is a real one."""
    write(_block("yaml broken"))
    assert main(["validate"]) == 2
    assert capsys.readouterr().err == _block("text problems")


@pytest.mark.parametrize("section", sorted(json_schema()["$defs"]))
def test_every_key_is_described_in_the_schema(section):
    """Editors show the description while people write."""
    properties = json_schema()["$defs"][section]["properties"]
    assert [key for key, value in properties.items() if not value.get("description")] == []
