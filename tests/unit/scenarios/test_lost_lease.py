# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Two operators, one of whom has lost the lease without knowing it; and what a hiccup costs.

`test_lease_matrix.py` tries every command at every place; these are the ones that happened.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.fake_clock import FakeClock
from support.faults import no_clock, no_port_is_left, strike
from support.operator import Operator
from support.outages import SWITCH, folder, meanwhile
from support.states import serves
from support.worlds import live, shop

from bluegreen.clock import BOOTTIME, SteadyClock
from bluegreen.cloud.errors import AnswerLost, Busy, Forbidden, NotFound, RevisionChanged
from bluegreen.errors import CloudError
from bluegreen.model.tags import Colour

MOVE = "addresses.point production vip-shop-green"


@pytest.fixture
def bob(ann: Operator, tmp_path: Path) -> Operator:
    """Somebody else, at another machine."""
    return Operator(ann.project, folder(tmp_path, "bob"))


@pytest.mark.parametrize("trouble", [Busy, AnswerLost, RevisionChanged])
def test_a_move_is_not_repeated_once_another_has_broken_the_lease(
    ann: Operator, bob: Operator, trouble: type[CloudError]
) -> None:
    """The first request meets trouble, and in that moment the new side is emptied."""

    def broken_and_emptied() -> None:
        words = ("retire", "--to", "remove", "--ignore-connections", "--break-lease", "--yes")
        bob.types(*words, expect=0)
        raise trouble("PUT met trouble")

    meanwhile(ann.project, MOVE, broken_and_emptied)
    done = ann.types(*SWITCH)

    assert done.code == 4
    assert ann.project.calls.count(MOVE) == 1
    assert live(ann.project) is Colour.BLUE
    assert serves(shop(ann.project))


@pytest.mark.parametrize("minutes", [0, 1, 10, 600])
def test_a_move_that_was_slept_upon_is_refused_by_the_cloud(
    ann: Operator, bob: Operator, minutes: int
) -> None:
    """Its sender has asked for the lease and sleeps before the request leaves the machine."""

    def sleeps() -> None:
        ann.project.seconds += 60 * minutes
        assert isinstance(ann.project.terminal, FakeClock)
        ann.project.terminal.sleep(60 * minutes)
        words = ("retire", "--to", "remove", "--ignore-connections", "--break-lease", "--yes")
        bob.types(*words, expect=0)

    meanwhile(ann.project, MOVE, sleeps)
    done = ann.types(*SWITCH)

    assert done.code == 4
    assert "the lease on shop was lost" in done.err
    assert live(ann.project) is Colour.BLUE
    assert serves(shop(ann.project))


def test_a_deploy_does_not_build_on_the_side_that_another_has_made_live(
    ann: Operator, bob: Operator
) -> None:
    """The laptop sleeps at the question; the lease ends after two minutes; another switches."""

    def sleeps() -> None:
        ann.project.seconds += 600
        bob.types(*SWITCH, expect=0)

    meanwhile(ann.project, "POST software_configs", sleeps)
    done = ann.types("deploy", "3.0", "--yes")

    assert done.code == 4
    assert [release.version for release in shop(ann.project).green.releases] == ["2.0"]
    assert live(ann.project) is Colour.GREEN


def test_removing_an_application_keeps_the_address_that_is_in_service_again(
    ann: Operator, bob: Operator
) -> None:
    """An address that is given back is gone for good."""

    def sleeps() -> None:
        ann.project.seconds += 600
        bob.types(*SWITCH, expect=0)

    meanwhile(ann.project, "addresses.delete production", sleeps)
    done = ann.types("down", "--live", "shop", "--yes")

    assert done.code == 1
    assert shop(ann.project).production is not None
    assert live(ann.project) is Colour.GREEN
    assert serves(shop(ann.project))


@pytest.mark.parametrize("missing", [NotFound, Forbidden])
def test_a_lease_whose_end_cannot_be_known_is_not_taken_over(
    ann: Operator, missing: type[CloudError]
) -> None:
    """Neither a 404 of the clock nor the taker's own clock gives a lease that somebody holds."""
    leases = ann.project.cloud().leases
    held = leases.take("shop", "somebody@desk", "deploy 3.0", timedelta(minutes=2))
    ann.project.seconds += 3600

    no_clock(ann.project, missing)
    refused = ann.types(*SWITCH, expect=1)
    assert "it is unknown when that lease ends" in refused.err
    assert "--break-lease" in refused.err
    leases.renew(held)

    ann.types(*SWITCH, "--break-lease", expect=0)
    assert live(ann.project) is Colour.GREEN


def test_a_rollback_needs_no_port_of_the_quota(ann: Operator) -> None:
    """The new release may have scaled the ports away, which is when it is needed most."""
    ann.types(*SWITCH, expect=0)
    fences = dict(ann.project.tags)
    no_port_is_left(ann.project)

    done = ann.types("rollback", "--yes", "--drain", "none", expect=0)

    assert live(ann.project) is Colour.BLUE
    assert "Continuing without the lease: the quota of ports is used up" in done.err
    assert ann.project.tags != fences, "late requests of others are fenced all the same"


def test_what_is_not_urgent_waits_for_a_port_and_names_the_way_around(ann: Operator) -> None:
    """Nothing is changed, and the next command exists."""
    no_port_is_left(ann.project)

    refused = ann.types(*SWITCH, expect=1)

    assert "the lease is a port, and the project cannot create another" in refused.err
    assert "--without-lease" in refused.err
    assert live(ann.project) is Colour.BLUE


def test_without_a_lease_nothing_more_is_changed_once_another_holds_it(
    ann: Operator, bob: Operator
) -> None:
    """Each change looks whether anybody has begun meanwhile."""
    leases = ann.project.cloud().leases
    meanwhile(
        ann.project,
        "data_plane.measure",
        lambda: leases.take("shop", "bob@desk", "deploy", timedelta(minutes=2)),
    )

    done = ann.types(*SWITCH, "--without-lease")

    assert done.code == 4
    assert "bob@desk" in done.err
    assert live(ann.project) is Colour.BLUE


def test_a_failure_of_another_cause_is_no_missing_network(ann: Operator) -> None:
    """Only the lookup of the network may say that there is nothing to lease yet."""
    strike(ann.project, "before", "POST ports", lambda: NotFound("POST /ports answered 404"))

    failed = ann.types(*SWITCH, expect=1)

    assert "POST /ports answered 404" in failed.err
    assert live(ann.project) is Colour.BLUE


def test_the_clock_that_a_lease_goes_by_counts_the_time_of_a_suspend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CLOCK_MONOTONIC stands still meanwhile on Linux; CLOCK_BOOTTIME does not."""
    asked: list[int] = []
    monkeypatch.setattr("time.clock_gettime", lambda clock: asked.append(clock) or 7.0)

    assert SteadyClock().now() == 7.0
    assert asked == [BOOTTIME]
