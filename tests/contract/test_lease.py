# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every store of leases promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from bluegreen.clock import wait_until
from bluegreen.cloud.errors import NotFound
from bluegreen.model.lease import DEFAULT_TTL, Holder, Lease, LeaseHeld, LeaseLost
from tests.contract.conftest import World

BRIEF = timedelta(seconds=1)
TAKERS = 6
ROUNDS = 20


def take(world: World, owner: str = "ann", ttl: timedelta = DEFAULT_TTL) -> Lease:
    """Take the lease on the world's application."""
    return world.cloud.leases.take(world.application, owner, "release 2.0", ttl)


def holder(world: World) -> Holder | None:
    """Return who holds it."""
    return world.cloud.leases.holder(world.application)


def wait_until_expired(world: World) -> None:
    """Let the cloud's time pass until the holder of the lease has lost the right to it."""

    def expired() -> bool:
        held = holder(world)
        return held is not None and held.expired

    every = timedelta(seconds=0.5)
    assert wait_until(expired, limit=timedelta(minutes=1), every=every, clock=world.clock)


def test_of_six_takers_at_once_exactly_one_gets_the_lease_in_each_of_twenty_rounds(
    world: World,
) -> None:
    """Two operators never change an application at the same time; the others learn who does."""
    for _ in range(ROUNDS):
        together = Barrier(TAKERS)

        def attempt(owner: str, together: Barrier = together) -> Lease | LeaseHeld:
            together.wait()
            try:
                return take(world, owner)
            except LeaseHeld as held:
                return held

        with ThreadPoolExecutor(TAKERS) as pool:
            outcomes = list(pool.map(attempt, [f"taker-{n}" for n in range(TAKERS)]))
        winners = [outcome for outcome in outcomes if isinstance(outcome, Lease)]
        told = {o.holder.lease.owner for o in outcomes if isinstance(o, LeaseHeld)}

        assert len(winners) == 1
        assert told == {winners[0].owner}
        world.cloud.leases.release(winners[0])


def test_the_holder_is_shown_with_its_message_and_the_time_left(world: World) -> None:
    """The refusal says whom to ask, and how long to wait."""
    lease = take(world)

    held = holder(world)

    assert held is not None
    assert held.lease == lease
    assert not held.expired
    assert timedelta(0) < held.left <= DEFAULT_TTL + timedelta(seconds=2)


def test_all_holders_are_found_at_once_each_with_its_application(world: World) -> None:
    """A list of applications shows who works on which of them, at the cost of one listing."""
    before = {held.lease.application for held in world.cloud.leases.holders()}
    lease = take(world)

    found = {held.lease.application: held for held in world.cloud.leases.holders()}

    assert world.application not in before
    assert found[world.application].lease == lease
    assert not found[world.application].expired


def test_a_refusal_names_the_holder_and_the_way_on(world: World) -> None:
    """The two parts of the message: what is true now, and what to run next."""
    take(world, "ann@desk")

    with pytest.raises(LeaseHeld, match=r"ann@desk \(release 2\.0\)") as refused:
        take(world, "bob@desk")

    assert "--wait" in refused.value.next_step
    assert "--break-lease" in refused.value.next_step


def test_a_released_lease_is_free_for_the_next(world: World) -> None:
    """Releasing leaves nothing behind that could stand in the way."""
    world.cloud.leases.release(take(world))

    assert holder(world) is None
    assert take(world, "bob").owner == "bob"


def test_an_expired_lease_is_taken_over_by_exactly_one_of_six(world: World) -> None:
    """After `kill -9` of the holder the application is free again when the lease expires."""
    take(world, "killed", BRIEF)
    wait_until_expired(world)
    together = Barrier(TAKERS)

    def attempt(owner: str) -> bool:
        together.wait()
        try:
            take(world, owner)
        except LeaseHeld:
            return False
        return True

    with ThreadPoolExecutor(TAKERS) as pool:
        won = list(pool.map(attempt, [f"taker-{n}" for n in range(TAKERS)]))

    assert sum(won) == 1


def test_renewing_an_expired_lease_that_nobody_took_makes_it_good_again(world: World) -> None:
    """The time begins again by the cloud's clock at each renewal."""
    lease = take(world, ttl=BRIEF)
    wait_until_expired(world)

    world.cloud.leases.renew(replace(lease, ttl=DEFAULT_TTL))

    held = holder(world)
    assert held is not None
    assert held.lease.token == lease.token
    assert not held.expired


def test_a_former_holder_can_neither_renew_nor_release_the_lease_of_another(
    world: World,
) -> None:
    """A holder that slept through a takeover learns of it, and does no harm."""
    stale = take(world, "ann", BRIEF)
    wait_until_expired(world)
    current = take(world, "bob")

    with pytest.raises(LeaseLost, match="took over"):
        world.cloud.leases.renew(stale)
    world.cloud.leases.release(stale)

    held = holder(world)
    assert held is not None
    assert held.lease == current


def test_a_broken_lease_is_free_at_once_and_its_holder_learns_of_it(world: World) -> None:
    """`--break-lease` does not wait for the expiry, and says whose lease it was."""
    lease = take(world, "ann")

    broken = world.cloud.leases.break_lease(world.application)

    assert broken is not None
    assert broken.lease.owner == "ann"
    assert take(world, "bob").owner == "bob"
    with pytest.raises(LeaseLost):
        world.cloud.leases.renew(lease)


def test_a_lease_that_was_taken_since_is_not_broken_in_place_of_the_one_that_was_meant(
    world: World,
) -> None:
    """A person needs a while to agree; by then somebody else may be at work."""
    meant = take(world, "ann")
    world.cloud.leases.release(meant)
    current = take(world, "bob")

    with pytest.raises(LeaseHeld):
        world.cloud.leases.break_lease(world.application, only=meant)

    held = holder(world)
    assert held is not None
    assert held.lease == current


def test_breaking_a_lease_that_nobody_holds_changes_nothing(world: World) -> None:
    """There may be none left by the time that the operator asks."""
    assert world.cloud.leases.break_lease(world.application) is None


def test_a_long_message_in_japanese_is_shortened_and_the_rest_kept(world: World) -> None:
    """Neutron keeps 255 characters of a description, and answers 400 to more."""
    message = "本番環境を切り替える🚀" * 40
    lease = world.cloud.leases.take(world.application, "山田@desk", message, DEFAULT_TTL)

    held = holder(world)

    assert held is not None
    assert (held.lease.owner, held.lease.token) == ("山田@desk", lease.token)
    assert held.lease.message.startswith("本番環境を切り替える 本番")
    assert held.lease.message.endswith("…")


def test_an_application_that_is_not_there_has_no_holder_and_no_lease_to_take(
    world: World,
) -> None:
    """A lease needs a network to live on."""
    assert world.cloud.leases.holder("nowhere") is None
    with pytest.raises(NotFound, match="no network"):
        world.cloud.leases.take("nowhere", "ann", "", DEFAULT_TTL)
