# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application made by plain `openstack` commands is adopted, and switched by narrow credentials.

The tests of this file are one story and run in the order in which they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openstack.config import OpenStackConfig
from openstack.connection import Connection
from support.permits import ALONE

from bluegreen.cloud import from_connection
from bluegreen.cloud.api import Api
from lab.adopted_pair import (
    NAME,
    PARTS,
    SPECIFICATION,
    Client,
    Pair,
    make,
    narrow_operator,
    take_down,
    users_of,
    wait_until_healthy,
)

from .conftest import Operator, connection_of

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def client(lab_environment: dict[str, str]) -> Client:
    """The client, as a plain member of a project."""
    files = [lab_environment["OS_CLIENT_CONFIG_FILE"]]
    config = OpenStackConfig(config_files=files).get_one(lab_environment["OS_CLOUD"])
    connection = Connection(config=config)
    return Client(lab_environment, Api(connection, ALONE), from_connection(connection))


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]) -> Operator:
    """An operator in a folder without a specification."""
    return Operator(tmp_path_factory.mktemp(NAME), lab_environment)


@pytest.fixture(scope="module")
def pair(client: Client, operator: Operator) -> Iterator[Pair]:
    """Two load balancers with one server behind both, on one router, and a floating IP."""
    take_down(client, operator)
    client.cloud.journal.prune(NAME, keep=0)  # a narrow credential may not, and would say so
    try:
        yield make(client, operator.folder)
    finally:
        take_down(client, operator)


def test_the_pair_is_found_and_shown_and_nothing_is_tagged(
    operator: Operator, client: Client, pair: Pair
) -> None:
    """A dry run is a look."""
    words = ("--production", pair.production, "--dry-run")
    shown = operator.types("adopt", NAME, *words)

    assert f"Tag the load balancer {PARTS}-one as blue" in shown.err
    assert "are behind one router" in shown.err
    assert operator.types("status", NAME, expect=1).code == 1


def test_adopting_moves_nothing(operator: Operator, client: Client, pair: Pair) -> None:
    """Production points where it pointed; the sides are what was there, and healthy."""
    words = ("--production", pair.production, "--identity-policy", "--yes")
    operator.types("adopt", NAME, *words)

    assert client.port_of(pair.production) == pair.ports["one"]
    assert operator.live(NAME) == "blue"
    wait_until_healthy(operator)


def test_switch_and_rollback_work_and_are_on_record(
    operator: Operator, client: Client, pair: Pair
) -> None:
    """Proved by connections, since the load balancers say their side now; no request is lost."""
    there = operator.types("switch", NAME, "--yes", "-f", "json").json()
    assert (there["live"], there["failed_requests"]) == ("green", 0)
    assert client.port_of(pair.production) == pair.ports["two"]

    back = operator.types("rollback", NAME, "--yes", "-f", "json").json()
    assert (back["live"], back["failed_requests"]) == ("blue", 0)
    events = [row["Event"] for row in operator.types("-q", "history", NAME, "-f", "json").json()]
    assert {"adopt", "switch", "rollback"} <= set(events)


def test_a_switch_is_proved_by_statistics_alone(operator: Operator, pair: Pair) -> None:
    """Users connect; the load balancers count them; this machine sends nothing."""
    with users_of(pair.production):
        done = operator.types("switch", NAME, "--proof", "statistics", "--yes", "-f", "json")
        assert done.json()["live"] == "green"
        assert "the other side none" in done.err
        assert done.json()["requests"] is None
    operator.types("rollback", NAME, "--yes")
    assert operator.live(NAME) == "blue"


def test_the_idle_side_is_checked_and_the_live_one_watched(
    operator: Operator, pair: Pair, tmp_path: Path
) -> None:
    """By a specification with the checks; its servers are nobody's."""
    (tmp_path / "bluegreen.yaml").write_text(SPECIFICATION)
    there = replace(operator, folder=tmp_path)

    found = there.types("-q", "check", "-f", "json").json()
    assert [(row["Check"], row["Outcome"]) for row in found] == [
        ("warm-up", "passed"),
        ("health", "passed"),
    ]
    watched = there.types("watch")
    assert "Watching blue for 5 s." in watched.err
    assert operator.live(NAME) == "blue"


