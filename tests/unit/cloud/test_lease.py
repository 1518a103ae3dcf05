# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The lease: what it says of itself, and what happens to it when requests fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.faults import silence
from support.leases import expired, strike, take

from bluegreen.cloud.errors import AnswerLost, Busy, Conflict, Forbidden, NotFound, OverQuota
from bluegreen.cloud.protocols import Leases
from bluegreen.errors import CloudError
from bluegreen.model.lease import (
    DEFAULT_TTL,
    TEXT_LIMIT,
    Lease,
    LeaseHeld,
    LeaseLost,
    from_text,
    to_text,
    well_known_mac,
)

LEASE = Lease("port-1", "shop", "ann@desk", "release 2.0", DEFAULT_TTL, "0123456789abcdef")


def test_what_a_lease_says_is_read_back_whole() -> None:
    """Owner, message, time and token survive the way through a description."""
    assert from_text(to_text(LEASE, "a"), "port-1", "shop") == LEASE


@pytest.mark.parametrize("text", ["x" * 300, '"\\' * 150, "切替" * 150, "🚀" * 300, "\n\x00" * 150])
def test_any_owner_and_message_fit_a_description(text: str) -> None:
    """Neutron keeps 255 characters; what JSON would lengthen is replaced, the rest is cut."""
    said = to_text(replace(LEASE, owner=text, message=text), "abcdef")

    assert len(said) <= TEXT_LIMIT
    assert from_text(said, "port-1", "shop").token == LEASE.token


@pytest.mark.parametrize("text", ["", "hello", "[]", '{"owner": "x"}', '{"ttl": "soon"}', "1"])
def test_an_unreadable_lease_is_somebodys_for_the_default_time(text: str) -> None:
    """A port that holds the address is respected, by any maker, and can be waited out."""
    lease = from_text(text, "port-1", "shop")

    assert lease.owner == "somebody unknown (port port-1)"
    assert lease.ttl == DEFAULT_TTL


def test_the_mac_address_is_locally_administered_and_each_applications_own() -> None:
    """Neutron's own addresses (fa:16:3e) and other applications never meet it."""
    assert re.fullmatch(r"02(:[0-9a-f]{2}){5}", well_known_mac("shop"))
    assert well_known_mac("shop") == well_known_mac("shop")
    assert well_known_mac("shop") != well_known_mac("shop-2")


@pytest.mark.parametrize("trouble", [AnswerLost, Busy])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_lease_whose_answer_was_lost_is_recognised_by_its_token(
    project: FakeProject, leases: Leases, moment: str, trouble: type[CloudError]
) -> None:
    """A taker never refuses itself, and never holds two."""
    strike(project, moment, "POST ports", trouble)

    lease = take(leases)

    held = leases.holder("shop")
    assert held is not None
    assert held.lease == lease


def test_a_lost_answer_of_a_taker_that_came_second_is_a_refusal(
    project: FakeProject, leases: Leases
) -> None:
    """The port that is read back is another's: its token says so."""
    take(leases, "ann")
    strike(project, "before", "POST ports", AnswerLost)

    with pytest.raises(LeaseHeld, match="ann"):
        take(leases, "bob")


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", ["DELETE ports", "POST subnetpools", "DELETE subnetpools"])
def test_a_takeover_survives_a_lost_answer_of_each_of_its_requests(
    project: FakeProject, leases: Leases, call: str, moment: str
) -> None:
    """An expired lease is free, even on a bad day."""
    take(leases, "killed")
    project.seconds += DEFAULT_TTL.total_seconds() + 3
    strike(project, moment, call, AnswerLost)

    assert take(leases, "bob").owner == "bob"


def test_a_lease_is_not_taken_over_within_a_second_of_its_expiry(
    project: FakeProject, leases: Leases
) -> None:
    """Timestamps are cut to seconds, so a lease can look a second older than it is."""
    take(leases)
    project.seconds += DEFAULT_TTL.total_seconds() + 1

    with pytest.raises(LeaseHeld):
        take(leases, "bob")


def test_a_holder_that_renews_at_the_moment_of_a_takeover_keeps_the_lease(
    project: FakeProject, leases: Leases
) -> None:
    """The taker deletes only the revision that it saw expired."""
    lease = take(leases)
    project.seconds += DEFAULT_TTL.total_seconds() + 3
    left: list[Callable[[], None]] = [lambda: leases.renew(lease)]

    def renew_first(moment: str, call: str) -> None:
        if (moment, call) == ("before", "DELETE ports") and left:
            left.pop()()

    project.fault = renew_first

    with pytest.raises(LeaseHeld, match="ann"):
        take(leases, "bob")


