# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the parameters of a stack ask for, resource by resource. Pure.

The parameters are those that the specification makes, or those that Heat has kept: both say the
same of a stack that nobody has touched. The names are those of the templates in `cloud/templates`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bluegreen.model.resource import ResourceKind

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """One resource of a stack's template, and the values that its properties should have.

    `within` is the part that this one goes with: where that is missing, this is not told too.
    `recorded` are the values that Heat's parameters ask for.
    """

    part: str
    kind: ResourceKind
    properties: Mapping[str, Any] = field(default_factory=dict)
    within: str = ""
    recorded: Mapping[str, Any] = field(default_factory=dict)


def of_application() -> Iterator[Wanted]:
    """Yield what both sides share."""
    yield Wanted("router", ResourceKind.ROUTER, {"enabled": True})
    yield Wanted("lease_network", ResourceKind.NETWORK, {"enabled": True})


def of_side(parameters: Parameters, *, pool: str) -> Iterator[Wanted]:
    """Yield what a side's network and load balancer should be; `pool` is the id of its pool."""
    is_http = parameters["protocol"] == "HTTP"
    yield Wanted("network", ResourceKind.NETWORK, {"enabled": True})
    yield Wanted(
        "subnet",
        ResourceKind.SUBNET,
        {"cidr": parameters["cidr"], "dns_servers": _listed(parameters.get("dns_servers", ""))},
        within="network",
    )
    yield Wanted("router_interface", ResourceKind.INTERFACE, within="subnet")
    yield Wanted("load_balancer", ResourceKind.BALANCER, {"enabled": True}, within="subnet")
    yield Wanted("pool", ResourceKind.POOL, _pool(parameters), within="load_balancer")
    yield Wanted("health_monitor", ResourceKind.MONITOR, _monitor(parameters), within="pool")
    yield Wanted(
        "listener",
        ResourceKind.LISTENER,
        {
            "enabled": True,
            "protocol": parameters["protocol"],
            "port": parameters["port"],
            "pool": pool,
            "allowed_cidrs": [],
            "forwards": "true" if is_http else None,
        },
        within="load_balancer",
    )
    if is_http:
        url = f"http://bluegreen.invalid/{parameters['application']}/{parameters['side']}"
        policy = {"enabled": True, "action": "REDIRECT_TO_URL", "url": url}
        yield Wanted("side_policy", ResourceKind.POLICY, policy, within="listener")
        rule = {
            "enabled": True,
            "type": "PATH",
            "compare": "EQUAL_TO",
            "value": "/.well-known/bluegreen",
            "invert": False,
        }
        yield Wanted("side_rule", ResourceKind.L7_RULE, rule, within="side_policy")


def rules_of_release(parameters: Parameters) -> list[dict[str, Any]]:
    """Return the rules that let requests reach the servers of a release."""
    allowed = as_list(parameters.get("allow"))
    own = {"protocol": "tcp", "port": parameters["port"], "from": parameters["cidr"]}
    return [
        {
            "direction": "ingress",
            "protocol": rule["protocol"],
            "from_port": None if rule.get("port") is None else int(rule["port"]),
            "to_port": None if rule.get("port") is None else int(rule["port"]),
            "from": rule["from"],
        }
        for rule in (own, *allowed)
    ]


def member(parameters: Parameters) -> dict[str, Any]:
    """Return what each member of a release's servers should be in the pool."""
    return {"enabled": True, "port": parameters["port"], "weight": 1}


def as_list(kept: Any) -> list[Any]:
    """Return a list that Heat gives back as JSON, or one that is a list already."""
    return list(json.loads(kept) if isinstance(kept, str) else kept or ())


def text(value: object) -> str:
    """Return a value as people read it, and as two of them are compared."""
    if value in (None, "", [], ()):
        return "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list | tuple):
        return ", ".join(sorted(map(str, value)))
    return str(value)


def _pool(parameters: Parameters) -> dict[str, Any]:
    return {
        "enabled": True,
        "protocol": parameters["protocol"],
        "algorithm": parameters["algorithm"],
        "session_persistence": None,
    }


def _monitor(parameters: Parameters) -> dict[str, Any]:
    checked = {
        "enabled": True,
        "type": parameters["protocol"],
        "interval": parameters["health_interval"],
        "timeout": parameters["health_timeout"],
        "healthy_after": parameters["healthy_after"],
    }
    if parameters["protocol"] == "HTTP":
        checked |= {"path": parameters["health_path"], "expect": parameters["health_expect"]}
        checked["method"] = parameters.get("health_method", "GET")  # stacks of before have none
    return checked


def _listed(stated: Any) -> list[str]:
    return [one.strip() for one in str(stated).split(",") if one.strip()]
