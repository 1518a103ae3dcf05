# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The addresses of the pages. A name may hold what a tag may hold, a slash too."""

from __future__ import annotations

from django.urls import re_path

from bluegreen_dashboard.actions import ACTIONS
from bluegreen_dashboard.views.action import ActionView
from bluegreen_dashboard.views.detail import ApplicationDetailView
from bluegreen_dashboard.views.list import ApplicationListView

NAME = r"^application/(?P<application>.+)"

urlpatterns = [
    re_path(r"^$", ApplicationListView.as_view(), name="index"),
    *(
        re_path(rf"{NAME}/{slug}/$", ActionView.as_view(action=action), name=slug)
        for slug, action in ACTIONS.items()
    ),
    re_path(rf"{NAME}/$", ApplicationDetailView.as_view(), name="detail"),
]
