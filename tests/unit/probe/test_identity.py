# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which side answered, told three ways."""

from datetime import datetime
from email.message import Message

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from bluegreen.probe import ByBody, ByCertificate, ByHeader, ByRedirect
from bluegreen.probe.identity import HttpAnswer


def answer(status=200, body=b"", **headers):
    """Write an answer; a header's name is given with _ for -."""
    message = Message()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return HttpAnswer(status, message, body, closes=False)


@pytest.mark.parametrize(
    ("identity", "given", "side"),
    [
        (ByRedirect(), answer(302, Location="http://bluegreen.invalid/shop/green"), "green"),
        (ByRedirect("shop"), answer(302, Location="http://bluegreen.invalid/shop/blue"), "blue"),
        (ByRedirect("shop"), answer(302, Location="http://bluegreen.invalid/other/blue"), None),
        (ByRedirect(), answer(302, Location="https://shop.example/login"), None),
        (ByRedirect(), answer(302, Location="http://bluegreen.invalid/shop/blue/more"), None),
        (ByRedirect(), answer(200, Location="http://bluegreen.invalid/shop/blue"), None),
        (ByRedirect(), answer(302), None),
        (ByHeader(), answer(x_bluegreen_side=" green "), "green"),
        (ByHeader("Served-By"), answer(Served_By="blue"), "blue"),
        (ByHeader(), answer(X_Bluegreen_Side=""), None),
        (ByHeader(), answer(), None),
        (ByBody("side: (?P<side>\\w+)"), answer(body=b"<p>side: blue</p>"), "blue"),
        (ByBody("side: (?P<side>\\w+)"), answer(body=b"\xff no side"), None),
    ],
)
def test_a_side_is_named_only_by_an_answer_that_tells_it(identity, given, side):
    """An answer that does not tell is None, never a guess."""
    assert identity.side_of(given) == side


def test_a_search_that_takes_too_long_names_no_side():
    """A prober goes on with its next request."""
    body = b"side: " + b"a" * 200 + b"b"
    assert ByBody("side: (?P<side>(a|aa)+)$").side_of(answer(body=body)) is None


def certificate() -> bytes:
    """Make a certificate of blue.shop, which is also called www.shop."""
    key, name = ec.generate_private_key(ec.SECP256R1()), NameOID.COMMON_NAME
    who = x509.Name([x509.NameAttribute(name, "blue.shop")])
    built = x509.CertificateBuilder(who, who, key.public_key(), serial_number=7)
    built = built.not_valid_before(datetime(2026, 1, 1)).not_valid_after(datetime(2030, 1, 1))
    also = x509.SubjectAlternativeName([x509.DNSName("www.shop")])
    return built.add_extension(also, critical=False).sign(key, SHA256()).public_bytes(Encoding.DER)


CERTIFICATE = certificate()
VERSION_3 = bytes.fromhex("a003020102")


def side_by_certificate(der: bytes) -> str | None:
    """Return the side that a certificate tells."""
    return ByCertificate({"blue": "blue.shop", "green": "green.shop"}).side_of(answer(body=der))


def test_a_certificate_of_an_unknown_version_proves_nothing():
    """It is an answer, of a server that says what it likes, and no defect of the proof."""
    assert side_by_certificate(CERTIFICATE) == "blue"
    odd = CERTIFICATE.replace(VERSION_3, bytes.fromhex("a003020105"), 1)
    assert odd != CERTIFICATE
    assert side_by_certificate(odd) is None


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@settings(max_examples=500)
@given(at=st.integers(0, len(CERTIFICATE) - 1), instead=st.binary(min_size=0, max_size=3))
def test_no_certificate_breaks_a_proof(at, instead):
    """Bytes that were changed, lost or added: a side is named, or none."""
    assert side_by_certificate(CERTIFICATE[:at] + instead + CERTIFICATE[at + 1 :]) in ("blue", None)