def test_doctor_measures_what_happens_to_held_connections(
    operator: Operator, client: Client, pair: Pair
) -> None:
    """With the L3 agent they stay on the old side; production is back afterwards."""
    words = ("--measure", "application", "--yes", "-f", "json")
    found = {row["Check"]: row for row in operator.types("-q", "doctor", NAME, *words).json()}

    assert found["held-connections"]["Verdict"] == "ok"
    assert "5 stayed on the old side" in found["held-connections"]["Finding"]
    assert found["other-manager"]["Verdict"] == "ok"
    assert found["reach"]["Verdict"] == "ok"
    assert client.port_of(pair.production) == pair.ports["one"]


@pytest.fixture(scope="module")
def narrow(operator: Operator, pair: Pair) -> Operator:
    """An operator who has nothing but a credential for switching."""
    return narrow_operator(operator, "switch-only")


def test_a_narrow_credential_switches_and_rolls_back(narrow: Operator) -> None:
    """Lease, journal, statistics, members: all that a switch needs is allowed."""
    there = narrow.types("switch", NAME, "--yes", "-m", "by a narrow credential", "-f", "json")
    assert there.json()["live"] == "green"
    assert "answered 401" not in there.err
    back = narrow.types("rollback", NAME, "--yes", "--allow-smaller", "-f", "json")
    assert back.json()["live"] == "blue"
    assert "answered 401" not in back.err
    newest = narrow.types("-q", "history", NAME, "-f", "json").json()
    assert any(row["Message"] == "by a narrow credential" for row in newest)


def test_without_the_lease_a_narrower_credential_switches_too(
    operator: Operator, client: Client, pair: Pair
) -> None:
    """It may write where two addresses point, and to the journal; ports are refused as well."""
    strict = narrow_operator(operator, "switch-only", "--without-lease", "--cloud", "strict")
    strict.types("switch", NAME, "--yes", expect=1)
    for verb in (("switch",), ("rollback", "--allow-smaller")):
        done = strict.types(verb[0], NAME, *verb[1:], "--without-lease", "--yes")
        assert "answered 401" not in done.err
    cloud = connection_of(operator.folder / "strict.yaml", "strict")
    network = client.named("network", "/networks")["id"]
    port = pair.ports["one"]
    for method, path, body in (
        ("POST", "/ports", {"port": {"network_id": network}}),
        ("PUT", f"/ports/{port}", {"port": {"admin_state_up": False}}),
        ("DELETE", f"/ports/{port}", None),
    ):
        assert cloud.network.request(path, method, json=body).status_code == 401
    assert client.port_of(pair.production) == port


def test_a_pipelines_credential_pauses_and_cuts(operator: Operator, pair: Pair) -> None:
    """What a pipeline does beside building is allowed too; a narrower one may not cut."""
    pipeline = narrow_operator(operator, "jenkins")

    for words in (("pause", NAME), ("unpause", NAME), ("drain", NAME, "--cut", "--yes")):
        assert "answered 401" not in pipeline.types(*words).err
    wait_until_healthy(operator)


def test_doctor_says_what_a_narrow_credential_is(narrow: Operator) -> None:
    """What its rules refuse is no fault of the cloud."""
    words = ("-q", "doctor", NAME, "--proof", "none", "-f", "json")
    found = {row["Check"]: row for row in narrow.types(*words).json()}

    assert "an application credential" in found["credentials"]["Finding"]
    assert found["heat-trusts"]["Verdict"] == "note"
    assert found["service-compute"]["Verdict"] == "note"
    assert found["service-network"]["Verdict"] == "ok"


def test_a_cut_is_refused_to_a_credential_for_switching(narrow: Operator) -> None:
    """The listener is not its own, unless it was made --with-cut; nothing is changed."""
    assert "answered 401" in narrow.types("drain", NAME, "--cut", "--yes", expect=1).err
    assert narrow.live(NAME) == "blue"


