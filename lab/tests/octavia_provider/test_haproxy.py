# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A real HAProxy in a namespace of the test's own: reloads lose and forget nothing."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openstack_lab.octavia_provider.commands import CommandFailed, wait_until
from openstack_lab.octavia_provider.haproxy import HAProxy
from openstack_lab.octavia_provider.model import LoadBalancer
from openstack_lab.octavia_provider.namespace import Namespace
from openstack_lab.octavia_provider.rendering import render
from openstack_lab.octavia_provider.statistics import Ledger, Report
from openstack_lab.octavia_provider.status import member_statuses

pytestmark = pytest.mark.lab

SERVER = """
from http.server import *
from pathlib import Path
class Hello(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200)
        if Path("SAYS_GOOD_BYE").exists() and self.path == "/asked":
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", "0")
        self.end_headers()
ThreadingHTTPServer(("127.0.0.1", 8080), Hello).serve_forever()
"""
FRESH_CONNECTIONS = """
import http.client
answered = 0
for _ in range(400):
    connection = http.client.HTTPConnection("127.0.0.1", 80, timeout=5)
    connection.request("GET", "/", headers={"Connection": "close"})
    answered += connection.getresponse().status == 200
    connection.close()
print(answered)
"""
KEPT_CONNECTIONS = """
import http.client, json, sys, threading, time
kept, until_closed, lost, first, end = [], [], [], threading.Barrier(21), threading.Event()
def ask():
    connection = http.client.HTTPConnection("127.0.0.1", 80, timeout=10)
    answers = 0
    try:
        while not end.is_set():
            connection.request("GET", "/asked")
            answer = connection.getresponse()
            answer.read()
            answers += 1
            if answers == 1:
                first.wait()
            if answer.will_close:
                return until_closed.append(answers)
            time.sleep(0.05)
        kept.append(answers)
    except (OSError, http.client.HTTPException):
        lost.append(answers)
clients = [threading.Thread(target=ask) for _ in range(20)]
for client in clients:
    client.start()
first.wait()
print("kept", flush=True)
sys.stdin.readline()
end.set()
for client in clients:
    client.join()
print(json.dumps([len(kept), len(until_closed), len(lost)]), flush=True)
"""
BUSY_CONNECTION = """
import socket, sys
connection = socket.create_connection(("127.0.0.1", 80))
connection.sendall(b"GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nGET / HT")
connection.recv(1000)
print("busy", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def namespace() -> Iterator[Namespace]:
    """A namespace without any port of Neutron's."""
    space = Namespace("test-of-the-provider", ovsdb_connection="none")
    space.ensure()
    yield space
    space.remove()


@pytest.fixture
def inside(namespace: Namespace) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Run Python programs inside the namespace; they end with the test."""
    started = []

    def start(program: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            ["nsenter", f"--net={namespace.path}", sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def lb(
    balancer: Callable[..., LoadBalancer], pool: Callable, member: Callable, monitor: Callable
) -> LoadBalancer:
    """One member that answers and one that does not, with stickiness by source."""
    members = (
        member("good", address="127.0.0.1", protocol_port=8080),
        member("bad", address="127.0.0.1", protocol_port=8081),
    )
    checked = pool(
        members=members,
        health_monitor=monitor(url_path="/", delay=1),
        session_persistence={"type": "SOURCE_IP"},
    )
    return balancer(pools=(checked,))


@pytest.fixture
def haproxy(namespace: Namespace, tmp_path: Path, lb: LoadBalancer, inside: Callable) -> HAProxy:
    """HAProxy at work, with the members' health known."""
    serving = HAProxy("/usr/sbin/haproxy", tmp_path, namespace)
    serving.apply(text_of(serving, lb))
    inside(
        SERVER.replace("SAYS_GOOD_BYE", str(tmp_path / "good-bye"))
    )  # only now: a start of HAProxy clears the namespace of all processes
    wait_until(lambda: health(serving) == {"good": "ONLINE", "bad": "ERROR"}, "health", seconds=20)
    return serving


def text_of(haproxy: HAProxy, lb: LoadBalancer) -> str:
    """Render for this HAProxy."""
    return render(lb, server_states=haproxy.server_states, ping=Path("/bin/true"))


def reload(haproxy: HAProxy, lb: LoadBalancer, timeout: int) -> None:
    """Apply a change that matters to no request."""
    listener = replace(lb.listeners[0], timeout_client_data=timeout)
    haproxy.apply(text_of(haproxy, replace(lb, listeners=(listener,))))


def health(haproxy: HAProxy) -> dict[str, str | None]:
    """Return the members' statuses as the current worker sees them."""
    worker = haproxy.master.current()
    assert worker
    return member_statuses(haproxy.master.statistics(worker))


