# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The templates are clean YAML that explains itself."""

from collections import Counter

import pytest
import yaml

HEADER = """\
# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

heat_template_version: wallaby
"""


def mappings(node: yaml.Node) -> list[yaml.MappingNode]:
    """Every mapping in a YAML document, the node itself included."""
    if isinstance(node, yaml.MappingNode):
        return [node, *(found for _, value in node.value for found in mappings(value))]
    if isinstance(node, yaml.SequenceNode):
        return [found for value in node.value for found in mappings(value)]
    return []


def test_the_header_names_license_and_format(template: tuple[str, str]) -> None:
    """Wallaby (2021) is the newest format, so every cloud since then reads all templates."""
    assert template[1].startswith(HEADER)


def test_no_key_is_written_twice(template: tuple[str, str]) -> None:
    """YAML keeps the last of two equal keys and says nothing."""
    document = yaml.compose(template[1], Loader=yaml.SafeLoader)
    keys = [[key.value for key, _ in mapping.value] for mapping in mappings(document)]
    assert [key for names in keys for key, count in Counter(names).items() if count > 1] == []


def test_lines_are_tidy(template: tuple[str, str]) -> None:
    """No tabs, no blanks at the end, at most 100 columns, one newline at the end."""
    lines = template[1].split("\n")
    assert [line for line in lines if "\t" in line or line != line.rstrip()] == []
    assert [line for line in lines if len(line) > 100] == []
    assert lines[-1] == ""
    assert lines[-2] != ""


@pytest.mark.parametrize("section", ["parameters", "outputs"])
def test_parameters_and_outputs_are_described(template: tuple[str, str], section: str) -> None:
    """Horizon and `openstack stack show` print these texts; they are sentences."""
    described = yaml.safe_load(template[1]).get(section, {})
    texts = {name: entry.get("description", "") for name, entry in described.items()}
    assert {name: text for name, text in texts.items() if not text.endswith(".")} == {}


def test_parameters_have_labels(template: tuple[str, str]) -> None:
    """Horizon's form shows the label, not the name."""
    parameters = yaml.safe_load(template[1])["parameters"]
    assert [name for name, entry in parameters.items() if not entry.get("label")] == []
