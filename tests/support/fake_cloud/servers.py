# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Nova's servers in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bluegreen.model.stack import Server
from support.fake_cloud.state import ProjectState


@dataclass
class FakeServers:
    """The servers of releases, but for those that the test says are gone or in a bad way."""

    project: ProjectState

    def find(self, application: str) -> list[Server]:
        """Return those in a bad way, then the others, which are ACTIVE."""
        self.project.called("servers.find")
        sick = self.project.servers_in_error
        told = {address for server in sick for address in server.addresses}
        return [*sick, *self._active(application, told | self.project.servers_gone)]

    def _active(self, application: str, others: set[str]) -> Iterator[Server]:
        for stack in list(self.project.stacks.values()):
            if stack.application == application and "release" in stack.facts:
                for address in self.project.servers(stack.name):
                    if address not in others:
                        yield Server(
                            f"server {address}", frozenset({address}), "ACTIVE", "", address
                        )
