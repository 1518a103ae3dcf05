# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A pool without a health monitor: how its servers are is not known, and a sentence says so."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from support.answers import Json
from support.fake_cloud import FakeProject
from support.operator import Done, Operator
from unit.operations.adopt.test_plan import address, balancer, project_with

from bluegreen.cloud.load_balancers import OctaviaBalancers
from bluegreen.cloud.observe import observe
from bluegreen.model.tags import Colour

ASKS_SERVERS = """\
application: web
external_network: public
servers: {image: web, flavor: small, count: 2}
switch: {proof: {path: /version}}
"""


@pytest.fixture
def project() -> FakeProject:
    """Two load balancers on one router, neither of which has a health monitor."""
    pair = [replace(balancer(name), monitored=False) for name in ("web-a", "web-b")]
    return project_with(pair, [address(1, "web-a")])


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody who has adopted them as `web`, with no specification."""
    operator = Operator(project, tmp_path)
    (tmp_path / "bluegreen.yaml").unlink()
    operator.types("adopt", "web", "--yes", expect=0)
    return operator


def live(project: FakeProject) -> Colour | None:
    """Return the live side."""
    side = observe(project.cloud(), "web").live
    return side.colour if side else None


def test_adopt_says_that_there_is_no_health_monitor(project: FakeProject, tmp_path: Path) -> None:
    """Of each side by name, with what a switch needs then."""
    done = Operator(project, tmp_path).types("adopt", "web", "--yes", expect=0)

    assert "blue's pool has no health monitor" in done.err
    assert "green's pool has no health monitor" in done.err


def test_a_switch_that_the_balancer_alone_would_prove_is_refused_by_name(
    project: FakeProject, operator: Operator
) -> None:
    """The load balancer answers, and counts, with all its servers down; what to run next leads
    on.
    """
    words = ("switch", "web", "--to", "green", "--proof", "statistics", "--yes")
    done = operator.types(*words, expect=1)

    assert "green has 2 servers, but no health monitor to count the healthy ones" in done.err
    assert "openstack loadbalancer healthmonitor create" in done.err
    assert live(project) is Colour.BLUE
    operator.types(*words, "--allow-unknown", expect=0)
    assert live(project) is Colour.GREEN


def test_the_servers_are_asked_through_the_preview_address(
    project: FakeProject, operator: Operator
) -> None:
    """By any path but the balancer's own; while they answer, switch and rollback go on."""
    done = operator.types("switch", "web", "--to", "green", "--yes", expect=0)

    assert "they are asked through the preview address" in done.err
    assert "its servers answer" in done.err
    assert live(project) is Colour.GREEN
    operator.types("rollback", "web", "--yes", expect=0)
    assert live(project) is Colour.BLUE


@pytest.mark.parametrize("move", [("switch", "--to", "green"), ("rollback",)])
def test_servers_that_do_not_answer_there_keep_production_where_it_is(
    project: FakeProject, operator: Operator, move: tuple[str, ...]
) -> None:
    """Unless the operator knows better than this machine can see."""
    project.servers_answer = False
    words = (move[0], "web", *move[1:], "--yes")
    done = operator.types(*words, expect=1)

    assert "answered with status 503" in done.err
    assert "--allow-unknown" in done.err
    assert live(project) is Colour.BLUE
    operator.types(*words, "--allow-unknown", expect=0)
    assert live(project) is Colour.GREEN


def test_it_is_switched_and_rolled_back_where_the_servers_themselves_answer(
    project: FakeProject, operator: Operator
) -> None:
    """`switch.proof.path` names what only a server can answer."""
    (operator.folder / "bluegreen.yaml").write_text(ASKS_SERVERS)

    operator.types("switch", "web", "--to", "green", "--yes", expect=0)
    assert live(project) is Colour.GREEN
    operator.types("rollback", "web", "--yes", expect=0)
    assert live(project) is Colour.BLUE


def test_it_is_switched_and_rolled_back_without_a_proof_when_that_is_asked_for(
    project: FakeProject, operator: Operator
) -> None:
    """The plan says what is not known, and the operator decides."""
    done = operator.types("switch", "web", "--to", "green", "--proof", "none", "--yes", expect=0)

    assert "no health monitor" in done.err
    operator.types("rollback", "web", "--proof", "none", "--yes", expect=0)
    assert live(project) is Colour.BLUE


def test_status_and_list_say_that_it_is_not_known(operator: Operator) -> None:
    """Not 0 healthy servers, and not 2."""
    done = operator.types("status", "web", "-f", "json", expect=0)

    assert [side["Healthy"] for side in json.loads(done.out)] == [None, None]
    assert [side["State"] for side in json.loads(done.out)] == ["unknown: no health monitor"] * 2
    assert "blue: no health monitor asks its 2 servers" in done.err
    assert "blue: its servers answer." in done.err
    assert "no health monitor" in operator.types("list", expect=0).out


def test_a_drain_goes_on(operator: Operator) -> None:
    """The side that clients go to serves, as far as anybody knows."""
    done: Done = operator.types("drain", "web", "--cut", "--yes", expect=0)

    assert "no health monitor" in done.err


@dataclass
class Octavia:
    """Answers of Octavia for one load balancer whose pool has two members and no monitor."""

    project_id: str = "p"
    asked: list[str] = field(default_factory=list)

    def list(self, service: str, path: str, key: str, **query: Any) -> list[Json]:
        """Return what Octavia 19 lists."""
        at = {"created_at": "1", "loadbalancers": [{"id": "lb"}]}
        held: dict[str, list[Json]] = {
            "loadbalancers": [_LISTED],
            "listeners": [{"id": "l", "protocol": "HTTP", "protocol_port": 80, **at, **_UP}],
            "pools": [{"id": "p", **at, **_POOL}],
        }
        return held[key]

    def get(self, service: str, path: str, **query: Any) -> Json:
        """Return the tree of statuses."""
        members = [
            {"id": f"m{n}", "address": f"10.0.0.{n}", "operating_status": "NO_MONITOR"}
            for n in (1, 2)
        ]
        listeners = [{"pools": [{"id": "p", "members": members}]}]
        return {"statuses": {"loadbalancer": {**_STATUS, "listeners": listeners}}}


_UP = {"admin_state_up": True}
_STATUS = {"provisioning_status": "ACTIVE", "operating_status": "ONLINE"}
_POOL = {"members": [{"id": "m1"}, {"id": "m2"}], "healthmonitor_id": None, **_STATUS}
_LISTED = {
    "id": "lb",
    "tags": ["bluegreen", "bluegreen:application=web", "bluegreen:side=blue"],
    "vip_address": "10.0.0.1",
    "vip_port_id": "x",
    "vip_network_id": "",
    "vip_subnet_id": "",
    "provider": "amphora",
    **_STATUS,
}


def test_the_listing_and_a_closer_look_at_a_balancer_agree() -> None:
    """Octavia calls the pool ONLINE and its members NO_MONITOR."""
    balancers = OctaviaBalancers(Octavia())  # type: ignore[arg-type]
    (found,) = balancers.find()

    seen = balancers.inspect(found)

    assert seen.members == found.members
    assert (seen.members.healthy, seen.members.at_most, seen.members.unmonitored) == (0, 2, 2)
