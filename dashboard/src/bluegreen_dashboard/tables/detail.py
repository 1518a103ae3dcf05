# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The tables; rows of those that can change look again while something is at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from horizon import tables

from bluegreen.cli.render import scaling_row
from bluegreen.cloud.observe import observe_existing
from bluegreen.errors import CloudError, Refused
from bluegreen.model.address import Role
from bluegreen.model.application import Application, Release, Side
from bluegreen.model.history import PastRun
from bluegreen.model.lease import Holder
from bluegreen.model.printable import printable
from bluegreen_dashboard import i18n, links
from bluegreen_dashboard.activity import STATUS, Activity, activity_of, at_work
from bluegreen_dashboard.cloud import cloud_of
from bluegreen_dashboard.snapshot import Picture, Place, picture_of

NOTHING = "-"
FREE_TEXT = ("bluegreen-text",)
"""The class of cells whose words may be long."""


@dataclass(frozen=True)
class Line:
    """One application in the list; without one, why it could not be read."""

    name: str
    application: Application | None
    holder: Holder | None = None
    trouble: str = ""

    @property
    def activity(self) -> Activity:
        """Whether something is at work; what could not be read now is looked at again."""
        if self.application is None:
            return Activity.WORKING
        return activity_of(self.application, self.holder)

    @property
    def state(self) -> str:
        """How it is doing, and who works on it."""
        if self.application is None:
            return self.trouble
        parts = [i18n.state_of(self.application)]
        if self.application.paused:
            parts.append(_("paused"))
        if self.holder and at_work(self.holder):
            parts.append(i18n.being_changed(self.holder))
        return "; ".join(parts)


class Shown(tables.Column):
    """A column whose text differs from what Horizon takes the row's status from."""

    status_choices = STATUS

    def __init__(self, show: Any, **options: Any) -> None:
        super().__init__(lambda datum: datum.activity, **options)
        self.show = show

    def get_data(self, datum: Any) -> Any:
        """Return what is shown."""
        return self.show(datum)


class ApplicationRow(tables.Row):
    """A row of the list that looks again at its application alone."""

    ajax = True

    def get_data(self, request: HttpRequest, name: str) -> Line:
        """Return the application as it is now; a 404 takes the row away."""
        try:
            cloud = cloud_of(request)
            return Line(name, observe_existing(cloud, name), cloud.leases.holder(name))
        except Refused as gone:
            raise Http404 from gone
        except CloudError as trouble:
            return Line(name, None, trouble=i18n.told(trouble))


class ApplicationsTable(tables.DataTable):
    """All applications of the project."""

    name = tables.Column(
        "name", verbose_name=gettext_lazy("Name"), link=lambda line: links.to_application(line.name)
    )
    live = tables.Column(
        lambda line: _live(line.application), verbose_name=pgettext_lazy("role of a side", "Live")
    )
    blue = tables.Column(
        lambda line: _side(line.application and line.application.blue),
        verbose_name=i18n.COLOURS["blue"],
    )
    green = tables.Column(
        lambda line: _side(line.application and line.application.green),
        verbose_name=i18n.COLOURS["green"],
    )
    production = tables.Column(
        lambda line: _address(line.application and line.application.production),
        verbose_name=gettext_lazy("Production"),
    )
    preview = tables.Column(
        lambda line: _address(line.application and line.application.preview),
        verbose_name=gettext_lazy("Preview"),
    )
    state = Shown(lambda line: line.state, verbose_name=gettext_lazy("State"), status=True)

    class Meta:
        """Refreshed row by row."""

        name = "applications"
        verbose_name = gettext_lazy("Applications")
        status_columns = ("state",)
        row_class = ApplicationRow
        no_data_message = gettext_lazy(
            "This project has no application. Where its bluegreen.yaml is: bluegreen up VERSION"
        )

    def get_object_id(self, line: Line) -> str:
        """Return the application's name, which is unique in the project."""
        return line.name

    def get_object_display(self, line: Line) -> str:
        """Return the application's name."""
        return line.name


