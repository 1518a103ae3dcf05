# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Octavia is told the end of every order, in an order it can carry out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from openstack_lab.octavia import reporting
from openstack_lab.octavia.model import LoadBalancer

Make = Callable[..., LoadBalancer]


class Told:
    """Keeps what Octavia would be told."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def update_loadbalancer_status(self, status: reporting.Status) -> None:
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
    told = Told()
    reporting.report_done(told, lb, {"one": "ONLINE"})
    active = {"provisioning_status": "ACTIVE"}
    assert told.messages == [
        {
            "members": [{"id": "one", **active, "operating_status": "ONLINE"}],
            "listeners": [{"id": "listener", **active}],
            "loadbalancers": [{"id": "lb", **active}],
        }
    ]


def test_deletions_go_from_what_refers_to_what_is_referred_to(balancer: Make) -> None:
    """Octavia's database refuses to lose a pool that a listener still names."""
    told = Told()
    reporting.report_removed(told, balancer())
    assert [list(message) for message in told.messages] == [
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
    told = Told()
    reporting.report_done(told, lb, {})
    assert told.messages == [
        {"pools": [{"id": "pool", "provisioning_status": "DELETED"}]},
        {"loadbalancers": [{"id": "lb", "provisioning_status": "ACTIVE"}]},
    ]


def test_a_rebuilt_load_balancer_keeps_its_provisioning_status(balancer: Make) -> None:
    """Without an order there is nothing to end: the API may be starting a change just now."""
    told = Told()
    reporting.report_done(told, replace(balancer(), provisioning_status="ERROR"), {})
    assert told.messages == []


def test_a_failed_order_ends_in_error(balancer: Make, listener: Callable) -> None:
    """Nothing stays pending when the machine cannot do what was ordered."""
    lb = balancer(
        provisioning_status="PENDING_UPDATE",
        listeners=(listener(provisioning_status="PENDING_CREATE"),),
    )
    told = Told()
    reporting.report_failed(told, lb)
    error = {"provisioning_status": "ERROR"}
    assert told.messages == [
        {"listeners": [{"id": "listener", **error}], "loadbalancers": [{"id": "lb", **error}]}
    ]
