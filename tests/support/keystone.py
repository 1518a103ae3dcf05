# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A Keystone on 127.0.0.1 that gives everybody a token, with the catalogue that a test wants."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from support.web_server import Asked, Respond, Say

Json = dict[str, Any]

SERVICES = ("identity", "network", "compute", "image", "load-balancer", "orchestration")


def endpoints(
    services: Iterable[str] = SERVICES,
    regions: Iterable[str] = ("RegionOne",),
    interface: str = "public",
) -> list[Json]:
    """Return a catalogue of these services in these regions; nothing listens at their URLs."""
    return [
        {
            "type": service,
            "name": service,
            "id": service,
            "endpoints": [
                {
                    "id": f"{service}-{region}",
                    "interface": interface,
                    "region": region,
                    "region_id": region,
                    "url": f"http://127.0.0.1:9/{service}",
                }
                for region in regions
            ],
        }
        for service in services
    ]


def keystone(catalogue: list[Json], project: str | None = "shop") -> Respond:
    """Return how a Keystone answers; without a project its tokens have no scope."""

    def respond(asked: Asked) -> Say:
        url = f"http://{asked.headers['Host']}/v3/"
        if asked.method == "GET":
            version = {"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": url}]}
            return Say(json.dumps({"version": version}))
        domain = {"id": "default", "name": "Default"}
        token: Json = {
            "methods": ["password"],
            "user": {"id": "jane", "name": "jane", "domain": domain},
            "issued_at": "2026-11-29T00:00:00.000000Z",
            "expires_at": "2099-01-01T00:00:00.000000Z",
        }
        if project:
            token["project"] = {"id": project, "name": project, "domain": domain}
            token |= {"roles": [{"id": "member", "name": "member"}], "catalog": catalogue}
        return Say(json.dumps({"token": token}), 201, {"X-Subject-Token": "gAAAA"})

    return respond