def test_everything_else_is_refused(
    operator: Operator, narrow: Operator, client: Client, pair: Pair
) -> None:
    """Each other write is answered 401 by its service, and nothing has changed afterwards."""
    name = f"{NAME}-switch-only"
    cloud = connection_of(operator.folder / f"{name}.yaml", name)
    server = client.named("compute", "/servers")["id"]
    lb = client.named("load_balancer", "/lbaas/loadbalancers", f"{PARTS}-one")["id"]
    network = client.named("network", "/networks")["id"]
    router = client.named("network", "/routers")["id"]
    external = client.named("network", "/networks", "public")["id"]
    wish = {"floatingip": {"floating_network_id": external}}
    other = client.api.post("network", "/floatingips", wish)["floatingip"]
    writes: list[tuple[Any, str, str, dict[str, Any]]] = [
        (cloud.network, "PUT", f"/floatingips/{other['id']}", {"floatingip": {"port_id": None}}),
        (cloud.network, "DELETE", f"/floatingips/{other['id']}", {}),
        (cloud.network, "POST", "/floatingips", {"floatingip": {}}),
        (cloud.network, "DELETE", f"/networks/{network}", {}),
        (cloud.network, "PUT", f"/networks/{network}", {"network": {"name": "x"}}),
        (cloud.network, "PUT", f"/routers/{router}", {"router": {"name": "x"}}),
        (cloud.network, "POST", "/security-groups", {"security_group": {"name": "x"}}),
        (cloud.load_balancer, "DELETE", f"/lbaas/loadbalancers/{lb}?cascade=true", {}),
        (cloud.load_balancer, "PUT", f"/lbaas/loadbalancers/{lb}", {"loadbalancer": {"name": "x"}}),
        (cloud.load_balancer, "POST", "/lbaas/pools", {"pool": {}}),
        (cloud.orchestration, "POST", "/stacks", {"stack_name": "x"}),
        (cloud.orchestration, "DELETE", "/software_configs/0", {}),
        (cloud.compute, "DELETE", f"/servers/{server}", {}),
        (cloud.compute, "GET", "/servers", {}),
        (cloud.image, "GET", "/images", {}),
    ]
    try:
        answers = {
            f"{method} {path}": service.request(path, method, json=body or None).status_code
            for service, method, path, body in writes
        }
        assert answers == dict.fromkeys(answers, 401)
        made = narrow.types("credential", "create", NAME, "--for", "switch-only", expect=1)
        assert "cannot make another one" in made.err
    finally:
        client.api.delete("network", f"/floatingips/{other['id']}")
    assert client.port_of(pair.production) == pair.ports["one"]
    kept = client.api.get("compute", f"/servers/{server}")["server"]
    assert kept["status"] == "ACTIVE"


def test_a_credential_that_is_deleted_is_good_for_nothing(
    operator: Operator, narrow: Operator, client: Client, pair: Pair
) -> None:
    """Keystone refuses it from then on, and keeps no rule that names the application's address."""
    found = client.cloud.adoption.addresses()
    address = next(one for one in found if one.floating_ip == pair.production)
    assert len(operator.types("-q", "credential", "list", NAME, "-f", "json").json()) == 3
    operator.types("credential", "delete", NAME, "--all")

    assert operator.types("-q", "credential", "list", NAME, "-f", "json").json() == []
    path = f"/users/{client.api.token()['user']['id']}/access_rules"
    rules = [rule["path"] for rule in client.api.list("identity", path, "access_rules")]
    assert not [path for path in rules if address.id in path]
    assert narrow.types("status", NAME, expect=1).code == 1


def test_given_back_it_is_as_it_was(operator: Operator, client: Client, pair: Pair) -> None:
    """No tag is left, and production still points at the first load balancer."""
    operator.types("adopt", NAME, "--unadopt", "--yes")

    assert client.port_of(pair.production) == pair.ports["one"]
    addresses = client.cloud.adoption.addresses()
    assert [one.application for one in addresses if one.floating_ip == pair.production] == [""]
    balancers = [one for one in client.cloud.adoption.balancers() if PARTS in one.name]
    assert [one.application for one in balancers] == ["", ""]
    operator.types("status", NAME, expect=1)
