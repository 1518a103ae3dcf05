# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Draining and cutting, typed as an operator does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import SHOP, live, shop

from bluegreen.model.balancer import CutMethod
from bluegreen.model.tags import Colour

BLUE, GREEN = "lb-shop-blue", "lb-shop-green"


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose application is up; 5 clients are connected to blue, which is live."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types("up", "1.0", "--yes", expect=0)
    operator.project.connected[BLUE] = 5
    return operator


def specify(operator: Operator, text: str) -> None:
    """Add to the specification."""
    (operator.folder / "bluegreen.yaml").write_text(SHOP + text)


def reloads(operator: Operator) -> list[str]:
    """Return the calls that ended connections."""
    return [call for call in operator.project.calls if call.startswith("balancers.reload")]


def test_a_switch_waits_for_the_old_sides_clients_and_leaves_them_at_the_deadline(
    operator: Operator,
) -> None:
    """Exit code 0: the switch is done, even with clients left."""
    done = operator.types("switch", "--yes", "--drain-deadline", "30s", "-f", "json", expect=0)

    assert json.loads(done.out)["connections_left"] == 5
    assert json.loads(done.out)["connections_cut"] == 0
    assert "blue has 5 open connections." in done.err
    assert live(operator.project) is Colour.GREEN
    assert reloads(operator) == []


def test_the_specification_says_what_happens_to_them(operator: Operator) -> None:
    """`switch.drain.policy: cut` ends them right after the switch."""
    specify(operator, "switch: {drain: {policy: cut}}\n")
    done = operator.types("switch", "--yes", "-f", "json", expect=0)

    assert json.loads(done.out)["connections_cut"] == 5
    assert reloads(operator) == ["balancers.reload blue"]


def test_an_option_overrides_the_specification_for_once(operator: Operator) -> None:
    """In both directions."""
    specify(operator, "switch: {drain: {policy: cut}}\n")
    operator.types("switch", "--yes", "--drain", "none", expect=0)

    assert reloads(operator) == []
    operator.project.connected[GREEN] = 2
    operator.types("rollback", "--yes", "--drain", "cut", expect=0)
    assert reloads(operator) == ["balancers.reload green"]


def test_a_broken_specification_leaves_a_rollback_the_default_policy(operator: Operator) -> None:
    """At night the file may be half edited; nobody is cut by guesswork."""
    operator.types("switch", "--yes", "--drain", "none", expect=0)
    (operator.folder / "bluegreen.yaml").write_text("application: shop\nswitch: [nonsense\n")
    operator.project.connected[GREEN] = 2
    done = operator.types("rollback", "shop", "--yes", expect=0)

    assert "green has 2 open connections" in done.err
    assert reloads(operator) == []


def test_the_plan_shows_what_will_become_of_them_and_how(operator: Operator) -> None:
    """--dry-run names the technique that this cloud offers, and changes nothing."""
    operator.project.technique = CutMethod.GRACEFUL_RELOAD
    told = operator.types("switch", "--dry-run", "--drain", "cut", expect=0).err

    assert "Reload blue's load balancer gracefully" in told
    assert live(operator.project) is Colour.BLUE
    assert reloads(operator) == []


def test_the_lease_is_free_while_a_switch_only_waits(operator: Operator) -> None:
    """So that another operator can roll back in the middle of the drain."""
    seen: list[bool] = []

    def look(moment: str, call: str) -> None:
        if call == "balancers.connections blue":
            seen.append(operator.project.cloud().leases.holder("shop") is None)

    operator.project.fault = look
    operator.types("switch", "--yes", "--drain-deadline", "10s", expect=0)

    assert seen
    assert all(seen)


def test_a_drain_counts_what_is_left_on_the_idle_side(operator: Operator) -> None:
    """Exit code 0 when nobody is; so `bluegreen drain && bluegreen retire` does what it says."""
    operator.types("switch", "--yes", "--drain", "none", expect=0)
    left = operator.types("drain", "--deadline", "30s", expect=1)
    operator.project.connected[BLUE] = 0
    done = operator.types("drain", "-f", "json", expect=0)

    assert "blue has 5 open connections, and green is live as before" in left.err
    assert "next: bluegreen drain shop, or bluegreen drain shop --cut, or" in left.err
    assert json.loads(done.out)["connections_left"] == 0
    assert live(operator.project) is Colour.GREEN


