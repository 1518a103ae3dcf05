# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is sent: a GET, a POST with a body of some size, or a request of one's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field

PIECE = 16 * 1024
OCTETS = "Content-Type: application/octet-stream\r\n"


@dataclass(frozen=True, slots=True)
class Get:
    """A GET request."""

    @property
    def method(self) -> str:
        """The method."""
        return "GET"

    @property
    def idempotent(self) -> bool:
        """A client may send it again when a kept connection ended under it (RFC 9110, 9.2.2)."""
        return True

    def raw(self, path: str, headers: str) -> Iterator[bytes]:
        """Give the bytes of the request."""
        yield f"GET {path} HTTP/1.1\r\n{headers}\r\n".encode("ascii")


@dataclass(frozen=True, slots=True)
class Post:
    """A POST request with a body of `size` bytes, announced whole or sent in chunks."""

    size: int
    chunked: bool = False

    @property
    def method(self) -> str:
        """The method."""
        return "POST"

    @property
    def idempotent(self) -> bool:
        """A client may not send it again on its own: it may have had its effect already."""
        return False

    def raw(self, path: str, headers: str) -> Iterator[bytes]:
        """Give the bytes of the request, the body in pieces of 16 KiB."""
        framing = "Transfer-Encoding: chunked" if self.chunked else f"Content-Length: {self.size}"
        kind = "" if "\r\ncontent-type:" in headers.lower() else OCTETS
        yield f"POST {path} HTTP/1.1\r\n{headers}{kind}{framing}\r\n\r\n".encode("ascii")
        for start in range(0, self.size, PIECE):
            piece = b"x" * min(PIECE, self.size - start)
            yield b"%x\r\n%b\r\n" % (len(piece), piece) if self.chunked else piece
        if self.chunked:
            yield b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Exact:
    """A request of any method, with this body; its headers are those of the target."""

    method: str
    body: bytes | None = field(default=None, repr=False)

    @property
    def idempotent(self) -> bool:
        """As RFC 9110 says of the method, 9.2.2."""
        return self.method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")

    def raw(self, path: str, headers: str) -> Iterator[bytes]:
        """Give the bytes of the request."""
        framing = "" if self.body is None else f"Content-Length: {len(self.body)}\r\n"
        head = f"{self.method} {path} HTTP/1.1\r\n{headers}{framing}\r\n"
        yield head.encode("ascii") + (self.body or b"")


Request = Get | Post | Exact
GET = Get()
