# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What differs, and what does not: each resource, missing, changed, or beside what is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.drifted import drift, drift_from, put_beside, resource, sentences
from support.fake_cloud import FakeProject, made
from support.worlds import SCALED_SHOP, SHOP, shop_that_is_up

from bluegreen.cloud.errors import Busy, Forbidden
from bluegreen.model.drift import DriftKind, Mending, drift_line
from bluegreen.model.resource import ResourceKind


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """Blue is live with 1.0, green idle with 1.0."""
    return shop_that_is_up(tmp_path)


@pytest.mark.parametrize("text", [SHOP, SCALED_SHOP, SHOP + "load_balancer: {protocol: TCP}\n"])
def test_nothing_differs_of_what_was_just_built(tmp_path: Path, text: str) -> None:
    """Neither from the specification nor from what Heat has kept."""
    project = shop_that_is_up(tmp_path, text)

    assert drift(project) == ()
    assert drift_from(project, tmp_path, text) == ()
    assert drift_line("shop", ()) == ""


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("health_monitor", "health monitor"),
        ("listener", "listener"),
        ("side_policy", "L7 policy"),
        ("side_rule", "L7 rule"),
        ("pool", "pool"),
        ("load_balancer", "load balancer"),
    ],
)
def test_what_a_hand_has_deleted_is_missing_and_up_makes_it_again(
    project: FakeProject, part: str, named: str
) -> None:
    """What went with it is not told too; the idle side costs nobody anything."""
    made.delete(project, part, "shop-green")
    (one,) = drift(project)

    assert one.sentence == f"green's {named} is missing"
    assert (one.kind, one.mending, one.cost) == (DriftKind.MISSING, Mending.IN_PLACE, "")
    assert one.next_step == "bluegreen up 1.0"


def test_a_corrected_health_path_is_a_difference_of_each_side(
    project: FakeProject, tmp_path: Path
) -> None:
    """The idle side first; the live one says what the change costs its clients."""
    text = SHOP + 'load_balancer: {health_check: {path: /, expect: "200-404"}}\n'
    idle, _, live, _ = drift_from(project, tmp_path, text)

    assert idle.sentence == "green's health monitor has path /health, wanted /"
    assert live.sentence == "blue's health monitor has path /health, wanted /"
    assert idle.cost == ""
    assert "reloads the load balancer" in live.cost


def test_a_host_that_health_checks_are_to_send_is_a_difference(
    project: FakeProject, tmp_path: Path
) -> None:
    """Heat's record has none, so only the specification can say it."""
    text = SHOP + "request: {host: shop.example}\n"
    told = {one.sentence for one in drift_from(project, tmp_path, text)}

    assert told == {
        f"{side}'s health monitor has host none, wanted shop.example" for side in ("green", "blue")
    }


@pytest.mark.parametrize(
    ("kind", "key", "value", "told"),
    [
        (ResourceKind.MONITOR, "path", "/x", "health monitor has path /x, wanted /health"),
        (ResourceKind.MONITOR, "method", "HEAD", "health monitor has method HEAD, wanted GET"),
        (ResourceKind.MONITOR, "interval", 60, "health monitor has interval 60, wanted 5"),
        (ResourceKind.POOL, "algorithm", "SOURCE_IP", "algorithm SOURCE_IP, wanted ROUND_ROBIN"),
        (ResourceKind.LISTENER, "enabled", False, "listener has enabled off, wanted on"),
        (ResourceKind.LISTENER, "allowed_cidrs", ["10.0.0.0/8"], "10.0.0.0/8, wanted none"),
        (ResourceKind.LISTENER, "pool", None, "listener has pool none, wanted pool_id-shop-blue"),
        (ResourceKind.BALANCER, "enabled", False, "load balancer has enabled off, wanted on"),
        (ResourceKind.NETWORK, "enabled", False, "network has enabled off, wanted on"),
    ],
)
def test_what_a_hand_has_changed_is_named_with_both_values(
    project: FakeProject, kind: ResourceKind, key: str, value: object, told: str
) -> None:
    """Heat knows nothing of it: its parameters say what was wanted."""
    project.by_hand.changed[resource(project, kind, "blue").id] = {key: value}
    (one,) = drift(project)

    assert one.sentence.endswith(told)
    assert one.mending is Mending.IN_PLACE


@pytest.mark.parametrize(
    ("kind", "of", "properties", "blocks"),
    [
        (ResourceKind.LISTENER, ResourceKind.BALANCER, {"port": 8443}, "listener delete other"),
        (ResourceKind.POOL, ResourceKind.BALANCER, {}, "pool delete other"),
        (ResourceKind.POLICY, ResourceKind.LISTENER, {}, "l7policy delete other"),
        (
            ResourceKind.MEMBER,
            ResourceKind.POOL,
            {"address": "10.0.0.9"},
            "pool_id-shop-green other",
        ),
        (ResourceKind.PORT, ResourceKind.NETWORK, {}, "port delete other"),
    ],
)
def test_what_stands_beside_it_is_foreign_and_left_to_a_person(
    project: FakeProject,
    kind: ResourceKind,
    of: ResourceKind,
    properties: dict[str, object],
    blocks: str,
) -> None:
    """It is named with the command that removes it, and never removed by `up`."""
    put_beside(project, kind, "other", resource(project, of, "green"), **properties)
    (one,) = drift(project)

    assert (one.kind, one.mending) == (DriftKind.FOREIGN, Mending.PERSON)
    assert one.sentence.endswith("is not part of this application")
    assert blocks in one.next_step


