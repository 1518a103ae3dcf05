# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every store of the journal promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bluegreen.model.journal import Entry, Phase, new_run
from bluegreen.model.tags import Colour
from tests.contract.conftest import World

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def entry(world: World, number: int = 0, **changes: object) -> Entry:
    """Return an entry of the world's application that says everything an entry can say."""
    whole = Entry(
        application=world.application,
        run=new_run(),
        at=NOON + timedelta(microseconds=number),
        event="switch",
        phase=Phase.SUCCEEDED,
        operator="ann@desk",
        message="version 2.0 is approved / 承認済み 🚀",
        step="detach-preview",
        side=Colour.GREEN,
        version="2.0/β",
        release="r42",
        details={"cutover_seconds": 0.5, "failed_probes": 0, "proved": True, "after": None},
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def write(world: World, *entries: Entry) -> None:
    """Write entries, one after the other."""
    for one in entries:
        world.cloud.journal.write(one)


def test_an_entry_reads_as_it_was_written(world: World) -> None:
    """Nothing is lost on the way: not a message in Japanese, a slash, a number, or nothing."""
    whole = entry(world)
    bare = entry(world, 1, step=None, side=None, version=None, release=None, message="", details={})

    write(world, whole, bare)

    assert world.cloud.journal.entries(world.application, limit=10) == [bare, whole]


def test_the_newest_entries_come_first_and_no_more_than_asked_for(world: World) -> None:
    """Within one second of the cloud's clock the time in the entries decides."""
    written = [entry(world, number) for number in range(6)]
    write(world, *written)

    newest = world.cloud.journal.entries(world.application, limit=4)

    assert newest == written[:1:-1]


def test_the_clock_of_an_operator_that_is_wrong_does_not_hide_what_is_new(world: World) -> None:
    """Order follows the cloud's clock; an entry dated yesterday is the newest all the same."""
    early = entry(world)
    write(world, early)
    world.clock.sleep(2)  # the cloud's timestamps are cut to seconds
    late = entry(world, at=NOON - timedelta(days=1))
    write(world, late)

    assert world.cloud.journal.entries(world.application, limit=10) == [late, early]


def test_the_history_of_one_release_holds_its_entries_only(world: World) -> None:
    """`history --release r42`, though newer entries are about others."""
    ours = entry(world, 0, release="r4")
    others = [entry(world, n, release="r42") for n in range(1, 4)]
    write(world, ours, *others)

    assert world.cloud.journal.entries(world.application, limit=2, release="r4") == [ours]


def test_the_entries_of_one_event_are_found_among_others(world: World) -> None:
    """What was last checked is one heading and one body, however much was done since."""
    checked = entry(world, 0, event="check")
    others = [entry(world, n, event="switch") for n in range(1, 4)]
    of_another = entry(world, 5, event="check", release="r43")
    write(world, checked, *others, of_another)

    journal = world.cloud.journal
    found = journal.entries(world.application, limit=1, release="r42", event="check")
    assert found == [checked]


def test_the_entries_of_another_application_are_not_seen(world: World) -> None:
    """The store is one list for the whole project; a longer name is another application."""
    other = f"{world.application}-2"
    write(world, entry(world, application=other))

    assert world.cloud.journal.entries(world.application, limit=10) == []
    assert world.cloud.journal.prune(world.application, keep=0) == 0
    assert world.cloud.journal.prune(other, keep=0) == 1


def test_pruning_keeps_the_newest(world: World) -> None:
    """What goes is the oldest; what stays reads as before."""
    old = [entry(world, number) for number in range(3)]
    write(world, *old)
    world.clock.sleep(2)  # the cloud's timestamps are cut to seconds
    new = entry(world, 3)
    write(world, new)

    assert world.cloud.journal.prune(world.application, keep=1) == 3
    assert world.cloud.journal.entries(world.application, limit=10) == [new]


def test_a_history_longer_than_a_page_is_read_and_pruned_to_its_end(world: World) -> None:
    """Heat gives a page at a time, and no link to the next."""
    written = [entry(world, number) for number in range(230)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(world.cloud.journal.write, written))

    everything = world.cloud.journal.entries(world.application, limit=1000)

    assert {found.run for found in everything} == {one.run for one in written}
    assert world.cloud.journal.prune(world.application, keep=5) == 225
    assert len(world.cloud.journal.entries(world.application, limit=1000)) == 5