def counted(haproxy: HAProxy, ledger: Ledger) -> Report:
    """Count the listener over all workers."""
    master = haproxy.master
    rows = {worker.pid: master.statistics(worker) for worker in master.workers()}
    return ledger.record(rows, ["listener"])[0]


def test_a_reload_refuses_no_connection(
    haproxy: HAProxy, lb: LoadBalancer, inside: Callable[[str], subprocess.Popen[str]]
) -> None:
    """The listening socket is handed from worker to worker and never closed."""
    clients = inside(FRESH_CONNECTIONS)
    reloads = 0
    while clients.poll() is None:
        reloads += 1
        reload(haproxy, lb, 50000 + reloads)
    assert reloads > 1
    assert clients.communicate()[0].strip() == "400"


def test_health_survives_a_reload(haproxy: HAProxy, lb: LoadBalancer) -> None:
    """A member known to be down gets no request from a new worker."""
    reload(haproxy, lb, 50001)
    assert health(haproxy) == {"good": "ONLINE", "bad": "ERROR"}


def test_connections_of_old_workers_are_counted(
    haproxy: HAProxy,
    lb: LoadBalancer,
    inside: Callable[[str], subprocess.Popen[str]],
    tmp_path: Path,
) -> None:
    """A drain counter reaches zero when the last old connection ends, and not at a reload."""
    ledger = Ledger(tmp_path / "counters.json")
    client = inside(BUSY_CONNECTION)
    assert client.stdout
    assert client.stdout.readline() == "busy\n"
    for number in range(2):
        reload(haproxy, lb, 50001 + number)
        assert counted(haproxy, ledger)["active_connections"] == 1
    client.communicate("end\n")
    wait_until(
        lambda: counted(haproxy, ledger)["active_connections"] == 0, "end of drain", seconds=10
    )
    after_restart = counted(haproxy, Ledger(tmp_path / "counters.json"))
    assert after_restart["total_connections"] == 1


def test_stickiness_survives_a_reload(
    haproxy: HAProxy, lb: LoadBalancer, inside: Callable[[str], subprocess.Popen[str]]
) -> None:
    """The new worker learns from the old one which client goes to which member.

    A worker teaches only once it has stopped looking for a teacher itself, some ten seconds
    after HAProxy's start.
    """
    inside(FRESH_CONNECTIONS).communicate()

    def is_taught() -> bool:
        flags = re.search(r" flags=(0x[0-9a-f]+)", haproxy.master.ask("@1 show peers"))
        return flags is not None and int(flags[1], 16) & 3 == 3

    wait_until(is_taught, "end of the search for a teacher", seconds=30)
    reload(haproxy, lb, 50001)
    wait_until(
        lambda: "key=" in haproxy.master.ask("@1 show table pool:listener"), "peers", seconds=10
    )


@pytest.mark.parametrize("says_good_bye", [False, True])
def test_an_application_ends_its_clients_connections_with_an_answer_without_length(
    haproxy: HAProxy,
    inside: Callable[[str], subprocess.Popen[str]],
    tmp_path: Path,
    says_good_bye: bool,
) -> None:
    """Of 20 clients that keep theirs, all are sent away with a whole answer, and none is cut off.

    HAProxy passes `Connection: close` on where only the close ends the answer.
    """
    clients = inside(KEPT_CONNECTIONS)
    assert clients.stdout
    assert clients.stdout.readline() == "kept\n"
    if says_good_bye:
        (tmp_path / "good-bye").touch()
        wait_until(lambda: connected(haproxy) == 0, "good-byes", seconds=20)
    kept, closed, lost = json.loads(clients.communicate("end\n")[0])

    assert (kept, closed, lost) == ((0, 20, 0) if says_good_bye else (20, 0, 0))


def connected(haproxy: HAProxy) -> int:
    """Return how many clients are connected to the listener."""
    worker = haproxy.master.current()
    assert worker
    rows = haproxy.master.statistics(worker)
    return sum(int(row["scur"]) for row in rows if row["svname"] == "FRONTEND")


def test_a_refused_configuration_changes_nothing(haproxy: HAProxy) -> None:
    """HAProxy checks a configuration before it becomes the file and before any reload."""
    before, workers = haproxy.configuration.read_text(), haproxy.master.workers()
    with pytest.raises(CommandFailed, match="unknown keyword"):
        haproxy.apply("nonsense\n")
    assert haproxy.configuration.read_text() == before
    assert haproxy.master.workers() == workers


def test_the_same_configuration_is_not_loaded_again(haproxy: HAProxy, lb: LoadBalancer) -> None:
    """An agent that starts again leaves a HAProxy that serves as wanted alone."""
    workers = haproxy.master.workers()
    haproxy.apply(text_of(haproxy, lb))
    assert haproxy.master.workers() == workers