class PictureRow(tables.Row):
    """The one row that holds both sides."""

    ajax = True

    def get_data(self, request: HttpRequest, name: str) -> Picture:
        """Return the application as it is now."""
        return read_again(request, name)


class PlaceRow(tables.Row):
    """A row for one side."""

    ajax = True

    def get_data(self, request: HttpRequest, colour: str) -> PlaceLine:
        """Return the side as it is now."""
        picture = read_again(request, self.table.kwargs["application"])
        lines = {str(place.colour): PlaceLine(picture, place) for place in picture.places}
        if colour not in lines:
            raise Http404
        return lines[colour]


def read_again(request: HttpRequest, name: str) -> Picture:
    """Return an application for a row of its page; a 404 takes the row away."""
    try:
        return picture_of(cloud_of(request), name)
    except Refused as gone:
        raise Http404 from gone


def card(picture: Picture, place: Place) -> str:
    """Return one side as a card."""
    side = place.side
    balancer = side.balancer
    return str(
        render_to_string(
            "bluegreen_dashboard/_side.html",
            {
                "place": place,
                "side": side,
                "colour": i18n.word(i18n.COLOURS, place.colour),
                "role": role_of(picture.application, side),
                "state": i18n.state_of_side(side),
                "scaling": scaling_of(side),
                "stack_link": links.to_stack(side.stack.id) if side.stack else "",
                "balancer_link": links.to_balancer(balancer.id) if balancer else "",
                "servers": [(server, links.to_server(server.id)) for server in place.servers],
            },
        )
    )


class SidesTable(tables.DataTable):
    """Both sides beside each other, in one row, so that they are read at the same moment."""

    blue = Shown(
        lambda picture: card(picture, picture.places[0]),
        verbose_name=i18n.COLOURS["blue"],
        sortable=False,
    )
    green = Shown(
        lambda picture: card(picture, picture.places[1]),
        verbose_name=i18n.COLOURS["green"],
        sortable=False,
    )

    class Meta:
        """Refreshed as a whole."""

        name = "sides"
        verbose_name = gettext_lazy("Sides")
        css_classes = "bluegreen-sides"
        status_columns = ("blue",)
        row_class = PictureRow
        footer = False

    def get_object_id(self, picture: Picture) -> str:
        """Return the application's name."""
        return picture.application.name

    def get_object_display(self, picture: Picture) -> str:
        """Return the application's name."""
        return picture.application.name


@dataclass(frozen=True)
class PlaceLine:
    """One side in the table of addresses."""

    picture: Picture
    place: Place

    @property
    def activity(self) -> Activity:
        """Whether something is at work on the application."""
        return self.picture.activity


class AddressesTable(tables.DataTable):
    """Which address leads to which side."""

    network = tables.Column(
        lambda line: line.place.network.name if line.place.network else NOTHING,
        verbose_name=gettext_lazy("Network"),
        link=lambda line: _to_network(line.place),
    )
    subnet = tables.Column(
        lambda line: line.place.network.cidr if line.place.network else NOTHING,
        verbose_name=gettext_lazy("Subnet"),
    )
    floating_ip = tables.Column(
        lambda line: _address(line.place.address), verbose_name=gettext_lazy("Floating IP")
    )
    fixed_ip = tables.Column(
        lambda line: line.place.side.balancer.vip_address if line.place.side.balancer else NOTHING,
        verbose_name=gettext_lazy("Fixed IP"),
    )
    role = Shown(
        lambda line: _role_in_words(line.picture.application, line.place),
        verbose_name=gettext_lazy("Role"),
    )

    class Meta:
        """Refreshed row by row."""

        name = "addresses"
        verbose_name = gettext_lazy("Addresses")
        hidden_title = False
        status_columns = ("role",)
        row_class = PlaceRow
        footer = False

    def get_object_id(self, line: PlaceLine) -> str:
        """Return the side's colour."""
        return str(line.place.colour)

    def get_object_display(self, line: PlaceLine) -> str:
        """Return the side's colour."""
        return str(line.place.colour)


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
    wanted = tables.Column("wanted", verbose_name=gettext_lazy("Servers wanted"))
    bounds = tables.Column(
        lambda release: f"{release.min} - {release.max}", verbose_name=gettext_lazy("Scales within")
    )
    state = tables.Column(lambda release: release.stack.status, verbose_name=gettext_lazy("Stack"))

    class Meta:
        """As it was when the page was read."""

        name = "releases"
        verbose_name = pgettext_lazy("of an application", "Releases")
        hidden_title = False
        footer = False

    def get_object_id(self, release: Release) -> str:
        """Return the release's name."""
        return release.name

    def get_object_display(self, release: Release) -> str:
        """Return the release's name."""
        return release.name


