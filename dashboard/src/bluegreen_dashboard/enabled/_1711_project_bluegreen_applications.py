# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The panel Project > Blue-Green > Applications."""

PANEL = "bluegreen"
PANEL_DASHBOARD = "project"
PANEL_GROUP = "bluegreen"
ADD_PANEL = "bluegreen_dashboard.panel.Applications"
ADD_INSTALLED_APPS = ["bluegreen_dashboard"]
ADD_SCSS_FILES = ["bluegreen_dashboard/sides.scss"]
ADD_JS_FILES = ["bluegreen_dashboard/session.js"]
