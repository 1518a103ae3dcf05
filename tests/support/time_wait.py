# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which connections of this machine the kernel keeps in TIME_WAIT."""

from pathlib import Path

TIME_WAIT = "06"  # include/net/tcp_states.h, as /proc/net/tcp writes it


def waiting_clients(server_port: int) -> list[int]:
    """Return the client ports that the server's end of a connection waits for."""
    own = f":{server_port:04X}"
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [
        int(remote.rpartition(":")[2], 16)
        for _, local, remote, state, *_ in rows
        if local.endswith(own) and state == TIME_WAIT
    ]
