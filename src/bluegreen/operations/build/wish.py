# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a specification asks for of an application that is there already. Pure."""

from __future__ import annotations

from datetime import timedelta

from bluegreen.model.application import Application, Release
from bluegreen.model.tags import Colour
from bluegreen.operations.build.stack_requests import release_stack, side_stack
from bluegreen.operations.drift.compare import Wish
from bluegreen.operations.drift.mending import KEYS
from bluegreen.spec import Specification


def wish_of(specification: Specification, application: Application) -> Wish:
    """Return what the specification asks for of each side, and of each release that is there."""
    balancer = specification.load_balancer
    check = balancer.health_check
    return Wish(
        sides={colour: side_stack(specification, colour)[0].parameters for colour in Colour},
        releases={
            release.stack.name: _of_release(specification, release)
            for release in application.releases
        },
        listener={"idle_timeout_ms": round(balancer.idle_timeout / timedelta(milliseconds=1))},
        monitor={"unhealthy_after": check.unhealthy_after, "host": check.host},
    )


def _of_release(specification: Specification, release: Release) -> dict[str, object]:
    request, _ = release_stack(
        specification, release.colour, release.number, release.version, release.wanted
    )
    asked = {"scaling_source": "none", **request.parameters}
    return {key: value for key, value in asked.items() if key in KEYS}
