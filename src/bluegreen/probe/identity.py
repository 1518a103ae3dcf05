# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which side answered: the ways to tell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Protocol

from bluegreen.model.data_plane import SIDE_HEADER
from bluegreen.probe.patterns import TookTooLong, compiled, search


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An HTTP answer that arrived whole.

    `body` holds at most the first 64 KiB of the `size` bytes that arrived; `closes` says that the
    server announced the end of the connection with this answer.
    """

    status: int
    headers: Message
    body: bytes = b""
    size: int = 0
    closes: bool = False


class Identity(Protocol):
    """A way to tell from an answer which side gave it."""

    def side_of(self, answer: HttpAnswer) -> str | None:
        """Name the side, or None when the answer does not tell."""


@dataclass(frozen=True, slots=True)
class ByRedirect:
    """The load balancer's own word: a redirect to `http://bluegreen.invalid/<application>/<side>`.

    It needs no help from the servers behind the load balancer. With `application` given, the answer
    of another application's load balancer does not count.
    """

    application: str | None = None

    def side_of(self, answer: HttpAnswer) -> str | None:
        """Name the side from the Location header of a 302."""
        location = answer.headers.get("Location", "")
        match = re.fullmatch(r"http://bluegreen\.invalid/([^/]+)/([^/]+)", location)
        if answer.status != 302 or match is None:
            return None
        application, side = match.groups()
        return side if self.application in (None, application) else None


@dataclass(frozen=True, slots=True)
class ByHeader:
    """A header of the answer whose value is the side."""

    name: str = SIDE_HEADER

    def side_of(self, answer: HttpAnswer) -> str | None:
        """Name the side from the header's value."""
        return answer.headers.get(self.name, "").strip() or None


@dataclass(frozen=True, slots=True)
class ByBody:
    """A pattern with a group named `side`, searched in the first 64 KiB of the body.

    A search that takes too long tells no side. Raises ValueError for what is no pattern, and for
    one without that group.
    """

    pattern: str

    def __post_init__(self) -> None:
        if "side" not in compiled(self.pattern).groupindex:
            raise ValueError("the pattern needs a group named side, as in (?P<side>blue|green)")

    def side_of(self, answer: HttpAnswer) -> str | None:
        """Name the side from the pattern's group."""
        text = answer.body.decode("utf-8", errors="replace")
        try:
            match = search(compiled(self.pattern), text)
        except TookTooLong:
            return None
        return match["side"] if match else None


@dataclass(frozen=True, slots=True)
class ByBanner:
    """The first line that the server sends unasked contains a text of its side."""

    texts: Mapping[str, str]

    def side_of(self, answer: HttpAnswer) -> str | None:
        """Name the side whose text is in the line."""
        line = answer.body.decode("utf-8", errors="replace")
        return next((side for side, text in self.texts.items() if text in line), None)


@dataclass(frozen=True, slots=True)
class ByCertificate:
    """The TLS certificate has a name of its side; whether it is trusted is not looked at."""

    names: Mapping[str, str]

    def side_of(self, answer: HttpAnswer) -> str | None:
        """Name the side whose name is among the certificate's names, in any case of letters."""
        there = names_in_certificate(answer.body)
        return next((side for side, name in self.names.items() if name.lower() in there), None)


def names_in_certificate(der: bytes) -> frozenset[str]:
    """Return the common name and the DNS names of a certificate, in small letters.

    Empty for what is no certificate that can be read: it proves nothing.
    """
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.x509.oid import NameOID

    try:
        certificate = x509.load_der_x509_certificate(der)
        names = [
            str(a.value) for a in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        ]
        alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        names += alternatives.value.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        pass
    except (
        ValueError,
        UnsupportedAlgorithm,
        x509.DuplicateExtension,
        x509.InvalidVersion,
        x509.UnsupportedGeneralNameType,
    ):
        return frozenset()
    return frozenset(name.lower() for name in names)
