# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The environment variables that keep secrets out of the specification."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

from bluegreen.errors import Refused


def missing_variables(
    wanted: Collection[str], environment: Mapping[str, str] | None = None
) -> list[str]:
    """Return the wanted variables that are not set, or empty, by name."""
    environment = os.environ if environment is None else environment
    return sorted(name for name in wanted if not environment.get(name))


def refuse_without_variables(wanted: Collection[str]) -> None:
    """Raise Refused with the name of every wanted variable that is missing; values never show."""
    missing = missing_variables(wanted)
    if missing:
        names = ", ".join(missing)
        raise Refused(
            f"the specification uses environment variables that are not set: {names}",
            "set them, then run the same command again",
        )
