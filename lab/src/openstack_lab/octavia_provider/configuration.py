# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The provider's section of octavia.conf."""

from pathlib import Path

from oslo_config import cfg

from openstack_lab.octavia_provider.settings import Settings

_OPTIONS = [
    cfg.StrOpt("state_directory", default="/var/lib/octavia-namespace"),
    cfg.StrOpt("ovsdb_connection", default="unix:/var/run/openvswitch/db.sock"),
    cfg.HostnameOpt("host", default="localhost"),
    cfg.StrOpt("haproxy", default="/usr/sbin/haproxy"),
]


def load() -> Settings:
    """Read `[namespace_provider]` from the configuration Octavia has parsed."""
    cfg.CONF.register_opts(_OPTIONS, group="namespace_provider")
    section = cfg.CONF.namespace_provider
    return Settings(
        state_directory=Path(section.state_directory),
        ovsdb_connection=section.ovsdb_connection,
        host=section.host,
        haproxy=section.haproxy,
    )
