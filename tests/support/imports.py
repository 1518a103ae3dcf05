# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Who imports whom, read from the source files without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path


def modules_of(source: Path) -> dict[str, Path]:
    """Return every module below a source folder, by its dotted name."""
    names = {path: path.relative_to(source).with_suffix("").parts for path in source.rglob("*.py")}
    return {
        ".".join(parts[:-1] if parts[-1] == "__init__" else parts): path
        for path, parts in names.items()
    }


def imported_by(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield what a file imports anywhere in it, the likelier name of each first.

    Imports for annotations alone count: a reader of the file follows them, too.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name,) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            package = node.module or ""
            yield from ((f"{package}.{alias.name}", package) for alias in node.names)


def graph_of(source: Path) -> dict[str, set[str]]:
    """Return which modules of a source folder each of its modules imports."""
    modules = modules_of(source)
    return {
        name: {
            found
            for names in imported_by(path)
            if (found := next((each for each in names if each in modules), name)) != name
        }
        for name, path in modules.items()
    }


def layer_of(module: str, order: Sequence[str]) -> str:
    """Return the layer that a module belongs to: the longest name in the order that begins its own.

    A module outside all layers is in that of its distribution's own `__init__`.
    """
    parts = module.split(".")
    names = (".".join(parts[:end]) for end in range(len(parts), 1, -1))
    return next((name for name in names if name in order), parts[0])


def upward_imports(source: Path, order: Sequence[str]) -> list[str]:
    """Return every import of a module in a layer above the importer's own, as a sentence.

    `order` has the layers from the lowest to the highest.
    """
    rank = {layer: number for number, layer in enumerate(order)}
    return [
        f"{module} imports {other}"
        for module, others in graph_of(source).items()
        for other in others
        if rank[layer_of(other, order)] > rank[layer_of(module, order)]
    ]


def of_the_library(path: Path) -> set[str]:
    """Return what a file imports of the library: names from its face, or modules below it."""
    found = {name for name, *_ in imported_by(path) if name.partition(".")[0] == "bluegreen"}
    face = {name.partition(".")[2] for name in found if name.count(".") == 1}
    return face | {name for name in found if name.count(".") > 1}
