# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The Octavia flavors of this provider: two choices the stock amphora does not offer tenants."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DESCRIPTIONS = {
    "http_connection_mode": (
        "keep-alive (default): clients may reuse connections; close: each connection ends "
        "after one answer, so that clients follow a floating IP at once."
    ),
    "graceful_reload": (
        "false (default): a reload closes idle client connections at once, as an amphora does; "
        "true: each idle connection is answered once more and closed with that answer."
    ),
}
_CONNECTION_MODES = ("keep-alive", "close")


@dataclass(frozen=True)
class Flavor:
    """How one load balancer treats the HTTP connections of its clients."""

    http_connection_mode: str = "keep-alive"
    graceful_reload: bool = False


def refusals(metadata: Mapping[str, Any]) -> list[str]:
    """Return why the provider cannot honour a flavor's metadata; empty when it can."""
    reasons = [f"flavor key '{key}' is unknown" for key in metadata if key not in DESCRIPTIONS]
    mode = metadata.get("http_connection_mode", "keep-alive")
    if mode not in _CONNECTION_MODES:
        reasons.append(f"http_connection_mode must be one of {', '.join(_CONNECTION_MODES)}")
    if not isinstance(metadata.get("graceful_reload", False), bool):
        reasons.append("graceful_reload must be true or false")
    return reasons
