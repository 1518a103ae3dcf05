# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Reading what was really built of an application, as far as the services answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from bluegreen.cloud.calls import concurrently, in_time
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import CloudError
from bluegreen.model.application import Application
from bluegreen.model.resource import Built, Resource, StackRecord
from bluegreen.model.stack import Stack

HEAT, NEUTRON, OCTAVIA = "orchestration", "network", "load balancer"
"""The services, as `Built.unread` calls them."""

OF_NETWORK = ("router", "lease_network", "network", "subnet", "security_group")
"""What Neutron is asked for, by the names in the templates."""


def read_built(cloud: Cloud, application: Application) -> Built:
    """Return what was built, read in two rounds: what Heat wrote down, then what is there.

    Two requests for each stack, six to Neutron, and nine to Octavia; none for an application that
    has no stack of its own.
    """
    stacks = stacks_of(application)
    if not stacks:
        return Built((), {})
    unread: dict[str, str] = {}
    read = concurrently(
        *(partial(in_time, partial(cloud.stacks.record, stack), "Heat") for stack in stacks),
        clock=cloud.asking.clock,
    )
    records: dict[str, StackRecord] = {}
    for stack, record in zip(stacks, read, strict=True):
        if isinstance(record, CloudError):
            unread[HEAT] = record.true_now.rstrip(".")
        else:
            records[stack.name] = record
    balancers = _ids(records, ("load_balancer",))
    network = _ids(records, OF_NETWORK) | _routers(records)
    if not records:
        return Built((), {}, unread)
    of_network, of_balancers = concurrently(
        partial(in_time, partial(cloud.resources.of_network, network), "Neutron"),
        partial(in_time, partial(cloud.resources.of_balancers, balancers), "Octavia"),
        clock=cloud.asking.clock,
    )
    found: list[Resource] = []
    for service, answer in ((NEUTRON, of_network), (OCTAVIA, of_balancers)):
        if isinstance(answer, CloudError):
            unread[service] = answer.true_now.rstrip(".")
        else:
            found.extend(answer)
    return Built(tuple(found), records, unread)


def _routers(records: Mapping[str, StackRecord]) -> frozenset[str]:
    """Return the routers that sides are connected to; Heat names an interface `ROUTER:...`.

    They are known also where the stack of the router itself could not be read.
    """
    interfaces = _ids(records, ("router_interface",))
    return frozenset(one.partition(":")[0] for one in interfaces)


def _ids(records: Mapping[str, StackRecord], parts: tuple[str, ...]) -> frozenset[str]:
    named = (record.id_of(part) for record in records.values() for part in parts)
    return frozenset(one for one in named if one)


def stacks_of(application: Application) -> list[Stack]:
    """Return the stacks of an application that have been complete once, and are not going."""
    own = [application.stack, *(side.stack for side in application.sides)]
    releases = [release.stack for release in application.releases]
    return [stack for stack in (*own, *releases) if stack and stack.was_complete]
