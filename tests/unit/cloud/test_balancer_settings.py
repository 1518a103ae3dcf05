# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What Heat cannot say of a load balancer is set at Octavia: what differs, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bluegreen.cloud.load_balancers import OctaviaBalancers
from bluegreen.model.balancer import BalancerSettings
from bluegreen.model.tags import Colour, tags_for

SETTINGS = BalancerSettings(
    balancer_id="lb",
    listener_id="listener",
    monitor_id="monitor",
    application="shop",
    colour=Colour.BLUE,
    idle_timeout=timedelta(seconds=50),
    unhealthy_after=3,
    forwards_client_address=True,
)


class Octavia:
    """An API that keeps each change, of things that are in order already."""

    def __init__(self, **monitor: Any) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.held = {
            "/lbaas/listeners/listener": {
                "listener": {
                    "timeout_client_data": 50000,
                    "insert_headers": {"X-Forwarded-For": "true"},
                }
            },
            "/lbaas/loadbalancers/lb": {
                "loadbalancer": {"tags": list(tags_for("shop", side=Colour.BLUE))}
            },
            "/lbaas/healthmonitors/monitor": {"healthmonitor": {"max_retries_down": 3, **monitor}},
        }

    def get(self, service: str, path: str) -> dict[str, Any]:
        """Return a thing."""
        return self.held[path]

    def put(self, service: str, path: str, body: dict[str, Any]) -> None:
        """Take a change."""
        self.told.append((path.rpartition("/")[2], next(iter(body.values()))))


@pytest.mark.parametrize(
    ("monitor", "host", "told"),
    [
        (
            {"domain_name": None, "http_version": None},
            "shop.example",
            {"domain_name": "shop.example", "http_version": 1.1},
        ),
        (
            {"domain_name": "a", "http_version": 1.1},
            "shop.example",
            {"domain_name": "shop.example"},
        ),
        (
            {"domain_name": "a", "http_version": 1.1},
            None,
            {"domain_name": None, "http_version": None},
        ),
    ],
)
def test_the_host_of_health_checks_is_set_with_the_version_that_it_needs(
    monitor: dict[str, Any], host: str | None, told: dict[str, Any]
) -> None:
    """HTTP/1.0, Octavia's default, has no Host; one that is no longer wanted is taken away."""
    octavia = Octavia(**monitor)

    OctaviaBalancers(octavia).apply_settings(replace(SETTINGS, health_host=host))  # type: ignore[arg-type]

    assert octavia.told == [("monitor", told)]


@pytest.mark.parametrize("monitor", [{}, {"domain_name": None, "http_version": None}])
def test_an_octavia_that_knows_no_host_gets_none(monitor: dict[str, Any]) -> None:
    """Before API 2.10 an attribute of that name is an error; without a host none is sent."""
    octavia = Octavia(**monitor)

    OctaviaBalancers(octavia).apply_settings(SETTINGS)  # type: ignore[arg-type]

    assert octavia.told == []
