# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The tables of one application; rows that can change look again while something is at work."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from horizon import tables

from bluegreen import (
    Application,
    ApplicationSnapshot,
    Refused,
    Release,
    Role,
    Side,
    SideSnapshot,
    take_snapshot,
)
from bluegreen_dashboard import i18n, links
from bluegreen_dashboard.activity import Activity, activity_of
from bluegreen_dashboard.cloud import cloud_of
from bluegreen_dashboard.tables.columns import (
    NOTHING,
    LabelledCell,
    StatusColumn,
    address_text,
)


@dataclass(frozen=True)
class SidesLine:
    """Both sides, in the table that has them in one row."""

    snapshot: ApplicationSnapshot

    @property
    def activity(self) -> Activity:
        """Whether something is at work on the application."""
        return activity_of(self.snapshot.application, self.snapshot.holder)


@dataclass(frozen=True)
class SideLine(SidesLine):
    """One side, in the table of addresses."""

    side: SideSnapshot


class SidesRow(tables.Row):
    """The one row that holds both sides."""

    ajax = True

    def get_data(self, request: HttpRequest, name: str) -> SidesLine:
        """Return the application as it is now."""
        return SidesLine(read_again(request, name))


class SideRow(tables.Row):
    """A row for one side."""

    ajax = True

    def get_data(self, request: HttpRequest, colour: str) -> SideLine:
        """Return the side as it is now."""
        snapshot = read_again(request, self.table.kwargs["application"])
        lines = {str(side.colour): SideLine(snapshot, side) for side in snapshot.sides}
        if colour not in lines:
            raise Http404
        return lines[colour]


def read_again(request: HttpRequest, name: str) -> ApplicationSnapshot:
    """Return an application for a row of its page; a 404 takes the row away."""
    try:
        return take_snapshot(cloud_of(request), name)
    except Refused as gone:
        raise Http404 from gone


def card(snapshot: ApplicationSnapshot, side: SideSnapshot) -> str:
    """Return one side as a card."""
    observed = side.observed
    balancer = observed.balancer
    return str(
        render_to_string(
            "bluegreen_dashboard/_side.html",
            {
                "side": side,
                "observed": observed,
                "colour": i18n.word(i18n.COLOURS, side.colour),
                "role": role_of(snapshot.application, observed),
                "state": i18n.state_of_side(observed),
                "stack_link": links.to_stack(observed.stack.id) if observed.stack else "",
                "balancer_link": links.to_balancer(balancer.id) if balancer else "",
                "servers": [(server, links.to_server(server)) for server in side.servers],
            },
        )
    )


class SidesTable(tables.DataTable):
    """Both sides beside each other, in one row, so that they are read at the same moment."""

    blue = StatusColumn(
        lambda line: card(line.snapshot, line.snapshot.sides[0]),
        verbose_name=i18n.COLOURS["blue"],
        sortable=False,
    )
    green = StatusColumn(
        lambda line: card(line.snapshot, line.snapshot.sides[1]),
        verbose_name=i18n.COLOURS["green"],
        sortable=False,
    )

    class Meta:
        """Refreshed as a whole."""

        name = "sides"
        verbose_name = gettext_lazy("Sides")
        css_classes = "bluegreen-sides"
        status_columns = ("blue",)
        row_class = SidesRow
        footer = False

    def get_object_id(self, line: SidesLine) -> str:
        """Return the application's name."""
        return line.snapshot.application.name

    def get_object_display(self, line: SidesLine) -> str:
        """Return the application's name."""
        return line.snapshot.application.name


class AddressesTable(tables.DataTable):
    """Which address leads to which side."""

    network = tables.Column(
        lambda line: line.side.network.name if line.side.network else NOTHING,
        verbose_name=gettext_lazy("Network"),
        link=lambda line: _to_network(line.side),
    )
    subnet = tables.Column(
        lambda line: line.side.network.cidr if line.side.network else NOTHING,
        verbose_name=gettext_lazy("Subnet"),
    )
    floating_ip = tables.Column(
        lambda line: address_text(line.side.address), verbose_name=gettext_lazy("Floating IP")
    )
    fixed_ip = tables.Column(
        lambda line: (
            line.side.observed.balancer.vip_address if line.side.observed.balancer else NOTHING
        ),
        verbose_name=gettext_lazy("Fixed IP"),
    )
    role = StatusColumn(
        lambda line: _role_in_words(line.snapshot.application, line.side),
        verbose_name=gettext_lazy("Role"),
    )

    class Meta:
        """Refreshed row by row."""

        name = "addresses"
        verbose_name = gettext_lazy("Addresses")
        hidden_title = False
        cell_class = LabelledCell
        status_columns = ("role",)
        row_class = SideRow
        footer = False

    def get_object_id(self, line: SideLine) -> str:
        """Return the side's colour."""
        return str(line.side.colour)

    def get_object_display(self, line: SideLine) -> str:
        """Return the side's colour."""
        return str(line.side.colour)


class ReleasesTable(tables.DataTable):
    """The releases of both sides, newest first."""

    name = tables.Column(
        lambda release: release.name,
        verbose_name=pgettext_lazy("of an application", "Release"),
        link=lambda release: links.to_stack(release.stack.id),
    )
    version = tables.Column("version", verbose_name=gettext_lazy("Version"))
    side = tables.Column(
        lambda release: i18n.word(i18n.COLOURS, release.colour), verbose_name=gettext_lazy("Side")
    )
    wanted = tables.Column("wanted", verbose_name=gettext_lazy("Wanted servers"))
    bounds = tables.Column(
        lambda release: f"{release.min} - {release.max}", verbose_name=gettext_lazy("Scales within")
    )
    state = tables.Column(lambda release: release.stack.status, verbose_name=gettext_lazy("Stack"))

    class Meta:
        """As it was when the page was read."""

        name = "releases"
        verbose_name = pgettext_lazy("of an application", "Releases")
        hidden_title = False
        cell_class = LabelledCell
        footer = False

    def get_object_id(self, release: Release) -> str:
        """Return the release's name."""
        return release.name

    def get_object_display(self, release: Release) -> str:
        """Return the release's name."""
        return release.name


def role_of(application: Application, side: Side) -> str:
    """Return "live", "idle", or "" while no side is live."""
    if application.live is None:
        return ""
    return "live" if application.live is side else "idle"


def _role_in_words(application: Application, side: SideSnapshot) -> str:
    if side.role is None:
        return i18n.word(i18n.ROLES, role_of(application, side.observed)) or NOTHING
    is_live = side.role is Role.PRODUCTION
    return _("live: production") if is_live else _("idle: preview")


def _fixed_ip(side: Side) -> str:
    return side.balancer.vip_address if side.balancer else NOTHING


def _to_network(side: SideSnapshot) -> str:
    balancer = side.observed.balancer
    return links.to_network(balancer.network_id) if balancer and side.network else ""
