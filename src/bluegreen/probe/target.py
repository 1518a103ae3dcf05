# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is probed: one URL, taken apart once, so that a request costs no look-up."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlsplit

from bluegreen.model.data_plane import GOOD_ANSWERS, WELL_KNOWN_PATH, RequestSpec, is_among
from bluegreen.probe.identity import ByHeader, ByRedirect, Identity
from bluegreen.probe.request import GET, Exact, Request


@dataclass(frozen=True, slots=True)
class Target:
    """A literal address, the request to send to it, and how to read the answer.

    `expect` are the status codes that count as well answered, such as 200 or 200-299. `headers` are
    sent in addition to those that every request has, and win over them; they may hold secrets.
    """

    url: str
    address: str
    port: int
    host: str
    path: str
    identity: Identity
    expect: str = GOOD_ANSWERS
    request: Request = GET
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        url: str,
        identity: Identity | None = None,
        expect: str | None = None,
        request: Request = GET,
    ) -> Self:
        """Read an http URL; a name in it is resolved here, once, and a literal address never is.

        A URL without a path asks the load balancer itself (`/.well-known/bluegreen`, where 302 is
        the good answer); with a path, that path is asked and the side is read from the header
        X-Bluegreen-Side, unless `identity` says otherwise.
        Raises ValueError with one sentence that says what is wrong with the URL.
        """
        parts = urlsplit(url)
        if "@" in parts.netloc:
            raise ValueError(
                "the URL names a user, but the probe sends no credentials: leave it out"
            )
        plain = url.isascii() and url.isprintable() and " " not in url
        if parts.scheme != "http" or not parts.hostname or not plain:
            raise ValueError(f"{url!r} is not a plain http URL such as http://203.0.113.10:80/path")
        asks_balancer = parts.path in ("", WELL_KNOWN_PATH) and not parts.query
        if identity is None:
            identity = ByRedirect() if asks_balancer else ByHeader()
        path = parts._replace(scheme="", netloc="", fragment="").geturl()
        if asks_balancer:
            path = WELL_KNOWN_PATH
            expect = expect or "302"
        elif not path.startswith("/"):
            path = f"/{path}"
        port = parts.port or 80
        address = _literal_address(parts.hostname, port)
        expect = expect or GOOD_ANSWERS
        return cls(url, address, port, parts.netloc, path, identity, expect, request)

    @classmethod
    def greeting(cls, address: str, port: int, identity: Identity) -> Self:
        """Aim at connections to a literal address, whose greeting tells the side."""
        return cls(f"tcp://{address}:{port}", address, port, address, "", identity)

    def at(self, path: str) -> "Target":
        """Aim at another path of the same server, with a plain GET for any status of 200 to 399.

        The side is then read from the header X-Bluegreen-Side where the load balancer itself was
        asked before, else as it was. Raises ValueError for what is no path.
        """
        if not path.startswith("/") or not path.isascii() or not path.isprintable() or " " in path:
            raise ValueError(f"{path!r} is not a path such as /socket")
        identity = ByHeader() if isinstance(self.identity, ByRedirect) else self.identity
        return replace(self, path=path, identity=identity, expect=GOOD_ANSWERS, request=GET)

    def asked(self, how: RequestSpec | None) -> "Target":
        """Aim in the same direction, with this request at its path; None changes nothing.

        Raises ValueError for a header with characters that none may have.
        """
        if how is None:
            return self
        if wrong := how.unsendable:
            raise ValueError(f"the header {wrong} has characters that no header may have")
        body = None if how.body is None else how.body.encode()
        exact = GET if how.method == "GET" and body is None else Exact(how.method, body)
        return replace(
            self,
            path=how.path,
            host=how.host or self.host,
            expect=how.expect,
            request=exact,
            headers={**self.headers, **how.headers},
        )

    def with_headers(self, headers: Mapping[str, str]) -> "Target":
        """Aim at the same, and send these headers as well. Raises ValueError as `asked`."""
        if wrong := RequestSpec(headers=headers).unsendable:
            raise ValueError(f"the header {wrong} has characters that no header may have")
        return replace(self, headers={**self.headers, **headers})

    @property
    def asks_balancer(self) -> bool:
        """Whether the load balancer itself is asked for its side."""
        return isinstance(self.identity, ByRedirect)

    def head(self, usual: Mapping[str, str]) -> str:
        """Return the lines of the headers of a request, with these as the usual ones."""
        lines = {"Host": self.host, "User-Agent": "bluegreen-probe", **usual}
        names = {name.lower() for name in self.headers}
        lines = {name: value for name, value in lines.items() if name.lower() not in names}
        lines |= self.headers
        return "".join(f"{name}: {value}\r\n" for name, value in lines.items())

    @property
    def family(self) -> socket.AddressFamily:
        """The address family of the literal address."""
        return socket.AF_INET6 if ":" in self.address else socket.AF_INET

    def accepts(self, status: int) -> bool:
        """Tell whether this status counts as well answered."""
        return is_among(status, self.expect)


def _literal_address(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ValueError(f"the name {host} does not resolve to an address: {error}") from error
    return str(found[0][4][0])
