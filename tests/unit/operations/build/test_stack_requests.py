# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the specification says of health checks reaches Heat, or Octavia where Heat has no word."""

from __future__ import annotations

from pathlib import Path

from support.worlds import SHOP, specification

from bluegreen.model.tags import Colour
from bluegreen.operations.build.balancers import configure_balancer
from bluegreen.operations.build.stack_requests import side_stack

ASKED = "request: {path: /up, method: HEAD, host: shop.example, expect: '204'}\n"


def test_a_health_check_asks_as_the_specification_says(tmp_path: Path) -> None:
    """Path, method and status by the stack; the Host by the step after it."""
    wish = specification(tmp_path, SHOP + ASKED)
    parameters = side_stack(wish, Colour.BLUE)[0].parameters

    health = {key: parameters[f"health_{key}"] for key in ("path", "method", "expect")}
    assert health == {"path": "/up", "method": "HEAD", "expect": "204"}
    assert configure_balancer(wish, Colour.BLUE).health_host == "shop.example"


def test_a_health_check_that_only_connects_asks_nothing(tmp_path: Path) -> None:
    """A TCP listener has no requests."""
    wish = specification(tmp_path, SHOP + ASKED + "load_balancer: {protocol: TCP}\n")

    assert not {"health_path", "health_method", "health_expect"} & set(
        side_stack(wish, Colour.BLUE)[0].parameters
    )
    assert configure_balancer(wish, Colour.BLUE).health_host is None
