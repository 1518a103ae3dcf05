# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Servers that are checked, or that checks ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from support.web_server import Respond, WebServer, web_server

Serve = Callable[[Respond], WebServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function that starts a server until the test has ended."""
    with ExitStack() as servers:
        yield lambda respond: servers.enter_context(web_server(respond))
