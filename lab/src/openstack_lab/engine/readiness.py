# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The ways a service shows that it serves."""

import socket
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from openstack_lab.engine import cloud
from openstack_lab.engine.logs import tail
from openstack_lab.engine.unit import Process, Readiness
from openstack_lab.errors import LabError
from openstack_lab.host import user
from openstack_lab.lab import LOOPBACK, PORTS, Lab

ANSWER_SECONDS = 10.0


def answers(service: str, path: str = "/") -> Readiness:
    """Ready when the API answers HTTP with anything but a server error."""

    def check(_lab: Lab, _process: Process) -> str | None:
        connection = HTTPConnection(LOOPBACK, PORTS[service], timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", path)
            status = connection.getresponse().status
        except (OSError, HTTPException):
            return f"no HTTP answer on port {PORTS[service]}"
        finally:
            connection.close()
        return f"HTTP {status} on port {PORTS[service]}" if status >= 500 else None

    return check


def accepts(port: str) -> Readiness:
    """Ready when the TCP port accepts connections."""

    def check(_lab: Lab, _process: Process) -> str | None:
        try:
            socket.create_connection((LOOPBACK, PORTS[port]), timeout=1).close()
        except OSError:
            return f"port {PORTS[port]} closed"
        return None

    return check


def says(service: str, text: str) -> Readiness:
    """Ready when a process of the service has logged a text: for those that nobody can ask."""

    def check(lab: Lab, process: Process) -> str | None:
        try:
            family = {str(one.pid) for one in _family(process)}
        except psutil.Error:
            return "its workers come and go"
        told = (line.split() for line in tail(lab.paths.logs / f"{service}.log") if text in line)
        # After date and time, oslo.log writes the number of the process.
        known = any(family & set(words[:3]) for words in told)
        return None if known else f"has not logged '{text}'"

    return check


def _family(process: Process) -> list[psutil.Process]:
    parent = psutil.Process(process.pid)
    return [parent, *parent.children(recursive=True)]


def connects_to(port: str) -> Readiness:
    """Ready when a worker of the service has opened a connection to another one's TCP port."""

    def check(_lab: Lab, process: Process) -> str | None:
        try:
            remote = {
                link.raddr
                for one in _family(process)
                for link in one.net_connections()
                if link.raddr
            }
        except psutil.Error:
            return "its workers come and go"
        return None if (LOOPBACK, PORTS[port]) in remote else f"not connected to {port}"

    return check


def listens(path: Callable[[Lab], Path], *, to_user: bool = False) -> Readiness:
    """Ready when the UNIX socket accepts connections, and not of root alone if `to_user`."""

    def check(lab: Lab, _process: Process) -> str | None:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(path(lab)))
                is_open = not to_user or user.can_use(path(lab))
            except OSError:
                return f"socket {path(lab).name} closed"
        return None if is_open else f"socket {path(lab).name} closed to the user {user.NAME}"

    return check


def replies(path: Callable[[Lab], Path], request: bytes) -> Readiness:
    """Ready when the UNIX socket answers a request with anything at all.

    For servers that must not be left without one: Octavia's driver agent reads a connection that
    is closed before its first line for ever, at full speed (`_recv` in its driver_listener.py).
    """

    def check(lab: Lab, _process: Process) -> str | None:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(ANSWER_SECONDS)
            try:
                client.connect(str(path(lab)))
                client.sendall(request)
                answered = client.recv(1)
            except OSError:
                return f"no answer on socket {path(lab).name}"
        return None if answered else f"no answer on socket {path(lab).name}"

    return check


def reports_to_neutron(binary: str) -> Readiness:
    """Ready when Neutron has a sign of life of this agent, newer than its start."""
    return _reports(binary, cloud.network_agents)


def reports_to_nova(binary: str) -> Readiness:
    """Ready when Nova has a sign of life of this service, newer than its start."""
    return _reports(binary, cloud.compute_services)


def offers_resources() -> Readiness:
    """Ready when the compute service has told Nova of itself and Placement of its resources."""

    def check(lab: Lab, process: Process) -> str | None:
        if reason := reports_to_nova("nova-compute")(lab, process):
            return reason
        return None if cloud.hosts_with_resources(lab) else "no resources in Placement"

    return check


def reports_to_heat(binary: str) -> Readiness:
    """Ready when Heat has a sign of life of this engine, newer than its start."""
    return _reports(binary, cloud.orchestration_services)


def _reports(binary: str, reports: Callable[[Lab], list[cloud.Report]]) -> Readiness:
    def check(lab: Lab, process: Process) -> str | None:
        try:
            mine = [report for report in reports(lab) if report.binary == binary]
        except LabError as error:
            return error.state.rstrip(".")
        alive = any(report.alive and report.heard >= process.started for report in mine)
        return None if alive else f"{binary} has not reported"

    return check
