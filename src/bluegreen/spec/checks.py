# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about checks: what decides that a release is good."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationInfo,
    field_validator,
)

from bluegreen.probe.patterns import compiled
from bluegreen.spec.placeholders import (
    OF_RELEASE,
    ReleaseSecret,
    ReleaseText,
    SecretUrl,
    fill,
    knowing,
    variables_in,
)
from bluegreen.spec.programs import CommandLine
from bluegreen.spec.requests import HostName, Method, refuse_two_hosts
from bluegreen.spec.scalars import meant, unambiguous
from bluegreen.spec.values import (
    Duration,
    HeaderName,
    Like,
    Listed,
    Name,
    Section,
    StatusCodes,
    UrlPath,
    default,
)

KINDS = ("http", "prometheus", "command")

Threshold = Annotated[float, Field(allow_inf_nan=False)]
Percentile = Annotated[str, Like(r"p([1-9][0-9]?|100)", "must be p1 to p100, such as p95")]


def _searchable(pattern: str) -> str:
    compiled(fill(pattern, dict.fromkeys(OF_RELEASE, "x")))
    return pattern


def _comparable(value: Any) -> FieldType:
    unambiguous(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a number that JSON can represent")
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return knowing(OF_RELEASE, variables=False)(value)
    raise ValueError("must be text, a number, true, false or null")


FieldType = str | bool | int | float | None
FieldValue = Annotated[FieldType, PlainValidator(_comparable, json_schema_input_type=FieldType)]


class Http(Section):
    """Send requests to the checked side and examine the answers."""

    path: Annotated[UrlPath, AfterValidator(knowing(OF_RELEASE, variables=False))] = "/"
    """Path to request; default: that of `request`, else /."""
    method: Method | None = None
    """Method; default: that of `request`, else GET, or POST with `data`."""
    headers: dict[HeaderName, ReleaseSecret] = default({})
    """Headers to send, with those of `request`; `${NAME}` becomes the environment variable."""
    host: Annotated[HostName, AfterValidator(refuse_two_hosts)] | None = None
    """Name in the header Host; default: that of `request`, else the address that is asked."""
    data: ReleaseSecret | None = None
    """Body to send; default: that of `request`; `${NAME}` becomes the environment variable."""
    expect: StatusCodes = "200"
    """Status codes of a good answer, such as 200, 200,204 or 200-299."""
    expect_headers: dict[HeaderName, ReleaseText] = default({})
    """Headers that a good answer must have, with exactly these values."""
    body: Annotated[ReleaseText, AfterValidator(_searchable)] | None = None
    """Regular expression that must match in the body of a good answer."""
    fields: Annotated[dict[str, FieldValue], Field(alias="json")] = default({})
    """Values in the JSON of a good answer, by dotted path, such as database.connected: true."""
    requests: Annotated[int, Field(ge=1, le=1000)] = 1
    """Requests to send, one after the other; each must get a good answer."""
    percentile: dict[Percentile, Duration] = default({})
    """Maximum time at each percentile of the requests, such as p95: 300ms."""
    timeout: Duration = default("5s")
    """Time limit of one request, from connecting to the last byte."""


class Prometheus(Section):
    """Compare the result of a query with a threshold."""

    url: SecretUrl
    """Address of the Prometheus server; `${NAME}` becomes the environment variable."""
    query: ReleaseText
    """PromQL query that returns a scalar or an instant vector."""
    headers: dict[HeaderName, ReleaseSecret] = default({})
    """Headers to send; `${NAME}` becomes the environment variable."""
    timeout: Duration = default("10s")
    """Time limit of the query."""
    below: Threshold | None = None
    """A good value is below this one."""
    above: Threshold | None = None
    """A good value is above this one."""

    @field_validator("above")
    @classmethod
    def _one_threshold(cls, above: float | None, info: ValidationInfo) -> float | None:
        if "below" in info.data and (above is None) == (info.data["below"] is None):
            raise ValueError("give either below or above")
        return above


class Command(Section):
    """Run a program, which decides by its exit code."""

    run: CommandLine
    """The program and its arguments; a path is relative to the specification."""
    timeout: Duration = default("60s")
    """Time limit of the program."""


class CheckSection(Section):
    """One check: a name, and exactly one of http, prometheus and command."""

    name: Name
    """Name of the check; unique."""
    trial: Annotated[bool, BeforeValidator(meant)] = False
    """Whether the result is only recorded and decides nothing."""
    http: Http | None = None
    """Send requests to the checked side and examine the answers."""
    prometheus: Prometheus | None = None
    """Compare the result of a query with a threshold."""
    command: Command | None = None
    """Run a program, which decides by its exit code."""

    @field_validator("command")
    @classmethod
    def _one_kind(cls, command: Command | None, info: ValidationInfo) -> Command | None:
        kinds = {**info.data, "command": command}
        broken = any(kind not in kinds for kind in KINDS)
        if not broken and sum(kinds[kind] is not None for kind in KINDS) != 1:
            raise ValueError("give exactly one of http, prometheus and command")
        return command

    @property
    def kind(self) -> Http | Prometheus | Command:
        """The one kind that the check is of."""
        return next(kind for kind in (self.http, self.prometheus, self.command) if kind)

    @property
    def variables(self) -> frozenset[str]:
        """The environment variables that the check asks for."""
        match self.kind:
            case Http() as http:
                return variables_in([*http.headers.values(), http.data or ""])
            case Prometheus() as prometheus:
                return variables_in([prometheus.url, *prometheus.headers.values()])
        return frozenset()


def _differently_named(checks: Sequence[CheckSection]) -> Sequence[CheckSection]:
    names = [check.name for check in checks]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"has two checks named {twice}")
    return checks


Checks = Annotated[Listed[CheckSection], AfterValidator(_differently_named)]
