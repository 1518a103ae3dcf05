# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What carries some tags of an application and not all: named once, and left out."""

from __future__ import annotations

import logging
from enum import StrEnum

from bluegreen.cloud.ownership import Json
from bluegreen.model.tags import facts_in

log = logging.getLogger(__name__)


class Strays:
    """The half-tagged things of one kind that were met."""

    def __init__(self) -> None:
        self._named: set[str] = set()

    def fits(self, kind: str, found: Json, fact: str, known: type[StrEnum]) -> bool:
        """Tell whether its tags name an application, and a fact that is known; warn if not."""
        facts = facts_in(found["tags"])
        stated, application = facts.get(fact), facts.get("application")
        if application and stated in set(known):
            return True
        if found["id"] not in self._named:
            self._named.add(found["id"])
            log.warning(
                "the %s %s is tagged for %s with the %s %s; it is ignored and stays as it is",
                kind,
                found["id"],
                application or "no application",
                fact,
                stated or "of none",
            )
        return False
