# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The Heat templates that sides and releases are built from."""

from dataclasses import dataclass
from importlib import resources

from bluegreen.model.stack import TemplateName

_NESTED: dict[TemplateName, tuple[str, ...]] = {
    "application": (),
    "side": (),
    "release": ("member.yaml", "volume.yaml"),
}


@dataclass(frozen=True)
class TemplateBundle:
    """A template and the files that it refers to, as Heat's create and update calls take them.

    `files` maps the nested type's name as the template spells it (`member.yaml`) to its text.
    """

    template: str
    files: dict[str, str]


def load(name: TemplateName) -> TemplateBundle:
    """Read one of the templates with all that it needs."""
    return TemplateBundle(
        template=_text(f"{name}.yaml"),
        files={nested: _text(nested) for nested in _NESTED[name]},
    )


def _text(file: str) -> str:
    return resources.files(__name__).joinpath(file).read_text(encoding="utf-8")
