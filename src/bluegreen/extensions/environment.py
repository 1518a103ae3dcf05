# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The environment variables that keep secrets out of the specification."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

from bluegreen.errors import Refused
from bluegreen.model.data_plane import RequestSpec
from bluegreen.spec.requests import RequestKeys


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


def filled(section: RequestKeys, path: str, called: str, otherwise: str = "") -> RequestSpec:
    """Return the request of a section for a path, with the variables of the environment in it.

    Raises Refused, before anything is sent, for a variable that is not set or that no header may
    have; `otherwise` is what may be done instead.
    """
    advice = ", ".join(filter(None, ["set them", otherwise]))
    if unset := ", ".join(missing_variables(section.variables)):
        raise Refused(
            f"the requests of the {called} use environment variables that are not set: {unset}",
            f"{advice}; then run the same command again",
        )
    request = section.request(path, os.environ)
    if wrong := request.unsendable:
        raise Refused(
            f"the header {wrong} of the {called}'s requests has characters that no header may have",
            "correct the variable in it, then run the same command again",
        )
    return request
