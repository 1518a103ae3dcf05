# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about scaling with load."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from bluegreen.spec.count import MOST_SERVERS
from bluegreen.spec.section import Section, default
from bluegreen.spec.values import Seconds

Percent = Annotated[int, Field(ge=1, le=99)]
LONGEST_DRAIN = timedelta(minutes=10)

Source = Literal["prometheus", "gnocchi", "none"]


class ScalingSection(Section):
    """How the live side scales with load, between min and max of servers.count."""

    source: Source
    """Where the cloud's alarms read the load: prometheus, gnocchi, or none (your own alarms)."""
    metric: Literal["cpu"] = "cpu"
    """Metric: the mean CPU usage of the side's servers, in percent."""
    out_above: Percent = 70
    """Percent above which the side scales out."""
    in_below: Percent = 25
    """Percent below which the side scales in."""
    step: Annotated[int, Field(ge=1, le=MOST_SERVERS)] = 1
    """Servers to add or remove at a time."""
    cooldown: Seconds = default("2m")
    """Time after a change of size before an alarm may change it again; whole seconds."""
    window: Seconds = default("5m")
    """Time over which the load is averaged, at least six polls of the cloud; whole seconds."""
    vcpus: Annotated[int, Field(ge=1, le=1024)] = 1
    """Number of virtual CPUs of the flavor; all together are 100 percent."""
    drain: Seconds = default("10s")
    """Time between a server's removal from the load balancer and its deletion; whole seconds."""

    @field_validator("in_below")
    @classmethod
    def _well_below_out_above(cls, below: int, info: ValidationInfo) -> int:
        # One server fewer carries the load of two on one: above half, the group would swing.
        above = info.data.get("out_above", 100)
        if below * 2 > above:
            raise ValueError(f"must be at most half of out_above, which is {above}")
        return below

    @field_validator("drain")
    @classmethod
    def _not_for_ever(cls, drain: timedelta) -> timedelta:
        if drain > LONGEST_DRAIN:
            raise ValueError("must be at most 10m")
        return drain
