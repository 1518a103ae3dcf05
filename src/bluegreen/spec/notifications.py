# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about notifications: who hears what happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, JsonValue, WithJsonSchema

from bluegreen.spec.placeholders import OF_EVENT, EventSecret, SecretUrl, knowing, variables_in
from bluegreen.spec.scalars import unambiguous
from bluegreen.spec.values import Duration, HeaderName, Listed, Section, default

EventName = Literal["deployed", "awaiting_approval", "switched", "rolled_back", "failed", "stuck"]
EVENTS: tuple[EventName, ...] = get_args(EventName)


def texts_in(value: JsonValue) -> Iterator[str]:
    """Yield every text of a JSON value, the keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for below in value.values() if isinstance(value, dict) else value:
            yield from texts_in(below)


def _fillable(template: dict[str, JsonValue]) -> dict[str, JsonValue]:
    try:
        json.dumps(template, allow_nan=False)
    except ValueError as error:
        raise ValueError("contains a number that JSON cannot represent") from error
    for text in texts_in(template):
        knowing(OF_EVENT, variables=True)(text)
    return template


Template = Annotated[
    dict[str, Annotated[JsonValue, BeforeValidator(unambiguous)]],
    AfterValidator(_fillable),
    WithJsonSchema({"type": "object"}),
]


class Notification(Section):
    """One address that receives events, by a POST of JSON."""

    url: SecretUrl
    """Address to POST to; `${NAME}` becomes the environment variable."""
    events: Listed[EventName] = EVENTS
    """Events to report."""
    headers: dict[HeaderName, EventSecret] = default({})
    """Headers to send; `${NAME}` becomes the environment variable."""
    template: Template | None = None
    """JSON to send, with placeholders in its texts; default: the whole event."""
    timeout: Duration = default("10s")
    """Time limit of the request."""

    @property
    def variables(self) -> frozenset[str]:
        """The environment variables that the notification asks for."""
        template: Any = self.template
        return variables_in([self.url, *self.headers.values(), *texts_in(template)])
