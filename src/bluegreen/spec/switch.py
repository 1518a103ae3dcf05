# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The sections about a switch: its proof, the drain and the watch after it, the retirement."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from bluegreen.model.data_plane import SIDE_HEADER, WELL_KNOWN_PATH
from bluegreen.spec.placeholders import knowing, names_side
from bluegreen.spec.requests import RequestKeys
from bluegreen.spec.servers import Number
from bluegreen.spec.values import (
    Duration,
    HeaderName,
    Name,
    Section,
    UrlPath,
    default,
)


class DrainSection(Section):
    """What happens to the open connections on the old side once production has moved."""

    policy: Literal["drain", "cut"] = "drain"
    """Wait until they end (drain), or end them at once (cut)."""
    deadline: Duration = default("5m")
    """How long to wait; only for drain."""
    after_deadline: Literal["leave", "cut"] = "leave"
    """What happens to those that remain then; only for drain."""


NamesSide = Annotated[
    Name,
    AfterValidator(knowing(("application", "side"), variables=False)),
    AfterValidator(names_side),
]


class ProofSection(RequestKeys):
    """How a switch proves that new connections reach the new side.

    At a path of its own the application is asked, as `request` says unless this section does.
    """

    by: Literal["probe", "statistics", "none"] = "probe"
    """Connections from this machine, the load balancers' own counts, or no proof."""
    path: UrlPath = WELL_KNOWN_PATH
    """Path to request through the production address."""
    header: HeaderName = SIDE_HEADER
    """Response header in which the application names the side; not used at the default path."""
    certificate: NamesSide | None = None
    """Name in the TLS certificate that tells the side, as in {side}.shop.example; then no HTTP."""
    banner: NamesSide | None = None
    """Text, with {side}, in the line that a server sends first; then no HTTP."""
    in_a_row: Annotated[int, Field(ge=1, le=1000)] = 5
    """Consecutive answers of the new side that prove the switch."""
    timeout: Duration = default("30s")
    """Time limit of the proof; statistics get at least 90s."""

    @field_validator("certificate", "banner")
    @classmethod
    def _one_way_to_tell(cls, text: str | None, info: ValidationInfo) -> str | None:
        others = {"path": WELL_KNOWN_PATH, "header": SIDE_HEADER, "certificate": None}
        if info.field_name == "certificate":
            del others["certificate"]
        given = [key for key, usual in others.items() if info.data.get(key, usual) != usual]
        if text is not None and given:
            raise ValueError(f"cannot be combined with {' or '.join(given)}")
        return text


class SwitchSection(Section):
    """How a switch works."""

    proof: ProofSection = default({})
    """How a switch is proved."""
    drain: DrainSection = default({})
    """What happens to the connections that stay on the old side."""

    @field_validator("drain")
    @classmethod
    def _no_time_for_a_cut(cls, drain: DrainSection) -> DrainSection:
        meaningless = sorted({"after_deadline", "deadline"} & drain.model_fields_set)
        if drain.policy == "cut" and meaningless:
            raise ValueError(f"must not have {' or '.join(meaningless)} with policy cut")
        return drain


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
