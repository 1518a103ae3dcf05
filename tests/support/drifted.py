# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What hands do to an application, and what is then found to differ."""

from __future__ import annotations

from pathlib import Path

from bluegreen.model.drift import Difference
from bluegreen.model.resource import Resource, ResourceKind
from bluegreen.operations.build.wish import wish_of
from bluegreen.operations.drift.find import find_drift
from support.fake_cloud import FakeProject, made
from support.worlds import shop, specification


def drift(project: FakeProject) -> tuple[Difference, ...]:
    """Return how the shop differs from what Heat has kept."""
    return find_drift(project.cloud(), shop(project))


def drift_from(project: FakeProject, folder: Path, text: str) -> tuple[Difference, ...]:
    """Return how the shop differs from a specification."""
    application = shop(project)
    wish = wish_of(specification(folder, text), application)
    return find_drift(project.cloud(), application, wish)


def sentences(differences: tuple[Difference, ...]) -> list[str]:
    """Return what differs, in words."""
    return [one.sentence for one in differences]


def resource(project: FakeProject, kind: ResourceKind, colour: str) -> Resource:
    """Return the resource of that kind that a side has."""
    number = {
        ResourceKind.LISTENER: made.id_of(project, "listener", f"shop-{colour}"),
        ResourceKind.MONITOR: made.id_of(project, "health_monitor", f"shop-{colour}"),
        ResourceKind.POOL: made.id_of(project, "pool", f"shop-{colour}"),
        ResourceKind.BALANCER: made.id_of(project, "load_balancer", f"shop-{colour}"),
        ResourceKind.NETWORK: made.id_of(project, "network", f"shop-{colour}"),
    }[kind]
    return next(one for one in made.all_of(project) if one.id == number)


def put_beside(
    project: FakeProject, kind: ResourceKind, number: str, of: Resource, **properties: object
) -> None:
    """Let a hand make something beside what is the application's own."""
    project.by_hand.foreign[number] = Resource(kind, number, of.id, number, properties)