def test_a_rule_that_a_hand_has_deleted_or_added_is_named(project: FakeProject) -> None:
    """By protocol, port and source."""
    project.by_hand.gone.add("rule-shop-blue-r1-0")
    project.by_hand.rules["mine"] = {
        "group": "security_group-shop-blue-r1",
        "direction": "ingress",
        "protocol": "tcp",
        "from_port": 22,
        "to_port": 22,
        "from": "0.0.0.0/0",
    }

    gone, added = sentences(drift(project))

    assert gone.endswith("r1: the rule for tcp port 8080 from 10.20.1.0/24 is missing")
    assert "r1: a rule for tcp port 22 from 0.0.0.0/0 is not part of this" in added


def test_a_member_that_a_hand_took_out_of_the_pool_is_missing(project: FakeProject) -> None:
    """The server runs; it gets no requests."""
    project.by_hand.gone.add("member-shop-green-r2/1")

    assert sentences(drift(project)) == ["green's member of r2 is missing"]


def test_what_is_fixed_once_built_says_what_can_be_done_instead(
    project: FakeProject, tmp_path: Path
) -> None:
    """Address range, protocol and flavor of the load balancer stay as they were made."""
    text = SHOP + 'load_balancer: {protocol: TCP}\nsides: {green: {cidr: "10.9.9.0/24"}}\n'
    found = drift_from(project, tmp_path, text)

    assert {one.key for one in found} == {"cidr", "protocol"}
    assert {one.mending for one in found} == {Mending.NEXT_RELEASE}
    assert all("back to" in one.next_step for one in found)
    assert all("bluegreen deploy VERSION" in one.next_step for one in found)


def test_the_port_of_the_live_listener_is_for_the_next_release(
    project: FakeProject, tmp_path: Path
) -> None:
    """Clients would find nobody at the old one; on the idle side nobody is there."""
    idle, live = drift_from(project, tmp_path, SHOP + "load_balancer: {port: 81}\n")

    assert (idle.mending, live.mending) == (Mending.IN_PLACE, Mending.NEXT_RELEASE)
    assert live.next_step == "bluegreen deploy VERSION, then bluegreen switch"


def test_what_servers_are_made_of_comes_with_the_next_release(
    project: FakeProject, tmp_path: Path
) -> None:
    """By its key in the file."""
    found = drift_from(project, tmp_path, SHOP.replace("flavor: small", "flavor: large"))

    assert sentences(found) == [
        "green's release r2 has servers.flavor small, wanted large",
        "blue's release r1 has servers.flavor small, wanted large",
    ]
    assert {one.mending for one in found} == {Mending.NEXT_RELEASE}


def test_user_data_that_differs_is_never_shown(project: FakeProject, tmp_path: Path) -> None:
    """It may hold secrets."""
    (tmp_path / "first-boot").write_text("password=hunter2\n")
    text = SHOP.replace("count: 2", "count: 2, user_data: first-boot")
    found = drift_from(project, tmp_path, text)

    assert [one.key for one in found] == ["servers.user_data"] * 2
    assert "hunter2" not in str(found) + str(sentences(found))


@pytest.mark.parametrize("trouble", [Busy, Forbidden])
@pytest.mark.parametrize(
    ("call", "service"),
    [
        ("resources.of_network", "network"),
        ("resources.of_balancers", "load balancer"),
        ("stacks.record shop-blue", "orchestration"),
        ("stacks.record shop", "orchestration"),
        ("stacks.record shop-green-r2", "orchestration"),
    ],
)
def test_a_service_that_does_not_answer_is_not_known_and_nothing_is_missing(
    project: FakeProject, call: str, service: str, trouble: type[Exception]
) -> None:
    """Neither good nor bad."""

    def fault(moment: str, called: str) -> None:
        if called == call:
            raise trouble("no answer")

    project.fault = fault
    found = drift(project)

    assert {one.kind for one in found} == {DriftKind.UNKNOWN}
    assert f"the resources of the {service} service could not be compared" in found[0].sentence
    assert drift_line("shop", found).startswith("Drift is unknown: ")


def test_an_address_that_is_gone_is_missing(project: FakeProject) -> None:
    """Whichever of the two."""
    project.addresses = {k: a for k, a in project.addresses.items() if a.role != "preview"}

    assert sentences(drift(project)) == ["the preview address is missing"]


def test_a_load_balancer_without_its_tags_is_named(project: FakeProject) -> None:
    """It is found by them, and by Heat's record without them."""
    project.tagged_balancers.discard("lb-shop-green")
    (one,) = drift(project)

    assert one.sentence == (
        "green's load balancer has tags none, wanted application=shop, side=green"
    )
