# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about the end of a release's time on the idle side."""

from __future__ import annotations

from typing import Literal

from pydantic import ValidationInfo, field_validator

from bluegreen.spec.count import Number
from bluegreen.spec.section import Section


class RetireSection(Section):
    """What happens to the side that is no longer live."""

    to: Literal["warm", "remove", "keep"] = "warm"
    """Shrink it, so that a rollback stays fast; remove its release; or keep it as it is."""
    servers: Number = 1
    """Number of servers to keep; only for warm."""

    @field_validator("servers")
    @classmethod
    def _only_for_warm(cls, servers: int, info: ValidationInfo) -> int:
        # A default is validated too, and is no mistake of the user's.
        if info.data.get("to") in ("remove", "keep") and servers != 1:
            raise ValueError(f"applies only to warm, but to is {info.data['to']}")
        return servers
