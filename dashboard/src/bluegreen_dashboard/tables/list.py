# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The table of all applications, whose rows look again while something is at work."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from horizon import tables

from bluegreen import Application, CloudError, Holder, Refused, Side, lease_holder, observe_existing
from bluegreen_dashboard import i18n, links, rights
from bluegreen_dashboard.actions.switch import SwitchAction
from bluegreen_dashboard.activity import Activity, activity_of, at_work
from bluegreen_dashboard.cloud import cloud_of
from bluegreen_dashboard.tables.columns import (
    NOTHING,
    LabelledCell,
    StatusColumn,
    address_text,
)


@dataclass(frozen=True)
class ApplicationLine:
    """One application in the list; without one, why it could not be read."""

    name: str
    application: Application | None
    holder: Holder | None = None
    error: str = ""

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
            return self.error
        parts = [i18n.state_of(self.application)]
        if self.application.paused:
            parts.append(_("paused"))
        if self.holder and at_work(self.holder):
            parts.append(i18n.being_changed(self.holder))
        return "; ".join(parts)


class ApplicationRow(tables.Row):
    """A row of the list that looks again at its application alone."""

    ajax = True

    def get_data(self, request: HttpRequest, name: str) -> ApplicationLine:
        """Return the application as it is now; a 404 takes the row away."""
        try:
            cloud = cloud_of(request)
            return ApplicationLine(name, observe_existing(cloud, name), lease_holder(cloud, name))
        except Refused as gone:
            raise Http404 from gone
        except CloudError as error:
            return ApplicationLine(name, None, error=i18n.error_text(error))


class SwitchLink(tables.LinkAction):
    """Opens the dialog of a switch, which says what refuses it, as the application's page does."""

    name = SwitchAction.slug
    verbose_name = SwitchAction.title
    classes = ("ajax-modal",)

    def get_link_url(self, line: ApplicationLine) -> str:
        """Return the address of the dialog."""
        return links.to_application(line.name, self.name)

    def allowed(self, request: HttpRequest, line: ApplicationLine | None = None) -> bool:
        """Whether there is a side to switch to, and the user's role may."""
        application = line.application if line else None
        idle = application.idle if application else None
        return bool(idle and idle.balancer) and rights.may(request, SwitchAction.rights)


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
        lambda line: address_text(line.application and line.application.production),
        verbose_name=gettext_lazy("Production"),
    )
    preview = tables.Column(
        lambda line: address_text(line.application and line.application.preview),
        verbose_name=gettext_lazy("Preview"),
    )
    state = StatusColumn(lambda line: line.state, verbose_name=gettext_lazy("State"), status=True)

    class Meta:
        """Refreshed row by row."""

        name = "applications"
        verbose_name = gettext_lazy("Applications")
        status_columns = ("state",)
        row_class = ApplicationRow
        row_actions = (SwitchLink,)
        cell_class = LabelledCell
        no_data_message = gettext_lazy(
            "This project has no application. To make one, in the directory of bluegreen.yaml: "
            "bluegreen up VERSION"
        )

    def get_object_id(self, line: ApplicationLine) -> str:
        """Return the application's name, which is unique in the project."""
        return line.name

    def get_object_display(self, line: ApplicationLine) -> str:
        """Return the application's name."""
        return line.name


def _live(application: Application | None) -> str:
    live = application.live if application else None
    if live is None:
        return NOTHING
    return i18n.coloured(live.colour)


def _side(side: Side | None) -> str:
    """Return version and healthy servers of those wanted, such as `2.0 (2/2)`.

    An adopted side has servers and no version.
    """
    if side is None or not (side.release or side.adopted):
        return NOTHING
    version = f"{side.release.version} " if side.release else ""
    healthy = "?" if side.members.unmonitored else side.members.healthy
    return f"{version}({healthy}/{side.wanted})"