def test_a_cut_asks_first(operator: Operator) -> None:
    """It ends people's connections; without a terminal --yes is needed."""
    operator.types("switch", "--yes", "--drain", "none", expect=0)
    operator.types("drain", "--cut", expect=2)
    assert reloads(operator) == []

    done = operator.types("drain", "--cut", "--yes", "-f", "json", expect=0)
    assert json.loads(done.out) == {
        "application": "shop",
        "side": "blue",
        "connections": 5,
        "connections_left": 0,
        "connections_cut": 5,
        "technique": "reload",
    }


@pytest.mark.parametrize(
    "words",
    [
        ("drain", "--cut", "--deadline", "1m"),
        ("drain", "--cut", "--after-deadline", "leave"),
        ("switch", "--drain", "none", "--drain-deadline", "1m"),
        ("release", "2.0", "--drain", "cut", "--drain-deadline", "1m"),
    ],
)
def test_a_deadline_where_nothing_is_waited_for_is_a_mistake(
    operator: Operator, words: tuple[str, ...]
) -> None:
    """Exit code 2, and nothing was touched."""
    refused = operator.types(*words, "--yes", expect=2)

    assert "a deadline is for waiting" in refused.err
    assert live(operator.project) is Colour.BLUE
    assert reloads(operator) == []


def test_a_side_that_was_drained_may_retire(operator: Operator) -> None:
    """Connections gate a retirement, and a drain opens the gate."""
    operator.types("switch", "--yes", "--drain", "none", expect=0)
    operator.types("retire", "--yes", expect=1)
    operator.types("drain", "--cut", "--yes", expect=0)

    operator.types("retire", "--yes", expect=0)


def test_a_release_drains_before_it_retires(operator: Operator) -> None:
    """With clients left, the old side stays as large as it was."""
    specify(operator, "watch: {duration: 1s, every: 1s}\n")
    done = operator.types("release", "2.0", "--yes", "--drain-deadline", "30s", expect=0)

    assert "Wait until no connections remain on blue, for at most 30 s." in done.err
    assert "blue still has 5 open connections, so it stays as it is" in done.err
    assert shop(operator.project).blue.members.total == 2


def test_a_release_that_cuts_retires_the_old_side(operator: Operator) -> None:
    """The cut comes after the watch, and lets the old side shrink."""
    specify(operator, "watch: {duration: 1s, every: 1s}\nswitch: {drain: {policy: cut}}\n")
    operator.types("release", "2.0", "--yes", expect=0)

    assert reloads(operator) == ["balancers.reload blue"]
    assert shop(operator.project).blue.members.total == 1


def test_after_a_watch_that_fails_the_clients_of_the_bad_side_are_cut_if_that_is_the_policy(
    operator: Operator,
) -> None:
    """Production is back; clients that the bad side still holds are disconnected as well."""
    failing = "checks: [{name: bad, command: {run: [./bad.sh]}}]\n"
    script = operator.folder / "bad.sh"
    script.write_text('#!/bin/sh\n[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ]\n')
    script.chmod(0o755)
    policy = "watch: {duration: 1s, every: 1s}\nswitch: {drain: {policy: cut}}\n"
    specify(operator, failing + policy)
    operator.project.connected[GREEN] = 3
    operator.types("release", "2.0", "--yes", expect=3)

    assert live(operator.project) is Colour.BLUE
    assert reloads(operator) == ["balancers.reload green"]


def test_without_a_live_side_there_is_none_to_drain(operator: Operator) -> None:
    """Refused with the way on."""
    for address in list(operator.project.addresses.values()):
        operator.project.hand().addresses.point(address, None)
    refused = operator.types("drain", expect=1)

    assert "production of shop points at neither side" in refused.err
