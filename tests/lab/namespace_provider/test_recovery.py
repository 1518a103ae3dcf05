# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A load balancer of the lab's provider comes back whatever fails, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from openstack_lab.octavia_provider.commands import wait_until
from openstack_lab.octavia_provider.namespace import Namespace
from support.balancer import WAIT, Balancer, bodies
from support.farm import Box

pytestmark = [pytest.mark.lab, pytest.mark.long]


def test_statistics_count_connections_of_old_workers(balancer: Balancer, client: Box) -> None:
    """A connection that outlives a reload stays in `active_connections` until it ends."""

    def active() -> int:
        return int(balancer.api.get_listener_statistics(balancer.listener.id).active_connections)

    client.get(balancer.vip, times=5)
    holder = client.hold_connection(balancer.vip)
    wait_until(lambda: active() == 1, "count of the connection", seconds=WAIT)
    before = balancer.api.get_listener_statistics(balancer.listener.id)
    assert before.total_connections >= 6
    assert before.bytes_out > 0
    balancer.change(balancer.api.update_listener, balancer.listener, timeout_client_data=40000)
    client.get(balancer.vip, times=5)
    wait_until(
        lambda: (
            balancer.api.get_listener_statistics(balancer.listener.id).total_connections
            >= before.total_connections + 5
        ),
        "statistics after the reload",
        seconds=WAIT,
    )
    assert active() == 1
    holder.communicate("end\n")
    wait_until(lambda: active() == 0, "end of the drain", seconds=WAIT)


@pytest.mark.alone
def test_service_goes_on_while_the_agent_restarts(balancer: Balancer, client: Box) -> None:
    """HAProxy needs no agent, and a change ordered meanwhile is made once it is back."""
    os.kill(_driver_agent(), signal.SIGTERM)
    one = next(balancer.api.members(balancer.pool.id, name="one"))
    balancer.api.update_member(one, balancer.pool, admin_state_up=False)
    answers = client.get(balancer.vip, times=200)
    assert {answer.status for answer in answers} == {200}
    balancer.settle()
    assert bodies(client, balancer.vip) == {"two": 10}


def test_a_killed_haproxy_is_started_again(balancer: Balancer, client: Box, ovsdb: str) -> None:
    """The agent finds a load balancer that does not run and makes it run."""
    for pid in _processes(balancer, ovsdb):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: client.get(balancer.vip)[0].status == 200, "new HAProxy", seconds=WAIT)


def test_a_lost_namespace_is_built_again(balancer: Balancer, client: Box, ovsdb: str) -> None:
    """As after a restart of the machine: namespace, interface and HAProxy come back."""
    for pid in _processes(balancer, ovsdb):
        os.kill(pid, signal.SIGKILL)
    subprocess.run(["ip", "netns", "delete", f"lb-{balancer.row.id}"], check=True)
    wait_until(lambda: client.get(balancer.vip)[0].status == 200, "new namespace", seconds=WAIT)


def test_a_failover_builds_everything_again(
    balancer: Balancer, client: Box, clouds: Callable[[str], Any], ovsdb: str
) -> None:
    """The operator's failover replaces the namespace, and the service comes back."""
    before = set(_processes(balancer, ovsdb))
    clouds("admin").load_balancer.failover_load_balancer(balancer.row.id)
    balancer.settle()
    assert before.isdisjoint(_processes(balancer, ovsdb))
    wait_until(lambda: client.get(balancer.vip)[0].status == 200, "service", seconds=WAIT)


def test_a_cascade_delete_leaves_nothing(
    tenant: Any,
    clouds: Callable[[str], Any],
    subnet: Any,
    servers: list[Box],
    state: Path,
    ovsdb: str,
) -> None:
    """Neither objects, nor ports, security group, namespace, interface nor files remain."""
    balancer = Balancer(tenant, subnet).serve(servers)
    lb, network = balancer.row, clouds("admin").network
    assert Namespace(lb.id, ovsdb).exists()
    balancer.delete()
    assert tenant.load_balancer.find_pool(balancer.pool.id) is None
    assert tenant.load_balancer.find_listener(balancer.listener.id) is None
    assert network.find_port(lb.vip_port_id) is None
    assert network.find_security_group(f"lb-{lb.id}") is None
    assert not Namespace(lb.id, ovsdb).exists()
    assert f"lb-{lb.vip_port_id[:11]}" not in _ovs_ports(ovsdb)
    assert not (state / "load-balancers" / lb.id).exists()


def _driver_agent() -> int:
    """Return the process that supervises the provider's agent."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if len(words) > 2 and words[1].endswith(b"/octavia-driver-agent"):
                return int(folder.name)
    raise AssertionError("the Octavia driver agent does not run")


def _processes(balancer: Balancer, ovsdb: str) -> list[int]:
    name = Namespace(balancer.row.id, ovsdb).name
    done = subprocess.run(["ip", "netns", "pids", name], check=True, capture_output=True, text=True)
    return [int(pid) for pid in done.stdout.split()]


def _ovs_ports(ovsdb: str) -> list[str]:
    command = ["ovs-vsctl", f"--db={ovsdb}", "list-ports", "br-int"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
