# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Requests at the same time: their results, their errors, and Ctrl-C while they wait."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

import pytest
from support.fake_cloud import FakeProject
from support.worlds import context_in, shop_that_is_up

from bluegreen.cloud.calls import concurrently
from bluegreen.cloud.errors import AnswerLost
from bluegreen.cloud.observe import observe
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.parallel import InParallel
from bluegreen.operations.plan import Step

LONG = 60.0
"""Seconds after which a test would rather fail than go on; none takes them."""


class PressesCtrlC:
    """A clock by which nobody wakes by time; Ctrl-C is pressed once so many sleep by it."""

    def __init__(self, sleepers: int = 1) -> None:
        self._main = threading.get_ident()
        self._all_asleep = threading.Barrier(
            sleepers, lambda: signal.pthread_kill(self._main, signal.SIGINT)
        )
        self._woken = threading.Event()
        self.interrupted = 0

    @property
    def is_interrupted(self) -> bool:
        """Whether who sleeps now is woken at once."""
        return self._woken.is_set()

    def now(self) -> float:
        """Return always the same: no time limit ends anything here."""
        return 0.0

    def sleep(self, seconds: float) -> None:
        """Sleep until interrupted."""
        self._all_asleep.wait(LONG)
        assert self._woken.wait(LONG), "slept on after Ctrl-C"
        raise KeyboardInterrupt

    def interrupt(self) -> None:
        """Wake everybody."""
        self.interrupted += 1
        self._woken.set()

    def carry_on(self) -> None:
        """Let sleepers sleep again."""
        self._woken.clear()


class Sleeps(Step):
    """A step that only waits."""

    name = "sleep"

    def describe(self) -> str:
        """What running does."""
        return "Sleep."

    def apply(self, run: ExecutionContext) -> None:
        """Wait by the clock of the run."""
        run.clock.sleep(LONG)


def fails(trouble: BaseException) -> Callable[[], None]:
    """Return a call that raises that."""

    def call() -> None:
        raise trouble

    return call


def test_results_come_in_the_order_of_the_calls() -> None:
    """Whichever ends first."""
    second_is_done = threading.Event()

    def first() -> str:
        assert second_is_done.wait(LONG)
        return "first"

    def second() -> str:
        second_is_done.set()
        return "second"

    assert concurrently(first, second, clock=None) == ("first", "second")
    assert concurrently(clock=None) == ()


def test_the_first_error_in_order_is_raised_once_every_call_has_ended() -> None:
    """What is still at work could change what is read next."""
    ended: list[str] = []

    with pytest.raises(AnswerLost, match="one"):
        concurrently(
            fails(AnswerLost("one")),
            fails(AnswerLost("two")),
            lambda: ended.append("three"),
            clock=None,
        )

    assert ended == ["three"]


def test_no_more_calls_are_at_work_at_a_time_than_wanted() -> None:
    """Some services serve few requests at once."""
    at_work, most, lock = [0], [0], threading.Lock()

    def call() -> None:
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        with lock:
            at_work[0] -= 1

    concurrently(*[call] * 20, clock=None, at_once=2)

    assert most[0] <= 2


def test_ctrl_c_wakes_reads_that_are_being_repeated(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Three services give no answer, each read waits before it is repeated, and none goes on."""
    project = shop_that_is_up(tmp_path_factory.mktemp("shop"))
    clock = PressesCtrlC(sleepers=3)
    silence_all(project)

    with pytest.raises(KeyboardInterrupt):
        observe(project.cloud(clock), "shop")

    assert (clock.interrupted, clock.is_interrupted) == (1, False)


def test_ctrl_c_wakes_steps_that_are_taken_at_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The undoing that follows waits by the same clock, which goes on."""
    project = shop_that_is_up(tmp_path_factory.mktemp("shop"))
    clock = PressesCtrlC(sleepers=2)
    run = context_in(project, clock=clock)

    with pytest.raises(KeyboardInterrupt):
        InParallel((Sleeps(), Sleeps())).apply(run)

    assert (clock.interrupted, clock.is_interrupted) == (1, False)


def test_ctrl_c_keeps_from_beginning_what_has_not_begun() -> None:
    """A journal is read entry by entry, eight at a time."""
    clock = PressesCtrlC()
    begun: list[str] = []

    def sleeps() -> None:
        clock.sleep(LONG)

    with pytest.raises(KeyboardInterrupt):
        concurrently(sleeps, lambda: begun.append("late"), clock=clock, at_once=1)

    assert begun == []


def test_who_did_not_interrupt_the_clock_does_not_let_it_carry_on() -> None:
    """Side by side within side by side: the inner ones end first, others are still to be woken."""
    clock = PressesCtrlC()
    clock.interrupt()

    concurrently(lambda: None, clock=clock)

    assert clock.is_interrupted


def silence_all(project: FakeProject) -> None:
    """Leave every call without an answer."""

    def fault(moment: str, call: str) -> None:
        raise AnswerLost("no answer")

    project.fault = fault
