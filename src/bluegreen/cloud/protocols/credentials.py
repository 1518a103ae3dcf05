# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of application credentials."""

from __future__ import annotations

from typing import Protocol

from bluegreen.model.credential import CreatedCredential, Credential, CredentialRequest


class Credentials(Protocol):
    """The application credentials of the user who is logged in."""

    def make(self, wish: CredentialRequest) -> CreatedCredential:
        """Make one; its secret is known here and now only.

        Raises Forbidden for a user who may make none, Conflict when the name is taken.
        """

    def find(self) -> list[Credential]:
        """Return all of them, of this tool or not."""

    def remove(self, credential: Credential) -> None:
        """Remove one; gone already is as good."""
