# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is probed: one URL, taken apart once, so that a request costs no look-up."""

import socket
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlsplit

from bluegreen.model.data_plane import WELL_KNOWN_PATH
from bluegreen.probe.identity import ByHeader, ByRedirect, Identity
from bluegreen.probe.request import GET, Request


@dataclass(frozen=True, slots=True)
class Target:
    """A literal address, the request to send to it, and how to read the answer.

    `expect` is the one status that counts as well answered; None means 200 to 399.
    """

    url: str
    address: str
    port: int
    host: str
    path: str
    identity: Identity
    expect: int | None = None
    request: Request = GET

    @classmethod
    def of(
        cls,
        url: str,
        identity: Identity | None = None,
        expect: int | None = None,
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
            expect = expect or 302
        elif not path.startswith("/"):
            path = f"/{path}"
        port = parts.port or 80
        address = _literal_address(parts.hostname, port)
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
        return replace(self, path=path, identity=identity, expect=None, request=GET)

    @property
    def family(self) -> socket.AddressFamily:
        """The address family of the literal address."""
        return socket.AF_INET6 if ":" in self.address else socket.AF_INET

    def accepts(self, status: int) -> bool:
        """Tell whether this status counts as well answered."""
        return status == self.expect if self.expect else 200 <= status < 400


def _literal_address(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ValueError(f"the name {host} does not resolve to an address: {error}") from error
    return str(found[0][4][0])
