# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which way to end connections is chosen, from what a tenant may read of a load balancer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.worlds import shop, shop_that_is_up

from bluegreen.cloud.errors import Forbidden, NotFound
from bluegreen.cloud.load_balancers import OctaviaBalancers
from bluegreen.errors import CloudError
from bluegreen.model.balancer import Balancer, CutMethod


class OneFlavor:
    """An API that holds one flavor, or refuses to show it."""

    def __init__(self, found: str | CloudError | None) -> None:
        self.found = found

    def get(self, service: str, path: str) -> dict[str, Any]:
        """Return the flavor."""
        if isinstance(self.found, CloudError):
            raise self.found
        return {"flavor": {"name": "gold", "description": self.found}}


@pytest.mark.parametrize(
    ("provider", "flavor", "technique"),
    [
        ("namespace", "graceful_reload: each is answered once more", CutMethod.GRACEFUL_RELOAD),
        ("amphora", "large; its template has graceful_reload", CutMethod.GRACEFUL_RELOAD),
        ("amphora", "two amphorae", CutMethod.RELOAD),
        ("amphora", None, CutMethod.RELOAD),
        ("amphora", Forbidden("no"), CutMethod.RELOAD),
        ("octavia", NotFound("no such flavor"), CutMethod.RELOAD),
        ("ovn", "graceful_reload", CutMethod.LISTENER_DOWN),
    ],
)
def test_the_way_that_loses_least_is_chosen(
    tmp_path: Path, provider: str, flavor: str | CloudError | None, technique: CutMethod
) -> None:
    """Gracefully only where an operator says so; a reload only where HAProxy is known to run."""
    balancer = _balancer(tmp_path, provider=provider, flavor_id="f")

    assert OctaviaBalancers(OneFlavor(flavor)).technique(balancer) is technique  # type: ignore[arg-type]


def test_without_a_flavor_nothing_is_asked(tmp_path: Path) -> None:
    """The cloud's default load balancer promises nothing."""
    balancer = _balancer(tmp_path, provider="amphora", flavor_id=None)
    unasked = OneFlavor(CloudError("asked"))

    assert OctaviaBalancers(unasked).technique(balancer) is CutMethod.RELOAD  # type: ignore[arg-type]


def _balancer(folder: Path, **values: Any) -> Balancer:
    balancer = shop(shop_that_is_up(folder)).blue.balancer
    assert balancer is not None
    return replace(balancer, **values)
