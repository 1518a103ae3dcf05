# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The panel as Horizon's menu knows it."""

from __future__ import annotations

import horizon
from django.utils.translation import gettext_lazy as _


class Applications(horizon.Panel):
    """Shown to users who may list floating IPs, where the cloud has what the product needs."""

    name = _("Applications")
    slug = "bluegreen"
    permissions = (
        "openstack.services.network",
        "openstack.services.load-balancer",
        "openstack.services.orchestration",
    )
    policy_rules = (("network", "get_floatingip"),)
