# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What an answer of a service means: which errors may be asked again, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from keystoneauth1 import exceptions as ksa
from openstack import exceptions as sdk
from support.answers import Answer
from support.permits import ALONE, Counting

from bluegreen.cloud.api import Api
from bluegreen.cloud.errors import (
    AnswerLost,
    Busy,
    Conflict,
    Forbidden,
    NotFound,
    OverQuota,
    RevisionChanged,
    Unauthorized,
)
from bluegreen.errors import CloudError, Unanswered

QUOTA = {
    "NeutronError": {
        "type": "OverQuota",
        "message": "Quota exceeded for resources: ['port'].",
        "detail": "",
    }
}
MAC_IN_USE = {
    "NeutronError": {
        "type": "MacAddressInUse",
        "message": "Unable to complete operation for network n. The mac address 02:00 is in use.",
        "detail": "",
    }
}
IMMUTABLE = {
    "faultcode": "Client",
    "faultstring": "Load Balancer lb-1 is immutable and cannot be updated.",
}


@dataclass
class Service:
    """A service that gives one answer to everything, or raises."""

    end: Answer | Exception

    def request(self, path: str, method: str, **more: Any) -> Answer:
        """Answer."""
        if isinstance(self.end, Exception):
            raise self.end
        return self.end


@dataclass
class Session:
    """A session whose token can be thrown away."""

    thrown_away: int = 0

    def invalidate(self) -> bool:
        """Throw it away."""
        self.thrown_away += 1
        return True


@dataclass
class Connection:
    """A connection as the SDK gives it, whose network service is that one."""

    network: Service
    current_project_id: str = "project"
    session: Session = field(default_factory=Session)


def trouble_of(end: Answer | Exception) -> CloudError:
    """Return what a change of a port raises that ends so."""
    api = Api(Connection(Service(end)), ALONE)  # type: ignore[arg-type]
    with pytest.raises(CloudError) as raised:
        api.post("network", "/ports", {"port": {}})
    return raised.value


def refused_in_the_library(status: int, headers: dict[str, str]) -> list[Exception]:
    """Return how keystoneauth and the SDK raise an answer that they do not hand on."""
    response = requests.Response()
    response.status_code = status
    response.headers.update(headers)
    response.url = "https://cloud.test/ports"
    return [
        ksa.HttpError("not now", response=response, http_status=status),
        sdk.HttpException("not now", response=response),
    ]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, Busy),
        (500, AnswerLost),
        (502, AnswerLost),
        (503, Busy),
        (504, AnswerLost),
    ],
)
def test_an_answer_that_is_none_may_be_asked_for_again(status: int, kind: type[CloudError]) -> None:
    """429 and 503 say that nothing was done; after the others nobody knows."""
    ends = [Answer({}, status), *refused_in_the_library(status, {})]

    assert [type(trouble_of(end)) for end in ends] == [kind] * 3
    assert issubclass(kind, Unanswered)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, CloudError),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (412, RevisionChanged),
        (413, CloudError),
    ],
)
def test_a_definite_answer_is_not_asked_for_again(status: int, kind: type[CloudError]) -> None:
    """However often it was asked, the answer would be the same."""
    ends = [Answer({}, status), *refused_in_the_library(status, {"Retry-After": "3"})]

    assert [type(trouble_of(end)) for end in ends] == [kind] * 3
    assert not issubclass(kind, Unanswered)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_how_long_a_service_asks_to_be_left_alone_is_kept(status: int) -> None:
    """`Retry-After: 7` (RFC 9110, section 10.2.3), in an answer and in a library's exception."""
    headers = {"Retry-After": "7"}
    for end in (Answer({}, status, headers), *refused_in_the_library(status, headers)):
        trouble = trouble_of(end)
        assert isinstance(trouble, Unanswered)
        assert trouble.retry_after == 7.0


@pytest.mark.parametrize("text", ["Wed, 21 Oct 2026 07:28:00 GMT", "soon", "-1", "1.5", "", "²"])
def test_a_time_that_is_no_count_of_seconds_is_ignored(text: str) -> None:
    """A date is the service's clock, which may differ from this machine's."""
    headers = {"Retry-After": text}
    for end in (Answer({}, 503, headers), *refused_in_the_library(503, {"Retry-After": "later"})):
        trouble = trouble_of(end)
        assert isinstance(trouble, Unanswered)
        assert trouble.retry_after is None


def test_an_answer_without_a_time_asks_for_none() -> None:
    """Most have none."""
    trouble = trouble_of(Answer({}, 503))

    assert isinstance(trouble, Unanswered)
    assert trouble.retry_after is None


def test_a_quota_that_is_used_up_is_distinguished_from_other_conflicts() -> None:
    """Neutron answers both with 409; only the first has no use for another attempt."""
    assert type(trouble_of(Answer(QUOTA, 409))) is OverQuota
    assert type(trouble_of(Answer(MAC_IN_USE, 409))) is Conflict
    assert type(trouble_of(Answer(IMMUTABLE, 409))) is Conflict


def test_a_quota_that_only_a_sentence_mentions_is_another_conflict() -> None:
    """The message begins with it, or it is about something else."""
    named = {"NeutronError": {"message": "Port Quota exceeded is in use", "detail": ""}}

    assert type(trouble_of(Answer(named, 409))) is Conflict


@pytest.mark.parametrize(
    "end",
    [
        ksa.ConnectFailure("refused"),
        ksa.ConnectTimeout("too slow"),
        ksa.SSLError("closed"),
        ksa.UnknownConnectionError("broken off", requests.exceptions.ChunkedEncodingError()),
        requests.ConnectionError("reset"),
        requests.ReadTimeout("too slow"),
    ],
)
def test_a_connection_that_breaks_leaves_open_what_was_done(end: Exception) -> None:
    """No error of the SDK leaves the adapters."""
    assert type(trouble_of(end)) is AnswerLost


def test_a_request_that_could_not_be_sent_is_no_lost_answer() -> None:
    """Credentials without a service of that kind stay so."""
    trouble = trouble_of(ksa.EndpointNotFound("no network service"))

    assert type(trouble) is CloudError
    assert trouble.next_step == "openstack token issue"


def test_a_token_that_ended_before_its_time_is_renewed_and_the_lease_asked_again() -> None:
    """Logging in may take any time, and another may have begun in it."""
    permit, connection = Counting(), Connection(Service(Answer({}, 401)))

    with pytest.raises(Unauthorized):
        Api(connection, permit).post("network", "/ports", {})  # type: ignore[arg-type]

    assert (permit.asked, connection.session.thrown_away) == (2, 1)


def test_no_library_repeats_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries that clouds.yaml asks for would be sent without asking for the lease."""
    sent: list[dict[str, object]] = []

    def request(service: Service, path: str, method: str, **more: object) -> Answer:
        sent.append(more)
        return Answer({})

    monkeypatch.setattr(Service, "request", request)
    api = Api(Connection(Service(Answer({}))), ALONE)  # type: ignore[arg-type]
    api.post("network", "/ports", {})

    (options,) = sent
    assert options["connect_retries"] == options["status_code_retries"] == 0
    assert options["allow_reauth"] is False
