# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A tenant's day with `openstack loadbalancer`, as typed, against the namespace provider.

The tests of this file are one story and run in the order in which they stand.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .conftest import BIN

pytestmark = [pytest.mark.lab, pytest.mark.long]

NAME = "typed"
Types = Callable[..., Any]


@pytest.fixture(scope="module")
def types(lab_environment: dict[str, str]) -> Types:
    """Run one `openstack` command; return its result, None where it prints nothing."""

    def typed(*words: str, code: int = 0) -> Any:
        done = subprocess.run(
            [BIN / "openstack", *words],
            env=lab_environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, f"{' '.join(words)}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else done.stderr

    return typed


@pytest.fixture(scope="module")
def loadbalancer(types: Types) -> Iterator[Types]:
    """Commands that begin with `openstack loadbalancer`, on a network that is there for them."""
    types("network", "create", NAME, "-f", "json")
    where = ("--network", NAME, "--subnet-range", "10.98.0.0/24")
    types("subnet", "create", NAME, *where, "-f", "json")
    yield lambda *words, **more: types("loadbalancer", *words, **more)
    names = [row["name"] for row in types("loadbalancer", "list", "-f", "json")]
    if NAME in names:
        types("loadbalancer", "delete", NAME, "--cascade", "--wait")
    types("network", "delete", NAME)


def test_a_balancer_is_made_with_all_that_belongs_to_it(loadbalancer: Types) -> None:
    """Listener, pool, members, monitor, policy and rule, each waited for until it is ACTIVE."""
    made = loadbalancer("create", "--name", NAME, "--vip-subnet-id", NAME, "--wait", "-f", "json")
    assert (made["provider"], made["provisioning_status"]) == ("namespace", "ACTIVE")

    listener = ("--name", NAME, "--protocol", "HTTP", "--protocol-port", "80", NAME)
    loadbalancer("listener", "create", *listener, "--wait", "-f", "json")
    pool = ("--name", NAME, "--listener", NAME, "--protocol", "HTTP", "--lb-algorithm")
    loadbalancer("pool", "create", *pool, "ROUND_ROBIN", "--wait", "-f", "json")
    for number in ("11", "12"):
        member = ("--name", f"m{number}", "--address", f"10.98.0.{number}", "--protocol-port")
        loadbalancer("member", "create", *member, "8080", NAME, "--wait", "-f", "json")
    monitor = ("--name", NAME, "--type", "HTTP", "--delay", "5", "--timeout", "2")
    loadbalancer(
        "healthmonitor", "create", *monitor, "--max-retries", "2", NAME, "--wait", "-f", "json"
    )
    policy = ("--name", NAME, "--action", "REJECT", NAME)
    loadbalancer("l7policy", "create", *policy, "--wait", "-f", "json")
    rule = ("--type", "PATH", "--compare-type", "STARTS_WITH", "--value", "/admin", NAME)
    made = loadbalancer("l7rule", "create", *rule, "--wait", "-f", "json")
    assert made["provisioning_status"] == "ACTIVE"


def test_everything_is_listed_and_shown(loadbalancer: Types) -> None:
    """One of each, two members, and the tree of statuses."""
    for kind in ("listener", "pool", "healthmonitor", "l7policy"):
        rows = loadbalancer(kind, "list", "-f", "json")
        assert NAME in [row["name"] for row in rows]
    members = loadbalancer("member", "list", NAME, "-f", "json")
    assert sorted(row["name"] for row in members) == ["m11", "m12"]
    rules = loadbalancer("l7rule", "list", NAME, "-f", "json")
    assert [row["value"] for row in rules] == ["/admin"]
    tree = loadbalancer("status", "show", NAME)["loadbalancer"]
    assert (tree["name"], tree["provisioning_status"]) == (NAME, "ACTIVE")
    shown = loadbalancer("show", NAME, "-f", "json")
    assert shown["vip_address"].startswith("10.98.0.")


def test_statistics_are_counted(loadbalancer: Types) -> None:
    """Of the balancer and of its listener: nobody has been here yet."""
    for words in (("stats", "show", NAME), ("listener", "stats", "show", NAME)):
        assert int(loadbalancer(*words, "-f", "json")["total_connections"]) == 0


def test_things_are_changed_and_taken_away(loadbalancer: Types) -> None:
    """A weight, a limit, a switched-off listener, a member less."""
    loadbalancer("member", "set", NAME, "m12", "--weight", "5", "--wait")
    loadbalancer("listener", "set", NAME, "--connection-limit", "100", "--wait")
    loadbalancer("listener", "set", NAME, "--disable", "--wait")
    assert loadbalancer("listener", "show", NAME, "-f", "json")["admin_state_up"] is False
    loadbalancer("listener", "set", NAME, "--enable", "--wait")
    loadbalancer("listener", "unset", NAME, "--connection-limit", "--wait")
    loadbalancer("member", "delete", NAME, "m11", "--wait")
    loadbalancer("l7policy", "delete", NAME, "--wait")

    members = loadbalancer("member", "list", NAME, "-f", "json")
    assert [(row["name"], row["weight"]) for row in members] == [("m12", 5)]
    shown = loadbalancer("listener", "show", NAME, "-f", "json")
    assert (shown["admin_state_up"], shown["connection_limit"]) == (True, -1)


def test_what_the_provider_cannot_do_is_refused_by_name(loadbalancer: Types) -> None:
    """Never accepted and ignored."""
    words = ("--name", "tls", "--protocol", "UDP", "--protocol-port", "53", NAME)
    refused = loadbalancer("listener", "create", *words, code=1)

    assert "namespace" in refused
    assert "UDP" in refused


def test_a_balancer_goes_with_all_that_belongs_to_it(loadbalancer: Types) -> None:
    """`delete --cascade`, and nothing of it is listed any more."""
    loadbalancer("delete", NAME, "--cascade", "--wait")

    for kind in ("list", "listener", "pool"):
        words = (kind,) if kind == "list" else (kind, "list")
        assert NAME not in [row["name"] for row in loadbalancer(*words, "-f", "json")]
