# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The one door to the OpenStack APIs: every request and every refusal passes here."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Any, Literal

from keystoneauth1 import exceptions as ksa
from openstack import exceptions as sdk
from openstack.connection import Connection
from requests.exceptions import RequestException

from bluegreen.cloud.catalogue import absent
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
from bluegreen.cloud.ownership import NAMES_PROJECT, Ownership
from bluegreen.cloud.permit import Permit, ask
from bluegreen.errors import CloudError, Unanswered

log = logging.getLogger(__name__)

Service = Literal[
    "network", "load_balancer", "orchestration", "image", "compute", "identity", "alarm"
]
Json = dict[str, Any]

OVER_QUOTA = "Quota exceeded"
"""How Neutron's message begins when a quota is used up (neutron_lib.exceptions, OverQuota)."""

OF_THE_LIBRARIES = (ksa.ClientException, sdk.SDKException, RequestException)
"""What a request may raise before its answer is here, or instead of it."""

ANSWERED_OR_LOST = (ksa.HttpError, sdk.HttpException, ksa.ConnectionError, RequestException)
"""Those of a request that has reached a service, or may have."""

CHECK_CREDENTIALS = "openstack token issue"


class Api:
    """Requests to the services of one project, with the cloud's answers as plain JSON values.

    Nothing is repeated here (`cloud/door.py`). Without a permit it only reads.
    """

    def __init__(
        self, connection: Connection, permit: Permit | None = None, *, like: Api | None = None
    ) -> None:
        self._connection = connection
        self._permit = permit
        self._like = like

    @cached_property
    def project_id(self) -> str:
        """The project that the credentials are scoped to. Raises CloudError for those of none."""
        scope = self._connection.current_project_id
        if not scope:
            raise CloudError(
                "these credentials are scoped to no project",
                "openstack project list, which shows your projects; then name one with "
                "OS_PROJECT_NAME, or as project_name in clouds.yaml",
            )
        return str(scope)

    @cached_property
    def _ownership(self) -> Ownership:
        return self._like._ownership if self._like else Ownership(self.project_id)

    def under(self, permit: Permit | None) -> Api:
        """Return the same way to the project, which asks that permit before each change."""
        return Api(self._connection, permit, like=self)

    def entry(self) -> Json:
        """Return what of the way to this cloud is no secret: where to log in, region, interface."""
        config = self._connection.config
        auth = self._connection.session.auth
        verify, _ = config.get_requests_verify_args()
        return {
            "auth_url": getattr(auth, "auth_url", None) or config.get_auth_args().get("auth_url"),
            "region": config.get_region_name(),
            "interface": config.config.get("interface"),
            "verify": verify is not False,
            "cacert": verify if isinstance(verify, str) else None,
        }

    def token(self) -> Json:
        """Return what the token says of the user who logged in. Raises CloudError.

        Identity API v3, authentication with a scoped token: `token` in the body of the answer.
        """
        session = self._connection.session
        try:
            access = session.auth.get_access(session)
        except OF_THE_LIBRARIES as error:
            failure = _failure("the token of the identity service", error)
            if isinstance(failure, Unanswered):
                raise failure from error
            raise CloudError(f"no token: {error}", CHECK_CREDENTIALS) from error
        return dict(access._data["token"])

    def get(
        self, service: Service, path: str, *, of_any_project: bool = False, **query: Any
    ) -> Json:
        """Return the answer to a read.

        Raises Foreign when one thing is shown and it is another project's, unless `of_any_project`:
        networks and images may be shared.
        """
        answer = self._request(service, "GET", path, params=query)
        if not of_any_project:
            self._ownership.must_be_own(path, answer)
        return answer

    def list(
        self,
        service: Service,
        path: str,
        key: str,
        *,
        of_any_project: bool = False,
        **query: Any,
    ) -> Iterator[Json]:
        """Yield the project's items of a listing, following the service's links from page to page.

        An administrator is shown every project's, and only `of_any_project` yields those.
        """
        if not of_any_project and service in NAMES_PROJECT:
            query = query | {NAMES_PROJECT[service]: self.project_id}
        while True:
            page = self.get(service, path, of_any_project=True, **query)
            yield from page[key] if of_any_project else self.own(page[key])
            more = [li["href"] for li in page.get(f"{key}_links", ()) if li["rel"] == "next"]
            if not more:
                return
            query = query | {"marker": page[key][-1]["id"]}

    def own(self, listed: Iterable[Json]) -> Iterator[Json]:
        """Yield what of a listing belongs to the project, of a service that gives no links."""
        return self._ownership.own(listed)

    def post(self, service: Service, path: str, body: Json, *, secret: bool = False) -> Json:
        """Create something; the answer is what was made. One with a `secret` is never logged."""
        unlogged = {"log": False} if secret else {}
        answer = self._change(service, "POST", path, json=body, **unlogged)
        self._ownership.must_be_own(path, answer)
        return answer

    def put(
        self, service: Service, path: str, body: Json, *, if_revision: int | None = None
    ) -> Json:
        """Change something; with `if_revision` only while it is still that revision.

        The guard is Neutron's `If-Match: revision_number=N` (extension `revision-if-match`). It
        catches a stale caller. It does not exclude a second writer within the same moment.
        """
        return self._change(service, "PUT", path, json=body, headers=_only_if(if_revision))

    def patch(self, service: Service, path: str, body: Json) -> None:
        """Change what the body names, and leave the rest."""
        self._change(service, "PATCH", path, json=body)

    def delete(self, service: Service, path: str, *, if_revision: int | None = None) -> None:
        """Delete something, with `if_revision` as in `put`; already gone is as good."""
        try:
            self._change(service, "DELETE", path, headers=_only_if(if_revision))
        except NotFound:
            log.debug("%s %s was gone already", service, path)

    def _change(self, service: Service, method: str, path: str, **arguments: Any) -> Json:
        """Send a request that changes something, as soon as the permit says that it may be sent.

        Whose it is is read before, unless it was. Raises Foreign for another project's.
        """
        if item := self._ownership.unknown(service, path):
            self.get(service, item)
            self._ownership.read(path)
        try:
            return self._ask_and_send(service, method, path, **arguments)
        except Unauthorized:
            self._connection.session.invalidate()  # the token ended before its time
            return self._ask_and_send(service, method, path, **arguments)

    def _ask_and_send(self, service: Service, method: str, path: str, **arguments: Any) -> Json:
        """Ask, and send one request: neither library may repeat it unasked, as clouds.yaml can say.

        Options of keystoneauth1's `Session.request`.
        """
        ask(self._permit, f"{method} {path}")
        once = {"connect_retries": 0, "status_code_retries": 0, "allow_reauth": False}
        return self._request(service, method, path, **once, **arguments)

    def _request(self, service: Service, method: str, path: str, **arguments: Any) -> Json:
        what = f"{method} {path} of the {service.replace('_', ' ')} service"
        try:
            proxy = getattr(self._connection, service)
            answer = proxy.request(path, method, skip_cache=True, **arguments)
        except OF_THE_LIBRARIES as error:
            raise self._unsent(service, error) or _failure(what, error) from error
        if answer.status_code >= 400:
            raise _refusal(what, answer.status_code, _message(answer), answer.headers)
        return _json(what, answer)

    def _unsent(self, service: Service, error: Exception) -> CloudError | None:
        """Say that the cloud has no such service, where that is why nothing was sent."""
        return None if isinstance(error, ANSWERED_OR_LOST) else absent(self._connection, service)


