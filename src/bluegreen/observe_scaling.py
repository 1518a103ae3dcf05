# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Looking at what scales the sides: asked of those alone whose tags say that they scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from bluegreen.cloud.interface import Cloud
from bluegreen.cloud.patience import PATIENCE, within
from bluegreen.cloud.side_by_side import side_by_side
from bluegreen.errors import CloudError
from bluegreen.observation import Application, Release
from bluegreen.retrying import BRIEFLY
from bluegreen.scaling import Alarm, ScalingEvent

Value = TypeVar("Value")


def with_scaling(cloud: Cloud, application: Application) -> Application:
    """Return the application with the alarms and the last change of each release that scales.

    What the cloud does not say within the time that production may wait is not known, and no error:
    a switch does not hang on it.
    """
    scaled = [release for release in application.releases if release.scaling]
    if not scaled:
        return application
    cloud = cloud.for_so_long(BRIEFLY)
    alarms, *last = side_by_side(
        partial(_alarms, cloud, scaled),
        *(partial(_last, cloud, release) for release in scaled),
        clock=cloud.asking.clock,
    )
    seen = {
        release.stack.id: _seen(release, alarms, event)
        for release, event in zip(scaled, last, strict=True)
    }
    blue, green = (
        replace(side, releases=tuple(seen.get(r.stack.id, r) for r in side.releases))
        for side in application.sides
    )
    return replace(application, blue=blue, green=green)


def _seen(release: Release, alarms: list[Alarm] | None, last: ScalingEvent | None) -> Release:
    own = None if alarms is None else tuple(a for a in alarms if a.stack_id == release.stack.id)
    scaling = release.scaling and replace(release.scaling, alarms=own, last=last)
    return replace(release, scaling=scaling)


def _alarms(cloud: Cloud, scaled: list[Release]) -> list[Alarm] | None:
    if not any(release.scaling and release.scaling.has_alarms for release in scaled):
        return []
    return _if_answered(cloud.alarms.find, "Aodh")


def _last(cloud: Cloud, release: Release) -> ScalingEvent | None:
    return _if_answered(partial(cloud.stacks.last_scaling, release.stack), "Heat")


def _if_answered(read: Callable[[], Value], whose: str) -> Value | None:
    try:
        return within(PATIENCE, read, whose)
    except CloudError:
        return None
