# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What time it is in the cloud: an operator's own clock may differ from everybody else's."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from bluegreen.cloud.api import Api
from bluegreen.errors import CloudError

CLOCK_NAME = "bluegreen-clock"

ANY_PREFIX = "192.0.2.0/24"
"""A range for documentation (RFC 5737); nothing is ever given out from it."""


def neutron_now(api: Api) -> datetime:
    """Return the time by the clock that Neutron writes its timestamps with, to the second below.

    Not every API server says the time in its answers (behind uWSGI or HAProxy there is no `Date`
    header), but everything new has `created_at`. A subnet pool is the lightest thing that a
    project member may make: nothing but a row in Neutron's database, gone again at once. One that
    a crash leaves behind stands in nobody's way.
    """
    pool = {"name": CLOCK_NAME, "prefixes": [ANY_PREFIX]}
    made = dict(api.post("network", "/subnetpools", {"subnetpool": pool})["subnetpool"])
    with suppress(CloudError):
        api.delete("network", f"/subnetpools/{made['id']}")
    return parse_time(made["created_at"])


def parse_time(text: str) -> datetime:
    """Return a timestamp such as `2026-11-23T17:45:32Z`; without a zone it is UTC."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
