# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The prober's connections come from ports that nothing else comes from, and leave none behind."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.time_wait import waiting_clients

from bluegreen.probe import Target
from bluegreen.probe.connection import Connection
from bluegreen.probe.limits import Deadline, Limits
from bluegreen.probe.source_ports import FEWEST, SourcePorts, apart_from


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server that accepts on 127.0.0.1 when the test says so."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def target_of(listener: socket.socket) -> Target:
    """The listener as a target."""
    return Target.of(f"http://127.0.0.1:{listener.getsockname()[1]}/")


def deadline() -> Deadline:
    """Time enough."""
    return Deadline(Limits(timedelta(seconds=10)))


def test_a_probe_comes_from_a_port_that_the_system_gives_to_nobody(
    listener: socket.socket,
) -> None:
    """A check through preview from a port of the system's can then not be met again."""
    first, last = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    connection = Connection(target_of(listener), deadline())
    accepted, (_, port) = listener.accept()
    connection.close()
    accepted.close()

    assert not first <= port <= last


def test_ports_are_taken_in_turn_and_one_in_use_is_left_out(listener: socket.socket) -> None:
    """Somebody else's listener on one of the ports costs nothing but the port."""
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        taken = somebody.getsockname()[1]
        ports = SourcePorts(range(taken, taken + 1))
        opened = ports.connect(target_of(listener), deadline())

    with opened:
        assert opened.getsockname()[1] != taken


def test_a_server_that_closes_first_is_not_left_waiting_for_the_port(
    listener: socket.socket,
) -> None:
    """Else the same port could not come by way of the other address for a minute."""
    connection = Connection(target_of(listener), deadline())
    accepted, (_, port) = listener.accept()
    accepted.close()
    assert connection.receive_into(bytearray(1)) == 0
    connection.close()

    assert port not in waiting_clients(listener.getsockname()[1])


def test_a_close_in_order_leaves_the_server_waiting(listener: socket.socket) -> None:
    """The state that the other tests look for is one that they would see."""
    connection = Connection(target_of(listener), deadline())
    accepted, (_, port) = listener.accept()
    accepted.close()
    assert connection.receive_into(bytearray(1)) == 0
    connection.close_in_order()

    assert port in waiting_clients(listener.getsockname()[1])


@pytest.mark.parametrize(
    ("first", "last", "lowest", "highest"),
    [
        (32768, 60999, 16384, 32767),  # Linux' own default
        (15000, 60000, 10240, 14999),
        (1024, 59999, 60000, 65535),
        (10240, 50000, 50001, 65535),
    ],
)
def test_own_ports_are_apart_from_those_of_the_system(
    first: int, last: int, lowest: int, highest: int
) -> None:
    """Below the system's range, or else above it; never a port under 10240."""
    ports = apart_from(first, last)

    assert (ports[0], ports[-1]) == (lowest, highest)
    assert len(ports) >= FEWEST


def test_a_system_that_uses_every_port_makes_the_choice_itself(listener: socket.socket) -> None:
    """There is no apart then."""
    assert len(apart_from(1024, 65535)) == 0

    with SourcePorts(range(0)).connect(target_of(listener), deadline()) as opened:
        assert opened.getpeername() == listener.getsockname()
