# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The servers of releases, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Server:
    """One server of an application: where it answers, and what the cloud says of it.

    `status` is Nova's, such as ACTIVE or ERROR; `fault` is why, in Nova's words, or "". `made` is
    when Nova began with it, None when that is not known.
    """

    name: str
    addresses: frozenset[str]
    status: str
    fault: str = ""
    id: str = ""
    made: datetime | None = None


@dataclass(frozen=True)
class GroupMember:
    """One place in the group of a release's servers: Heat replaces its server when it is unhealthy.

    `group` is the path of the group's own stack, `NAME/ID`; `server` is Nova's id of what fills
    the place, "" for nothing yet. `failed` says that Heat failed with it, or was told that it is
    unhealthy, and `reason` what was said then.
    """

    name: str
    group: str
    server: str
    failed: bool = False
    reason: str = ""
