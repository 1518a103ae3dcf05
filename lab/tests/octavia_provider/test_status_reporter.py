# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Octavia hears how every request ended, in a sequence it can act on."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from openstack_lab.octavia_provider import status_reporter
from openstack_lab.octavia_provider.model import LoadBalancer

Make = Callable[..., LoadBalancer]


class Reported:
    """Keeps what would be reported to Octavia."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def update_loadbalancer_status(self, status: status_reporter.Status) -> None:
        """Keep a message."""
        self.messages.append(status)

    def update_listener_statistics(self, statistics: Mapping[str, Any]) -> None:
        """Never called here."""
        raise AssertionError(statistics)


def test_every_pending_object_becomes_active(
    balancer: Make, listener: Callable, pool: Callable, member: Callable
) -> None:
    """One message ends the change; what was active already is not repeated."""
    lb = balancer(
        provisioning_status="PENDING_UPDATE",
        listeners=(listener(provisioning_status="PENDING_UPDATE"),),
        pools=(pool(members=(member(provisioning_status="PENDING_CREATE"),)),),
    )
    library = Reported()
    status_reporter.report_done(library, lb, {"one": "ONLINE"})
    active = {"provisioning_status": "ACTIVE"}
    assert library.messages == [
        {
            "members": [{"id": "one", **active, "operating_status": "ONLINE"}],
            "listeners": [{"id": "listener", **active}],
            "loadbalancers": [{"id": "lb", **active}],
        }
    ]


def test_deletions_go_from_what_refers_to_what_is_referred_to(balancer: Make) -> None:
    """Octavia's database refuses to lose a pool that a listener still names."""
    library = Reported()
    status_reporter.report_removed(library, balancer())
    assert [list(message) for message in library.messages] == [
        ["listeners"],
        ["members"],
        ["pools"],
        ["loadbalancers"],
    ]


def test_a_deleted_child_leaves_the_rest_active(balancer: Make, pool: Callable) -> None:
    """A child that had to go is DELETED, its load balancer ACTIVE."""
    lb = balancer(
        provisioning_status="PENDING_UPDATE", pools=(pool(provisioning_status="PENDING_DELETE"),)
    )
    library = Reported()
    status_reporter.report_done(library, lb, {})
    assert library.messages == [
        {"pools": [{"id": "pool", "provisioning_status": "DELETED"}]},
        {"loadbalancers": [{"id": "lb", "provisioning_status": "ACTIVE"}]},
    ]


def test_a_rebuilt_load_balancer_keeps_its_provisioning_status(balancer: Make) -> None:
    """Without an order there is nothing to end: the API may be starting a change just now."""
    library = Reported()
    status_reporter.report_done(library, replace(balancer(), provisioning_status="ERROR"), {})
    assert library.messages == []


def test_a_failed_order_ends_in_error(balancer: Make, listener: Callable) -> None:
    """Nothing stays pending when the machine cannot do what was requested."""
    lb = balancer(
        provisioning_status="PENDING_UPDATE",
        listeners=(listener(provisioning_status="PENDING_CREATE"),),
    )
    library = Reported()
    status_reporter.report_failed(library, lb)
    error = {"provisioning_status": "ERROR"}
    assert library.messages == [
        {"listeners": [{"id": "listener", **error}], "loadbalancers": [{"id": "lb", **error}]}
    ]
