# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plain scalars of YAML, read as people mean them.

YAML 1.1, which PyYAML reads, takes 010 for 8, 1:30 for 90, 1_000 for 1000 and no for false. Here a
number is a decimal number without leading zeros, a truth is true or false, and all else is text
(YAML 1.2.2, 10.3.2, without its octal and hexadecimal numbers).
"""

from __future__ import annotations

import re
from typing import Any

import yaml

# What PyYAML's constructors let out for scalars such as `!!bool maybe` or `!!timestamp x`.
_SCALAR_ERRORS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

_TRUTHS = {"yes": True, "on": True, "no": False, "off": False}
_AMBIGUOUS = "!ambiguous"
_TAG = "tag:yaml.org,2002:"
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)$")
_FLOAT = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?$"
    r"|[-+]?\.(?:inf|Inf|INF)$|\.(?:nan|NaN|NAN)$"
)
_PLAIN = {
    "null": (re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
    "bool": (re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), [*"tTfF"]),
    "int": (_INT, [*"-+0123456789"]),
    "float": (_FLOAT, [*"-+0123456789."]),
    "merge": (re.compile(r"<<$"), ["<"]),
}
_OF_SOME_READERS = re.compile(
    r"(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$"
    r"|[-+]?(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+)$"
    r"|[-+]?(?:[0-9][0-9_]*|(?=\.[0-9]))(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?$"
)


class Ambiguous(str):
    """Plain text that some readers of YAML take for true, false or a number."""

    __slots__ = ()

    @property
    def truth(self) -> bool | None:
        """What it says where only true and false make sense; None for what says neither."""
        return _TRUTHS.get(self.lower())

    @property
    def doubt(self) -> str:
        """Why it is not taken for what it looks like."""
        return f"YAML parsers disagree on what {self} is"

    @property
    def rule(self) -> str:
        """What to write instead, where it could mean either."""
        return f"{self.doubt}: quote it if it is text, or write {self._or}"

    @property
    def _or(self) -> str:
        return "a decimal number" if self.truth is None else str(self.truth).lower()


class Loader(yaml.SafeLoader):
    """The safe loader with these scalars, and a line for every value that it cannot build."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Return the value of a node. Raises yaml.MarkedYAMLError."""
        try:
            return super().construct_object(node, deep)
        except _SCALAR_ERRORS as error:
            kind = node.tag.rpartition(":")[2]
            raise yaml.MarkedYAMLError(
                problem=f"{node.value!r} is not a valid {kind}; quote it if it is text",
                problem_mark=node.start_mark,
            ) from error

    def construct_int(self, node: yaml.Node) -> int:
        """Return the number that is written. Raises ValueError for another notation."""
        if not _INT.match(node.value):
            raise ValueError(node.value)
        return int(node.value)

    def construct_float(self, node: yaml.Node) -> float:
        """Return the number that is written. Raises ValueError for another notation."""
        if not _FLOAT.match(node.value) and not _INT.match(node.value):
            raise ValueError(node.value)
        return float(node.value.lower().replace(".inf", "inf").replace(".nan", "nan"))

    def construct_ambiguous(self, node: yaml.Node) -> Ambiguous:
        """Return the text as it is written."""
        return Ambiguous(node.value)


for _name, (_pattern, _first) in _PLAIN.items():
    Loader.add_implicit_resolver(f"{_TAG}{_name}", _pattern, _first)
Loader.add_implicit_resolver(_AMBIGUOUS, _OF_SOME_READERS, [*"-+.0123456789yYnNoO"])
Loader.add_constructor(f"{_TAG}int", Loader.construct_int)
Loader.add_constructor(f"{_TAG}float", Loader.construct_float)
Loader.add_constructor(_AMBIGUOUS, Loader.construct_ambiguous)


def unambiguous(value: Any) -> Any:
    """Return a value of any kind; ValueError for an ambiguous one, in lists and mappings too."""
    if isinstance(value, Ambiguous):
        raise ValueError(value.rule)
    if isinstance(value, (list, dict)):
        for below in value.values() if isinstance(value, dict) else value:
            unambiguous(below)
    return value


def meant(value: Any) -> Any:
    """Return true or false for a word that means it where only they make sense."""
    return value.truth if isinstance(value, Ambiguous) and value.truth is not None else value
