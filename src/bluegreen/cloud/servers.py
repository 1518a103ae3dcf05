# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The servers of an application, by Nova's API: asked when something is wrong with them."""

from __future__ import annotations

from datetime import datetime

from bluegreen.cloud.api import Api, Json
from bluegreen.model.stack import Server
from bluegreen.model.tags import MARK


class NovaServers:
    """Servers of the project whose metadata names an application."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def find(self, application: str) -> list[Server]:
        """Return the servers of an application, with what the cloud says of each.

        Nova filters by a part of the name; what else it calls so has other metadata.
        """
        listed = self._api.list("compute", "/servers/detail", "servers", name=f"{application}-")
        mine = (s for s in listed if s["metadata"].get(f"{MARK}.application") == application)
        return [_server(found) for found in mine]


def _server(found: Json) -> Server:
    ports = (port for ports in found["addresses"].values() for port in ports)
    return Server(
        name=found["name"],
        addresses=frozenset(port["addr"] for port in ports),
        status=found["status"],
        fault=str(found.get("fault", {}).get("message", "")),
        id=found["id"],
        made=datetime.fromisoformat(found["created"]),
    )
