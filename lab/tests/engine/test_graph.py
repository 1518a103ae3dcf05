# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Units come up in the order of their needs."""

import os
import signal
import threading

import pytest
from openstack_lab.engine.graph import LONGEST_DELAY, reversed_needs, run_in_order, shuffled

NEEDS = {"roof": ("wall", "beam"), "wall": ("floor",), "beam": (), "floor": ()}


def test_nothing_starts_before_what_it_needs() -> None:
    """When a name is acted on, everything it needs has been completed."""
    completed: list[str] = []

    def act(name: str) -> None:
        assert set(NEEDS[name]) <= set(completed)
        completed.append(name)

    run_in_order(NEEDS, act)

    assert sorted(completed) == sorted(NEEDS)


def test_names_that_are_ready_together_start_in_the_order_of_the_table() -> None:
    """With one place only, the table decides."""
    order: list[str] = []

    run_in_order({"b": (), "a": (), "c": ()}, order.append, at_once=1)

    assert order == ["b", "a", "c"]


def test_names_that_do_not_need_each_other_run_at_the_same_time() -> None:
    """Two acts meet each other half-way, which one after the other could not."""
    meeting = threading.Barrier(2, timeout=10)

    run_in_order({"left": (), "right": ()}, lambda _name: meeting.wait() and None, at_once=2)

    assert not meeting.broken


def test_a_failure_stops_what_needs_the_failed_one() -> None:
    """The error is raised, and nothing that builds on it was begun."""
    begun: list[str] = []

    def act(name: str) -> None:
        begun.append(name)
        if name == "floor":
            raise RuntimeError("no floor")

    with pytest.raises(RuntimeError, match="no floor"):
        run_in_order(NEEDS, act, at_once=1)

    assert not {"wall", "roof"} & set(begun)


def test_reversed_needs_take_down_first_what_needs_most() -> None:
    """Going down, the roof goes before the wall and the wall before the floor."""
    order: list[str] = []

    run_in_order(reversed_needs(NEEDS), order.append, at_once=1)

    assert order.index("roof") < order.index("wall") < order.index("floor")
    assert order.index("roof") < order.index("beam")


def test_shuffled_needs_are_the_same_needs_in_another_order() -> None:
    """The seed decides on order and delays, so that a failure can be repeated."""
    needs, delays = shuffled(NEEDS, seed=3)

    assert needs == NEEDS
    assert shuffled(NEEDS, seed=3) == (needs, delays)
    assert len({tuple(shuffled(NEEDS, seed)[0]) for seed in range(20)}) > 1
    assert set(delays) == set(NEEDS)
    assert all(0 <= seconds <= LONGEST_DELAY for seconds in delays.values())


def test_an_interruption_begins_nothing_more_and_ends_what_is_under_way() -> None:
    """It gets the signal again and again, since a program may just have begun."""
    begun: list[str] = []
    over = threading.Event()

    def act(name: str) -> None:
        begun.append(name)
        os.kill(os.getpid(), signal.SIGINT)
        assert over.wait(60)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_in_order({"first": (), "later": ("first",)}, act, 1, over.set)
    finally:
        signal.signal(signal.SIGINT, before)

    assert begun == ["first"]
