# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a user's role allows, by the policy files that Horizon has of the services."""

from __future__ import annotations

from django.http import HttpRequest
from openstack_dashboard import policy

Rules = tuple[tuple[str, str], ...]

WRITE = (("orchestration", "software_configs:create"),)
"""To write to the journal. Horizon has Heat's policy only with heat-dashboard; else Heat says."""

MARK = (("network", "update_floatingip"), *WRITE)
MOVE = (("network", "update_floatingip"), ("network", "create_port"), *WRITE)
RESIZE = (("network", "create_port"), ("orchestration", "stacks:update_patch"), *WRITE)


def may(request: HttpRequest, rules: Rules) -> bool:
    """Whether the user's role allows all of it. The services have the last word in any case."""
    return bool(policy.check(rules, request))
