# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about the time after a switch."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from bluegreen.spec.section import Section, default
from bluegreen.spec.values import Duration


class Watch(Section):
    """How the new side is watched after a switch, and who decides when something is wrong."""

    duration: Duration = default("5m")
    """How long; the default is the paper's time for the decision to roll back (section 6)."""
    every: Duration = default("10s")
    """Time from one round of checks to the next."""
    on_failure: Literal["automatic", "ask", "never"] = "automatic"
    """Roll back without a word, ask a person, or never: the release moved data forward."""
    failed_probes: Annotated[int, Field(ge=0)] = 0
    """Failed requests of the probe on the production address that are tolerated."""

    @field_validator("every")
    @classmethod
    def _within_the_duration(cls, every: timedelta, info: ValidationInfo) -> timedelta:
        if every > info.data.get("duration", every):
            raise ValueError("must not be longer than duration")
        return every
