# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""From the specification to the stacks that Heat is asked for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bluegreen.model.stack import Size, StackRequest
from bluegreen.model.tags import Colour, tags_for
from bluegreen.spec import Specification
from bluegreen.spec.servers import ScalingSection

Inputs = Mapping[str, tuple[str, str]]
"""Parameters that come from the outputs of another stack: parameter → (stack, output)."""


def application_stack(specification: Specification) -> StackRequest:
    """Return the stack of the router that both sides share."""
    name = specification.application
    return StackRequest(
        name=name,
        template="application",
        parameters={
            "application": name,
            "external_network": specification.external_network,
        },
        tags=tags_for(name),
    )


def side_stack(specification: Specification, colour: Colour) -> tuple[StackRequest, Inputs]:
    """Return the stack of a side's network and balancer, and where its router comes from."""
    name, balancer = specification.application, specification.load_balancer
    check = balancer.health_check
    parameters: dict[str, Any] = {
        "application": name,
        "side": colour,
        "cidr": str(getattr(specification.sides, colour).cidr),
        "dns_servers": ",".join(map(str, specification.dns_servers)),
        "protocol": balancer.protocol,
        "port": balancer.port,
        "algorithm": balancer.algorithm,
        "load_balancer_flavor": balancer.flavor or "",
        "health_interval": int(check.interval.total_seconds()),
        "health_timeout": int(check.timeout.total_seconds()),
        "healthy_after": check.healthy_after,
    }
    if balancer.protocol == "HTTP":
        parameters |= {
            "health_path": check.path,
            "health_method": check.method,
            "health_expect": check.expect,
        }
    request = StackRequest(
        name=stack_name(name, colour),
        template="side",
        parameters=parameters,
        tags=tags_for(name, side=colour),
    )
    return request, {"router": (name, "router_id")}


def release_stack(
    specification: Specification, colour: Colour, number: int, version: str, wanted: int
) -> tuple[StackRequest, Inputs]:
    """Return the stack of a release's servers, and what it takes from its side's stack."""
    name, servers = specification.application, specification.servers
    release = f"r{number}"
    size = Size(wanted, servers.count.min, servers.count.max)
    request = StackRequest(
        name=stack_name(name, colour, number),
        template="release",
        parameters={
            "application": name,
            "side": colour,
            "release": release,
            "version": version,
            "image": specification.image(version),
            "flavor": servers.flavor,
            "port": servers.port,
            "user_data": specification.user_data(colour, version, release),
            **size.parameters,
            "key_pair": servers.key_pair or "",
            "availability_zone": servers.availability_zone or "",
            "anti_affinity": servers.anti_affinity,
            **_scaling_parameters(specification.scaling),
            "volumes": [volume.model_dump(exclude_none=True) for volume in servers.volumes],
            "allow": [
                rule.model_dump(mode="json", by_alias=True, exclude_none=True)
                for rule in servers.security.allow
            ],
        },
        tags=tags_for(
            name,
            side=colour,
            release=release,
            version=version,
            **size.facts,
            **_scaling_facts(specification.scaling),
        ),
    )
    from_side = {"network": "network_id", "subnet": "subnet_id", "cidr": "cidr", "pool": "pool_id"}
    side = stack_name(name, colour)
    return request, {parameter: (side, output) for parameter, output in from_side.items()}


def _scaling_parameters(scaling: ScalingSection | None) -> dict[str, Any]:
    """Return the parameters of a release that scales; its alarms begin held, as on an idle side."""
    if scaling is None:
        return {}
    return {
        "scaling_source": scaling.source,
        "scaling_step": scaling.step,
        "cooldown": int(scaling.cooldown.total_seconds()),
        "out_above": scaling.out_above,
        "in_below": scaling.in_below,
        "window": int(scaling.window.total_seconds()),
        "vcpus": scaling.vcpus,
        "drain": int(scaling.drain.total_seconds()),
        "alarms_enabled": False,
    }


def _scaling_facts(scaling: ScalingSection | None) -> dict[str, str]:
    """Return what the tags of a release keep of scaling: who sizes it, and how slowly."""
    if scaling is None:
        return {}
    return {"scaling": scaling.source, "window": str(int(scaling.window.total_seconds()))}


def stack_name(application: str, colour: Colour, number: int | None = None) -> str:
    """Return the name of a side's stack, or of a release's with its number."""
    side = f"{application}-{colour}"
    return side if number is None else f"{side}-r{number}"
