# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The page of one application."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from horizon import messages, tables
from horizon.utils.http import is_ajax

from bluegreen import (
    Application,
    ApplicationSnapshot,
    BlueGreenError,
    Difference,
    JournalRun,
    Release,
    find_drift,
    incomplete,
    take_snapshot,
    warnings,
    with_parts,
)
from bluegreen_dashboard import i18n, links, rights
from bluegreen_dashboard.actions import ACTIONS
from bluegreen_dashboard.actions.action import Action
from bluegreen_dashboard.cloud import cloud_of
from bluegreen_dashboard.tables.detail import (
    AddressesTable,
    HistoryTable,
    ReleasesTable,
    SideLine,
    SidesLine,
    SidesTable,
)

RUNS = 10
"""Runs of the journal that the page shows."""


@dataclass(frozen=True)
class ActionButton:
    """An action as the page shows it: where it leads, or why it leads nowhere."""

    action: Action
    link: str
    refusals: tuple[str, ...]


class ApplicationDetailView(tables.MultiTableView):
    """One application."""

    table_classes = (SidesTable, AddressesTable, ReleasesTable, HistoryTable)
    template_name = "bluegreen_dashboard/application.html"
    page_title = "{{ snapshot.application.name }}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; when it is not there or cannot be read, say so on the list."""
        self.name: str = kwargs["application"]
        try:
            return super().get(request, *args, **kwargs)
        except BlueGreenError as error:
            if is_ajax(request):  # a row that wants to be refreshed; the page stays as it is
                return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
            messages.error(request, i18n.error_text(error))
            return HttpResponseRedirect(links.to_application_list())

    @cached_property
    def snapshot(self) -> ApplicationSnapshot:
        """The application as it is now, with its newest runs."""
        return take_snapshot(cloud_of(self.request), self.name, runs=RUNS)

    @cached_property
    def drift(self) -> tuple[Difference, ...]:
        """How what was built differs from what Heat has kept of it."""
        return find_drift(cloud_of(self.request), self.snapshot.application)

    def get_sides_data(self) -> list[SidesLine]:
        """Return the one row of both sides."""
        return [SidesLine(self.snapshot)]

    def get_addresses_data(self) -> list[SideLine]:
        """Return a row for each side."""
        return [SideLine(self.snapshot, side) for side in self.snapshot.sides]

    def get_releases_data(self) -> list[Release]:
        """Return the releases."""
        return list(self.snapshot.application.releases)

    def get_history_data(self) -> list[JournalRun]:
        """Return the runs, the stages of a release below it.

        None, and a sentence, when the journal cannot be read.
        """
        if error := self.snapshot.history_error:
            messages.warning(self.request, i18n.error_text(error))
        grouped = with_parts(self.snapshot.history)
        return [each for run, parts in grouped for each in (run, *parts)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the tables, the actions, and what a person should know first."""
        context = dict(super().get_context_data(**kwargs))
        application, holder = self.snapshot.application, self.snapshot.holder_at_work
        actions = (action for action in ACTIONS.values() if action.is_for(application))
        return context | {
            "snapshot": self.snapshot,
            "holder": i18n.being_changed(holder) if holder else "",
            "warnings": (
                *warnings(application),
                *(() if holder else incomplete(application)),
                *(one.line for one in self.drift),
            ),
            "not_read": i18n.not_read(application.unread) if application.unread else "",
            "buttons": [self._button(action) for action in actions],
            "stack_link": links.to_stack(application.stack.id) if application.stack else "",
            "job": job_of(application),
        }

    def _button(self, action: Action) -> ActionButton:
        if not rights.may(self.request, action.rights):
            refusals: tuple[str, ...] = (_("Your role in this project may read but not change."),)
        else:
            refusals = action.refusals(self.snapshot)
        return ActionButton(action, links.to_application(self.name, action.slug), refusals)


def job_of(application: Application) -> str:
    """Return where a release of the application is ordered, such as a job of Jenkins, or ""."""
    pattern = str(getattr(settings, "BLUEGREEN_RELEASE_URL", ""))
    return pattern.replace("{application}", quote(application.name, safe=""))
