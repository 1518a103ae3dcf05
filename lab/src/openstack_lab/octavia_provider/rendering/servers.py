# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Members in HAProxy's words."""

from openstack_lab.octavia_provider.model import Member, Pool
from openstack_lab.octavia_provider.rendering.checks import monitor_of
from openstack_lab.octavia_provider.rendering.text import host

BALANCE = {"ROUND_ROBIN": "roundrobin", "LEAST_CONNECTIONS": "leastconn", "SOURCE_IP": "source"}
_SEND_PROXY = {"PROXY": "send-proxy", "PROXYV2": "send-proxy-v2"}


def line(member: Member, pool: Pool) -> str:
    """Return the `server` line of a member."""
    words = [f"server {member.id} {host(member.address)}:{member.protocol_port}"]
    words.append(f"weight {member.weight}")
    words += _check(member, pool)
    if (pool.session_persistence or {}).get("type") == "HTTP_COOKIE":
        words.append(f"cookie {member.id}")
    if pool.protocol in _SEND_PROXY:
        words.append(_SEND_PROXY[pool.protocol])
    if member.backup:
        words.append("backup")
    if not member.admin_state_up:
        words.append("disabled")
    return " ".join(words)


def _check(member: Member, pool: Pool) -> list[str]:
    monitor = monitor_of(pool)
    if monitor is None:
        return []
    words = [f"check inter {monitor.delay}s fall {monitor.max_retries_down}"]
    words.append(f"rise {monitor.max_retries}")
    if member.monitor_address:
        words.append(f"addr {member.monitor_address}")
    if member.monitor_port:
        words.append(f"port {member.monitor_port}")
    return words
