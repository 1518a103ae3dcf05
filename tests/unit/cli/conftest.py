# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of the tests, run by the real shell, and the real ones on a cloud in memory."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.typed import Types
from support.worlds import SHOP

from bluegreen.cli.app import BlueGreenShell, main
from bluegreen.cli.registry import Row
from bluegreen.clock import SteadyClock


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


@pytest.fixture
def project() -> FakeProject:
    """An empty project."""
    return FakeProject()


@pytest.fixture
def types(
    project: FakeProject,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Types:
    """Run one command in a folder with a specification; return exit code, stdout, stderr."""
    (tmp_path / "bluegreen.yaml").write_text(SHOP + "watch: {duration: 1s, every: 1s}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bluegreen.cloud.connect", lambda *_, **__: project.cloud())

    clock = FakeClock(project.tick)
    monkeypatch.setattr(SteadyClock, "sleep", lambda _, seconds: clock.sleep(seconds))
    monkeypatch.setattr(SteadyClock, "now", lambda _: clock.now())

    def typed(*words: str) -> tuple[int, str, str]:
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err

    return typed
