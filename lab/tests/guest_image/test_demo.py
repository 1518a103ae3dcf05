# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""The demo application on the guest image, its user data filled in by the product."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from pyroute2 import netns

from bluegreen.probe import Limits, Target
from bluegreen.probe.limits import Deadline
from bluegreen.probe.websocket import WebSocket
from bluegreen.spec.user_data import UserData

pytestmark = pytest.mark.lab

ADDRESS = "10.77.0.10"
DEMO = UserData.read(Path(__file__).parents[3] / "demo" / "user-data.sh")
BLUE = {"application": "shop", "side": "blue", "version": "1.0", "release": "r1"}
GREEN = {"application": "shop", "side": "green", "version": "2.0", "release": "r2"}
GREETING = {"greeting": "It's 5 o'clock: ${tea} & \"cake\" for $1"}

TWICE = """#!/bin/sh
cat >/run/demo <<'DEMO'
SCRIPT
DEMO
cat >/srv/www/processes <<'CGI'
#!/bin/sh
printf 'Content-Type: text/plain\\n\\n'
exec ps
CGI
chmod 755 /srv/www/processes
sh /run/demo && sh /run/demo
"""


@pytest.fixture(scope="module")
def blue(boot):
    """Version 1.0 on blue."""
    return boot(DEMO.render(BLUE | GREETING))


@pytest.fixture(scope="module")
def green(boot):
    """Version 2.0 on green, whose script has run a second time."""
    script = DEMO.render(GREEN | GREETING)
    return boot(TWICE.replace("SCRIPT\n", script))


PATHS = ["/", "/health", "/version", "/cgi-bin/whoami", "/cgi-bin/echo", "/nothing"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_names_side_and_version(blue, path):
    """Errors too, so that a prober knows who answered whatever was answered."""
    headers = blue.get(path)[2]

    assert (headers["X-Bluegreen-Side"], headers["X-Bluegreen-Version"]) == ("blue", "1.0")


def test_version_is_one_line_of_plain_text(blue, green):
    """The cheap page, for load tests."""
    assert blue.get("/version")[1] == "side=blue version=1.0 server=web-1\n"
    assert green.get("/version")[1] == "side=green version=2.0 server=web-1\n"


def test_health_is_200_after_one_run_and_after_two(blue, green):
    """The script is idempotent, and ends with the health page."""
    assert blue.get("/health")[:2] == green.get("/health")[:2] == (200, "ready\n")


def test_the_page_shows_who_answered(blue):
    """Side, version, release, server, and the greeting exactly as the parameter has it."""
    page = blue.get("/")[1]

    for value in ("blue", "1.0", "r1", "web-1", "shop", GREETING["greeting"]):
        assert f">{value}<" in page


def test_the_versions_look_different(blue, green):
    """One design for 1.x, another for what follows; the colour is the side's."""
    assert '<body class="blue card">' in blue.get("/")[1]
    assert '<body class="green poster">' in green.get("/")[1]


def test_whoami_says_the_same_for_programs(green):
    """As JSON."""
    assert json.loads(green.get("/cgi-bin/whoami")[1]) == GREEN | {"server": "web-1"}


def test_echo_returns_the_body(blue):
    """A POST comes back as it went, with its type."""
    connection = blue.connect()
    connection.request("POST", "/cgi-bin/echo", b"\0\1\2", {"Content-Type": "image/png"})
    answer = connection.getresponse()

    assert (answer.headers["Content-Type"], answer.read()) == ("image/png", b"\0\1\2")


def test_slow_sends_a_line_at_a_time(blue):
    """In chunks, as many as were asked for."""
    status, text, headers = blue.get("/slow?seconds=2")

    assert (status, text) == (200, "blue 1\nblue 2\n")
    assert headers["Transfer-Encoding"] == "chunked"


def test_live_is_a_websocket_that_answers_pings(blue):
    """Each with its own payload, on one connection; the handshake's answer names the side."""
    limits = Limits(timedelta(seconds=30))
    netns.pushns(blue.namespace)
    try:
        websocket = WebSocket(Target.of(f"http://{ADDRESS}:8080/live"), Deadline(limits))
    finally:
        netns.popns()
    for _ in range(5):
        websocket.ping(Deadline(limits))  # raises unless its pong comes back
    websocket.close(Deadline(limits))

    assert websocket.answer.status == 101
    assert websocket.answer.headers["X-Bluegreen-Side"] == "blue"


def test_load_works_in_the_background(green):
    """The request is over while the work goes on, and a busy server answers its health check."""
    assert green.get("/cgi-bin/load?seconds=600")[:2] == (200, "busy for 600 s\n")
    assert re.search(r"\d www +sh -c while :", green.get("/processes")[1])
    assert green.get("/health")[0] == 200


@pytest.mark.parametrize("query", ["", "?seconds=", "?seconds=-1", "?seconds=1;id", "?minutes=1"])
def test_load_refuses_what_is_no_number(blue, query):
    """400 and the right way to ask."""
    status, text, _ = blue.get(f"/cgi-bin/load{query}")

    assert status == 400
    assert "/cgi-bin/load?seconds=N" in text
