# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Reports to Octavia what has become of a load balancer's objects."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Protocol

from openstack_lab.octavia_provider.model import Item, LoadBalancer

Status = dict[str, list[dict[str, str]]]

# Octavia deletes what one message names pools first, but what refers to a pool must go before it.
_STEPS: tuple[tuple[str, ...], ...] = (
    ("l7rules", "l7policies"),
    ("listeners",),
    ("members", "healthmonitors"),
    ("pools",),
    ("loadbalancers",),
)


class Library(Protocol):
    """What is used of `octavia_lib.api.drivers.driver_lib.DriverLibrary`."""

    def update_loadbalancer_status(self, status: Status) -> None:
        """Set provisioning and operating statuses."""

    def update_listener_statistics(self, statistics: Mapping[str, Any]) -> None:
        """Set the counters of listeners."""


def report_done(library: Library, lb: LoadBalancer, operating: Mapping[str, str]) -> None:
    """Report what was requested as done: ACTIVE, or DELETED for what had to go.

    The load balancer comes last, since with it the API accepts the next change. One that was
    not pending was only rebuilt; its provisioning statuses are the API's to change.
    """
    done = {item.id: _done(item) for _, item in lb.each()} if lb.is_pending else {}
    _send(library, lb, done, operating)


def report_removed(library: Library, lb: LoadBalancer) -> None:
    """Report a load balancer as deleted together with all that was below it."""
    _send(library, lb, {item.id: "DELETED" for _, item in lb.each()}, {})


def report_failed(library: Library, lb: LoadBalancer) -> None:
    """Report what was requested as failed: ERROR for the pending objects and the load balancer."""
    failed = {item.id: "ERROR" for _, item in lb.each() if item.is_pending}
    _send(library, lb, {**failed, lb.id: "ERROR"}, {})


def report_operating(library: Library, lb: LoadBalancer, operating: Mapping[str, str]) -> None:
    """Report operating statuses that have changed."""
    _send(library, lb, {}, operating)


def _done(item: Item) -> str:
    return "DELETED" if item.is_leaving else "ACTIVE"


def _send(
    library: Library,
    lb: LoadBalancer,
    provisioning: Mapping[str, str],
    operating: Mapping[str, str],
) -> None:
    records: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for kind, item in lb.each():
        record = {}
        if item.id in provisioning and provisioning[item.id] != item.provisioning_status:
            record["provisioning_status"] = provisioning[item.id]
        if item.id in operating:
            record["operating_status"] = operating[item.id]
        if record:
            records[kind].append({"id": item.id, **record})
    deletes = "DELETED" in provisioning.values()
    for kinds in _STEPS if deletes else [sum(_STEPS, ())]:
        message = {kind: records[kind] for kind in kinds if records[kind]}
        if message:
            library.update_loadbalancer_status(message)
