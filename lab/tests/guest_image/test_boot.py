# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""What the guest image promises, on real boots."""

import pytest

pytestmark = pytest.mark.lab

USER_DATA = """#!/bin/sh
cd /srv/www
hostname >name
cat /sys/class/net/eth0/mtu >mtu
ip route get 169.254.169.254 >route
dd if=/dev/zero of=large bs=1M count=16 2>/dev/null
echo 'setenv.add-response-header = ("X-Added" => "by user data")' >/etc/web.d/header.conf

cat >cgi-bin/copy <<'CGI'
#!/bin/sh
printf 'Content-Type: text/plain\\n\\n%s ' "$REQUEST_METHOD"
exec cat
CGI

cat >cgi-bin/first-then-last <<'CGI'
#!/bin/sh
printf 'Content-Type: text/plain\\n\\nfirst\\n'
until [ -e /tmp/go ]; do usleep 50000; done
echo last
CGI

cat >cgi-bin/go <<'CGI'
#!/bin/sh
printf 'Content-Type: text/plain\\n\\n'
: >/tmp/go
CGI
cat >cgi-bin/last-at-the-end <<'CGI'
#!/bin/sh
printf 'Content-Type: text/plain\\n\\nfirst\\n'
while grep -q ':1F90 00000000:0000 0A' /proc/net/tcp; do usleep 50000; done # port 8080 listens
echo last
CGI
chmod 755 cgi-bin/*
"""


@pytest.fixture(scope="module")
def guest(boot):
    """One guest for all tests that do not end it."""
    return boot(USER_DATA)


def test_network_and_name_come_from_the_cloud(guest):
    """MTU and routes are those of the DHCP answer; the name is the metadata's, without domain."""
    assert guest.get("/name")[1] == "web-1\n"
    assert guest.get("/mtu")[1] == "1450\n"
    assert "via 10.77.0.1" in guest.get("/route")[1]


def test_one_connection_serves_many_requests(guest):
    """Neither files nor CGI programs nor errors end an HTTP/1.1 connection."""
    connection = guest.connect()
    port = connection.sock.getsockname()[1]

    for path, status in (("/name", 200), ("/nothing", 404), ("/cgi-bin/copy", 200)) * 50:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.will_close) == (status, False)

    assert connection.sock.getsockname()[1] == port


@pytest.mark.parametrize("chunked", [False, True], ids=["with length", "chunked"])
def test_request_bodies_reach_the_program(guest, chunked):
    """A body of some megabytes arrives whole, with a Content-Length and in chunks."""
    body = bytes(range(256)) * 8000
    pieces = iter([body[:1_000_000], body[1_000_000:]])

    connection = guest.connect()
    connection.request("POST", "/cgi-bin/copy", pieces if chunked else body, encode_chunked=chunked)

    assert connection.getresponse().read() == b"POST " + body


def test_answers_leave_piece_by_piece(guest):
    """What a program has written reaches the client while the program still runs."""
    connection = guest.connect()
    connection.request("GET", "/cgi-bin/first-then-last")
    answer = connection.getresponse()

    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.readline() == b"first\n"
    guest.get("/cgi-bin/go")
    assert answer.read() == b"last\n"


def test_large_files_arrive_whole(guest):
    """16 MiB, which is many times what fits into the buffers on the way."""
    status, text, _ = guest.get("/large")

    assert status == 200
    assert text == "\0" * 16 * 1024 * 1024


def test_user_data_may_configure_the_web_server(guest):
    """Files in /etc/web.d are part of the configuration; here a header on every answer."""
    for path in ("/name", "/cgi-bin/copy", "/nothing"):
        assert guest.get(path)[2]["X-Added"] == "by user data"


def test_failed_user_data_is_named_on_the_console(boot):
    """The web server starts all the same, so that the application's health check decides."""
    guest = boot("#!/bin/sh\nexit 3\n")

    assert "user data failed: exit code 3" in guest.console.read_text()
    assert guest.get("/nothing")[0] == 404


def test_the_power_button_ends_a_guest_after_its_last_request(boot):
    """A request in progress is answered, then the machine is off."""
    guest = boot(USER_DATA)
    connection = guest.connect()
    connection.request("GET", "/cgi-bin/last-at-the-end")
    answer = connection.getresponse()
    assert answer.readline() == b"first\n"

    guest.press_power_button()

    assert answer.read() == b"last\n"
    assert guest.qemu.wait(timeout=60) == 0


def test_a_guest_without_user_data_gets_ready(boot):
    """404 for user data is an answer, not a reason to wait."""
    assert boot(None).get("/nothing")[0] == 404
