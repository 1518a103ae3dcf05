# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Draw the layers of the code from its imports, as images/layers.svg: make reference.

A box is a package; its text is the first sentence of the package's docstring. It stands one floor
above the highest package that it imports from. An arrow that follows from others is left out.
"""

from __future__ import annotations

import ast
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.imports import graph_of, imported_by, modules_of

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs/images/layers.svg"
PRODUCT = ROOT / "src"
PANEL = ROOT / "dashboard/src"

LIBRARY, DASHBOARD = "bluegreen", "dashboard"

Graph = dict[str, set[str]]

WIDTH, BOX, LINE, GAP = 980, 300, 16, 34
"""Pixels: of the picture, of a box, between lines of text, between floors."""

CHARACTERS = 42
"""That fit into a line of a box."""

HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">
<!-- SPDX-FileCopyrightText: 2026 The bluegreen authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Written by docs/architecture.py; do not edit. -->
<title>{title}</title>
<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
 orient="auto"><path d="M0 0 8 4 0 8z" fill="#667"/></marker></defs>
<rect width="{width}" height="{height}" rx="8" fill="#fff"/>
"""


def package_of(module: str) -> str:
    """Return the package at the top that a module is in."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else LIBRARY


def packages() -> Graph:
    """Return what each package imports from."""
    found: Graph = defaultdict(set)
    for module, others in graph_of(PRODUCT).items():
        found[package_of(module)] |= {package_of(other) for other in others}
    for path in modules_of(PANEL).values():
        used = (name for names in imported_by(path) for name in names)
        found[DASHBOARD] |= {package_of(name) for name in used if name in modules_of(PRODUCT)}
    return {name: others - {name} for name, others in found.items()}


def reachable(graph: Graph, start: Iterable[str]) -> set[str]:
    """Return everything that is imported from there, also by way of others."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph[name]
    return found


def arrows(graph: Graph) -> Iterator[tuple[str, str]]:
    """Yield each import that no chain of others says already."""
    for name, others in sorted(graph.items()):
        for other in sorted(others):
            by_way_of = (graph[between] for between in others - {other})
            if other not in set().union(*(reachable(graph, names) for names in by_way_of)):
                yield name, other


def floors(graph: Graph) -> list[list[str]]:
    """Return the packages by floor, the highest first."""
    floor: dict[str, int] = {}

    def floor_of(name: str) -> int:
        if name not in floor:
            floor[name] = 1 + max((floor_of(other) for other in graph[name]), default=-1)
        return floor[name]

    for name in graph:
        floor_of(name)
    return [
        sorted(name for name in floor if floor[name] == level)
        for level in range(max(floor.values()), -1, -1)
    ]


def folder_of(name: str) -> Path:
    """Return where a package is, or the file of a module."""
    if name == DASHBOARD:
        return PANEL / "bluegreen_dashboard"
    folder = PRODUCT / "bluegreen" / ("" if name == LIBRARY else name)
    return folder if folder.is_dir() else folder.with_suffix(".py")


def text_of(name: str) -> list[str]:
    """Return what a box says below its name: the first sentence, and the folders within."""
    path = folder_of(name)
    file = path / "__init__.py" if path.is_dir() else path
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    inner = () if name in (LIBRARY, DASHBOARD) else sorted(path.glob("*/__init__.py"))
    return [
        *textwrap.wrap(said.partition("\n\n")[0].replace("`", ""), CHARACTERS),
        *textwrap.wrap(" ".join(f"{each.parent.name}/" for each in inner), CHARACTERS),
    ]


def picture() -> str:
    """Return the whole picture."""
    graph = packages()
    texts = {name: text_of(name) for name in graph}
    places: dict[str, tuple[float, float, float]] = {}
    top = GAP / 2
    for row in floors(graph):
        height = (1.8 + max(len(texts[name]) for name in row)) * LINE
        for number, name in enumerate(row):
            places[name] = (WIDTH * (number + 0.5) / len(row), top, height)
        top += height + GAP
    title = "; ".join(
        f"{name} imports {', '.join(sorted(others)) or 'nothing of ours'}"
        for name, others in sorted(graph.items())
    )
    drawn = [HEAD.format(width=WIDTH, height=round(top - GAP / 2), title=escape(title))]
    for name, other in arrows(graph):
        (x, y, height), (to_x, to_y, _) = places[name], places[other]
        drawn.append(
            f'<path d="M{x:g} {y + height:g} {to_x:g} {to_y:g}" stroke="#667" '
            f'marker-end="url(#end)"/>\n'
        )
    for name, (x, y, height) in places.items():
        left = x - BOX / 2
        drawn.append(
            f'<rect x="{left:g}" y="{y:g}" width="{BOX}" height="{height:g}" rx="5" '
            f'fill="#eef3fb" stroke="#456"/>\n'
            f'<text x="{left + 10:g}" y="{y + 18:g}" font-size="14" font-weight="bold" '
            f'fill="#123">{escape(name)}</text>\n'
        )
        drawn += (
            f'<text x="{left + 10:g}" y="{y + 18 + LINE * number:g}" font-size="12" '
            f'fill="#234">{escape(line)}</text>\n'
            for number, line in enumerate(texts[name], 1)
        )
    return "".join((*drawn, "</svg>\n"))


if __name__ == "__main__":
    FILE.write_text(picture(), encoding="utf-8")
