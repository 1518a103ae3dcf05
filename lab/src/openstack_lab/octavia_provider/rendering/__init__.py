# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Turns a load balancer into the text of HAProxy's configuration file."""

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from openstack_lab.octavia_provider.limits import CONNECTION_CEILING
from openstack_lab.octavia_provider.model import Listener, LoadBalancer, Pool
from openstack_lab.octavia_provider.rendering import checks, policies, servers
from openstack_lab.octavia_provider.rendering.text import host, word


def render(lb: LoadBalancer, *, server_states: Path, ping: Path) -> str:
    """Return the configuration of one load balancer.

    `server_states` is the file that carries the members' health over a reload; `ping` is the
    program that checks a member of a pool with a PING monitor. Raises ValueError when a value
    holds a control character, which could add lines to the file.
    """
    listeners = [item for item in lb.listeners if item.admin_state_up and lb.admin_state_up]
    backends = {listener.id: _backends(lb, listener) for listener in listeners}
    return (
        _environment()
        .get_template("haproxy.cfg.j2")
        .render(
            lb=lb,
            listeners=listeners,
            backends=backends,
            pings=any(checks.is_ping(pool) for pools in backends.values() for pool in pools),
            server_states=server_states,
            ping=ping,
            ceiling=CONNECTION_CEILING,
        )
    )


def _backends(lb: LoadBalancer, listener: Listener) -> list[Pool]:
    return [pool for pool in lb.pools_of(listener) if pool.admin_state_up]


def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - not HTML; tenants' text goes through `word`
        loader=PackageLoader("openstack_lab.octavia_provider.rendering"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "acls": policies.acls,
        "action": policies.action,
        "applicable": policies.applicable,
        "condition": policies.condition,
        "httpchk": checks.httpchk,
        "monitor": checks.monitor_of,
        "rstatus": checks.rstatus,
        "server": servers.line,
        "host": host,
        "word": word,
    }
    environment.globals |= {"balance": servers.BALANCE, "inserts": policies.inserts}
    return environment
