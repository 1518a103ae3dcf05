# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The page about the templates says what the templates say."""

import re
from pathlib import Path
from typing import Any

import yaml

PAGE = Path(__file__).parents[2] / "docs" / "templates.md"


def default(parameter: dict[str, Any]) -> str:
    """How the page writes a parameter's default."""
    if "default" not in parameter:
        return "required"
    return f"`{parameter['default']}`" if parameter["default"] != "" else "empty"


def parameter_table(template: dict[str, Any]) -> list[str]:
    """The page's table of a template's parameters."""
    return ["| parameter | type | default | meaning |", "|---|---|---|---|"] + [
        f"| `{name}` | {entry['type']} | {default(entry)} | {entry['description'].strip()} |"
        for name, entry in template["parameters"].items()
    ]


def output_table(template: dict[str, Any]) -> list[str]:
    """The page's table of a template's outputs."""
    return ["| output | meaning |", "|---|---|"] + [
        f"| `{name}` | {entry['description'].strip()} |"
        for name, entry in template["outputs"].items()
    ]


def test_the_page_lists_parameters_and_outputs(template: tuple[str, str]) -> None:
    """Each template's section holds exactly its two tables, in the template's order."""
    name, text = template
    parsed = yaml.safe_load(text)
    section = re.search(rf"^## {name}\.yaml\n(.*?)(?=^## |\Z)", PAGE.read_text(), re.M | re.S)
    assert section, f"docs/templates.md has no section {name}.yaml"
    rows = [line for line in section[1].splitlines() if line.startswith("|")]
    assert rows == parameter_table(parsed) + output_table(parsed)
