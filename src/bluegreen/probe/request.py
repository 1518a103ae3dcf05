# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is sent: a GET, or a POST with a body."""

from collections.abc import Iterator
from dataclasses import dataclass

PIECE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Get:
    """A GET request."""

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
    def idempotent(self) -> bool:
        """A client may not send it again on its own: it may have had its effect already."""
        return False

    def raw(self, path: str, headers: str) -> Iterator[bytes]:
        """Give the bytes of the request, the body in pieces of 16 KiB."""
        framing = "Transfer-Encoding: chunked" if self.chunked else f"Content-Length: {self.size}"
        yield (
            f"POST {path} HTTP/1.1\r\n{headers}"
            f"Content-Type: application/octet-stream\r\n{framing}\r\n\r\n"
        ).encode("ascii")
        for start in range(0, self.size, PIECE):
            piece = b"x" * min(PIECE, self.size - start)
            yield b"%x\r\n%b\r\n" % (len(piece), piece) if self.chunked else piece
        if self.chunked:
            yield b"0\r\n\r\n"


Request = Get | Post
GET = Get()
