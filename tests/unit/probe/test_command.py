# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen probe`, run in-process against real servers."""

import csv
import io
import itertools
import json
import os
import re
import signal
import threading

import pytest
import yaml
from cliff.app import App
from cliff.commandmanager import CommandManager

from bluegreen.cli.probe import ProbeCommand
from bluegreen.errors import UsageError


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        """Say so."""
        return True


def probe(*arguments, stderr=None):
    """Run the command, and give its exit code and what it printed on stdout."""
    stdout = io.StringIO()
    app = App("probe", "0", CommandManager("none"), stdout=stdout, stderr=stderr or io.StringIO())
    command = ProbeCommand(app, None)
    exit_code = command.run(command.get_parser("probe").parse_args(arguments))
    return exit_code, stdout.getvalue()


def press_ctrl_c():
    """End the probing as a person does who has seen enough, however slow the machine is."""
    os.kill(os.getpid(), signal.SIGINT)


def test_a_probing_without_a_failure_ends_with_0_and_its_figures_as_json(good_url):
    """The result is on stdout and nothing else is."""
    exit_code, printed = probe(good_url, "--duration", "200ms", "--keepalive", "2", "-f", "json")
    told = json.loads(printed)
    assert exit_code == 0
    assert told["url"] == good_url
    assert told["failed"] == 0
    assert told["fresh"]["requests"] == told["fresh"]["sides"]["blue"]["answers"] > 0
    assert told["kept_alive"]["connections"] == 2


def test_the_figures_are_yaml_as_well(good_url):
    """PyYAML writes plain values only, and a name of ours as a key is none."""
    args = ("--duration", "200ms", "--keepalive", "2", "--websockets", "1", "--download", "/")
    exit_code, printed = probe(good_url, *args, "-f", "yaml")
    told = yaml.safe_load(printed)
    assert exit_code in (0, 1)
    assert told["fresh"]["outcomes"]["ok"] == told["fresh"]["requests"] > 0
    assert told["download"]["requests"] == 1


def test_one_failed_request_makes_the_exit_code_1(serve):
    """The count decides, not the share."""

    def script(visit):
        visit.asked()
        visit.answer(503 if visit.number == 0 else 200)

    exit_code, printed = probe(serve(script), "--duration", "200ms", "-f", "json")
    assert exit_code == 1
    assert json.loads(printed)["fresh"]["outcomes"]["wrong status"] == 1


def test_people_get_the_same_figures_as_a_table(serve):
    """A crossing from blue to green is reported in words."""

    def script(visit):
        visit.asked()
        visit.answer(side="green" if visit.number else "blue")
        if visit.number == 5:
            press_ctrl_c()

    _, printed = probe(serve(script), "--duration", "1h")
    assert "requests, 0 failed: ok" in printed
    assert "blue: 1 answers" in printed
    assert "blue to green at" in printed


def test_what_was_sent_again_is_reported_with_what_it_saved(serve):
    """Both numbers: for clients that retry, and for those that do not."""

    asked_again = itertools.count(1)

    def script(visit):
        visit.asked()
        visit.answer()
        if visit.asked() and next(asked_again) == 3:
            press_ctrl_c()

    exit_code, printed = probe(serve(script), "--duration", "1h", "--keepalive", "1")
    retried, unretried = re.findall(
        "(\\d+) sent again; (\\d+) would have failed without that", printed
    )[0]
    assert exit_code == 0
    assert retried == unretried > "0"


def test_ctrl_c_ends_the_probing_with_its_result(serve):
    """What was counted until then is shown, with the exit code that it deserves."""

    def script(visit):
        visit.asked()
        visit.answer()
        if visit.number == 20:
            press_ctrl_c()

    exit_code, printed = probe(serve(script), "--duration", "1h", "-f", "json")
    assert exit_code == 0
    assert json.loads(printed)["fresh"]["requests"] > 20


