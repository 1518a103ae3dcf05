# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a user's role allows, by the policy files that Horizon has of the services."""

from __future__ import annotations

from django.http import HttpRequest
from openstack_dashboard import policy

Rules = tuple[tuple[str, str], ...]

WRITE = (("network", "update_floatingip"), ("orchestration", "software_configs:create"))
"""To answer or to pause. Horizon has Heat's policy only with heat-dashboard, so a user who may not
move an address may not say that somebody else should, either."""

MOVE = (*WRITE, ("network", "create_port"))
RESIZE = (*MOVE, ("orchestration", "stacks:update_patch"))


def may(request: HttpRequest, rules: Rules) -> bool:
    """Whether the user's role allows all of it. The services have the last word in any case."""
    own = {
        "network:tenant_id": request.user.tenant_id,
        "network:project_id": request.user.tenant_id,
    }
    return bool(policy.check(rules, request, own))
