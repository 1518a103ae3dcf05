# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How many servers a side has."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from bluegreen.spec.section import Section

MOST_SERVERS = 100
Number = Annotated[int, Field(ge=1, le=MOST_SERVERS)]


class Count(Section):
    """How many servers a side may have, and how many it starts with."""

    min: Number
    """Minimum number of servers when scaling in."""
    max: Number
    """Maximum number of servers when scaling out."""
    wanted: Number
    """Number of servers of a new release."""

    @field_validator("max")
    @classmethod
    def _not_below_min(cls, most: int, info: ValidationInfo) -> int:
        if most < info.data.get("min", most):
            raise ValueError(f"must be at least min, which is {info.data['min']}")
        return most

    @field_validator("wanted")
    @classmethod
    def _between_min_and_max(cls, wanted: int, info: ValidationInfo) -> int:
        if wanted < info.data.get("min", wanted):
            raise ValueError(f"must be at least min, which is {info.data['min']}")
        if wanted > info.data.get("max", wanted):
            raise ValueError(f"must be at most max, which is {info.data['max']}")
        return wanted


def _fixed_or_scaled(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1 <= value <= MOST_SERVERS:
            raise ValueError(f"must be between 1 and {MOST_SERVERS}")
        return {"min": value, "max": value, "wanted": value}
    if not isinstance(value, dict):
        raise ValueError("must be a whole number, or a mapping with min, max and wanted")
    return value


FixedOrScaled = Annotated[
    Count, BeforeValidator(_fixed_or_scaled, json_schema_input_type=Number | Count)
]
