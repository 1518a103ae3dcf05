# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which port of this machine a probe comes from: one that nothing else here comes from.

Preview and production lead to the same side in turn, and behind their translation the side sees one
client with one port. A connection that the load balancer closed first stays in TIME_WAIT there for
a minute (RFC 9293 section 3.6.1); one from the same port to the other address is then mistaken for
a late packet of the first, and never opened: seen on the lab, as requests that timed out. A check
of a release through preview would so make the watch over production fail a minute later. Therefore
the prober keeps away from the ports that the system gives to everything else, and, in
`Connection.close`, leaves none of its own in TIME_WAIT.
"""

import errno
import secrets
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

from bluegreen.probe.limits import Deadline
from bluegreen.probe.target import Target

FEWEST, MOST = 4096, 16384
LOWEST = 10240
SYSTEM_CHOOSES = 0
_TRIES = 16
_TAKEN = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)
_SYSTEM_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


class SourcePorts:
    """A range of ports that are taken in turn, from any thread; an empty one leaves the choice."""

    def __init__(self, ports: range) -> None:
        self._ports = ports
        self._next = secrets.randbelow(len(ports)) if ports else 0
        self._one_at_a_time = threading.Lock()

    def connect(self, target: Target, deadline: Deadline) -> socket.socket:
        """Open a connection to the target from the next port that is free. Raises OSError."""
        for port in self._some():
            opened = socket.socket(target.family, socket.SOCK_STREAM)
            try:
                opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if port != SYSTEM_CHOOSES:
                    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    opened.bind(("", port))
                with deadline.over(opened):
                    opened.connect((target.address, target.port))
            except OSError as failure:
                opened.close()
                if port == SYSTEM_CHOOSES or failure.errno not in _TAKEN:
                    raise
            else:
                return opened
        raise AssertionError("the system's own choice comes last")

    def _some(self) -> Iterator[int]:
        for _ in range(_TRIES if self._ports else 0):
            with self._one_at_a_time:
                port = self._ports[self._next]
                self._next = (self._next + 1) % len(self._ports)
            yield port
        yield SYSTEM_CHOOSES


def apart_from(first: int, last: int) -> range:
    """Return ports outside of the system's own, `first` to `last`; empty when it left too few."""
    below = range(max(LOWEST, first - MOST), first)
    above = range(max(last + 1, 65536 - MOST), 65536)
    return next((ports for ports in (below, above) if len(ports) >= FEWEST), range(0))


def _of_this_machine() -> range:
    try:
        first, last = map(int, _SYSTEM_RANGE.read_text().split())
    except (OSError, ValueError):  # another system than Linux
        return range(0)
    return apart_from(first, last)


OWN = SourcePorts(_of_this_machine())
"""The prober's own ports on this machine."""