def test_a_refusal_for_another_reason_is_shown_as_it_is(
    project: FakeProject, leases: Leases
) -> None:
    """A 409 with no holder behind it, such as a full quota, is not called a held lease."""
    strike(project, "before", "POST ports", Conflict, times=99)

    with pytest.raises(Conflict):
        take(leases)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_release_whose_answer_was_lost_is_sent_again(
    project: FakeProject, leases: Leases, moment: str
) -> None:
    """Deleting one port by its id can be repeated without harm to another."""
    lease = take(leases)
    strike(project, moment, "DELETE ports", AnswerLost)

    leases.release(lease)

    assert leases.holder("shop") is None


def test_an_adopted_application_has_its_lease_on_the_blue_sides_network(
    project: FakeProject, leases: Leases
) -> None:
    """Without a stack of its own there is no network for the lease alone."""
    facts = {"application": "shop", "side": "blue"}
    blue = replace(project.stacks.pop("shop"), name="shop-blue", facts=facts)
    project.stacks["shop-blue"] = blue

    assert take(leases).owner == "ann"
    with pytest.raises(LeaseHeld):
        take(leases, "bob")


def test_a_holder_that_renews_while_its_lease_is_broken_is_read_again(
    project: FakeProject, leases: Leases
) -> None:
    """So that no answer which it was given after the fence is still good when the lease is gone."""
    lease = take(leases)
    left: list[Callable[[], None]] = [lambda: leases.renew(lease)] * 2

    def renew_first(moment: str, call: str) -> None:
        if (moment, call) == ("before", "DELETE ports") and left:
            left.pop()()

    project.fault = renew_first

    broken = leases.break_lease("shop")

    assert broken is not None
    assert broken.lease.token == lease.token
    assert leases.holder("shop") is None
    assert project.calls.count("DELETE ports") == 3


def test_a_full_quota_of_ports_is_reported_as_that_and_at_once(
    project: FakeProject, leases: Leases
) -> None:
    """Asking five times makes no room."""
    strike(project, "before", "POST ports", OverQuota, times=99)

    with pytest.raises(OverQuota):
        take(leases)

    assert project.calls.count("POST ports") == 1


@pytest.mark.parametrize("refusal", [Forbidden, NotFound])
def test_where_the_clock_cannot_be_read_no_lease_has_ended(
    project: FakeProject, leases: Leases, refusal: type[CloudError]
) -> None:
    """The taker's own clock may be months ahead."""
    expired(project, leases)
    strike(project, "before", "POST subnetpools", refusal, times=99)

    held = leases.holder("shop")
    assert held is not None
    assert (held.left, held.expired) == (None, False)
    with pytest.raises(LeaseHeld, match="it is unknown when that lease ends"):
        take(leases, "bob")


def test_the_lease_of_a_dead_run_makes_room_where_the_quota_of_ports_is_full(
    project: FakeProject, leases: Leases
) -> None:
    """It is a port itself; left there, its holder could wake and go on."""
    dead = expired(project, leases)

    def full(moment: str, call: str) -> None:
        if (moment, call) == ("before", "POST ports") and leases_left(project):
            raise OverQuota("Quota exceeded")

    project.fault = full

    assert take(leases, "bob").owner == "bob"
    with pytest.raises(LeaseLost):
        leases.renew(dead)


def leases_left(project: FakeProject) -> bool:
    """Tell whether any port of a lease is there."""
    return bool(project.api._held.get("ports"))


def test_taking_a_lease_outlives_seconds_without_an_answer(project: FakeProject) -> None:
    """A front end that is restarted is no reason to refuse a rollback."""
    clock = FakeClock()
    silence(project, "POST ports", clock, seconds=20)

    assert take(project.cloud(clock).leases).owner == "ann"


def test_breaking_a_lease_outlives_seconds_in_which_neutron_is_busy(project: FakeProject) -> None:
    """The message then is not that its holder renews it."""
    clock = FakeClock()
    leases = project.cloud(clock).leases
    take(leases)

    def busy(moment: str, call: str) -> None:
        if (moment, call) == ("before", "DELETE ports") and clock.now() < 20:
            raise Busy("answered 503")

    project.fault = busy

    assert leases.break_lease("shop") is not None
    assert leases.holder("shop") is None
