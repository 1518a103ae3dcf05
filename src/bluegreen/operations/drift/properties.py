# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One resource that is there, compared with what its template asks for. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bluegreen.model.drift import Difference, DriftKind
from bluegreen.model.resource import Resource
from bluegreen.model.stack import Stack
from bluegreen.model.tags import Colour
from bluegreen.operations.drift.wanted import Wanted, text


def changed(
    one: Wanted, resource: Resource, stack: Stack, side: Colour | None
) -> Iterator[Difference]:
    """Yield each property that has another value than is wanted.

    Of one that is as it was made nobody has changed anything but the file.
    """
    for key, value in one.properties.items():
        have = resource.properties.get(key)
        is_as_made = key in one.recorded and text(one.recorded[key]) == text(have)
        if text(value) != text(have):
            yield Difference(
                named(one),
                DriftKind.CHANGED,
                side,
                key,
                wanted=text(value),
                found=text(have),
                since="" if is_as_made else resource.changed,
                stack=stack.name,
                part=one.part,
                resource=resource,
                value=value,
            )


def named(one: Wanted) -> str:
    """Return how people call a part of a template."""
    return {"lease_network": "network for the lease"}.get(one.part, str(one.kind))
