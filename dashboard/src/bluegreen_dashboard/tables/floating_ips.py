# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The table of all floating IPs of the project: which application has each, and which are free."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy
from horizon import tables

from bluegreen import FloatingIp, Side
from bluegreen_dashboard import i18n, links
from bluegreen_dashboard.tables.columns import NOTHING, LabelledCell

UNKNOWN = gettext_lazy("UNKNOWN")
"""What stands for the network of an address that points at nothing."""


@dataclass(frozen=True)
class FloatingIpLine:
    """One floating IP, and the side that it points at, if any."""

    address: FloatingIp
    side: Side | None


class FloatingIpsTable(tables.DataTable):
    """All of them, those of nobody too."""

    network = tables.Column(
        lambda line: line.address.network or UNKNOWN,
        verbose_name=gettext_lazy("Network"),
        link=lambda line: links.to_network(line.address.network_id or ""),
    )
    subnet = tables.Column(
        lambda line: line.address.subnet or NOTHING, verbose_name=gettext_lazy("Subnet")
    )
    floating_ip = tables.Column(
        lambda line: line.address.floating_ip, verbose_name=gettext_lazy("Floating IP")
    )
    fixed_ip = tables.Column(
        lambda line: line.address.fixed_ip or NOTHING, verbose_name=gettext_lazy("Fixed IP")
    )
    application = tables.Column(
        lambda line: line.address.application or NOTHING,
        verbose_name=gettext_lazy("Application"),
        link=lambda line: (
            links.to_application(line.address.application) if line.address.application else ""
        ),
    )
    role = tables.Column(
        lambda line: i18n.word(i18n.ADDRESS_ROLES, line.address.role) or NOTHING,
        verbose_name=gettext_lazy("Role"),
    )
    side = tables.Column(
        lambda line: i18n.coloured(line.side.colour) if line.side else NOTHING,
        verbose_name=gettext_lazy("Side"),
    )

    class Meta:
        """As it was when the page was read."""

        name = "floating_ips"
        verbose_name = gettext_lazy("Floating IPs of the project")
        no_data_message = gettext_lazy("This project has no floating IP.")
        hidden_title = False
        cell_class = LabelledCell
        footer = False

    def get_object_id(self, line: FloatingIpLine) -> str:
        """Return Neutron's id of it."""
        return line.address.id

    def get_object_display(self, line: FloatingIpLine) -> str:
        """Return the address."""
        return line.address.floating_ip
