# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody who types commands, in a project of the fake cloud."""

from __future__ import annotations

import io
import logging
import shlex
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bluegreen.cli.app import main
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.worlds import SHOP

SIDE_BY_SIDE = ("cloud.calls", "release.group.watch")
"""The modules that do several things at once."""


class Killed(BaseException):
    """The process ends here, as by kill -9: nothing that comes after it may reach the cloud."""


@dataclass(frozen=True)
class Done:
    """How a command ended; the code is 137 when it was killed."""

    code: int
    out: str
    err: str

    @property
    def next_command(self) -> list[str]:
        """The first bluegreen command that the last `next:` names, without `bluegreen`."""
        *_, told = self.err.rpartition("next: ")
        _, _, command = told.partition("bluegreen ")
        return shlex.split(command.partition(",")[0].partition(";")[0])


@dataclass(frozen=True)
class Operator:
    """Runs the program in this process, with the fake's clock, and nothing side by side.

    Side by side, what meets a fault first is left to chance; one after the other it is not, and
    every run makes the same calls in the same order.
    """

    project: FakeProject
    folder: Path
    specification: str = SHOP
    others: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Put the specification where the commands look for it, and those of others beside it."""
        texts = {"bluegreen.yaml": self.specification}
        for name in self.others:
            texts[f"{name}.yaml"] = self.specification.replace("shop", name)
        for name, text in texts.items():
            file = self.folder / name
            if not file.exists() or file.read_text() != text:  # a disk is slow to write one over
                file.write_text(text)

    def types(self, *words: str, expect: int | None = None) -> Done:
        """Run one command; a kill ends it with code 137, and ends the kill."""
        out, err = io.StringIO(), io.StringIO()
        with self._at_the_terminal(), redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(words)
            except Killed:
                code = 137
        done = Done(code, out.getvalue(), err.getvalue())
        assert expect in (None, code), f"{words} ended with {code}:\n{done.err}"
        return done

    @contextmanager
    def _at_the_terminal(self) -> Iterator[None]:
        clock, outer = FakeClock(self.project.tick), self.project.terminal
        self.project.terminal = clock
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr("bluegreen.cloud.connect", lambda *_, **__: self.project.cloud(clock))
            patch.setattr("bluegreen.clock.SteadyClock", lambda: clock)
            patch.setattr("os._exit", self._end)
            # The same pauses every time.
            patch.setattr("bluegreen.cloud.calls._spread", lambda pause: pause)
            patch.setattr(logging.root.manager, "disable", logging.INFO)  # cliff's are many
            with one_after_the_other():
                yield
        self.project.terminal = outer

    def _end(self, code: int) -> NoReturn:
        self.project.fault = dead
        raise Killed(code)


def dead(moment: str, call: str) -> NoReturn:
    """Let no call through: the process that would make it is gone."""
    raise Killed(call)


@contextmanager
def one_after_the_other() -> Iterator[None]:
    """Let nothing be done side by side, so that it is the same every time."""
    with pytest.MonkeyPatch.context() as patch:
        for module in SIDE_BY_SIDE:
            patch.setattr(f"bluegreen.{module}.ThreadPoolExecutor", OneAfterTheOther)
        yield


class OneAfterTheOther(Executor):
    """Runs each call when it is submitted; `max_workers` is what a pool would be given."""

    def __init__(self, max_workers: int) -> None:
        self.max_workers = max_workers

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run the call, and return what happened to it."""
        future: Future[Any] = Future()
        try:
            future.set_result(call(*args, **kwargs))
        except BaseException as trouble:
            future.set_exception(trouble)
        return future


@contextmanager
def without_patience() -> Iterator[None]:
    """Wait for Heat in no thread of its own, of which a case would start a dozen.

    Only for a project that answers at once: one that never does is waited for without end.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bluegreen.cloud.calls.Thread", NoThread)
        yield


class NoThread:
    """Does what a thread is given when it is started."""

    def __init__(self, target: Callable[[], None], **_: object) -> None:
        self.start = target
