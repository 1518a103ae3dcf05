# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One request with one time limit, against servers that are slow, late, cut short or encrypted."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest
from support.time_wait import waiting_clients
from support.web_server import Say, WebServer, web_server

from bluegreen.probe.http_request import BODY_KEPT, Ask, NoAnswer, NotAsked, ask

LIMIT = timedelta(seconds=20)
SHORT = timedelta(milliseconds=300)


@pytest.fixture
def raw() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Return a function that starts a server which treats its first connection as told."""
    with ExitStack() as opened:

        def serve(treat: Callable[[socket.socket], None]) -> str:
            listener = opened.enter_context(socket.create_server(("127.0.0.1", 0)))

            def accept() -> None:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    treat(connection)

            threading.Thread(target=accept, daemon=True).start()
            return f"http://127.0.0.1:{listener.getsockname()[1]}/"

        yield serve


def test_a_server_that_drips_is_held_to_the_limit(raw):
    """A byte now and then keeps a socket's own timeout away, and not this one."""
    done = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not done.wait(0.05):
            connection.sendall(b"x")

    with pytest.raises(NoAnswer, match=r"^no complete answer within 0\.3 s$"):
        ask(Ask(raw(drip)), SHORT)
    done.set()


def test_a_body_that_is_cut_short_is_no_answer(raw):
    """A server that died within its answer has not answered."""
    url = raw(lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"))
    with pytest.raises(NoAnswer, match="closed before the answer was complete"):
        ask(Ask(url), LIMIT)


def test_a_connection_that_is_closed_at_once_is_no_answer(raw):
    """A server that takes the request and goes has not answered either."""
    with pytest.raises(NoAnswer, match="closed before the answer was complete"):
        ask(Ask(raw(lambda c: None)), LIMIT)


def test_what_is_no_http_is_no_answer(raw):
    """Some other service listens on the port."""
    with pytest.raises(NoAnswer, match="the answer is not HTTP"):
        ask(Ask(raw(lambda c: c.sendall(b"220 mail ready\r\n"))), LIMIT)


def test_a_name_that_does_not_exist_is_reported():
    """RFC 2606 promises that .invalid never exists."""
    with pytest.raises(NoAnswer, match="the name does not resolve to an address"):
        ask(Ask("http://nowhere.invalid/"), LIMIT)


def test_of_a_long_body_the_beginning_is_kept(raw):
    """A check that meets a huge file neither hangs nor fills the memory."""
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {2 * BODY_KEPT}\r\n\r\n".encode()
    url = raw(lambda c: c.sendall(head + b"x" * 2 * BODY_KEPT))
    assert len(ask(Ask(url), LIMIT).body) == BODY_KEPT


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/", "http://a b/", "x"])
def test_only_http_is_spoken(url):
    """A URL from the environment cannot make the tool read files."""
    with pytest.raises(NoAnswer, match="cannot be sent"):
        ask(Ask(url), LIMIT)


def test_proxies_of_the_environment_are_used_unless_the_way_must_be_direct(monkeypatch):
    """A company's way out is used for services, and never for the application."""
    with web_server(lambda asked: Say("from the proxy")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert ask(Ask("http://nowhere.invalid/x"), LIMIT).body == b"from the proxy"
        with pytest.raises(NoAnswer, match="the name does not resolve to an address"):
            ask(Ask("http://nowhere.invalid/x", direct=True), LIMIT)
        assert [asked.path for asked in proxy.asked] == ["http://nowhere.invalid/x"]


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve https with a certificate of our own; give the URL and the certificate."""
    if not which("openssl"):
        pytest.skip("openssl makes the certificate")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with WebServer(lambda asked: Say("hello")) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"https://{server.address}/", certificate
        server.shutdown()


def test_a_certificate_of_nobody_known_is_refused(encrypted):
    """Secrets are not sent to just anyone who answers."""
    with pytest.raises(NoAnswer, match="the certificate is not valid: self-signed certificate"):
        ask(Ask(encrypted[0]), LIMIT)


def test_a_certificate_that_the_operator_trusts_is_accepted(encrypted, monkeypatch):
    """SSL_CERT_FILE names further authorities, as for every program that uses OpenSSL."""
    url, certificate = encrypted
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert ask(Ask(url), LIMIT).body == b"hello"


def test_a_direct_request_leaves_no_server_waiting_for_its_port(raw):
    """Else a check through preview could make a later one of production time out."""
    # Without a length the answer ends with the connection, so the server is the first to close.
    direct = raw(lambda c: c.sendall(b"HTTP/1.1 200 OK\r\n\r\nbody"))
    ordinary = raw(lambda c: c.sendall(b"HTTP/1.1 200 OK\r\n\r\nbody"))
    ask(Ask(direct, direct=True), LIMIT)
    ask(Ask(ordinary), LIMIT)

    assert waiting_clients(urlsplit(direct).port) == []
    assert len(waiting_clients(urlsplit(ordinary).port)) == 1


def test_a_name_without_an_address_is_this_machines_own_trouble() -> None:
    """The one that was to be asked has not been asked."""
    with pytest.raises(NotAsked, match="the name does not resolve to an address"):
        ask(Ask("http://nobody.invalid/", direct=True), LIMIT)


def test_a_machine_that_makes_no_thread_has_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is no answer, and no defect."""

    def no_more(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_more)
    with pytest.raises(NotAsked, match="cannot start another thread"):
        ask(Ask("http://127.0.0.1:9/", direct=True), LIMIT)
