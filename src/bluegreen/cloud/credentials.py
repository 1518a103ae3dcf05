# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Application credentials, by Keystone's API."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime

from bluegreen.cloud.api import Api, Json
from bluegreen.cloud.errors import Forbidden
from bluegreen.model.credential import CreatedCredential, Credential, CredentialRequest


class KeystoneCredentials:
    """The application credentials of the user who is logged in, in this project."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def make(self, wish: CredentialRequest) -> CreatedCredential:
        """Make one, restricted: it can make no other credential, and no trust."""
        body = {
            "name": wish.name,
            "description": wish.description,
            "roles": [{"name": role} for role in wish.roles],
            "expires_at": wish.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000000"),
            "unrestricted": False,
            "access_rules": [asdict(rule) for rule in wish.rules],
        }
        try:
            answer = self._api.post(
                "identity", self._path(), {"application_credential": body}, secret=True
            )
        except Forbidden as refusal:
            raise Forbidden(
                f"these credentials cannot make another one: {refusal.true_now}",
                "log in as a user with a password, then run the same command again",
            ) from refusal
        made = answer["application_credential"]
        return CreatedCredential(
            id=made["id"], name=made["name"], secret=made["secret"], **self._api.entry()
        )

    def find(self) -> list[Credential]:
        """Return all of them."""
        found = self._api.list("identity", self._path(), "application_credentials")
        return [_credential(one) for one in found]

    def remove(self, credential: Credential) -> None:
        """Remove one, and its access rules, which Keystone keeps; gone already is as good.

        Credentials with an equal rule share it. Keystone refuses to remove one that is in use.
        """
        self._api.delete("identity", f"{self._path()}/{credential.id}")
        for rule in credential.rules:
            with suppress(Forbidden):
                self._api.delete("identity", f"{self._path('access_rules')}/{rule}")

    def _path(self, kind: str = "application_credentials") -> str:
        return f"/users/{self._api.token()['user']['id']}/{kind}"


def _credential(found: Json) -> Credential:
    expires = found["expires_at"]
    return Credential(
        id=found["id"],
        name=found["name"],
        description=found["description"] or "",
        roles=tuple(sorted(role["name"] for role in found["roles"])),
        expires=datetime.fromisoformat(expires).replace(tzinfo=UTC) if expires else None,
        rules=tuple(rule["id"] for rule in found.get("access_rules") or ()),
    )
