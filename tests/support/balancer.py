# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A load balancer of the lab's Octavia provider, as its tenant handles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from openstack_lab.octavia_provider.commands import wait_until

from support.farm import Box

NAME = "provider-day"
WAIT = 60


class Balancer:
    """A load balancer as its tenant handles it: each change waits until Octavia is done."""

    def __init__(self, tenant: Any, subnet: Any, **values: Any) -> None:
        self.api = tenant.load_balancer
        self.row = self.api.create_load_balancer(name=NAME, vip_subnet_id=subnet.id, **values)
        self.settle()
        self.vip = self.row.vip_address

    def settle(self) -> None:
        """Wait until the load balancer may be changed again; it must not be in error."""

        def is_settled() -> bool:
            self.row = self.api.get_load_balancer(self.row.id)
            return not self.row.provisioning_status.startswith("PENDING")

        wait_until(is_settled, "end of the change", seconds=WAIT)
        assert self.row.provisioning_status == "ACTIVE"

    def change(self, call: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
        """Make one call that changes something."""
        result = call(*arguments, **values)
        self.settle()
        return result

    def statuses(self) -> dict[str, str]:
        """Return the operating status of each kind of object there is one of."""
        self.row = self.api.get_load_balancer(self.row.id)
        members = self.api.members(self.pool.id)
        return {
            "load balancer": self.row.operating_status,
            "listener": self.api.get_listener(self.listener.id).operating_status,
            "pool": self.api.get_pool(self.pool.id).operating_status,
            **{member.name: member.operating_status for member in members},
        }

    def serve(self, boxes: list[Box], **values: Any) -> Balancer:
        """Give it a listener, a checked pool and members."""
        api = self.api
        self.listener = self.change(
            api.create_listener,
            load_balancer_id=self.row.id,
            **{"protocol": "HTTP", "protocol_port": 80, **values},
        )
        self.pool = self.change(
            api.create_pool,
            listener_id=self.listener.id,
            protocol="HTTP",
            lb_algorithm="ROUND_ROBIN",
        )
        self.monitor = self.change(
            api.create_health_monitor,
            pool_id=self.pool.id,
            type="HTTP",
            url_path="/health",
            delay=1,
            timeout=1,
            max_retries=1,
            max_retries_down=2,
        )
        self.set_members(boxes)
        return self

    def set_members(self, boxes: list[Box]) -> None:
        """Replace all members in one call."""
        wanted = [
            {"address": box.address, "protocol_port": 8080, "name": box.name} for box in boxes
        ]
        answer = self.api.put(f"/lbaas/pools/{self.pool.id}/members", json={"members": wanted})
        answer.raise_for_status()
        self.settle()

    def wait_for(self, **expected: str) -> None:
        """Wait until objects have these operating statuses; `_` stands for a space."""
        wanted = {name.replace("_", " "): value for name, value in expected.items()}
        wait_until(lambda: wanted.items() <= self.statuses().items(), str(wanted), seconds=WAIT)

    def delete(self) -> None:
        """Delete it with all that is below it, whatever state it is in."""
        row = self.api.find_load_balancer(self.row.id)
        if row is not None:
            self.api.delete_load_balancer(row, cascade=True)
            wait_until(
                lambda: self.api.find_load_balancer(row.id) is None, "deletion", seconds=WAIT
            )


def bodies(client: Box, vip: str, times: int = 10) -> Counter[str]:
    """Count which server answers."""
    return Counter(answer.body for answer in client.get(vip, times=times))
