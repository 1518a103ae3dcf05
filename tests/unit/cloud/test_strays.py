# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Load balancers and addresses with some tags of an application, and not all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from support.answers import Json

from bluegreen.cloud.floating_ips import NeutronFloatingIps
from bluegreen.cloud.load_balancers import OctaviaBalancers


@dataclass
class Api:
    """Listings that are prepared."""

    held: dict[str, list[Json]]

    def list(self, service: str, path: str, key: str, **query: Any) -> list[Json]:
        """Return one."""
        return self.held.get(key, [])


HALF_TAGGED = {
    "no application": ["bluegreen", "bluegreen:side=blue", "bluegreen:role=production"],
    "neither side nor role": ["bluegreen", "bluegreen:application=shop"],
    "a side and a role that there are not": [
        "bluegreen",
        "bluegreen:application=shop",
        "bluegreen:side=purple",
        "bluegreen:role=staging",
    ],
}


@pytest.mark.parametrize("tags", HALF_TAGGED.values(), ids=HALF_TAGGED)
def test_what_is_half_tagged_is_left_out_and_named_once(
    tags: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Everything else of the project is listed."""
    listener = {"id": "l", "created_at": "1", "loadbalancers": [{"id": "odd"}]}
    thing = {"id": "odd", "tags": tags}
    balancers = OctaviaBalancers(Api({"loadbalancers": [thing], "listeners": [listener]}))  # type: ignore[arg-type]
    addresses = NeutronFloatingIps(Api({"floatingips": [thing]}))  # type: ignore[arg-type]

    for _ in range(2):
        assert balancers.find() == []
        assert addresses.find() == []

    named = [record.getMessage() for record in caplog.records]
    assert [text.partition(" is tagged")[0] for text in named] == [
        "the load balancer odd",
        "the floating IP odd",
    ]
