# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whose a thing is: nothing of another project is shown to the adapters, or changed by them.

An administrator's token is shown every project's things, and may change them. Neutron and Octavia
list them all unless a project is named; Heat does so with the administrator's role whatever is
named (`heat/db/api.py`, `_query_stack_get_all`), and gives and deletes a stack of any project by
its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bluegreen.cloud.errors import Foreign

Json = dict[str, Any]

NAMES_PROJECT = {"network": "project_id", "load_balancer": "project_id"}
"""The services that take a project in the query of a listing, and what they call it."""

OWNERS = ("project_id", "tenant_id", "project")
"""Where the services state whose a thing is; Heat does so in listings, for administrators only."""

ITEM = re.compile(r"/(?:stacks/[^/]+|lbaas/[a-z0-9_-]+|(?!lbaas/)[a-z_-]+)/(?P<id>[^/?]+)")
"""The path of one thing, with its id last; what follows is a part of it, such as its tags."""

OF_USERS = "identity"
"""The service whose things belong to users, and not to projects."""


class Ownership:
    """What is known to belong to the project that the credentials are scoped to."""

    def __init__(self, project_id: str) -> None:
        self._project_id = project_id
        self._known: set[str] = set()

    def own(self, listed: Iterable[Json]) -> Iterator[Json]:
        """Yield what of a listing belongs to the project, or states no owner."""
        for one in listed:
            if _owner_of(one) in (None, self._project_id):
                self._know(one)
                yield one

    def must_be_own(self, path: str, answer: Json) -> None:
        """Raise Foreign when an answer shows one thing, and it is another project's.

        Aodh and Glance show a thing as it is, the others under a name.
        """
        for one in (answer, *(value for value in answer.values() if isinstance(value, dict))):
            if (owner := _owner_of(one)) not in (None, self._project_id):
                raise Foreign(path, owner)
            self._know(one)

    def unknown(self, service: str, path: str) -> str | None:
        """Return the path of what a write is about, when whose it is must be read first."""
        item = ITEM.match(path)
        if service == OF_USERS or item is None or item["id"] in self._known:
            return None
        return item[0]

    def read(self, path: str) -> None:
        """Take note that what the path names was read, and is not another project's."""
        if item := ITEM.match(path):
            self._known.add(item["id"])

    def _know(self, one: Json) -> None:
        if found := one.get("id") or one.get("alarm_id"):
            self._known.add(str(found))


def _owner_of(one: Json) -> str | None:
    """Return whose a thing says it is; one Heat stack says so among its parameters."""
    stated = [one[key] for key in OWNERS if isinstance(one.get(key), str)]
    parameters = one.get("parameters")
    if isinstance(parameters, dict) and "OS::project_id" in parameters:
        stated.append(str(parameters["OS::project_id"]))
    return stated[0] if stated else None
