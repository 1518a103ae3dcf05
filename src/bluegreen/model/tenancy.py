# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whom a cloud takes the credentials for, and what they may read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CurrentUser:
    """Whom a cloud takes the credentials for, and what they are.

    `credential` is the id of an application credential, None for any other way to log in;
    `restricted` says that it may make no other, `rules` that it has access rules.
    """

    user: str
    user_id: str
    project: str
    project_id: str
    roles: frozenset[str]
    credential: str | None = None
    restricted: bool = False
    rules: bool = False


@dataclass(frozen=True)
class ServiceAccess:
    """Whether a service lets these credentials read what is needed; `refusal` says why not."""

    service: str
    refusal: str | None = None
