# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The page of all applications of the project."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from horizon import messages, tables

from bluegreen import CloudError, survey
from bluegreen_dashboard import i18n
from bluegreen_dashboard.cloud import cloud_of
from bluegreen_dashboard.tables.list import ApplicationLine, ApplicationsTable


class ApplicationListView(tables.DataTableView):
    """All of them, read at a fixed number of requests."""

    table_class = ApplicationsTable
    template_name = "bluegreen_dashboard/applications.html"
    page_title = gettext_lazy("Blue-Green Applications")

    def get_data(self) -> list[ApplicationLine]:
        """Return every application; an empty list and a sentence when the cloud does not say."""
        try:
            found = survey(cloud_of(self.request))
        except CloudError as error:
            messages.error(self.request, i18n.error_text(error))
            return []
        return [ApplicationLine(each.name, each, holder) for each, holder in found]
