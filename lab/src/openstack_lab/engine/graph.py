# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Runs units in the order of their needs, several at once."""

import os
import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter

AT_ONCE = (os.cpu_count() or 2) + 1
"""One more than the processors: some unit is always waiting for a disk or another process."""

_INTERRUPT_EVERY = 10.0

LONGEST_DELAY = 15.0
"""Seconds; a machine where Debian's packages take that much longer than Python's exists."""


def run_in_order(
    needs: Mapping[str, Sequence[str]],
    act: Callable[[str], None],
    at_once: int = AT_ONCE,
    interrupt: Callable[[], None] = lambda: None,
) -> None:
    """Call `act` for every name after those it needs.

    Names that are ready together start in the mapping's order. The first failure stops new starts,
    waits for what is under way and is then raised. So does KeyboardInterrupt, and `interrupt` is
    called every ten seconds until nothing is under way.
    """
    order = {name: position for position, name in enumerate(needs)}
    sorter = TopologicalSorter({name: tuple(wanted) for name, wanted in needs.items()})
    sorter.prepare()
    waiting: list[str] = []
    running: dict[Future[None], str] = {}
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        try:
            while sorter.is_active():
                waiting = sorted([*waiting, *sorter.get_ready()], key=order.__getitem__)
                while waiting and len(running) < at_once:
                    name = waiting.pop(0)
                    running[pool.submit(act, name)] = name
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    name = running.pop(future)
                    future.result()
                    sorter.done(name)
        except KeyboardInterrupt:
            interrupt()
            while wait(running, timeout=_INTERRUPT_EVERY).not_done:
                interrupt()
            raise


def shuffled(
    needs: Mapping[str, Sequence[str]], seed: int
) -> tuple[dict[str, Sequence[str]], dict[str, float]]:
    """Return the same needs in another order, and how many seconds each name waits before it acts.

    Half of the names do not wait. To find needs that nobody has declared.
    """
    chance = random.Random(seed)  # noqa: S311  nothing is kept secret by it
    names = list(needs)
    chance.shuffle(names)
    delays = {name: chance.choice((0.0, chance.uniform(0, LONGEST_DELAY))) for name in names}
    return {name: needs[name] for name in names}, delays


def reversed_needs(needs: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Turn the arrows around: what needs a name must be gone before that name goes."""
    backwards: dict[str, list[str]] = {name: [] for name in reversed(list(needs))}
    for name, wanted in needs.items():
        for other in wanted:
            backwards[other].append(name)
    return backwards
