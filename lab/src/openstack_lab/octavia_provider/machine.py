# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Makes this machine serve a load balancer as wanted, from whatever state it is in."""

import shutil
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Self

from openstack.connection import Connection

from openstack_lab.octavia_provider import security_group
from openstack_lab.octavia_provider.commands import NotInTime
from openstack_lab.octavia_provider.haproxy import HAProxy
from openstack_lab.octavia_provider.model import LoadBalancer
from openstack_lab.octavia_provider.namespace import Attachment, Namespace
from openstack_lab.octavia_provider.ports import Ports, member_subnets
from openstack_lab.octavia_provider.rendering import render
from openstack_lab.octavia_provider.security_group import Opening, wanted_openings
from openstack_lab.octavia_provider.settings import Settings


@dataclass(frozen=True)
class _Plug:
    """All that Neutron has to know; while it stays the same, a change costs no call to Neutron."""

    openings: frozenset[Opening]
    groups: tuple[str, ...]
    member_subnets: frozenset[str]

    @classmethod
    def of(cls, lb: LoadBalancer) -> Self:
        return cls(wanted_openings(lb), lb.vip_sg_ids, frozenset(member_subnets(lb)))


class Machine:
    """Namespaces, interfaces and HAProxy processes of this machine's load balancers.

    Every method may be repeated: it looks at what is there and does what is missing.
    """

    def __init__(self, settings: Settings, cloud: Connection) -> None:
        self._settings = settings
        self._cloud = cloud
        self._ports = Ports(cloud, settings.host)
        self._plugged: dict[str, tuple[_Plug, list[str]]] = {}
        self._unproven: set[str] = set()  # links made, but not yet seen to work
        self._ping = _install_ping(settings.state_directory)

    def serve(self, lb: LoadBalancer) -> None:
        """Make namespace, interfaces, security group and HAProxy fit the load balancer."""
        failover = self._settings.failover_request_of(lb.id)
        if failover.exists():
            self.namespace(lb.id).remove()
        plug = _Plug.of(lb)
        attachments = [] if self._is_plugged(lb.id, plug) else self._attach(lb)
        haproxy = self.haproxy(lb.id)
        haproxy.apply(render(lb, server_states=haproxy.server_states, ping=self._ping))
        if attachments:
            self._wait_until_wired(lb.id, attachments)
            self._plugged[lb.id] = (plug, [attachment.link for attachment in attachments])
        failover.unlink(missing_ok=True)

    def remove(self, load_balancer_id: str, vip_port_id: str | None) -> None:
        """Remove everything this machine and Neutron hold for a load balancer."""
        self.namespace(load_balancer_id).remove()
        self._ports.release(load_balancer_id, vip_port_id)
        self._plugged.pop(load_balancer_id, None)
        self._settings.failover_request_of(load_balancer_id).unlink(missing_ok=True)
        shutil.rmtree(self._settings.directory_of(load_balancer_id), ignore_errors=True)

    def is_whole(self, load_balancer_id: str) -> bool:
        """Whether interfaces and HAProxy of a load balancer are all there."""
        _, links = self._plugged[load_balancer_id]
        namespace, haproxy = self.namespace(load_balancer_id), self.haproxy(load_balancer_id)
        return namespace.has(links) and haproxy.is_running()

    def counters_of(self, load_balancer_id: str) -> Path:
        """Return the file that keeps a load balancer's counters."""
        return self._settings.directory_of(load_balancer_id) / "counters.json"

    def known(self) -> set[str]:
        """Return the ids of all load balancers that have left something on this machine."""
        folder = self._settings.directory_of("")
        return {path.name for path in folder.iterdir()} if folder.exists() else set()

    def namespace(self, load_balancer_id: str) -> Namespace:
        """Return a load balancer's namespace."""
        return Namespace(load_balancer_id, self._settings.ovsdb_connection)

    def haproxy(self, load_balancer_id: str) -> HAProxy:
        """Return a load balancer's HAProxy."""
        directory = self._settings.directory_of(load_balancer_id)
        return HAProxy(self._settings.haproxy, directory, self.namespace(load_balancer_id))

    def _wait_until_wired(self, load_balancer_id: str, attachments: list[Attachment]) -> None:
        """Return once the interfaces work; raises NotInTime, having removed new ones, if not.

        Neutron's agent may find a port just before Open vSwitch has finished it, say that it will
        try again, and forget it (seen with Neutron 29). Only a new plug helps then.
        """
        links = {attachment.link for attachment in attachments}
        try:
            self._ports.wait_until_active(attachments)
        except NotInTime:
            for link in links & self._unproven:
                self.namespace(load_balancer_id).detach(link)
            raise
        finally:
            self._unproven -= links

    def _is_plugged(self, load_balancer_id: str, plug: "_Plug") -> bool:
        before, links = self._plugged.get(load_balancer_id, (None, []))
        return before == plug and self.namespace(load_balancer_id).has(links)

    def _attach(self, lb: LoadBalancer) -> list[Attachment]:
        self._settings.directory_of(lb.id).mkdir(parents=True, exist_ok=True)
        group = security_group.ensure(self._cloud, lb)
        attachments = [self._ports.bind_vip(lb, group), *self._ports.bind_member_subnets(lb, group)]
        namespace = self.namespace(lb.id)
        namespace.ensure()
        for attachment in attachments:
            # a load balancer that never served may have a link of an agent that was killed
            if namespace.attach(attachment) or lb.provisioning_status == "PENDING_CREATE":
                self._unproven.add(attachment.link)
        for link in set(namespace.links()) - {attachment.link for attachment in attachments}:
            namespace.detach(link)
        return attachments


def _install_ping(directory: Path) -> Path:
    """Copy the program that checks by ICMP to where HAProxy's user can run it."""
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o755)
    program = directory / "ping"
    program.write_text(resources.files(__package__).joinpath("ping.sh").read_text())
    program.chmod(0o755)
    return program
