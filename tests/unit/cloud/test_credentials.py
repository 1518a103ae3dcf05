# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Keystone keeps the access rules of a credential that is removed, so they are removed too."""

from __future__ import annotations

from typing import Any

from bluegreen.cloud.credentials import KeystoneCredentials
from bluegreen.cloud.errors import Forbidden
from bluegreen.model.credential import Credential

ME = "/users/me"


class Identity:
    """Keystone with one rule that another credential uses."""

    def __init__(self) -> None:
        self.removed: list[str] = []

    def token(self) -> dict[str, Any]:
        """Say who asks."""
        return {"user": {"id": "me"}}

    def delete(self, service: str, path: str) -> None:
        """Remove what is in no use."""
        assert service == "identity"
        if path == f"{ME}/access_rules/shared":
            raise Forbidden("the access rule is in use")
        self.removed.append(path)


def test_the_rules_of_a_removed_credential_go_but_for_those_that_another_uses() -> None:
    """After the credential, since a rule in use cannot be removed."""
    identity: Any = Identity()
    held = Credential("c1", "name", "", (), None, ("first", "shared", "last"))

    KeystoneCredentials(identity).remove(held)

    assert identity.removed == [
        f"{ME}/application_credentials/c1",
        f"{ME}/access_rules/first",
        f"{ME}/access_rules/last",
    ]
