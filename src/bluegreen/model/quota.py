# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is about to be built, and what the project lacks for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Needs:
    """What is about to be built: named things that must exist, and how many of what is made.

    An empty image or flavor is not looked for.
    """

    image: str
    flavor: str
    external_network: str | None
    key_pair: str | None
    servers: int
    releases: int
    sides: int = 0
    routers: int = 0
    addresses: int = 0


@dataclass(frozen=True)
class Shortage:
    """One thing that the project lacks for what is about to be built, and where to look."""

    what: str
    look: str
    of_quota: bool = False
