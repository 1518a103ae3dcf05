# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Looking for drift: reads only."""

from __future__ import annotations

from collections.abc import Callable

from bluegreen.cloud.built import read_built
from bluegreen.cloud.protocols import Cloud
from bluegreen.model.application import Application
from bluegreen.model.drift import Difference, Drift, drift_line
from bluegreen.operations.drift.compare import Wish, compare


def find_drift(
    cloud: Cloud, application: Application, wish: Wish | None = None
) -> tuple[Difference, ...]:
    """Return what differs from what Heat has kept, and from the specification with a `wish`.

    A service that does not answer gives a difference that is not known, and no error.
    """
    return look_for_drift(cloud, application, wish).differences


def say_drift(cloud: Cloud, application: Application, say: Callable[[str], None]) -> None:
    """Say in one line how an application differs from what Heat has kept, where it does."""
    if line := drift_line(application.name, find_drift(cloud, application)):
        say(line)


def look_for_drift(cloud: Cloud, application: Application, wish: Wish | None = None) -> Drift:
    """Return the differences as `find_drift` does, with what they were found in."""
    if application.adopted or not application.exists:
        return Drift()
    built = read_built(cloud, application)
    return Drift(compare(application, built, wish), built)
