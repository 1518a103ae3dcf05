# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`doctor`: what it finds, what it measures, and that it leaves everything as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.doctors import findings, writes
from support.fake_cloud import FakeProject
from support.faults import no_clock
from support.operator import Operator
from support.worlds import SCALED_SHOP, SHOP, shop

from bluegreen.model.quota import Shortage

READS = ("addresses.find", "addresses.get", "balancers.find", "balancers.inspect", "stacks.find")


def test_a_sound_cloud_and_application_have_nothing_bad(
    operator: Operator, project: FakeProject
) -> None:
    """Exit code 0, every check with a sentence, and nothing was written."""
    project.calls.clear()
    found = findings(operator, "shop")

    assert {row["Verdict"] for row in found.values()} <= {"ok", "note"}
    assert {"credentials", "extensions", "room", "one-router", "other-manager", "reach"} <= set(
        found
    )
    assert all(row["Finding"] for row in found.values())
    assert writes(project) == []


def test_without_an_application_only_the_cloud_is_examined(tmp_path: Path) -> None:
    """Before the first `up` there is nothing else."""
    operator = Operator(FakeProject(), tmp_path)
    (tmp_path / "bluegreen.yaml").unlink()

    found = findings(operator)

    assert "room" in found
    assert "one server per side" in found["room"]["Finding"]
    assert "reach" not in found


def test_an_extension_that_is_missing_stands_in_the_way(
    operator: Operator, project: FakeProject
) -> None:
    """Without If-Match a stale command would move an address that somebody else has moved."""
    project.extensions -= {"revision-if-match"}

    found = findings(operator, "shop", expect=1)

    assert found["extension"]["Verdict"] == "bad"
    assert "revision-if-match" in found["extension"]["Finding"]


@pytest.mark.parametrize(("aliases", "word"), [({"l3-ha"}, "L3 agent"), (set(), "OVN")])
def test_the_kind_of_router_is_guessed_and_called_a_guess(
    operator: Operator, project: FakeProject, aliases: set[str], word: str
) -> None:
    """A tenant sees only the extensions."""
    project.extensions = (project.extensions - {"dvr"}) | aliases

    found = findings(operator, "shop")["back-end"]

    assert found["Verdict"] == "note"
    assert word in found["Finding"]
    assert "--measure" in found["Next"]


def test_a_holder_whose_time_is_unknown_is_named_and_not_called_alive(
    operator: Operator, project: FakeProject
) -> None:
    """Nobody knows whether that run is dead without the cloud's clock."""
    project.cloud().leases.take("shop", "bob@desk", "release 2.0", timedelta(minutes=2))
    no_clock(project)

    lease = findings(operator, "shop")["lease"]

    assert lease["Verdict"] == "unknown"
    assert (
        "bob@desk (release 2.0) holds the lease; it is unknown whether that run" in lease["Finding"]
    )


def test_a_service_that_refuses_stands_in_the_way(operator: Operator, project: FakeProject) -> None:
    """The service's own words are shown."""
    project.refusals["load-balancer"] = "GET /lbaas/loadbalancers answered 403: no role"

    found = findings(operator, "shop", expect=1)["service-load-balancer"]

    assert found["Verdict"] == "bad"
    assert "403: no role" in found["Finding"]


@pytest.mark.parametrize("source", ["prometheus", "gnocchi"])
def test_the_alarm_service_is_looked_at_where_it_is_to_scale_the_sides(
    tmp_path: Path, source: str
) -> None:
    """A cloud without it builds nothing with such a specification."""
    operator = Operator(FakeProject(), tmp_path, SCALED_SHOP.replace("prometheus", source))
    operator.project.refusals["alarming"] = "the catalogue has no alarming"

    found = findings(operator, expect=1)

    assert found["service-alarming"]["Verdict"] == "bad"


@pytest.mark.parametrize("text", [SHOP, SCALED_SHOP.replace("prometheus", "none")])
def test_the_alarm_service_is_not_looked_at_where_nothing_needs_it(
    tmp_path: Path, text: str
) -> None:
    """Many clouds have none."""
    operator = Operator(FakeProject(), tmp_path, text)
    operator.project.refusals["alarming"] = "the catalogue has no alarming"

    assert "service-alarming" not in findings(operator)


def test_what_a_narrow_credential_is_refused_does_not_stand_in_the_way(
    operator: Operator, project: FakeProject
) -> None:
    """It is meant to be."""
    project.who = replace(project.who, credential="c1", restricted=True, rules=True)
    project.refusals["compute"] = "GET /limits answered 401"

    assert findings(operator, "shop")["service-compute"]["Verdict"] == "note"


def test_quota_that_is_too_small_stands_in_the_way(
    operator: Operator, project: FakeProject
) -> None:
    """Each shortage is reported."""
    project.missing = [Shortage("quota: 4 servers needed, 1 left", "openstack quota show")]

    assert "4 servers needed" in findings(operator, "shop", expect=1)["room"]["Finding"]


def test_another_manager_of_an_address_stands_in_the_way(
    operator: Operator, project: FakeProject
) -> None:
    """A stack that is updated would take production along."""
    project.other_managers["production"] = ["the Heat stack net manages it"]

    done = operator.types("doctor", "shop", expect=1)

    assert "the Heat stack net manages it" in done.err


@pytest.mark.parametrize("restricted", [True, False])
def test_what_heat_makes_of_an_application_credential_is_reported(
    operator: Operator, project: FakeProject, restricted: bool
) -> None:
    """It works for switching, so it is good to know and not bad."""
    project.who = replace(project.who, credential="c1", restricted=restricted)

    found = findings(operator, "shop")["heat-trusts"]

    assert found["Verdict"] == "note"
    assert "trust" in found["Finding"]
    assert "credential create" in found["Next"]


def test_a_user_who_may_not_write_is_reported(operator: Operator, project: FakeProject) -> None:
    """A reader can look, and nothing else."""
    project.who = replace(project.who, roles=frozenset({"reader"}))

    found = findings(operator, "shop", expect=1)

    assert (found["role"]["Verdict"], found["load-balancer-role"]["Verdict"]) == ("bad", "note")


def test_a_move_behind_our_back_is_noticed(operator: Operator, project: FakeProject) -> None:
    """The journal says green, the address says blue."""
    operator.types("switch", "--yes", expect=0)
    production = shop(project).production
    preview = shop(project).preview
    assert production is not None
    assert preview is not None
    project.addresses[preview.id] = replace(preview, port_id=None)
    project.addresses[production.id] = replace(production, port_id=preview.port_id)

    found = findings(operator, "shop")["last-move"]

    assert found["Verdict"] == "note"
    assert "made green live" in found["Finding"]
