# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Servers that are checked, or that checks ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from support.web_server import Respond, WebServer, web_servers

Serve = Callable[[Respond], WebServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function that starts a server until the test has ended."""
    with web_servers() as start:
        yield start
