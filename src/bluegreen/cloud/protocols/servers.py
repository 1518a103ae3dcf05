# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of the servers."""

from __future__ import annotations

from typing import Protocol

from bluegreen.cloud.permit import reads
from bluegreen.model.stack import Server


class Servers(Protocol):
    """The servers of the project, as far as something is wrong with them."""

    @reads
    def find(self, application: str) -> list[Server]:
        """Return the servers of an application, with what the cloud says of each."""
