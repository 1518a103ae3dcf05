# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A YAML document whose values still know their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bluegreen.errors import Problem, SpecificationInvalid
from bluegreen.spec.scalars import Ambiguous, Loader

Location = tuple[str | int, ...]

LARGEST = 128 * 1024
"""Bytes of a file."""

MOST_VALUES = 10_000
"""Values of a file, those of an alias counted wherever it stands: a few lines can mean billions."""


@dataclass(frozen=True)
class Document:
    """The mapping that a file holds, with the node tree it was built from."""

    file: str
    values: dict[Any, Any]
    root: yaml.Node
    repeated_keys: tuple[Problem, ...]

    def line(self, location: Location) -> int:
        """Return the line (from 1) of the deepest part of `location` that the file has."""
        node, line = self.root, self.root.start_mark.line + 1
        for part in location:
            child = _child(node, part)
            if child is None:
                break
            node, line = child
        return line

    def ambiguous(self, location: Location) -> Ambiguous | None:
        """Return the text at `location` that some readers of YAML take for something else."""
        value: Any = self.values
        for part in location:
            try:
                value = value[part]
            except (LookupError, TypeError):
                return None
        return value if isinstance(value, Ambiguous) else None

    def problem(self, location: Location, rule: str) -> Problem:
        """Return the problem that `rule` is broken at `location`."""
        return Problem(self.file, self.line(location), dotted(location), rule)


def read(path: Path) -> Document:
    """Read the YAML mapping in `path`.

    Raises SpecificationInvalid for a file that cannot be read, is not YAML, is no mapping, or is
    more than anybody writes. Keys given twice in one mapping, of which YAML libraries keep the
    last, are listed in the result.
    """
    file = str(path)
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise _unusable(file, None, f"is larger than {LARGEST // 1024} KiB")
        text = content.decode("utf-8")
    except FileNotFoundError as error:
        raise SpecificationInvalid(
            (Problem(file, None, "", "does not exist"),),
            "bluegreen init, which writes one; or run the same command with --specification FILE",
        ) from error
    except OSError as error:
        raise _unusable(
            file, None, f"cannot be read: {(error.strerror or str(error)).lower()}"
        ) from error
    except UnicodeDecodeError as error:
        raise _unusable(file, None, f"is not UTF-8 text (byte {error.start})") from error
    try:
        return _document(file, text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        rule = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise _unusable(file, mark.line + 1 if mark else None, f"is not YAML: {rule}") from error
    except RecursionError as error:
        raise _unusable(file, None, "is nested too deeply") from error


def dotted(location: Location) -> str:
    """Write a location the way people do: `servers.volumes[0].size`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".")


@lru_cache(maxsize=8)  # a command looks at its file several times
def _document(file: str, text: str) -> Document:
    loader = Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            raise _unusable(file, None, "is empty")
        # Before construction: building the values folds `<<` merges into the nodes.
        _refuse_too_many(file, root, (), {})
        repeated = tuple(_repeated_keys(file, root, (), set()))
        values = loader.construct_document(root)
    finally:
        loader.dispose()
    if not isinstance(values, dict):
        raise _unusable(file, 1, "must be a mapping of keys to values")
    return Document(file, values, root, repeated)


def _refuse_too_many(
    file: str, node: yaml.Node, location: Location, counted: dict[int, int | None]
) -> int:
    """Return how many values a node holds; each node is looked at once.

    Raises SpecificationInvalid for too many, and for an alias that leads back to what it is in.
    """
    if id(node) in counted:
        known = counted[id(node)]
        if known is None:
            line = node.start_mark.line + 1
            raise SpecificationInvalid((Problem(file, line, dotted(location), "contains itself"),))
        return known
    counted[id(node)] = None
    number = 1
    for part, _, child in _entries(node):
        number += _refuse_too_many(file, child, (*location, part), counted)
        if number > MOST_VALUES:
            rule = f"has more than {MOST_VALUES:,} values, counting those of each alias"
            line = child.start_mark.line + 1
            raise SpecificationInvalid((Problem(file, line, dotted((*location, part)), rule),))
    counted[id(node)] = number
    return number


def _repeated_keys(
    file: str, node: yaml.Node, location: Location, seen: set[int]
) -> Iterator[Problem]:
    if id(node) in seen or not isinstance(node, yaml.CollectionNode):
        return  # an alias leads back to a node that was looked at already
    seen.add(id(node))
    first_line: dict[str, int] = {}
    for part, key, child in _entries(node):
        below = (*location, part)
        if key is not None and isinstance(part, str):
            line = key.start_mark.line + 1
            if part in first_line:
                rule = f"is given twice; the first is on line {first_line[part]}"
                yield Problem(file, line, dotted(below), rule)
            first_line.setdefault(part, line)
        yield from _repeated_keys(file, child, below, seen)


def _entries(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node | None, yaml.Node]]:
    """Yield each child with its key or index, and the node of the key."""
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield index, None, child
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            yield str(key.value), key, child


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, int] | None:
    found = None
    for name, key, child in _entries(node):
        if str(name) == str(part):
            found = child, (key or child).start_mark.line + 1  # the last wins, as when loading
    return found


def _unusable(file: str, line: int | None, rule: str) -> SpecificationInvalid:
    return SpecificationInvalid((Problem(file, line, "", rule),))
