# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Keystone's application credentials in memory."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.cloud.errors import Conflict, Forbidden
from bluegreen.model.credential import CreatedCredential, Credential, CredentialRequest
from support.fake_cloud.state import ProjectState

SECRET = "the-secret-of-a-credential"


@dataclass
class FakeCredentials:
    """Application credentials in memory; the secret is known to who made one only."""

    project: ProjectState

    def make(self, wish: CredentialRequest) -> CreatedCredential:
        """Make one."""
        if self.project.who.credential:
            raise Forbidden("these credentials cannot make another one")
        if any(held.name == wish.name for held in self.project.credentials.values()):
            raise Conflict(f"there is a credential {wish.name}")
        number = f"credential-{next(self.project.ids)}"
        self.project.credentials[number] = wish
        return CreatedCredential(number, wish.name, SECRET, "https://cloud.example/v3", "RegionOne")

    def find(self) -> list[Credential]:
        """Return all of them."""
        return [
            Credential(
                number, w.name, w.description, w.roles, w.expires, tuple(r.path for r in w.rules)
            )
            for number, w in self.project.credentials.items()
        ]

    def remove(self, credential: Credential) -> None:
        """Remove one."""
        self.project.credentials.pop(credential.id, None)
