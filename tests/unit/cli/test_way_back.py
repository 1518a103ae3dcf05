# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Retirement and the way back, typed as an operator does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.faults import silence, strike
from support.operator import Operator
from support.worlds import SHOP, shop

from bluegreen.cloud.errors import Forbidden
from bluegreen.model.quota import Shortage

SHORT = Shortage("quota: 1 servers needed, 0 left", "openstack quota show", of_quota=True)


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose application was switched to green; blue is the way back."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types("up", "1.0", "--yes", expect=0)
    operator.types("switch", "--yes", expect=0)
    return operator


def sizes(operator: Operator) -> tuple[int, int]:
    """Return how many servers of blue and of green are healthy."""
    application = shop(operator.project)
    return application.blue.members.healthy, application.green.members.healthy


def specify(operator: Operator, text: str) -> None:
    """Write the specification again."""
    (operator.folder / "bluegreen.yaml").write_text(text)


def test_without_options_one_warm_server_stays(operator: Operator) -> None:
    """The result is both sides, as `status` shows them."""
    rows = json.loads(operator.types("retire", "--yes", "-f", "json", expect=0).out)

    assert [(row["Side"], row["Healthy"], row["Wanted"]) for row in rows] == [
        ("blue", 1, 1),
        ("green", 2, 2),
    ]


def test_the_specification_says_what_happens_to_the_side(operator: Operator) -> None:
    """Its section `retire` is what the command does when no option says otherwise."""
    specify(operator, SHOP + "retire: {to: remove}\n")
    operator.types("retire", "--yes", expect=0)

    assert sizes(operator) == (0, 2)


def test_the_specification_of_another_application_says_nothing(operator: Operator) -> None:
    """`retire shop` in a folder of another application goes by the defaults."""
    specify(operator, SHOP.replace("shop", "other") + "retire: {to: remove}\n")
    operator.types("retire", "shop", "--yes", expect=0)

    assert sizes(operator) == (1, 2)


def test_a_broken_specification_retires_nothing(operator: Operator) -> None:
    """It might have said to keep the side."""
    specify(operator, SHOP + "retire: {to: kep}\n")
    operator.types("retire", "shop", "--yes", expect=2)

    assert sizes(operator) == (2, 2)


def test_servers_are_only_for_a_warm_side(operator: Operator) -> None:
    """A command line that contradicts itself is refused before anything is read."""
    refused = operator.types("retire", "--to", "remove", "--servers", "2", "--yes", expect=2)

    assert refused.next_command == ["retire", "shop", "--to", "warm", "--servers", "2"]
    assert sizes(operator) == (2, 2)


def test_connected_clients_are_counted_and_cut_only_when_told(operator: Operator) -> None:
    """Exit 1 with the number; with --ignore-connections it is done."""
    operator.project.connected["lb-shop-blue"] = 7
    refused = operator.types("retire", "--yes", expect=1)
    assert "blue has 7 open connections" in refused.err
    assert sizes(operator) == (2, 2)

    operator.types("retire", "--ignore-connections", "--yes", expect=0)
    assert sizes(operator) == (1, 2)


def test_a_rollback_grows_what_was_retired(operator: Operator) -> None:
    """No option is needed, and no specification."""
    operator.types("retire", "--yes", expect=0)
    (operator.folder / "bluegreen.yaml").unlink()
    done = operator.types("rollback", "shop", "--yes", "-f", "json", expect=0)

    assert json.loads(done.out)["live"] == "blue"
    assert sizes(operator) == (2, 2)


def test_a_rollback_without_room_is_refused_and_can_be_forced(operator: Operator) -> None:
    """The operator decides whether few old servers are better than the new ones."""
    operator.types("retire", "--yes", expect=0)
    operator.project.missing = [SHORT]
    refused = operator.types("rollback", "--yes", expect=1)
    assert "blue cannot scale out (quota: 1 servers needed" in refused.err
    assert "--allow-smaller" in refused.err
    assert shop(operator.project).live == shop(operator.project).green

    operator.types("rollback", "--allow-smaller", "--yes", expect=0)
    assert shop(operator.project).live == shop(operator.project).blue


def test_a_rollback_does_not_need_to_know_the_quota(operator: Operator) -> None:
    """When the project cannot be asked, Heat will tell; the way back is not refused for that."""
    operator.types("retire", "--yes", expect=0)
    silence(operator.project, "inventory.shortages")
    done = operator.types("rollback", "--yes", expect=0)

    assert "Cannot tell whether the quota suffices for 1 more server: no answer." in done.err
    assert sizes(operator) == (2, 2)


def test_who_may_not_grow_a_side_is_refused_before_anything_is_tried(operator: Operator) -> None:
    """A narrow credential that may not read the stack cannot change it either, nor undo that."""
    operator.types("retire", "--yes", expect=0)
    strike(operator.project, "before", "stacks.parameters", lambda: Forbidden("answered 401"))
    refused = operator.types("rollback", "--yes", expect=1)

    assert "blue cannot scale out (these credentials may not: answered 401" in refused.err
    assert "credentials that may change stacks" in refused.err
    assert "--allow-smaller" in refused.err
    assert sizes(operator) == (1, 2)
    assert shop(operator.project).live == shop(operator.project).green


def test_a_rollback_to_a_removed_side_names_the_deploy(operator: Operator) -> None:
    """There is nothing to go back to."""
    operator.types("retire", "--to", "remove", "--yes", expect=0)
    refused = operator.types("rollback", "--yes", expect=1)

    assert refused.next_command == ["deploy", "VERSION"]


def test_a_rehearsal_prints_each_finding_and_moves_nothing(operator: Operator) -> None:
    """Exit 0; the findings are lines for people and JSON for programs."""
    before = dict(operator.project.addresses)
    done = operator.types("rollback", "--rehearse", "-f", "json", expect=0)

    assert json.loads(done.out)["healthy"] == "2 of 2 servers of green are healthy"
    assert "  ok  the lease was taken" in done.err
    assert operator.project.addresses == before


def test_a_rehearsal_that_finds_something_ends_with_1(operator: Operator) -> None:
    """A pipeline stops before the switch."""
    operator.project.unhealthy.add("shop-green-r2/0")
    failed = operator.types("rollback", "--rehearse", expect=1)

    assert "  NO  1 of 2 servers of green are healthy" in failed.err
    assert "after a switch this rollback would not work: 1 of 2 servers" in failed.err


def test_a_rehearsal_is_not_rehearsed(operator: Operator) -> None:
    """--dry-run would leave out what it proves."""
    assert operator.types("rollback", "--rehearse", "--dry-run", expect=2).next_command == [
        "rollback",
        "--rehearse",
    ]


def test_a_deploy_without_room_names_the_option_that_makes_some(operator: Operator) -> None:
    """Only for quota: a missing image is not there either after the older release has gone."""
    operator.project.missing = [SHORT]
    assert "--replace-first" in operator.types("deploy", "2.0", "--yes", expect=1).err
    operator.project.missing = [Shortage("there is no image web", "openstack image list")]
    assert "--replace-first" not in operator.types("deploy", "2.0", "--yes", expect=1).err
    operator.project.missing = []
    operator.types("deploy", "2.0", "--replace-first", "--yes", expect=0)

    assert [release.name for release in shop(operator.project).blue.releases] == ["r3"]
