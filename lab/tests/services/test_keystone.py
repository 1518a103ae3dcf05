# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The lab's Keystone judges every request by its own token."""

import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from keystoneauth1.identity.v3 import Password
from keystoneauth1.session import Session
from openstack_lab.lab import Lab, url

pytestmark = pytest.mark.lab

ROUNDS = 100


def _session(lab: Lab, user: str, domain: str, **scope: str) -> Session:
    auth = Password(
        auth_url=url("keystone", "/v3"),
        username=user,
        password=lab.secret(user),
        user_domain_name=domain,
        **scope,
    )
    return Session(auth=auth)


@pytest.fixture
def beside_a_domain() -> Iterator[None]:
    """Have two clients of another user, whose token is for a domain, ask without a pause."""
    lab = Lab.from_environment()
    over = threading.Event()

    def ask() -> None:
        session = _session(lab, "heat-domain-admin", "heat", domain_name="heat")
        while not over.is_set():
            session.get(url("keystone", "/v3/auth/projects"))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for one in threads:
        one.start()
    yield
    over.set()
    for one in threads:
        one.join()


@pytest.mark.usefixtures("beside_a_domain")
def test_no_request_is_judged_by_the_token_of_another() -> None:
    """With threads, 16 of 300 were answered 403: the other token was for a domain."""
    demo = _session(
        Lab.from_environment(),
        "demo",
        "Default",
        project_name="demo",
        project_domain_name="Default",
    )
    address = url("keystone", f"/v3/OS-TRUST/trusts?trustor_user_id={demo.get_user_id()}")
    counts: Counter[int] = Counter()

    def ask() -> None:
        for _ in range(ROUNDS):
            counts[demo.get(address, raise_exc=False).status_code] += 1

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert counts == {200: 2 * ROUNDS}
