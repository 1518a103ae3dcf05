# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A specification file in a directory of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bluegreen.errors import SpecificationInvalid
from bluegreen.spec import Specification, load

SMALLEST = """\
application: shop
external_network: public
servers:
  image: web-{version}
  flavor: m1.small
"""

Write = Callable[[str], Path]
Problems = Callable[[str], list[str]]


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty directory the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(directory: Path) -> Write:
    """Return a function that writes bluegreen.yaml into the current directory."""

    def write(text: str) -> Path:
        file = Path("bluegreen.yaml")
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def problems(write: Write) -> Problems:
    """Return a function that gives all problems of a text, without the file's name."""

    def problems(text: str) -> list[str]:
        with pytest.raises(SpecificationInvalid) as invalid:
            load(write(text))
        return [str(problem).removeprefix("bluegreen.yaml:") for problem in invalid.value.problems]

    return problems


@pytest.fixture
def loaded(write: Write) -> Callable[[str], Specification]:
    """Return a function that loads a text."""
    return lambda text: load(write(text))


@pytest.fixture
def smallest() -> str:
    """Return the smallest valid specification, of five lines."""
    return SMALLEST
