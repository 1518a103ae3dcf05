# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of the tests, run by the real shell."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bluegreen.cli.app import BlueGreenShell
from bluegreen.cli.registry import Row


@dataclass
class Outcome:
    """What one run left: its exit code and its two streams."""

    code: int
    out: str
    err: str


RunVerb = Callable[..., Outcome]


@pytest.fixture
def run_verb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> RunVerb:
    """Return a function that runs `bluegreen act …` with a verb from source text.

    The source is a module with a class Act; `stdin` stands for the standard input.
    """
    (tmp_path / "modules").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "modules")
    monkeypatch.chdir(tmp_path)

    def run(source: str, *arguments: str, stdin: io.TextIOBase | None = None) -> Outcome:
        module = f"verb_{abs(hash(source))}"
        (tmp_path / "modules" / f"{module}.py").write_text(source)
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", stdin)
        shell = BlueGreenShell({"act": Row("Act", f"{module}:Act")})
        code = shell.run(["act", *arguments])
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return run
