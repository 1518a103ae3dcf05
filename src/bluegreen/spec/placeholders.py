# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Texts with `{placeholders}` for what differs and `${VARIABLES}` for what must stay secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

OF_RELEASE = ("application", "side", "version", "release", "address", "url", "production")
"""Names that stand for facts of the release that is worked on."""
OF_EVENT = (*OF_RELEASE, "event", "sentence")
"""Names that a notification knows."""

_WRITTEN = re.compile(r"\$\{(?P<variable>[A-Za-z_][A-Za-z0-9_]*)\}|\{(?P<name>[a-z][a-z0-9_]*)\}")


def as_it_is(value: str) -> str:
    """Return the value: no escape is needed where it goes."""
    return value


def fill(
    text: str,
    values: Mapping[str, str],
    variables: Mapping[str, str] | None = None,
    *,
    escape: Callable[[str], str] = as_it_is,
) -> str:
    """Replace placeholders by escaped values, and variables by their values as they are.

    One pass: what was filled in is not looked at again. Raises KeyError for a name without a value.
    """

    def value(match: re.Match[str]) -> str:
        if match["variable"]:
            return (variables or {})[match["variable"]]
        return escape(values[match["name"]])

    return _WRITTEN.sub(value, text)


def variables_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of the environment variables that the texts ask for."""
    found = (match["variable"] for text in texts for match in _WRITTEN.finditer(text))
    return frozenset(name for name in found if name)


def knowing(names: Collection[str], *, variables: bool) -> Callable[[str], str]:
    """Return a validator that lets in these placeholders only, and variables where they may be."""

    def check(text: str) -> str:
        for match in _WRITTEN.finditer(text):
            if match["variable"] and not variables:
                raise ValueError(f"must not contain an environment variable, but has {match[0]}")
            if match["name"] and match["name"] not in names:
                known = ", ".join(f"{{{name}}}" for name in names) or "no placeholder"
                raise ValueError(f"may contain {known}, but has {match[0]}")
        return text

    return check


def names_side(text: str) -> str:
    """Let in only what differs from side to side."""
    if "{side}" not in text:
        raise ValueError("must contain {side}, because both sides would match otherwise")
    return text


def _http(url: str) -> str:
    if url.startswith("${"):
        return url  # the whole address may be the secret
    try:
        parts = urlsplit(url)
        right = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", url)
    except ValueError:
        right = False
    if not right:
        raise ValueError("must be a URL such as https://host.example/path")
    if "@" in parts.netloc:
        raise ValueError("must not name a user: send credentials in headers, as ${VARIABLE}")
    return url


ReleaseText = Annotated[str, AfterValidator(knowing(OF_RELEASE, variables=False))]
ReleaseSecret = Annotated[str, AfterValidator(knowing(OF_RELEASE, variables=True))]
EventSecret = Annotated[str, AfterValidator(knowing(OF_EVENT, variables=True))]
SecretUrl = Annotated[str, AfterValidator(_http), AfterValidator(knowing((), variables=True))]
