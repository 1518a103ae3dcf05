# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The names that are promised: there, typed, documented, and imported no sooner than used."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import FunctionType

import pytest
from support.fake_clock import FakeClock
from support.worlds import shop, shop_that_is_up

import bluegreen
from bluegreen.model.tags import Colour

ROOT = Path(__file__).parents[2]
SOURCE = ast.parse(Path(bluegreen.__file__).read_text(encoding="utf-8"))
TYPED = ROOT / "tests/typing/library.py"
PAGE = ROOT / "docs/library.md"


def names_in(nodes: list[ast.stmt]) -> dict[str, str]:
    """Return the names that statements import, each with its module."""
    imports = (node for node in nodes if isinstance(node, ast.ImportFrom))
    return {alias.name: node.module or "" for node in imports for alias in node.names}


@pytest.mark.parametrize("name", bluegreen.__all__)
def test_every_promised_name_is_there(name: str) -> None:
    """What has a name of its own, has that one."""
    found = getattr(bluegreen, name)

    if isinstance(found, type | FunctionType):
        assert found.__name__ == name


def test_what_a_type_checker_sees_is_what_python_imports() -> None:
    """The imports that only a type checker reads, and the table that Python reads, are the same."""
    checked = next(n for n in SOURCE.body if isinstance(n, ast.If))

    assert names_in(checked.body) == bluegreen._HOMES
    assert {"__version__", *bluegreen._HOMES} == set(bluegreen.__all__)
    assert len(set(bluegreen.__all__)) == len(bluegreen.__all__)


def test_every_promised_name_is_used_where_types_are_checked() -> None:
    """`make types` reads that file as strictly as the product: a caller's types hold."""
    tree = ast.parse(TYPED.read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "bluegreen"
    }

    assert set(bluegreen.__all__) - used == set()


def test_every_promised_name_is_on_the_page() -> None:
    """A promise that nobody can read is none."""
    written = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8")))

    assert set(bluegreen.__all__) - written == set()


def test_nothing_that_is_not_promised_is_offered() -> None:
    """Neither by name nor in a list of what there is."""
    assert set(dir(bluegreen)) == set(bluegreen.__all__)
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        getattr(bluegreen, "nothing_of_ours")  # noqa: B009 - mypy knows that it is not there


def test_importing_the_library_imports_nothing_of_it() -> None:
    """Each command imports it, too, and loads only what it needs."""
    code = (
        "import json, sys, bluegreen; "
        "print(json.dumps([m for m in sys.modules if m.startswith('bluegreen.')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == []


def test_the_example_of_the_page_switches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it stands there, in twenty lines."""
    example = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
    project = shop_that_is_up(tmp_path)
    clock = FakeClock(project.tick)
    monkeypatch.setattr(bluegreen, "connect", lambda name: project.cloud(clock))
    monkeypatch.setattr(bluegreen, "Session", partial(bluegreen.Session, clock=clock))

    exec(compile(example, PAGE.name, "exec"), {})  # noqa: S102 - it is ours

    live = shop(project).live
    assert len(example.strip().splitlines()) <= 20
    assert live is not None
    assert live.colour is Colour.GREEN
    told = capsys.readouterr().out
    assert "shop: green is live on 203.0.113.2 with 1.0, 2 of 2 healthy." in told
    assert "0 of 20 requests failed" in told
