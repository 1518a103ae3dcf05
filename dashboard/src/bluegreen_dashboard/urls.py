# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The addresses of the pages. A name may hold what a tag may hold, a slash too."""

from __future__ import annotations

from django.urls import re_path

from bluegreen_dashboard.actions import VERBS
from bluegreen_dashboard.views.action import DialogView
from bluegreen_dashboard.views.detail import ApplicationsView, ApplicationView

NAME = r"^application/(?P<application>.+)"

urlpatterns = [
    re_path(r"^$", ApplicationsView.as_view(), name="index"),
    *(
        re_path(rf"{NAME}/{slug}/$", DialogView.as_view(verb=verb), name=slug)
        for slug, verb in VERBS.items()
    ),
    re_path(rf"{NAME}/$", ApplicationView.as_view(), name="detail"),
]
