# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The journal: names, bodies, and what happens to entries when requests fail."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.acts import SWITCH
from support.crash_world import world_before
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import SHOP

from bluegreen.cloud.errors import AnswerLost, Busy
from bluegreen.cloud.journal import HeatJournal
from bluegreen.errors import CloudError
from bluegreen.model.journal import (
    FIGURES,
    Entry,
    Phase,
    body_of,
    entry_from,
    event_in,
    name_of,
    prefix_of,
    release_in,
)
from bluegreen.model.tags import Colour

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ENTRY = Entry("shop", "0a1b2c3d", NOON, "switch", Phase.SUCCEEDED, "ann@desk")

texts = st.text(max_size=300)
details = st.dictionaries(
    texts.filter(lambda name: name not in FIGURES),
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
)
entries = st.builds(
    Entry,
    application=st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True),
    run=st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
    at=st.datetimes(timezones=st.just(UTC)),
    event=texts,
    phase=st.sampled_from(Phase),
    operator=texts,
    message=texts,
    step=st.none() | texts,
    side=st.none() | st.sampled_from(Colour),
    version=st.none() | texts,
    release=st.none() | st.integers(1, 10**9).map(lambda number: f"r{number}"),
    details=details,
)


@given(entries)
def test_any_entry_reads_as_it_was_written_and_its_name_fits(entry: Entry) -> None:
    """Whatever people type comes back, and Heat's 255 characters for a name are enough."""
    name = name_of(entry)

    assert entry_from(body_of(entry)) == entry
    assert len(name) <= 255
    assert name.isascii()
    assert name.startswith(prefix_of(entry.application))
    assert release_in(name) == (entry.release or "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(b"nach M\xfcnchen", "nach M?nchen"), ("切り".encode()[:5], "切??")],
)
def test_a_message_that_is_no_utf_8_does_not_lose_its_entry(typed: bytes, kept: str) -> None:
    """As of `-m "$(git log -1 --format=%s | cut -c1-50)"`, which cuts within a character."""
    message = os.fsdecode(typed)
    entry = replace(ENTRY, message=message, details={"sentence": message})

    assert entry_from(body_of(entry)) == replace(ENTRY, message=kept, details={"sentence": kept})


def test_a_name_tells_what_happened_without_its_body() -> None:
    """A history is one list call."""
    entry = replace(ENTRY, side=Colour.GREEN, version="2.0", release="r42")

    assert name_of(entry) == (
        "bluegreen/shop/2026-01-01T12:00:00.000000+00:00/0a1b2c3d/switch/succeeded//green/2.0/r42"
    )
    assert event_in(name_of(entry)) == "switch"
    assert event_in("another/name") == ""


def test_names_of_a_run_sort_by_time_wherever_the_operator_sits() -> None:
    """Times are written in UTC, always with microseconds."""
    tokyo = timezone(timedelta(hours=9))
    later = replace(ENTRY, at=(NOON + timedelta(microseconds=1)).astimezone(tokyo))

    assert name_of(ENTRY) < name_of(later)


@pytest.mark.parametrize("body", ["", "no", "[]", "{}", '{"at": 1}', '{"at": "2026-01-01"}'])
def test_what_is_no_entry_is_not_read_as_one(body: str) -> None:
    """A record that somebody else put under our name is no entry."""
    with pytest.raises(ValueError, match=r"."):
        entry_from(body)


@pytest.mark.parametrize(
    "changed",
    [
        {"details": ["a", "list"]},
        {"details": {"sentence": ["done"]}},
        {"details": {"cutover_seconds": "soon"}},
        {"details": {"requests": float("nan")}},
        {"details": {"seconds": float("inf")}},
        {"at": "2026-01-01T12:00:00"},
        {"at": 17},
        {"operator": 5},
        {"message": None},
        {"version": 2.0},
        {"side": "red"},
    ],
    ids=str,
)
def test_a_value_of_another_kind_makes_it_no_entry(changed: dict[str, object]) -> None:
    """What is written by hand breaks neither a page nor a count of what moves cost."""
    body = json.dumps({**json.loads(body_of(ENTRY)), **changed})

    with pytest.raises(ValueError, match=r"."):
        entry_from(body)


@pytest.mark.parametrize("trouble", [AnswerLost, Busy])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_entry_whose_answer_was_lost_is_there_once(
    moment: str, trouble: type[CloudError]
) -> None:
    """The entry is written again rather than lost, and shown once even if it is there twice."""
    project = FakeProject()
    journal = project.cloud().journal
    project.fault = once(moment, "POST software_configs", lambda: trouble("no answer"))

    journal.write(ENTRY)

    assert journal.entries("shop", limit=10) == [ENTRY]


