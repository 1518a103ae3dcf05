# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Health checks in HAProxy's words."""

from openstack_lab.octavia_provider.model import HealthMonitor, Pool
from openstack_lab.octavia_provider.rendering.text import format_word, word


def monitor_of(pool: Pool) -> HealthMonitor | None:
    """Return the health monitor in force for a pool."""
    monitor = pool.health_monitor
    return monitor if monitor and monitor.admin_state_up else None


def is_ping(pool: Pool) -> bool:
    """Whether the members of a pool are checked with ICMP echo requests."""
    monitor = monitor_of(pool)
    return monitor is not None and monitor.type == "PING"


def httpchk(monitor: HealthMonitor) -> str:
    """Return the arguments of `http-check send`."""
    request = f"meth {monitor.http_method} uri {word(monitor.url_path)}"
    if monitor.http_version:
        request += f" ver HTTP/{monitor.http_version}"
    if monitor.domain_name:
        request += f" hdr Host {format_word(monitor.domain_name)}"
    return request


def rstatus(expected_codes: str) -> str:
    """Return Octavia's `200`, `200,202` or `200-204` as a regular expression."""
    codes: list[int] = []
    for part in expected_codes.split(","):
        first, _, last = part.strip().partition("-")
        codes += range(int(first), int(last or first) + 1)
    return "|".join(map(str, codes))
