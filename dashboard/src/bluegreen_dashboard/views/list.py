# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The page of all applications of the project."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy
from horizon import messages, tables

from bluegreen import (
    Application,
    Cloud,
    CloudError,
    FloatingIp,
    Holder,
    Side,
    project_floating_ips,
    survey,
)
from bluegreen_dashboard import i18n
from bluegreen_dashboard.cloud import cloud_of
from bluegreen_dashboard.tables.floating_ips import FloatingIpLine, FloatingIpsTable
from bluegreen_dashboard.tables.list import ApplicationLine, ApplicationsTable

Found = TypeVar("Found")


class ApplicationListView(tables.MultiTableView):
    """All of them and all floating IPs, read at a fixed number of requests."""

    table_classes = (ApplicationsTable, FloatingIpsTable)
    template_name = "bluegreen_dashboard/applications.html"
    page_title = gettext_lazy("Blue-Green Applications")

    @cached_property
    def applications(self) -> list[tuple[Application, Holder | None]] | None:
        """Each with who holds its lease; None when the cloud does not say."""
        return self._read(survey)

    @cached_property
    def floating_ips(self) -> list[FloatingIp] | None:
        """All of the project; None when the cloud does not say."""
        return self._read(project_floating_ips)

    def get_applications_data(self) -> list[ApplicationLine]:
        """Return every application."""
        found = self.applications or ()
        return [ApplicationLine(each.name, each, holder) for each, holder in found]

    def get_floating_ips_data(self) -> list[FloatingIpLine]:
        """Return every floating IP, with the side that it points at."""
        return [FloatingIpLine(one, self._side_at(one)) for one in self.floating_ips or ()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the tables that could be read: an empty one would say that there is nothing."""
        context = dict(super().get_context_data(**kwargs))
        read = {"applications": self.applications, "floating_ips": self.floating_ips}
        shown = [context[f"{name}_table"] for name, found in read.items() if found is not None]
        return context | {"shown": shown}

    def _read(self, look: Callable[[Cloud], list[Found]]) -> list[Found] | None:
        try:
            return look(cloud_of(self.request))
        except CloudError as error:
            messages.error(self.request, i18n.error_text(error))
            return None

    def _side_at(self, address: FloatingIp) -> Side | None:
        sides = (side for application, _ in self.applications or () for side in application.sides)
        ports = ((side.balancer and side.balancer.vip_port_id, side) for side in sides)
        return next((side for port, side in ports if port and port == address.port_id), None)
