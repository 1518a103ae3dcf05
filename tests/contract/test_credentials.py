# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises of application credentials."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from contract.ground import Ground

from bluegreen.cloud.errors import Conflict
from bluegreen.cloud.protocols import Credentials
from bluegreen.model.credential import Credential, CredentialRequest, Rule

RULES = (Rule("network", "GET", "/**v2.0/floatingips"), Rule("network", "PUT", "/**v2.0/ports/*"))


@pytest.fixture
def wish(ground: Ground) -> CredentialRequest:
    """A credential with two rules, good for an hour."""
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    name = f"contract-{secrets.token_hex(4)}"
    return CredentialRequest(name, "of the contract suite", ("member",), expires, RULES)


@pytest.fixture
def credentials(ground: Ground, wish: CredentialRequest) -> Iterator[Credentials]:
    """The user's credentials; what the test has made is removed."""
    held = ground.cloud.credentials
    yield held
    for one in found(held, wish):
        held.remove(one)


def found(credentials: Credentials, wish: CredentialRequest) -> list[Credential]:
    """Return those of the wish's name."""
    return [one for one in credentials.find() if one.name == wish.name]


def test_a_credential_is_made_as_wished_and_listed(
    credentials: Credentials, wish: CredentialRequest
) -> None:
    """Roles, rules and expiry are what was asked for; the listing shows no secret.

    Keystone adds the roles that those asked for imply, such as reader to member.
    """
    made = credentials.make(wish)

    assert made.secret
    assert made.auth_url.startswith("http")
    (listed,) = found(credentials, wish)
    assert (listed.id, listed.description) == (made.id, wish.description)
    assert (listed.expires, len(listed.rules)) == (wish.expires, len(RULES))
    assert set(wish.roles) <= set(listed.roles)
    assert made.secret not in repr(made)


def test_a_name_can_be_given_once(credentials: Credentials, wish: CredentialRequest) -> None:
    """The second is refused, and the first stays."""
    credentials.make(wish)

    with pytest.raises(Conflict):
        credentials.make(wish)
    assert len(found(credentials, wish)) == 1


def test_a_credential_that_is_removed_is_gone(
    credentials: Credentials, wish: CredentialRequest
) -> None:
    """Removing it again does no harm."""
    credentials.make(wish)
    (one,) = found(credentials, wish)

    credentials.remove(one)
    credentials.remove(one)

    assert found(credentials, wish) == []
