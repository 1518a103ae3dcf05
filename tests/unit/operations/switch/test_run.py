# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The one way to order a switch or a rollback, for every program."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.sessions import Paper, session_in
from support.worlds import SCALED_SHOP, live, shop, shop_that_is_up

from bluegreen.errors import Refused
from bluegreen.model.application import Application
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.lease import DEFAULT_TTL, LeaseHeld
from bluegreen.model.tags import Colour
from bluegreen.operations.plan import Plan
from bluegreen.operations.session import LeaseTerms
from bluegreen.operations.switch.run import (
    RollbackRequest,
    SwitchRequest,
    rehearse_rollback,
    rollback,
    switch,
)
from bluegreen.spec.switch import DrainSection

SWITCH = SwitchRequest(application="shop", proof=ProofSpec(), drain=DrainSection())
ROLLBACK = RollbackRequest(application="shop", proof=ProofSpec(), drain=DrainSection())


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live."""
    return shop_that_is_up(tmp_path)


def holder(project: FakeProject) -> object:
    """Return who holds the lease."""
    return project.cloud().leases.holder("shop")


def test_a_switch_returns_what_is_live_and_what_it_cost(project: FakeProject) -> None:
    """A dashboard shows these without reading anything that was written for people."""
    result = switch(SWITCH, session_in(project))

    assert result.moved
    assert result.application
    assert result.application.live is result.application.green
    assert result.cutover
    assert result.cutover.failed == 0
    assert result.drained
    assert result.drained.remaining == 0


def test_what_is_done_is_shown_asked_reported_and_then_drained(project: FakeProject) -> None:
    """An observer knows that production has moved before the old side is waited for."""
    paper = Paper()
    switch(SWITCH, session_in(project, paper))

    told = [
        "plan: switch of shop to green",
        "plan: drain of shop blue",
        "Switch of shop to green?",
        "live: green",
        "Wait until no connections remain on blue, for at most 300 s.",
    ]
    assert [line for line in paper.lines if line in told] == told


def test_the_lease_is_given_back_before_the_old_side_is_drained(project: FakeProject) -> None:
    """A rollback may come in between."""
    held: list[object] = []
    paper = Paper()
    session = session_in(project, paper)

    def look(moment: str, call: str) -> None:
        if moment == "before" and call == "balancers.connections blue":
            held.append(holder(project))

    project.fault = look
    switch(SWITCH, session)

    assert set(held) == {None}


def test_a_no_changes_nothing(project: FakeProject) -> None:
    """It is asked before anything is written, the journal included."""
    before = project.cloud().journal.entries("shop", 50)

    with pytest.raises(Refused):
        switch(SWITCH, session_in(project, Paper(answer=False)))

    assert live(project) is Colour.BLUE
    assert project.cloud().journal.entries("shop", 50) == before


def test_a_dry_run_shows_the_plan_and_takes_no_lease(project: FakeProject) -> None:
    """It goes on while another operator holds the lease, and asks nothing."""
    project.cloud().leases.take("shop", "another", "release", DEFAULT_TTL)
    paper = Paper(answer=False)

    result = switch(SWITCH, session_in(project, paper, dry_run=True))

    assert not result.moved
    assert paper.lines[-3:] == [
        "plan: switch of shop to green",
        "plan: drain of shop blue",
        "live: blue",
    ]
    assert live(project) is Colour.BLUE


def test_what_the_caller_does_not_accept_is_not_carried_out(project: FakeProject) -> None:
    """It sees what was observed under the lease, and the plan that was made of it."""
    seen: list[tuple[str, str]] = []

    def accept(application: Application, plan: Plan) -> None:
        seen.append((application.name, plan.title))
        raise Refused("the page shows another release")

    with pytest.raises(Refused, match="another release"):
        switch(SwitchRequest(application="shop", proof=None, accept=accept), session_in(project))

    assert seen == [("shop", "switch of shop to green")]
    assert live(project) is Colour.BLUE
    assert holder(project) is None


def test_without_a_policy_it_returns_as_soon_as_production_has_moved(tmp_path: Path) -> None:
    """A web request waits neither for connections nor for the load of the new side."""
    project = shop_that_is_up(tmp_path, SCALED_SHOP)
    paper = Paper()
    result = switch(
        SwitchRequest(application="shop", proof=ProofSpec()), session_in(project, paper)
    )

    assert result.moved
    assert result.drained is None
    assert not any("connected" in line for line in paper.lines)
    release = shop(project).green.release
    assert release
    assert release.scaling
    assert release.scaling.scale_out_only


def test_a_rollback_that_has_nothing_to_do_says_so_and_moves_nothing(project: FakeProject) -> None:
    """`if_live` names a version that is not live."""
    paper = Paper()
    request = RollbackRequest(application="shop", proof=None, if_live="9.9")

    result = rollback(request, session_in(project, paper))

    assert not result.moved
    assert paper.lines == ["blue is live with 1.0: there is no 9.9 to roll back."]
    assert live(project) is Colour.BLUE


def test_another_operators_lease_is_broken_only_once_a_rehearsal_was_allowed(
    project: FakeProject,
) -> None:
    """Nobody is sent away for a switch that would be refused."""
    project.cloud().leases.take("shop", "another", "release", DEFAULT_TTL)
    with pytest.raises(LeaseHeld):
        switch(SWITCH, session_in(project))
    project.unhealthy.update(project.servers("shop-green-r2"))
    breaking = LeaseTerms(break_it=True)

    with pytest.raises(Refused, match="healthy"):
        switch(SWITCH, session_in(project, lease=breaking))
    assert holder(project)

    project.unhealthy.clear()
    paper = Paper()
    assert switch(SWITCH, session_in(project, paper, lease=breaking)).moved
    assert any(line.startswith("Break the lease of another") for line in paper.lines)


def test_a_rehearsal_of_a_rollback_moves_nothing_and_finds_everything_good(
    project: FakeProject,
) -> None:
    """It tries the lease, the right to move an address and the journal."""
    findings = rehearse_rollback("shop", session_in(project))

    assert all(finding.holds for finding in findings)
    assert {"lease", "rights", "journal"} <= {finding.name for finding in findings}
    assert live(project) is Colour.BLUE
