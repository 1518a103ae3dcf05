# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A namespace of the test's own, without Open vSwitch."""

import subprocess
from collections.abc import Iterator
from threading import Thread

import pytest
from openstack_lab.octavia_provider.commands import run, wait_until
from openstack_lab.octavia_provider.namespace import Namespace

pytestmark = pytest.mark.lab


@pytest.fixture
def namespace() -> Iterator[Namespace]:
    """A namespace with one interface that nobody holds at its other end."""
    space = Namespace("test-of-namespaces", ovsdb_connection="none")
    space.ensure()
    space.run("ip", "tuntap", "add", "dev", "left-behind", "mode", "tap")
    space.run("ip", "link", "set", "left-behind", "up")
    yield space
    space.remove()


def test_a_link_without_carrier_is_not_there(namespace: Namespace) -> None:
    """After Open vSwitch has died its links remain, but they lead nowhere."""
    assert namespace.has(["lo"])
    assert not namespace.has(["left-behind"])


def test_ensure_may_be_repeated_and_remove_too(namespace: Namespace) -> None:
    """Nothing is lost by making it again, and nothing remains after removing it twice."""
    namespace.ensure()
    assert namespace.has(["lo"])
    namespace.remove()
    namespace.remove()
    assert not namespace.exists()
    assert namespace.name not in run("ip", "netns", "list")


def test_programs_end_with_the_namespace(namespace: Namespace) -> None:
    """What runs inside is asked to end, so that no process holds a removed namespace."""
    process = subprocess.Popen(["nsenter", f"--net={namespace.path}", "sleep", "600"])
    wait_until(
        lambda: str(process.pid) in run("ip", "netns", "pids", namespace.name).split(),
        "start inside",
        seconds=10,
    )
    Thread(target=process.wait).start()  # an ended child that nobody waits for is still listed
    namespace.end_processes()
    assert not run("ip", "netns", "pids", namespace.name).strip()
