# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Machines on a tenant's network without virtual machines: namespaces on Neutron ports.

They cost nothing to start, and a test can kill what runs in them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openstack_lab.octavia_provider.commands import NotInTime, wait_until
from openstack_lab.octavia_provider.namespace import Attachment, Namespace

_SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Named(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        seen = {name.lower(): value for name, value in self.headers.items()}
        answer = f"{sys.argv[1]} {seen.get('x-forwarded-proto', '')}".strip().encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
ThreadingHTTPServer(("", 8080), Named).serve_forever()
"""
_CLIENT = """
import http.client, json, sys
host, port, path, times, headers = json.loads(sys.argv[1])
for _ in range(times):
    connection = http.client.HTTPConnection(host, port, timeout=3)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        print(json.dumps([answer.status, found, answer.read().decode()]), flush=True)
    except OSError as error:
        print(json.dumps([0, {}, type(error).__name__]), flush=True)
    connection.close()
"""
_HOLDER = """
import http.client, sys
connection = http.client.HTTPConnection(sys.argv[1], 80)
connection.connect()
connection.sock.sendall(b"GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nGET / HT")
connection.sock.recv(1000)
print("held", flush=True)
sys.stdin.readline()
"""


@dataclass(frozen=True)
class Answer:
    """What came back for one request; `status` is 0 when there was no answer."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Box:
    """A machine of the farm."""

    name: str
    address: str
    port: Any
    namespace: Namespace
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def run(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a Python program on the machine."""
        process = subprocess.Popen(
            ["nsenter", f"--net={self.namespace.path}", sys.executable, "-c", program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.running.append(process)
        return process

    def serve(self) -> None:
        """Start a web server on port 8080 that answers with the machine's name."""
        self.run(_SERVER, self.name)

    def stop(self) -> None:
        """End all that runs on the machine."""
        for process in self.running:
            process.kill()
            process.communicate()
        self.running.clear()

    def get(
        self,
        host: str,
        path: str = "/",
        *,
        port: int = 80,
        times: int = 1,
        headers: dict[str, str] | None = None,
    ) -> list[Answer]:
        """Ask a web server, each time over a fresh connection."""
        client = self.run(_CLIENT, json.dumps([host, port, path, times, headers or {}]))
        printed, _ = client.communicate()
        return [Answer(*json.loads(line)) for line in printed.splitlines()]

    def hold_connection(self, host: str) -> subprocess.Popen[str]:
        """Keep a connection in the midst of a request; it ends with the process's input."""
        holder = self.run(_HOLDER, host)
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        return holder


class Farm:
    """The machines of one test, on one subnet of the tenant's."""

    def __init__(self, tenant: Any, admin: Any, subnet: Any, ovsdb: str) -> None:
        self._tenant = tenant
        self._admin = admin
        self._subnet = subnet
        self._ovsdb = ovsdb
        self._boxes: list[Box] = []
        self._group = tenant.network.create_security_group(name="farm")
        tenant.network.create_security_group_rule(
            security_group_id=self._group.id, direction="ingress", protocol="tcp"
        )
        tenant.network.create_security_group_rule(
            security_group_id=self._group.id, direction="ingress", protocol="icmp"
        )

    @classmethod
    def of_lab(cls, tenant: Any, admin: Any, subnet: Any) -> Farm:
        """Return a farm on the running lab's switch."""
        clouds = Path(os.environ.get("OS_CLIENT_CONFIG_FILE", "/var/lib/openstack-lab/clouds.yaml"))
        return cls(tenant, admin, subnet, f"unix:{clouds.parent / 'run' / 'db.sock'}")

    def box(self, name: str) -> Box:
        """Make a machine and wait until Neutron has wired it."""
        subnet = self._subnet
        port = self._tenant.network.create_port(
            name=f"farm-{name}", network_id=subnet.network_id, security_group_ids=[self._group.id]
        )
        address = port.fixed_ips[0]["ip_address"]
        box = Box(name, address, port, Namespace(f"farm-{port.id[:8]}", self._ovsdb))
        self._boxes.append(box)
        agents = self._admin.network.agents(binary="neutron-openvswitch-agent")
        self._admin.network.update_port(port, binding_host_id=next(agents).host)
        box.namespace.ensure()
        length = subnet.cidr.partition("/")[2]
        mtu = self._tenant.network.get_network(subnet.network_id).mtu
        attachment = Attachment(
            port.id,
            port.mac_address,
            mtu,
            f"{address}/{length}",
            (("default", subnet.gateway_ip),),
        )
        self._plug(box, attachment)
        return box

    def _plug(self, box: Box, attachment: Attachment) -> None:
        """Plug until Neutron has seen it: its agent may overlook a port (as in the provider)."""
        for attempt in (1, 2, 3):
            box.namespace.attach(attachment)
            try:
                wait_until(lambda: self._is_wired(box), f"wiring of {box.name}", seconds=20)
                return
            except NotInTime:
                if attempt == 3:
                    raise
                box.namespace.detach(attachment.link)

    def _is_wired(self, box: Box) -> bool:
        return bool(self._tenant.network.get_port(box.port.id).status == "ACTIVE")

    def close(self) -> None:
        """Remove every machine with its port."""
        for box in self._boxes:
            box.stop()
            box.namespace.remove()
            self._tenant.network.delete_port(box.port)
        self._tenant.network.delete_security_group(self._group)
