# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The rehearsal of a rollback: every proof is an act, and none moves anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.faults import strike
from support.worlds import context_in, set_size, shop, shop_that_is_up

from bluegreen.cloud.errors import Forbidden
from bluegreen.errors import Refused
from bluegreen.model.address import Role
from bluegreen.model.journal import Phase
from bluegreen.model.quota import Shortage
from bluegreen.model.stack import StackState
from bluegreen.operations.lease_acquisition import take_within
from bluegreen.operations.prechecks import Precheck
from bluegreen.operations.switch.rehearsal import rehearse, servers_to_come_back


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live; two servers each."""
    return shop_that_is_up(tmp_path)


def rehearsed(project: FakeProject, *shortages: Shortage) -> dict[str, Precheck]:
    """Rehearse as the command does, and return the findings by name."""
    run = context_in(project)
    held = take_within(
        timedelta(0),
        run.cloud.leases,
        "shop",
        owner="ann",
        message="",
        clock=FakeClock(),
        say=lambda sentence: None,
    )
    with held as lease:
        findings = rehearse(shop(project), run.under(lease), shortages)
        return {finding.name: finding for finding in findings}


def bad(findings: dict[str, Precheck]) -> list[str]:
    """Return the names of the findings that speak against the way back."""
    return [name for name, finding in findings.items() if not finding.holds]


def test_a_healthy_application_passes_and_nothing_has_moved(project: FakeProject) -> None:
    """Addresses, revisions and stacks are what they were."""
    before = dict(project.addresses), dict(project.stacks)
    findings = rehearsed(project)

    assert bad(findings) == []
    assert set(findings) >= {"healthy", "capacity", "rights", "lease", "journal", "one-router"}
    assert (dict(project.addresses), dict(project.stacks)) == before


def test_the_rights_are_proved_on_the_preview_address_and_never_on_production(
    project: FakeProject,
) -> None:
    """On OVN any PUT takes an address's NAT away for a moment."""
    rehearsed(project)

    puts = [call for call in project.calls if call.startswith("addresses.point")]
    assert puts == ["addresses.point preview vip-shop-green"]


def test_the_result_is_in_the_journal(project: FakeProject) -> None:
    """Writing it is itself the proof that the journal can be written."""
    rehearsed(project)
    entry = project.cloud().journal.entries("shop", limit=1)[0]

    assert (entry.event, entry.phase) == ("rehearsal", Phase.SUCCEEDED)


def unhealthy(project: FakeProject) -> None:
    """Let one server of the live side fail."""
    project.unhealthy.add("shop-blue-r1/0")


def half_updated(project: FakeProject) -> None:
    """Let Heat have failed on the live side's release."""
    project.stacks["shop-blue-r1"] = replace(
        project.stacks["shop-blue-r1"], state=StackState.FAILED, status="UPDATE_FAILED"
    )


def two_routers(project: FakeProject) -> None:
    """Put the preview address on another router."""
    preview = next(a for a in project.addresses.values() if a.role is Role.PREVIEW)
    project.addresses[preview.id] = replace(preview, router_id="another")


def no_right(project: FakeProject) -> None:
    """Refuse to change the preview address."""
    call = "addresses.point preview vip-shop-green"
    strike(project, "before", call, lambda: Forbidden("not allowed"))


def no_journal(project: FakeProject) -> None:
    """Refuse to write the journal."""
    strike(project, "before", "POST software_configs", lambda: Forbidden("not allowed"))


@pytest.mark.parametrize(
    ("happens", "finding"),
    [
        (unhealthy, "healthy"),
        (half_updated, "release"),
        (two_routers, "one-router"),
        (no_right, "rights"),
        (no_journal, "journal"),
    ],
)
def test_each_thing_that_would_stand_in_the_way_is_found(
    project: FakeProject, happens: Callable[[FakeProject], None], finding: str
) -> None:
    """One finding for one cause, and the others as they were."""
    happens(project)

    assert bad(rehearsed(project)) == [finding]


def test_a_way_back_that_needs_more_servers_than_there_is_room_for_is_found(
    project: FakeProject,
) -> None:
    """After the switch four servers serve; the two of today's live side must grow to four."""
    set_size(project, "shop-green-r2", 4)

    assert servers_to_come_back(shop(project)) == 2
    assert bad(rehearsed(project)) == []
    findings = rehearsed(project, Shortage("quota: 2 servers needed, 0 left", "look"))
    assert bad(findings) == ["capacity"]
    assert "blue would need 2 more servers: quota" in findings["capacity"].sentence


def test_without_a_lease_the_way_back_is_not_proved(project: FakeProject) -> None:
    """Nothing holds a lease before the application's own stack is there."""
    findings = rehearse(shop(project), context_in(project), ())

    assert [finding.name for finding in findings if not finding.holds] == ["lease"]


def test_there_is_nothing_to_rehearse_while_no_side_is_live(project: FakeProject) -> None:
    """There would be no side to come back to."""
    production = next(a for a in project.addresses.values() if a.role is Role.PRODUCTION)
    project.addresses[production.id] = replace(production, port_id=None)

    with pytest.raises(Refused, match="neither side"):
        rehearsed(project)
