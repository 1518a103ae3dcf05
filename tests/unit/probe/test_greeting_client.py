# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Sides that differ by a connection's greeting: a first line, or a TLS certificate."""

import datetime
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bluegreen.probe import (
    ByBanner,
    ByCertificate,
    CutoverProbe,
    Limits,
    RequestOutcome,
    Target,
    prove,
)
from bluegreen.probe.ask_once import ask_once
from bluegreen.probe.identity import names_in_certificate

NAMES = {"blue": "blue.shop.example", "green": "Green.shop.example"}
TEXTS = {"blue": "shop-blue ready", "green": "shop-green ready"}
LIMITS = Limits(datetime.timedelta(seconds=20))


def target_of(url, identity):
    """Aim at the greeting of a server of the tests."""
    found = Target.of(url)
    return Target.greeting(found.address, found.port, identity)


@pytest.fixture
def certificate(tmp_path):
    """Make a certificate with a common name and DNS names, and a context to serve it."""

    def make(common, *dns):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
        now = datetime.datetime.now(datetime.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
        )
        if dns:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([x509.DNSName(one) for one in dns]), critical=False
            )
        made = builder.sign(key, hashes.SHA256())
        file = tmp_path / "certificate.pem"
        file.write_bytes(
            made.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return made.public_bytes(serialization.Encoding.DER), context

    return make


def speaks_tls(context):
    """Make a script that shakes hands with this certificate."""

    def script(visit):
        try:
            with context.wrap_socket(visit._connection, server_side=True) as secure:
                secure.recv(1)
        except OSError:
            pass

    return script


def test_the_first_line_of_a_server_tells_its_side(serve):
    """The rest of what it says is not waited for."""
    target = target_of(
        serve(lambda visit: (visit.send(b"220 shop-green ready\r\n"), visit.asked())),
        ByBanner(TEXTS),
    )
    record = ask_once(target, LIMITS)
    assert (record.outcome, record.side, record.status) == (RequestOutcome.OK, "green", 0)


def test_a_line_of_no_side_is_an_answer_by_nobody(serve):
    """It is no failure, and no proof either."""
    target = target_of(serve(lambda visit: visit.send(b"220 ready\r\n")), ByBanner(TEXTS))
    record = ask_once(target, LIMITS)
    assert (record.outcome, record.side) == (RequestOutcome.OK, None)


def test_a_server_that_hangs_up_without_a_word_has_not_answered(serve):
    """A load balancer with no healthy server does that."""
    target = target_of(serve(lambda visit: visit.close()), ByBanner(TEXTS))
    assert ask_once(target, LIMITS).outcome in (RequestOutcome.CLOSED, RequestOutcome.RESET)


def test_the_certificate_of_a_server_tells_its_side(serve, certificate):
    """Only its names are looked at, in any case of letters: it is not verified."""
    _, context = certificate("anything", "www.shop.example", "green.shop.example")
    target = target_of(serve(speaks_tls(context)), ByCertificate(NAMES))
    record = ask_once(target, LIMITS)
    assert (record.outcome, record.side) == (RequestOutcome.OK, "green")


def test_a_server_that_speaks_no_tls_is_malformed(serve):
    """What comes back is no handshake."""
    target = target_of(
        serve(lambda visit: visit.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")), ByCertificate(NAMES)
    )
    assert ask_once(target, LIMITS).outcome in (RequestOutcome.MALFORMED, RequestOutcome.RESET)


def test_a_certificate_without_dns_names_is_known_by_its_common_name(certificate):
    """Old certificates have nothing else."""
    der, _ = certificate("Blue.shop.example")
    assert names_in_certificate(der) == {"blue.shop.example"}
    assert names_in_certificate(b"no certificate") == frozenset()


def test_the_proof_and_the_measurement_go_by_the_greeting(serve):
    """Whatever tells the side, a proof is so many fresh connections in a row."""

    def script(visit):
        visit.send(b"shop-blue ready\n" if visit.number == 0 else b"shop-green ready\n")

    target = target_of(serve(script), ByBanner(TEXTS))
    proof = prove(target, "green", in_a_row=3)
    assert proof.proved
    assert proof.answers["green"] == 3
    with CutoverProbe(target) as cutover:
        cutover.mark()
        assert prove(target, "green", in_a_row=3).proved
        measured = cutover.measured(old="blue", new="green")
    assert (measured.failed, measured.old_after_new) == (0, 0)
