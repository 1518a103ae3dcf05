# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Holding a lease: renewing it, noticing its loss, giving it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject, no_fault
from support.faults import silence, strike
from support.leases import hold, project_with_network

from bluegreen.clock import SteadyClock, wait_until
from bluegreen.cloud.errors import AnswerLost, Busy, Conflict
from bluegreen.errors import Stuck
from bluegreen.model.lease import DEFAULT_TTL, LeaseLost
from bluegreen.operations.lease_keeper import QUICK_TRIES


@pytest.fixture
def project() -> FakeProject:
    """A project with a network for the lease of the shop."""
    return project_with_network()


def test_the_lease_is_held_inside_and_free_afterwards(project: FakeProject) -> None:
    """Leaving the block gives the lease back, however it is left."""
    leases = project.cloud().leases

    def interrupted_at_work() -> None:
        with hold(project):
            assert leases.holder("shop") is not None
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted_at_work()

    assert leases.holder("shop") is None


def test_a_lease_is_renewed_in_the_background_while_work_goes_on(project: FakeProject) -> None:
    """A step may last longer than the lease would without its holder."""

    def renewed_thrice() -> bool:
        return project.calls.count("PUT ports") >= 3

    with hold(project, ttl=timedelta(seconds=0.3)):
        every, limit = timedelta(seconds=0.02), timedelta(seconds=30)
        assert wait_until(renewed_thrice, limit=limit, every=every, clock=SteadyClock())


def test_a_renewal_that_fails_is_tried_again(project: FakeProject) -> None:
    """One answer that is lost does not end the renewing."""
    left = [AnswerLost, Busy]

    def fault(moment: str, call: str) -> None:
        if (moment, call) == ("before", "PUT ports") and left:
            raise left.pop()("no answer")

    def renewed_after_the_trouble() -> bool:
        return project.calls.count("PUT ports") >= 4

    project.fault = fault
    with hold(project, ttl=timedelta(seconds=0.3)):
        every, limit = timedelta(seconds=0.02), timedelta(seconds=30)
        assert wait_until(renewed_after_the_trouble, limit=limit, every=every, clock=SteadyClock())


def test_a_broken_lease_is_noticed_before_the_next_change(project: FakeProject) -> None:
    """A run that lost the lease stops with the exit code of "stuck", and says what to run."""
    with hold(project) as held:
        held.must_hold()
        project.cloud().leases.break_lease("shop")

        with pytest.raises(LeaseLost, match="another operator may be changing it now") as lost:
            held.must_hold()

    assert isinstance(lost.value, Stuck)
    assert lost.value.next_step == "bluegreen status shop"


def test_a_former_holder_leaves_the_lease_of_its_successor_alone(project: FakeProject) -> None:
    """Leaving the block after a loss gives back nothing that is not one's own."""
    leases = project.cloud().leases
    with hold(project, "ann"):
        leases.break_lease("shop")
        hold(project, "bob")

    held = leases.holder("shop")
    assert held is not None
    assert held.lease.owner == "bob"


def test_a_hiccup_is_borne_however_old_the_last_answer_is(project: FakeProject) -> None:
    """Only taking over deletes a lease: one that can be renewed has been nobody else's."""
    clock = FakeClock()
    with hold(project, clock=clock) as held:
        clock.sleep(10 * DEFAULT_TTL.total_seconds())
        silence(project, "PUT ports", clock, seconds=30)

        held.must_hold()


def test_without_an_answer_nobody_holds_a_lease(project: FakeProject) -> None:
    """A renewal that got no answer is none, though the last one is a moment old."""
    clock = FakeClock()
    with hold(project, clock=clock) as held:
        held.must_hold()
        silence(project, "PUT ports")

        with pytest.raises(LeaseLost, match="cannot tell whether it is still held: no answer"):
            held.must_hold()


def sleeping_in_renewals(
    project: FakeProject, clock: FakeClock, times: int, seconds: float = 3600.0
) -> None:
    """Let so long pass between a renewal and its answer, so many times."""
    left = [seconds] * times

    def fault(moment: str, call: str) -> None:
        if (moment, call) == ("after", "PUT ports") and left:
            clock.sleep(left.pop())

    project.fault = fault


def test_an_answer_that_was_slept_upon_is_asked_for_again(project: FakeProject) -> None:
    """Another may have taken over since it was given; that it was not says a fresh one."""
    clock = FakeClock()
    with hold(project, clock=clock) as held:
        sleeping_in_renewals(project, clock, times=1)

        held.must_hold()

    assert project.calls.count("PUT ports") == 2


def test_a_lease_that_was_taken_over_during_a_sleep_is_lost(project: FakeProject) -> None:
    """The answer from before the sleep allows nothing any more."""
    clock = FakeClock()
    with hold(project, clock=clock) as held:

        def fault(moment: str, call: str) -> None:
            if (moment, call) == ("after", "PUT ports"):
                project.fault = no_fault
                project.seconds += 3600
                hold(project, "bob")
                clock.sleep(3600)

        project.fault = fault
        with pytest.raises(LeaseLost, match="took over or broke it"):
            held.must_hold()


def test_a_cloud_that_is_always_slow_does_not_take_the_way_back_away(project: FakeProject) -> None:
    """After a few tries an answer counts since whose beginning nobody can have taken over."""
    clock = FakeClock()
    with hold(project, clock=clock) as held:
        sleeping_in_renewals(project, clock, times=99, seconds=30.0)

        held.must_hold()

    assert project.calls.count("PUT ports") == QUICK_TRIES


def test_answers_that_are_later_than_a_lease_lasts_give_no_permit(project: FakeProject) -> None:
    """Nobody can say that an answer of an hour ago is still true."""
    clock = FakeClock()
    with hold(project, clock=clock) as held:
        sleeping_in_renewals(project, clock, times=99)

        with pytest.raises(LeaseLost, match="longer than 60 s"):
            held.must_hold()


@pytest.mark.parametrize("minutes", [1, 4, 9])
def test_minutes_without_the_network_service_lose_no_lease(
    project: FakeProject, minutes: int
) -> None:
    """Production may be on the bad side, and this is its way back."""
    clock = FakeClock()
    with hold(project, clock=clock) as held:
        silence(project, "PUT ports", clock, seconds=60 * minutes)

        held.must_hold()


def test_a_renewal_that_meets_another_of_the_same_port_is_sent_again(project: FakeProject) -> None:
    """Neutron answers 409 to one of two that it serves at once."""
    with hold(project, clock=FakeClock()) as held:
        strike(project, "before", "PUT ports", lambda: Conflict("in the way of another"))

        held.must_hold()


def test_a_lease_that_cannot_be_given_back_does_not_fail_the_work(project: FakeProject) -> None:
    """The work is done; the lease ends on its own."""

    def fault(moment: str, call: str) -> None:
        if call == "DELETE ports":
            raise AnswerLost("no answer")

    project.fault = fault
    with hold(project) as held:
        pass

    still_there = project.cloud().leases.holder("shop")
    assert still_there is not None
    assert still_there.lease == held.lease
