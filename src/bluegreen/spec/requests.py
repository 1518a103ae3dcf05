# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How to ask the application over HTTP: said once, for everything that asks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, ValidationInfo, field_validator

from bluegreen.model.data_plane import GOOD_ANSWERS, RequestSpec
from bluegreen.spec.placeholders import fill, knowing, variables_in
from bluegreen.spec.values import HeaderName, Like, Section, StatusCodes, UrlPath, default

S = TypeVar("S", bound=Section)

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
HostName = Annotated[
    str,
    # Load balancer API, health monitors: domain_name is at most 255 characters, without a port.
    Like(
        r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){0,9}"
        r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
        "must be a name of a host without a port, such as shop.example",
    ),
]
Secret = Annotated[str, AfterValidator(knowing((), variables=True))]

OF_A_REQUEST = ("path", "method", "host", "headers", "data", "expect")


class RequestKeys(Section):
    """What a request has, but for its path."""

    method: Method | None = None
    """Method; default: GET, or POST with `data`."""
    host: HostName | None = None
    """Name in the header Host; default: the address that is asked."""
    headers: dict[HeaderName, Secret] = default({})
    """Headers to send, but not Host; `${NAME}` becomes the environment variable."""
    data: Secret | None = None
    """Body to send; `${NAME}` becomes the environment variable."""
    expect: StatusCodes | None = None
    """Status codes of a good answer, such as 200, 200,204 or 200-399."""

    @field_validator("headers")
    @classmethod
    def _without_host(cls, headers: dict[str, str]) -> dict[str, str]:
        if any(name.lower() == "host" for name in headers):
            raise ValueError("must not have Host: that is the key host")
        return headers

    @property
    def variables(self) -> frozenset[str]:
        """The environment variables that the request asks for."""
        return variables_in([*self.headers.values(), self.data or ""])

    def request(self, path: str, environment: Mapping[str, str]) -> RequestSpec:
        """Return the request for a path, with its variables filled in.

        Raises KeyError for a variable that is not set.
        """
        return RequestSpec(
            path=path,
            method=self.method or ("GET" if self.data is None else "POST"),
            host=self.host,
            headers={n: fill(text, {}, environment) for n, text in self.headers.items()},
            body=None if self.data is None else fill(self.data, {}, environment),
            expect=self.expect or GOOD_ANSWERS,
        )


class RequestSection(RequestKeys):
    """How to ask the application; a section that asks it itself may say otherwise for its own."""

    path: UrlPath | None = None
    """Path to request."""


class WarmUpSection(RequestSection):
    """How the warm-up asks; without a path here or in `request`, as the health check does."""


def over(section: S, common: RequestKeys, *keys: str) -> S:
    """Return a section with what it does not say itself taken from the common one.

    Only these keys are taken, all of a request's by default. Headers are joined, and a body comes
    only with the method that sends it.
    """
    wanted = set(keys or OF_A_REQUEST) & common.model_fields_set - section.model_fields_set
    given: dict[str, Any] = {key: getattr(common, key) for key in wanted}
    if "method" in section.model_fields_set:
        given.pop("data", None)
    if "data" in section.model_fields_set:
        given.pop("method", None)
    own = getattr(section, "headers", {})
    names = {name.lower() for name in own}
    if "host" in names:
        given.pop("host", None)
    if "headers" in (keys or OF_A_REQUEST) and common.headers:
        inherited = {n: text for n, text in common.headers.items() if n.lower() not in names}
        given["headers"] = inherited | own
    return section.model_copy(update=given)


def refuse_two_hosts(host: str | None, info: ValidationInfo) -> str | None:
    """Raise ValueError where a section has a host and the header Host as well."""
    headers = info.data.get("headers", {})
    if host is not None and any(name.lower() == "host" for name in headers):
        raise ValueError("must not be given beside the header Host")
    return host
