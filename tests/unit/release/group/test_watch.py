# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Several applications watched at once: who is not well ends all watches, and one decides."""

from __future__ import annotations

import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.shop_and_desk import FAILS_LIVE, ON_PREVIEW, check, live, parts

from bluegreen.clock import SteadyClock
from bluegreen.errors import RolledBack, Stuck
from bluegreen.release.group import Member, release_together
from bluegreen.release.stages.deploy import deploy

LONG = "watch: {duration: 60s, every: 60s}\nretire: {to: keep}\n"


def in_real_time(released: list[Member]) -> list[Member]:
    """Deploy by the fake's clock, and let all that follows go by the machine's own."""
    for part in released:
        part.run_stage(deploy)
        part.context = replace(part.context, clock=SteadyClock())
    return released


def test_one_that_is_not_well_ends_the_other_watches_at_once(
    project: FakeProject, tmp_path: Path
) -> None:
    """Nobody meets two versions until the longest watch is over."""
    failing = check(tmp_path, FAILS_LIVE, "shop")
    began = time.monotonic()
    with pytest.raises(RolledBack):
        release_together(in_real_time(parts(project, tmp_path, desk=LONG, shop=failing)))

    assert time.monotonic() - began < 30
    assert live(project) == {"shop": "1.0", "desk": "1.0"}


def test_ctrl_c_ends_every_watch_before_anything_is_taken_back(
    project: FakeProject, tmp_path: Path
) -> None:
    """No watch goes on, and takes the way back for somebody else's hand."""
    released = in_real_time(parts(project, tmp_path, desk=LONG, shop=LONG))
    said: list[str] = []
    for part in released:
        part.context = replace(part.context, say=said.append)
    main = threading.get_ident()

    def press_ctrl_c_while_both_watch() -> None:
        while said.count("Watching 2.0 for 60 s.") < 2:
            time.sleep(0.01)
        time.sleep(0.5)
        signal.pthread_kill(main, signal.SIGINT)

    presser = threading.Thread(target=press_ctrl_c_while_both_watch)
    presser.start()
    with pytest.raises(RolledBack, match="interrupted by the operator"):
        release_together(released)
    presser.join()

    assert live(project) == {"shop": "1.0", "desk": "1.0"}
    assert not [t.name for t in threading.enumerate() if t.name.startswith("ThreadPool")]


def test_one_that_is_left_to_a_person_keeps_all_where_they_are(
    project: FakeProject, tmp_path: Path
) -> None:
    """The shop is not well, and of the desk it is not known: nothing is automatic."""
    failing = check(tmp_path, FAILS_LIVE, "shop")
    doubtful = check(tmp_path, f"{ON_PREVIEW} || exit 2")
    with pytest.raises(
        Stuck, match=r"desk: 2\.0 is live, but its checks were inconclusive"
    ) as stuck:
        release_together(parts(project, tmp_path, desk=doubtful, shop=failing))

    assert "shop 2.0 is failing" in stuck.value.true_now
    assert "not rolled back: shop, desk" in stuck.value.true_now
    assert "bluegreen rollback desk" in stuck.value.next_step
    assert live(project) == {"shop": "2.0", "desk": "2.0"}


def test_one_that_somebody_else_moved_is_reported(project: FakeProject, tmp_path: Path) -> None:
    """A person has taken over the desk during the watch; the shop stays for that person too."""
    both = parts(project, tmp_path)
    sleep = both[1].context.clock.sleep

    def sleep_while_somebody_moves_it(seconds: float) -> None:
        sleep(seconds)
        for address in list(project.addresses.values()):
            if (address.role, address.port_id) == ("production", "vip-desk-green"):
                project.addresses[address.id] = replace(address, port_id="strange")

    both[1].context.clock.sleep = sleep_while_somebody_moves_it  # type: ignore[method-assign]
    with pytest.raises(
        Stuck, match="desk: somebody else moved production to neither side"
    ) as stuck:
        release_together(both)

    assert "not rolled back: shop" in stuck.value.true_now
    assert live(project)["shop"] == "2.0"
