# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Horizon's own settings for tests, with the panel's enabled files."""

from bluegreen_dashboard import enabled as ours
from openstack_dashboard import enabled as horizons
from openstack_dashboard.test.settings import *  # noqa: F403
from openstack_dashboard.test.settings import HORIZON_CONFIG, INSTALLED_APPS
from openstack_dashboard.utils.settings import update_dashboards

update_dashboards([horizons, ours], HORIZON_CONFIG, INSTALLED_APPS)
INSTALLED_APPS[:] = dict.fromkeys(INSTALLED_APPS)
HORIZON_CONFIG["panel_customization"] = [
    panel
    for panel in HORIZON_CONFIG["panel_customization"]
    if panel.get("PANEL") not in ("trunks", "network_qos", "rbac_policies")  # they ask Neutron
]
ROOT_URLCONF = "openstack_dashboard.urls"
ALLOWED_HOSTS = ["testserver"]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
LANGUAGES = (("en", "English"), ("ja", "Japanese"))
POLICY_CHECK_FUNCTION = "openstack_auth.policy.check"
POLICY_FILES = {"network": "neutron_policy.yaml", "compute": "nova_policy.yaml"}
DEFAULT_POLICY_FILES = {
    "network": "default_policies/neutron.yaml",
    "compute": "default_policies/nova.yaml",
}
