# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The means of an order: whom it asks, and by which terms it takes the lease."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.fake_cloud import FakeProject
from support.faults import no_port_is_left
from support.leases import hold, project_with_network
from support.sessions import Paper, session_in

from bluegreen.errors import Refused, UsageError
from bluegreen.model.lease import LeaseHeld
from bluegreen.operations.lease_keeper import HeldLease, NobodyElse, OnceThereIsANetwork
from bluegreen.operations.plan import Plan
from bluegreen.operations.prechecks import Precheck
from bluegreen.operations.session import LeaseTerms, Session

PLAN = Plan("scale of shop blue", "shop", "scale", steps=())
NO = Precheck("bounds", holds=False, sentence="too many")


@pytest.fixture
def project() -> FakeProject:
    """A project with a network for the lease of the shop."""
    return project_with_network()


def test_a_plan_without_steps_is_shown_and_not_asked_for(project: FakeProject) -> None:
    """There is nothing to say no to."""
    paper = Paper(answer=False)

    assert session_in(project, paper).agree(PLAN)
    assert paper.lines == ["plan: scale of shop blue"]


def test_a_refused_plan_is_shown_first_in_a_dry_run_too(project: FakeProject) -> None:
    """A rehearsal is to find out."""
    paper = Paper()

    with pytest.raises(Refused, match="too many"):
        session_in(project, paper, dry_run=True).agree(replace(PLAN, prechecks=(NO,)))

    assert paper.lines == ["plan: scale of shop blue"]


def test_a_point_that_no_plan_passes_is_refused_before_anything_is_shown(
    project: FakeProject,
) -> None:
    """A mistyped point would let a rehearsal of a crash go through."""
    paper = Paper()
    session = replace(session_in(project, paper), stop_at="before:nothing")

    with pytest.raises(UsageError, match="there is no such point"):
        session.agree(PLAN)

    assert paper.lines == []


def test_once_agreed_nothing_is_asked_any_more(project: FakeProject) -> None:
    """`up` asks before its first stack, and not again for what the answer was about."""
    paper = Paper(answer=False)
    session_in(project, paper).agreed.confirm("Sure?")

    assert paper.lines == []


def test_a_dry_run_holds_no_lease(project: FakeProject) -> None:
    """Nobody need be kept out by somebody who only looks."""
    with session_in(project, dry_run=True).under_lease("shop") as lease:
        assert lease is None
        assert project.cloud().leases.holder("shop") is None


def test_a_lease_is_held_inside_and_names_the_command(project: FakeProject) -> None:
    """Others read whom they wait for, and why."""
    with session_in(project).under_lease("shop") as lease:
        assert isinstance(lease, HeldLease)
        assert str(project.cloud().leases.holder("shop")).startswith("somebody (test)")

    assert project.cloud().leases.holder("shop") is None


def test_before_there_is_a_network_the_lease_is_taken_later() -> None:
    """`up` begins in an empty project."""
    with session_in(FakeProject()).under_lease("shop") as lease:
        assert isinstance(lease, OnceThereIsANetwork)


def test_only_what_is_urgent_goes_on_where_no_port_is_left(project: FakeProject) -> None:
    """A rollback must not wait for a quota."""
    no_port_is_left(project)
    session = session_in(project)

    with pytest.raises(Refused, match="the lease is a port"), session.under_lease("shop"):
        pass
    with session.urgent.under_lease("shop") as lease:
        assert isinstance(lease, NobodyElse)


def test_a_rehearsal_that_is_refused_breaks_no_lease(project: FakeProject) -> None:
    """Nor is it asked whether to: the order would come to nothing."""
    held = hold(project, "ann").lease
    paper = Paper()

    def rehearse(session: Session) -> None:
        assert session.dry_run
        raise Refused("too small")

    breaking = session_in(project, paper, lease=LeaseTerms(break_it=True))
    with pytest.raises(Refused, match="too small"), breaking.under_lease("shop", rehearse):
        pass

    assert paper.lines == []
    holder = project.cloud().leases.holder("shop")
    assert holder
    assert holder.lease == held


def test_what_comes_after_an_operation_breaks_nobodys_lease(project: FakeProject) -> None:
    """An operator who has taken it meanwhile, for a rollback, is not disturbed."""
    session = session_in(project, lease=LeaseTerms(break_it=True))
    changing = session.under_lease_again("shop", session.context(None))
    hold(project, "ann")

    with pytest.raises(LeaseHeld, match="ann"), changing():
        pass