def _only_if(revision: int | None) -> dict[str, str]:
    return {} if revision is None else {"If-Match": f"revision_number={revision}"}


def _json(what: str, answer: Any) -> Json:
    """Return an answer's body; some accept a change with a sentence for people instead.

    A bare list, as Aodh's are, is under `items`.
    """
    if not answer.content or answer.status_code == HTTPStatus.ACCEPTED:
        return {}
    try:
        body = answer.json()
    except ValueError as error:
        raise AnswerLost(f"{what} answered {answer.status_code} without JSON") from error
    if isinstance(body, list):
        return {"items": body}
    return dict(body or {})  # Neutron answers a new tag with null


def _failure(what: str, error: Exception) -> CloudError:
    """Return what an exception of the libraries means; a time limit of theirs is a lost answer."""
    if isinstance(error, ksa.HttpError | sdk.HttpException):
        return _refusal(what, _status(error), str(error), _headers(error))
    if isinstance(error, ksa.ConnectionError | RequestException):
        return AnswerLost(f"{what} got no answer: {error}")
    return CloudError(f"{what} could not be sent: {error}", CHECK_CREDENTIALS)


def _refusal(
    what: str, status: int, message: str, headers: Mapping[str, str] | None = None
) -> CloudError:
    kinds: dict[int, type[CloudError]] = {
        401: Unauthorized,
        403: Forbidden,
        404: NotFound,
        409: Conflict,
        412: RevisionChanged,
        429: Busy,
        503: Busy,
    }
    if status == HTTPStatus.CONFLICT and message.startswith(OVER_QUOTA):
        return OverQuota(f"{what} answered {status}: {message}")
    lost = status in (500, 502, 504)
    kind = kinds.get(status, AnswerLost if lost else CloudError)
    refusal = kind(f"{what} answered {status}: {message}")
    if isinstance(refusal, Unanswered):
        refusal.retry_after = _seconds((headers or {}).get("Retry-After"))
    return refusal


def _seconds(text: str | None) -> float | None:
    """Return a Retry-After in seconds; a date is as good as none, since clocks differ."""
    digits = (text or "").strip()
    return float(digits) if digits.isascii() and digits.isdecimal() else None


def _headers(error: Exception) -> Mapping[str, str]:
    return getattr(getattr(error, "response", None), "headers", None) or {}


def _status(error: Exception) -> int:
    return int(getattr(error, "http_status", None) or getattr(error, "status_code", None) or 0)


def _message(answer: Any) -> str:
    """Return the sentence in an error body; each service wraps it in its own way."""
    try:
        body = answer.json()
    except ValueError:
        return str(answer.text)[:300]
    while isinstance(body, dict) and body:
        named = (body[key] for key in ("message", "faultstring", "detail") if body.get(key))
        body = next(named, next(iter(body.values())))
    return str(body).strip()[:500]
