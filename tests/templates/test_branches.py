# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Heat accepts every branch of every template, and makes of it what is meant."""

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.templates.conftest import Heat

pytestmark = pytest.mark.lab

VOLUMES = [{"size": 10}, {"size": 20, "type": "ssd"}]

BRANCHES: list[tuple[str, dict[str, Any]]] = [
    ("application", {}),
    ("side", {}),
    ("side", {"protocol": "TCP", "port": 443, "algorithm": "SOURCE_IP"}),
    ("side", {"load_balancer_flavor": "closing", "dns_servers": "192.0.2.53,192.0.2.54"}),
    ("release", {}),
    ("release", {"anti_affinity": "soft", "key_pair": "ops"}),
    ("release", {"anti_affinity": "hard", "availability_zone": "nova"}),
    ("release", {"min": 1, "max": 4, "wanted": 2, "volumes": VOLUMES}),
    ("release", {"allow": [{"protocol": "udp", "port": 53, "from": "198.51.100.0/24"}]}),
    ("release", {"max": 3, "scaling_source": "prometheus", "scaling_step": 2, "drain": 10}),
    ("release", {"max": 3, "scaling_source": "gnocchi", "alarms_enabled": False}),
    ("member", {}),
    ("member", {"drain": 10}),
    ("member", {"key_pair": "ops", "server_group": "group-id"}),
    ("member", {"availability_zone": "nova", "volumes": VOLUMES}),
    ("volume", {}),
    ("volume", {"availability_zone": "nova"}),
]


@pytest.mark.parametrize(("name", "parameters"), BRANCHES)
def test_heat_accepts_the_branch(heat: "Heat", name: str, parameters: dict[str, Any]) -> None:
    """Whatever the parameters choose, the stack that comes out is one that Heat can build."""
    assert heat.validate(name, parameters).problem is None


def test_every_condition_is_tried_both_ways(heat: "Heat") -> None:
    """A branch that no case takes is a branch that nobody has validated."""
    seen = defaultdict(set)
    for name, parameters in BRANCHES:
        for condition, value in heat.validate(name, parameters).conditions.items():
            seen[name, condition].add(value)
    assert {name for name, _ in seen} == {"side", "release", "member", "volume"}
    assert {at: values for at, values in seen.items() if values != {True, False}} == {}


def test_the_lease_has_a_network_of_its_own(heat: "Heat") -> None:
    """It is found by its role, among the networks that carry the application's name."""
    network = heat.validate("application").properties("lease_network")
    assert (network["name"], network["tags"][-1]) == ("shop-lease", "bluegreen:role=lease")


def test_an_http_side_names_itself(heat: "Heat") -> None:
    """The load balancer answers the well-known path itself: no server is needed for the proof."""
    side = heat.validate("side", {"side": "green"})
    policy, rule = side.properties("side_policy"), side.properties("side_rule")
    assert policy["action"] == "REDIRECT_TO_URL"
    assert policy["redirect_url"] == "http://bluegreen.invalid/shop/green"
    assert (rule["type"], rule["compare_type"]) == ("PATH", "EQUAL_TO")
    assert rule["value"] == "/.well-known/bluegreen"


def test_a_tcp_side_has_nothing_of_http(heat: "Heat") -> None:
    """Octavia refuses paths and policies where it does not read the requests."""
    side = heat.validate("side", {"protocol": "TCP"})
    monitor = side.properties("health_monitor")
    assert not {"side_policy", "side_rule"} & set(side.resources)
    assert monitor["type"] == side.properties("listener")["protocol"] == "TCP"
    assert not {"url_path", "expected_codes"} & set(monitor)


@pytest.mark.parametrize(
    ("wish", "policies"),
    [("off", None), ("soft", ["soft-anti-affinity"]), ("hard", ["anti-affinity"])],
)
def test_anti_affinity_is_a_server_group(
    heat: "Heat", wish: str, policies: list[str] | None
) -> None:
    """Soft and hard are Nova's policies of that kind; off leaves no group and no hint."""
    release = heat.validate("release", {"anti_affinity": wish})
    group = release.resources.get("server_group", {"properties": {"policies": None}})
    member = release.properties("servers")["resource"]["properties"]
    assert group["properties"]["policies"] == policies
    assert bool(member["server_group"]) == bool(policies)


def test_servers_are_open_to_the_balancer_and_to_what_is_allowed(heat: "Heat") -> None:
    """Nothing reaches the servers but the side's own range on their port, and the allow list."""
    allow = [
        {"protocol": "tcp", "port": 22, "from": "198.51.100.0/24"},
        {"protocol": "icmp", "from": "0.0.0.0/0"},
    ]
    rules = heat.validate("release", {"allow": allow}).properties("security_group")["rules"]
    assert [
        (r["protocol"], r["port_range_min"], r["port_range_max"], r["remote_ip_prefix"])
        for r in rules
    ] == [
        ("tcp", 8080, 8080, "10.20.1.0/24"),
        ("tcp", 22, 22, "198.51.100.0/24"),
        ("icmp", None, None, "0.0.0.0/0"),
    ]


