# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The two pages: all applications, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from horizon import messages, tables
from horizon.utils.http import is_ajax

from bluegreen.cli.render import warnings
from bluegreen.cloud.concurrently import side_by_side
from bluegreen.cloud.deadline import PATIENCE, within
from bluegreen.cloud.observe import observe_project
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import BlueGreenError, CloudError
from bluegreen.model.application import Application, Release
from bluegreen.model.history import PastRun
from bluegreen.operations.prechecks import behind_one_router
from bluegreen_dashboard import i18n, links, rights
from bluegreen_dashboard.actions import ALL
from bluegreen_dashboard.actions.action import Verb
from bluegreen_dashboard.cloud import cloud_of
from bluegreen_dashboard.snapshot import Picture, history_of, interrupted, picture_of
from bluegreen_dashboard.tables.detail import (
    AddressesTable,
    ApplicationsTable,
    HistoryTable,
    Line,
    PlaceLine,
    ReleasesTable,
    SidesTable,
)


class ApplicationsView(tables.DataTableView):
    """All applications of the project, read at a fixed number of requests."""

    table_class = ApplicationsTable
    template_name = "bluegreen_dashboard/applications.html"
    page_title = gettext_lazy("Blue-Green Applications")

    def get_data(self) -> list[Line]:
        """Return every application; an empty list and a sentence when the cloud does not say."""
        try:
            cloud = cloud_of(self.request)
            applications, holders = side_by_side(
                partial(observe_project, cloud), cloud.leases.holders, clock=cloud.asking.clock
            )
        except CloudError as trouble:
            messages.error(self.request, i18n.told(trouble))
            return []
        held = {holder.lease.application: holder for holder in holders}
        return [Line(found.name, found, held.get(found.name)) for found in applications]


@dataclass(frozen=True)
class Button:
    """An action as the page shows it: where it leads, or why it leads nowhere."""

    verb: Verb
    link: str
    refusals: tuple[str, ...]


class ApplicationView(tables.MultiTableView):
    """One application."""

    table_classes = (SidesTable, AddressesTable, ReleasesTable, HistoryTable)
    template_name = "bluegreen_dashboard/application.html"
    page_title = "{{ picture.application.name }}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; when it is not there or cannot be read, say so on the list."""
        self.name: str = kwargs["application"]
        try:
            return super().get(request, *args, **kwargs)
        except BlueGreenError as trouble:
            if is_ajax(request):  # a row that wants to be refreshed; the page stays as it is
                return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
            messages.error(request, i18n.told(trouble))
            return HttpResponseRedirect(links.to_application_list())

    @cached_property
    def read(self) -> tuple[Picture, list[PastRun] | CloudError]:
        """The application as it is now and its newest runs, read side by side."""
        cloud = cloud_of(self.request)
        picture, history = side_by_side(
            partial(picture_of, cloud, self.name),
            partial(_history_or_why_not, cloud, self.name),
            clock=cloud.asking.clock,
        )
        return picture, history

    @property
    def picture(self) -> Picture:
        """The application as it is now."""
        return self.read[0]

    @cached_property
    def history(self) -> list[PastRun]:
        """The newest runs; none, and a sentence, when the journal cannot be read."""
        history = self.read[1]
        if isinstance(history, CloudError):
            messages.warning(self.request, i18n.told(history))
            return []
        return history

    def get_sides_data(self) -> list[Picture]:
        """Return the one row of both sides."""
        return [self.picture]

    def get_addresses_data(self) -> list[PlaceLine]:
        """Return a row for each side."""
        return [PlaceLine(self.picture, place) for place in self.picture.places]

    def get_releases_data(self) -> list[Release]:
        """Return the releases."""
        return list(self.picture.application.releases)

    def get_history_data(self) -> list[PastRun]:
        """Return the runs."""
        return self.history

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the tables, the actions, and what a person should know first."""
        context = dict(super().get_context_data(**kwargs))
        application, holder = self.picture.application, self.picture.holder_at_work
        return context | {
            "picture": self.picture,
            "holder": i18n.being_changed(holder) if holder else "",
            "warnings": tuple(warnings(application)),
            "not_read": i18n.not_read(application.unread) if application.unread else "",
            "interrupted": interrupted(self.history, self.picture.holder),
            "buttons": [self._button(verb) for verb in ALL if verb.is_for(application)],
            "router": next(behind_one_router(application), None),
            "stack_link": links.to_stack(application.stack.id) if application.stack else "",
            "job": job_of(application),
        }

    def _button(self, verb: Verb) -> Button:
        if not rights.may(self.request, verb.rights):
            refusals: tuple[str, ...] = (_("Your role in this project may look, and not change."),)
        else:
            refusals = verb.refusals(self.picture)
        return Button(verb, links.to_application(self.name, verb.slug), refusals)


def _history_or_why_not(cloud: Cloud, name: str) -> list[PastRun] | CloudError:
    """A page without its history is better than none; and it does not wait for Heat for long."""
    try:
        return within(PATIENCE, partial(history_of, cloud, name), "Heat")
    except CloudError as trouble:
        return trouble


def job_of(application: Application) -> str:
    """Return where a release of the application is ordered, such as a job of Jenkins, or ""."""
    pattern = str(getattr(settings, "BLUEGREEN_RELEASE_URL", ""))
    return pattern.replace("{application}", quote(application.name, safe=""))