def test_a_terminal_sees_a_live_line_that_is_wiped_at_the_end(serve, good_url):
    """Progress goes to stderr; where that is no terminal there is none."""
    terminal, log = Terminal(), io.StringIO()
    seen = threading.Lock()

    def script(visit):
        visit.asked()
        visit.answer()
        if "0 failed; blue" in terminal.getvalue() and seen.acquire(blocking=False):
            press_ctrl_c()

    probe(serve(script), "--duration", "1h", stderr=terminal)
    probe(good_url, "--duration", "100ms", stderr=log)
    assert "0 failed; blue" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\033[K")
    assert log.getvalue() == ""


def test_every_request_can_be_kept_in_a_file(good_url, tmp_path):
    """One line for each request, under one line of names."""
    file = tmp_path / "requests.csv"
    _, printed = probe(good_url, "--duration", "200ms", "--records", str(file), "-f", "json")
    rows = list(csv.DictReader(file.open()))
    assert len(rows) == json.loads(printed)["fresh"]["requests"]
    assert {row["outcome"] for row in rows} == {"ok"}


@pytest.mark.parametrize("option", ["--records", "--html"])
def test_a_file_that_cannot_be_written_is_found_before_anything_is_sent(serve, tmp_path, option):
    """An hour of probing must not end without its result."""
    visits = []
    with pytest.raises(UsageError, match="cannot be written"):
        probe(serve(visits.append), option, str(tmp_path / "none" / "file"))
    assert visits == []


def test_the_side_can_be_read_from_the_body(serve):
    """For servers that cannot set a header."""

    def script(visit):
        visit.asked()
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<h1>green</h1>"[:-1])

    _, printed = probe(
        serve(script), "--duration", "100ms", "--side-pattern", "<h1>(?P<side>\\w+)", "-f", "json"
    )
    assert list(json.loads(printed)["fresh"]["sides"]) == ["green"]


def test_the_report_can_be_kept_as_a_page(good_url, tmp_path):
    """It holds the same counts as the result."""
    file = tmp_path / "report.html"
    _, printed = probe(good_url, "--duration", "200ms", "--html", str(file), "-f", "json")
    requests = json.loads(printed)["fresh"]["requests"]
    assert f"None of {requests} requests failed." in file.read_text()


def test_a_post_of_a_given_size_is_sent_in_place_of_get(serve):
    """1k is 1024 bytes, in chunks where that is asked for."""
    requests = []

    def script(visit):
        visit.asked_until(lambda request: request.endswith(b"\r\n0\r\n\r\n"))
        requests.append(visit.request)
        visit.answer()

    exit_code, _ = probe(serve(script), "--duration", "50ms", "--post", "1k", "--chunked")
    assert exit_code == 0
    assert requests[0].startswith(b"POST /page ")
    assert b"\r\n\r\n400\r\n" + b"x" * 1024 in requests[0]


def test_websockets_and_a_download_run_beside_the_requests(serve):
    """Each has its own path and its own figures."""

    def script(visit):
        if visit.open_websocket():
            visit.answer_pings()

    exit_code, printed = probe(
        *(serve(script), "--duration", "300ms", "-f", "json"),
        *("--websockets", "2", "--websocket-path", "/socket", "--download", "/large"),
    )
    told = json.loads(printed)
    assert exit_code == 0
    assert told["websocket"]["connections"] == 2
    assert told["websocket"]["outcomes"]["ok"] == told["websocket"]["requests"] > 2
    assert (told["download"]["requests"], told["download"]["received"]) == (1, 5)


@pytest.mark.parametrize(
    "arguments",
    [
        ("https://192.0.2.1",),
        ("nowhere",),
        ("http://192.0.2.1/", "--side-pattern", "("),
        ("http://192.0.2.1/", "--chunked"),
        ("http://192.0.2.1/", "--download", "large"),
        ("http://192.0.2.1/", "--websocket-path", "/a b"),
    ],
)
def test_a_url_or_pattern_that_makes_no_sense_is_a_usage_error(arguments):
    """Exit code 2, and nothing is sent."""
    with pytest.raises(UsageError) as refusal:
        probe(*arguments)
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize(
    ("option", "value", "rule"),
    [
        ("--rate", "0", "above 0"),
        ("--rate", "fast", "above 0"),
        ("--duration", "10", "must be a duration such as"),
        ("--timeout", "0s", "longer than 0"),
        ("--keepalive", "-1", "0 to 1000"),
        ("--websockets", "1001", "0 to 1000"),
        ("--post", "10G", "number of bytes"),
        ("--progress-timeout", "0s", "longer than 0"),
        ("--expect", "20", "must be status codes such as 200 or 200,204 or 200-299"),
    ],
)
def test_an_option_out_of_range_is_refused_with_its_rule(capsys, option, value, rule):
    """The parser says what the value must be."""
    with pytest.raises(SystemExit):
        probe("http://192.0.2.1/", f"{option}={value}")
    assert rule in capsys.readouterr().err


SPECIFICATION = """\
application: shop
external_network: public
servers: {image: web, flavor: small}
request: {path: /api, host: shop.example, headers: {X-Key: "${KEY}", Accept: a/b}, expect: "201"}
"""


def noting(requests, status=201):
    """Make a script that takes notes and answers every request."""

    def script(visit):
        while visit.asked():
            requests.append(visit.request.decode())
            visit.answer(status)

    return script


def test_it_asks_as_the_specification_says(serve, tmp_path, monkeypatch):
    """With the path of the specification where the URL has none."""
    monkeypatch.setenv("KEY", "s3cret")
    file = tmp_path / "bluegreen.yaml"
    file.write_text(SPECIFICATION)
    requests: list[str] = []
    url = serve(noting(requests)).removesuffix("page")
    exit_code, printed = probe(
        url, "--specification", str(file), "--duration", "50ms", "-f", "json"
    )
    assert exit_code == 0
    assert requests[0].startswith("GET /api HTTP/1.1\r\nHost: shop.example\r\n")
    assert "\r\nX-Key: s3cret\r\n" in requests[0]
    assert "s3cret" not in printed


def test_an_option_wins_over_the_specification_and_the_url_has_the_path(
    serve, tmp_path, monkeypatch
):
    """Key by key."""
    monkeypatch.setenv("KEY", "s3cret")
    file = tmp_path / "bluegreen.yaml"
    file.write_text(SPECIFICATION)
    requests: list[str] = []
    options = ("--host", "b.example", "--header", "accept: text/csv", "--expect", "200-299")
    url = serve(noting(requests, 204))
    exit_code, _ = probe(url, "--specification", str(file), *options, "--duration", "50ms")
    assert exit_code == 0
    head = requests[0].split("\r\n")
    assert head[:2] == ["GET /page HTTP/1.1", "Host: b.example"]
    assert [line for line in head if line.lower().startswith("accept:")] == ["accept: text/csv"]


def test_a_body_of_ones_own_is_sent_with_variables_filled_in(serve, monkeypatch):
    """So that a secret is not among the arguments of a process."""
    monkeypatch.setenv("KEY", "s3cret")
    requests: list[bytes] = []

    def script(visit):
        visit.asked_until(lambda request: request.endswith(b"}"))
        requests.append(visit.request)
        visit.answer()

    exit_code, _ = probe(serve(script), "--data", '{"key": "${KEY}"}', "--duration", "20ms")
    assert exit_code == 0
    assert requests[0].startswith(b"POST /page HTTP/1.1\r\n")
    assert requests[0].endswith(b'\r\nContent-Length: 17\r\n\r\n{"key": "s3cret"}')


def test_a_websocket_that_needs_a_subprotocol_is_opened(serve):
    """OCPP, GraphQL and others answer 400 without one; plain requests do not send it."""
    requests: list[str] = []

    def script(visit):
        visit.open_websocket(extra="Sec-WebSocket-Protocol: ocpp1.6\r\n")
        requests.append(visit.request.decode())
        visit.answer_pings()

    options = ("--websocket-protocol", "ocpp1.6", "--websocket-protocol", "ocpp2.0.1")
    more = ("--origin", "https://a.example", "--websockets", "1", "--duration", "100ms")
    _, printed = probe(serve(script), *options, *more, "-f", "json")
    assert json.loads(printed)["websocket"]["failed"] == 0
    opening = next(request for request in requests if "Upgrade: websocket" in request)
    assert "\r\nSec-WebSocket-Protocol: ocpp1.6, ocpp2.0.1\r\n" in opening
    assert "\r\nOrigin: https://a.example\r\n" in opening
    assert not any("Origin" in request for request in requests if "Upgrade" not in request)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--post", "1k", "--data", "x"), "--post has its own method and body"),
        (("--method", "FETCH"), "invalid choice: 'FETCH'"),
        (("--host", "a:80"), "--host must be a name of a host without a port"),
        (("--header", "Host: a"), "--headers must not have Host: that is the key host"),
        (("--header", "nothing"), "'nothing' is no header such as 'Accept: text/html'"),
        (("--header", "A: ${NOT_SET_HERE}"), "environment variables are not set: NOT_SET_HERE"),
        (("--header", "A: é"), "the header A has characters that no header may have"),
    ],
)
def test_a_request_that_cannot_be_sent_is_refused_before_anything_is(
    good_url, capsys, options, told
):
    """With the rule, and exit code 2."""
    with pytest.raises((UsageError, SystemExit)) as refused:
        probe(good_url, *options)
    assert told in str(refused.value) + capsys.readouterr().err


def test_the_load_balancer_itself_takes_no_body(capsys):
    """It is a name of the application that is missing in the URL."""
    with pytest.raises(UsageError, match="asked with a plain GET: add a path"):
        probe("http://203.0.113.10", "--data", "x")