def test_a_server_says_whose_it_is(heat: "Heat") -> None:
    """Metadata names application, side, release and version, and the group for telemetry."""
    assert heat.validate("member").properties("server")["metadata"] == {
        "bluegreen.application": "shop",
        "bluegreen.side": "blue",
        "bluegreen.release": "r7",
        "bluegreen.version": "1.0",
        "metering.server_group": "stack-id",
    }


def test_each_volume_has_its_own_size_and_type(heat: "Heat") -> None:
    """The index picks the volume from the list; no type means the cloud's default type."""
    volumes = [
        heat.validate("volume", {"volumes": VOLUMES, "index": index}).properties("volume")
        for index in range(len(VOLUMES))
    ]
    assert [(v["size"], v["volume_type"]) for v in volumes] == [(10, None), (20, "ssd")]


def test_a_volume_says_whose_it_is(heat: "Heat") -> None:
    """The version is on everything that a release is made of and that can carry it."""
    whose = {"bluegreen.application": "shop", "bluegreen.version": "1.0"}
    volume = heat.validate("volume", {"metadata": whose}).properties("volume")
    group = heat.validate("member", {"volumes": VOLUMES}).properties("extra_volumes")
    told = group["resource_def"]["properties"]["metadata"]

    assert volume["metadata"] == whose
    assert set(told) == {
        f"bluegreen.{fact}" for fact in ("application", "side", "release", "version")
    }


@pytest.mark.parametrize(
    ("name", "resource"),
    [
        ("application", "router"),
        ("application", "lease_network"),
        ("side", "network"),
        ("side", "subnet"),
        ("member", "member_port"),
    ],
)
def test_what_can_be_tagged_is_tagged(heat: "Heat", name: str, resource: str) -> None:
    """One filtered listing finds everything of an application."""
    assert {"bluegreen", "bluegreen:application=shop"} <= set(
        heat.validate(name).properties(resource)["tags"]
    )


def test_a_release_scales_by_the_cpu_of_its_own_servers(heat: "Heat") -> None:
    """The query takes the servers by the stack's id, as their metadata names it, in percent."""
    release = heat.validate(
        "release", {"scaling_source": "prometheus", "window": 60, "vcpus": 2, "out_above": 75}
    )
    high, low = release.properties("prometheus_high"), release.properties("prometheus_low")
    assert high["query"] == low["query"]
    assert re.fullmatch(
        r'avg\(rate\(ceilometer_cpu\{server_group="[^"]*"\}\[60s\]\)\) / 1e7 / 2', high["query"]
    )
    assert (high["comparison_operator"], high["threshold"]) == ("gt", 75)
    assert (low["comparison_operator"], low["threshold"]) == ("lt", 25)
    assert high["repeat_actions"] is low["repeat_actions"] is True


def test_a_threshold_for_gnocchi_is_in_nanoseconds(heat: "Heat") -> None:
    """Gnocchi keeps what Ceilometer counts: 70 percent of two CPUs for 300 s are 420 s of CPU."""
    release = heat.validate("release", {"scaling_source": "gnocchi", "window": 300, "vcpus": 2})
    high = release.properties("gnocchi_high")
    assert (high["threshold"], high["granularity"]) == (420_000_000_000, 300)
    assert high["aggregation_method"] == "rate:mean"


@pytest.mark.parametrize("source", ["prometheus", "gnocchi"])
def test_the_alarms_of_an_idle_side_are_made_held(heat: "Heat", source: str) -> None:
    """Without load they would shrink it before it goes live."""
    release = heat.validate("release", {"scaling_source": source, "alarms_enabled": False})
    ways = ("high", "low")
    assert [release.properties(f"{source}_{way}")["enabled"] for way in ways] == [False, False]


def test_without_a_source_there_are_policies_and_no_alarms(heat: "Heat") -> None:
    """Other monitoring calls the policies."""
    release = heat.validate("release", {"scaling_step": 2, "cooldown": 90})
    out, back = release.properties("scale_out"), release.properties("scale_in")
    assert (out["scaling_adjustment"], back["scaling_adjustment"]) == (2, -2)
    assert (out["cooldown"], back["cooldown"]) == (90, 90)
    assert not [r for r in release.resources.values() if r["type"].startswith("OS::Aodh")]


def test_a_server_that_goes_has_time_for_its_last_requests(heat: "Heat") -> None:
    """The pool member goes first; what it depends on waits, and only on the way down."""
    member = heat.validate("member", {"drain": 10})
    assert member.properties("last_requests") == {"min_wait": 10, "actions": ["DELETE"]}
