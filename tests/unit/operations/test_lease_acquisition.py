# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Taking a lease: at once, or after a wait for its holder."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.leases import hold, project_with_network

from bluegreen.model.lease import DEFAULT_TTL, LeaseHeld


@pytest.fixture
def project() -> FakeProject:
    """A project with a network for the lease of the shop."""
    return project_with_network()


def test_without_a_wait_a_held_lease_is_refused_at_once(project: FakeProject) -> None:
    """The default is to say who holds it, and to change nothing."""
    hold(project, "ann")
    clock = FakeClock()

    with pytest.raises(LeaseHeld, match="ann"):
        hold(project, "bob", clock=clock)

    assert clock.now() == 0


def test_a_wait_ends_as_soon_as_the_lease_is_free(project: FakeProject) -> None:
    """`--wait 10m` takes the lease when the holder is done, and says once whom it waits for."""
    leases = project.cloud().leases
    first = hold(project, "ann")
    clock = FakeClock(lambda: leases.release(first.lease) if clock.now() >= 20 else None)
    said: list[str] = []

    held = hold(project, "bob", wait=timedelta(minutes=10), clock=clock, said=said)

    assert held.lease.owner == "bob"
    assert clock.now() == 20
    assert said == ["Waiting for ann (release 2.0) to finish with shop."]


def test_a_wait_that_was_not_long_enough_is_a_refusal(project: FakeProject) -> None:
    """The time given is kept to, and the last look comes at its very end."""
    hold(project, "ann")
    clock = FakeClock()

    with pytest.raises(LeaseHeld, match="ann"):
        hold(project, "bob", wait=timedelta(seconds=12), clock=clock)

    assert clock.now() == 12


def test_a_wait_outlasts_a_holder_that_was_killed(project: FakeProject) -> None:
    """Nobody renews, the cloud's clock goes on, and the one who waits takes over."""
    hold(project, "killed")
    clock = FakeClock(lambda: setattr(project, "seconds", clock.now()))

    held = hold(project, "bob", wait=timedelta(minutes=10), clock=clock)

    assert held.lease.owner == "bob"
    assert clock.now() > DEFAULT_TTL.total_seconds()