class HistoryTable(tables.DataTable):
    """What was done, by whom, and how it ended: a row for each run, newest first."""

    at = tables.Column(lambda run: _time(run.last.at), verbose_name=gettext_lazy("Time"))
    event = tables.Column(
        lambda run: i18n.word(i18n.EVENTS, run.last.event), verbose_name=gettext_lazy("What")
    )
    side = tables.Column(
        lambda run: i18n.word(i18n.COLOURS, run.last.side), verbose_name=gettext_lazy("Side")
    )
    version = tables.Column(lambda run: run.last.version, verbose_name=gettext_lazy("Version"))
    outcome = tables.Column(
        lambda run: i18n.word(i18n.OUTCOMES, run.outcome), verbose_name=gettext_lazy("Outcome")
    )
    operator = tables.Column(
        lambda run: printable(run.last.operator),
        verbose_name=gettext_lazy("Operator"),
        truncate=40,
        classes=FREE_TEXT,
    )
    message = tables.Column(
        lambda run: printable(run.last.message),
        verbose_name=gettext_lazy("Message"),
        truncate=80,
        classes=FREE_TEXT,
    )
    details = tables.Column(
        lambda run: i18n.details_of(run.last.details),
        verbose_name=gettext_lazy("Details"),
        truncate=200,
        classes=FREE_TEXT,
    )

    class Meta:
        """As it was when the page was read."""

        name = "history"
        verbose_name = gettext_lazy("History")
        hidden_title = False
        footer = False

    def get_object_id(self, run: PastRun) -> str:
        """Return the run's own name."""
        return run.last.run

    def get_object_display(self, run: PastRun) -> str:
        """Return the run's own name."""
        return run.last.run


def scaling_of(side: Side) -> dict[str, Any] | None:
    """Return the alarms and the last change of a side that scales with load, as `status` does."""
    if side.release is None or side.release.scaling is None:
        return None
    return dict(zip(("size", "limits", "alarms", "last"), scaling_row(side), strict=True))


def role_of(application: Application, side: Side) -> str:
    """Return "live", "idle", or "" while no side is live."""
    if application.live is None:
        return ""
    return "live" if application.live is side else "idle"


def _role_in_words(application: Application, place: Place) -> str:
    if place.role is None:
        return i18n.word(i18n.ROLES, role_of(application, place.side)) or NOTHING
    is_live = place.role is Role.PRODUCTION
    return _("live: production") if is_live else _("idle: preview")


def _live(application: Application | None) -> str:
    live = application.live if application else None
    if live is None:
        return NOTHING
    return format_html(
        '<span class="bluegreen-word bluegreen-word-{}">{}</span>',
        live.colour,
        i18n.word(i18n.COLOURS, live.colour),
    )


def _side(side: Side | None) -> str:
    """Return version and healthy servers of those wanted, such as `2.0 (2/2)`.

    An adopted side has servers and no version.
    """
    if side is None or not (side.release or side.adopted):
        return NOTHING
    version = f"{side.release.version} " if side.release else ""
    healthy = "?" if side.members.unmonitored else side.members.healthy
    return f"{version}({healthy}/{side.wanted})"


def _address(address: Any) -> str:
    return address.floating_ip if address else NOTHING


def _to_network(place: Place) -> str:
    balancer = place.side.balancer
    return links.to_network(balancer.network_id) if balancer and place.network else ""


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
