# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The group Project > Blue-Green."""

from django.utils.translation import gettext_lazy as _

PANEL_GROUP = "bluegreen"
PANEL_GROUP_NAME = _("Blue-Green")
PANEL_GROUP_DASHBOARD = "project"
