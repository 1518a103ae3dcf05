# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is known of a side's servers where its pool has no health monitor: nothing by itself.

Such a side is neither good nor bad. It can go live where the proof asks the servers themselves, or
where none is asked for.
"""

from __future__ import annotations

from bluegreen.model.application import Side
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import Demand
from bluegreen.operations.prechecks import Guard


def guards_of_knowledge(side: Side, demand: Demand | None) -> list[Guard]:
    """Return the guard against a side of which nobody knows how its servers are; none where it is.

    Where no health monitor asks them, only an answer of the servers themselves can tell.
    """
    members, balancer = side.members, side.balancer
    if balancer is None or not members.unmonitored:
        return []
    servers = f"{side.colour} has {members.in_words}"
    if demand is None:
        return [Guard("known", holds=True, sentence=f"{servers}; no proof is asked for")]
    return [
        Guard(
            "known",
            demand.asks_servers,
            f"{servers}; the proof asks the servers themselves"
            if demand.asks_servers
            else f"{servers}, so the load balancer answers for servers of which nothing is known",
            way_to_knowledge(balancer),
        )
    ]


def way_to_knowledge(balancer: Balancer) -> str:
    """Return what tells how the servers of a balancer without a health monitor are."""
    return (
        f"openstack loadbalancer pool list --loadbalancer {balancer.id}, then openstack "
        "loadbalancer healthmonitor create --type TCP --delay 5 --timeout 3 --max-retries 3 POOL; "
        "or name in switch.proof a path that the servers answer; or --proof none"
    )