def test_a_damaged_record_does_not_hide_the_others() -> None:
    """The history goes on without it."""
    project = FakeProject()
    journal = project.cloud().journal
    journal.write(ENTRY)
    damaged = replace(ENTRY, at=NOON + timedelta(seconds=1))
    record = {"name": name_of(damaged), "group": "bluegreen", "config": "damaged"}
    project.api.post("orchestration", "/software_configs", record)

    assert journal.entries("shop", limit=10) == [ENTRY]


def test_records_without_a_name_and_of_stacks_are_passed_over() -> None:
    """The list is shared with everything else in the project that uses such records."""
    project = FakeProject()
    for name in (None, "some-stack-config-abc"):
        record = {"name": name, "group": "script", "config": "#!/bin/sh"}
        project.api.post("orchestration", "/software_configs", record)

    assert project.cloud().journal.entries("shop", limit=10) == []


def test_pruning_while_the_page_before_is_pruned_by_another_keeps_the_newest() -> None:
    """Heat begins again at the newest when the marker is gone; that must not count twice."""
    project = FakeProject()
    journal = project.cloud().journal
    written = [replace(ENTRY, at=NOON + timedelta(seconds=n)) for n in range(250)]
    for project.seconds, entry in enumerate(written):
        journal.write(entry)

    def marker_is_pruned() -> None:
        page = project.api.get("orchestration", "/software_configs", limit=200)
        marker = page["software_configs"][-1]["id"]
        project.api.delete("orchestration", f"/software_configs/{marker}")

    project.fault = second("GET software_configs", marker_is_pruned)
    journal.prune("shop", keep=10)

    assert journal.entries("shop", limit=1000) == written[:-11:-1]


def test_a_heat_that_hangs_while_old_entries_go_holds_no_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letting go of them is given up as the writing is; the move is done by then."""
    project = world_before("switch").copy()
    monkeypatch.setattr("bluegreen.operations.journal_writer.PATIENCE", timedelta(seconds=0.2))
    monkeypatch.setattr(HeatJournal, "prune", lambda *_, **__: threading.Event().wait())
    done = Operator(project, tmp_path).types(*SWITCH, expect=0)

    assert "Could not delete old journal entries: Heat has not answered within 0.2 s." in done.err
    assert project.cloud().leases.holder("shop") is None


def once(
    moment: str, call: str, trouble: Callable[[], BaseException]
) -> Callable[[str, str], None]:
    """Return a fault that strikes one call, once."""
    left = [trouble]

    def fault(now: str, called: str) -> None:
        if (now, called) == (moment, call) and left:
            raise left.pop()()

    return fault


def second(call: str, act: Callable[[], None]) -> Callable[[str, str], None]:
    """Return a fault that lets something happen before the second call of its kind."""
    seen: list[str] = []

    def fault(moment: str, called: str) -> None:
        if (moment, called) == ("before", call) and len(seen) < 2:
            seen.append(called)
            if len(seen) == 2:
                act()

    return fault


def test_no_secret_of_a_release_is_in_its_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what the environment holds for checks and notifications, nor what user data gets;
    a check that fails on an answer is journalled by its sentence.
    """
    monkeypatch.setenv("SHOP_TOKEN", "token-of-the-shop")
    project = world_before("release").copy()
    operator = Operator(project, tmp_path)
    (tmp_path / "boot.sh").write_text("#!/bin/sh\necho {password}\n")
    (tmp_path / "bluegreen.yaml").write_text(
        SHOP.replace(
            "count: 2", "count: 2, user_data: boot.sh, parameters: {password: pass-of-the-shop}"
        )
        + "watch: {duration: 1s, every: 1s}\n"
        "checks:\n"
        "  - {name: front, trial: true, http: {headers: {Authorization: 'Bearer ${SHOP_TOKEN}'}}}\n"
        "notifications:\n"
        "  - {url: 'http://127.0.0.1:9/${SHOP_TOKEN}'}\n"
    )
    said = operator.types("release", "2.0", "--yes", "-m", "friday", expect=0)

    bodies = [e for e in project.cloud().journal.entries("shop", 100) if e.message == "friday"]
    assert bodies
    told = "\n".join(body_of(entry) for entry in bodies) + said.err + said.out
    assert "token-of-the-shop" not in told
    assert "pass-of-the-shop" not in told
