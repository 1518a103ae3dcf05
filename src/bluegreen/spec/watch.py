# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about the time after a switch."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from bluegreen.spec.section import Section, default
from bluegreen.spec.values import Duration


class WatchSection(Section):
    """How the watch after a switch works, and who decides on a failure."""

    duration: Duration = default("5m")
    """Duration (bake time); default: the paper's time for the rollback decision (section 6)."""
    every: Duration = default("10s")
    """Time between two rounds of checks."""
    on_failure: Literal["automatic", "ask", "never"] = "automatic"
    """Roll back automatically, ask a person, or never roll back (if the release migrated data)."""
    failed_probes: Annotated[int, Field(ge=0)] = 0
    """Number of tolerated failed requests of the probe on the production address."""

    @field_validator("every")
    @classmethod
    def _within_the_duration(cls, every: timedelta, info: ValidationInfo) -> timedelta:
        if every > info.data.get("duration", every):
            raise ValueError("must not be longer than duration")
        return every
