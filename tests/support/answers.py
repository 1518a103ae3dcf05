# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Answers of a cloud that are prepared, for tests of what is asked of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Answer:
    """What an HTTP library gives for one request."""

    body: Json
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The body as it was sent."""
        return json.dumps(self.body).encode()

    def json(self) -> Json:
        """The body."""
        return self.body
