# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the HTTP requests of checks and notifications have in common."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from bluegreen.spec.placeholders import OF_EVENT, OF_RELEASE, knowing
from bluegreen.spec.values import Like


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


# RFC 9110, 5.6.2: a field name is a token.
HeaderName = Annotated[
    str, Like(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", "is not the name of an HTTP header")
]
ReleaseText = Annotated[str, AfterValidator(knowing(OF_RELEASE, variables=False))]
ReleaseSecret = Annotated[str, AfterValidator(knowing(OF_RELEASE, variables=True))]
EventSecret = Annotated[str, AfterValidator(knowing(OF_EVENT, variables=True))]
SecretUrl = Annotated[str, AfterValidator(_http), AfterValidator(knowing((), variables=True))]
