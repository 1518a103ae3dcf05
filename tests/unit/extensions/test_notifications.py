# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Telling others what happened, without ever failing for it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from support.web_server import Respond, Say, WebServer, web_server

from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.extensions.notifications import Event, send
from bluegreen.spec.notifications import EVENTS, Notification

FACTS = ReleaseFacts("shop", "green", "2.0", "r7", "203.0.113.11:80", "203.0.113.10:80")
SWITCHED = Event("switched", FACTS, 'green is live: 0 of 120 requests failed, "wow"')


@pytest.fixture
def chat() -> Iterator[WebServer]:
    """Serve a chat service that takes everything."""
    with web_server(lambda asked: Say("ok")) as server:
        yield server


def notification(url: str, **more: object) -> Notification:
    """Return a notification as YAML gives it."""
    return Notification.model_validate({"url": url, **more})


def test_the_whole_event_is_posted_as_json(chat):
    """Programs get every fact, and the sentence that the operator read."""
    assert send([notification(f"{chat.url}/hook")], SWITCHED) == []
    [asked] = chat.asked
    assert (asked.method, asked.path) == ("POST", "/hook")
    assert asked.headers["Content-Type"] == "application/json"
    told = json.loads(asked.body)
    assert told == {**FACTS.values(), "event": "switched", "sentence": SWITCHED.sentence}


def test_a_template_makes_what_a_chat_service_wants(chat, monkeypatch):
    """Texts are filled wherever they are; quotes in a sentence cannot break the JSON."""
    monkeypatch.setenv("ROUTING_KEY", 'k"ey')
    template = {
        "text": "{application} {version}: {sentence}",
        "blocks": [{"kind": "{event}", "number": 3, "open": True}],
        "key": "${ROUTING_KEY}",
    }
    assert send([notification(chat.url, template=template)], SWITCHED) == []
    assert json.loads(chat.asked[0].body) == {
        "text": f"shop 2.0: {SWITCHED.sentence}",
        "blocks": [{"kind": "switched", "number": 3, "open": True}],
        "key": 'k"ey',
    }


def test_only_the_wanted_events_are_sent(chat):
    """A pager wants to know what is stuck, not every deploy."""
    only_stuck = notification(chat.url, events=["stuck"])
    assert send([only_stuck], SWITCHED) == []
    assert chat.asked == []
    assert send([only_stuck], Event("stuck", FACTS, "look")) == []
    assert len(chat.asked) == 1


def test_every_event_is_sent_by_default(chat):
    """Nobody misses one by leaving a key out."""
    for event in EVENTS:
        assert send([notification(chat.url)], Event(event, FACTS, "")) == []
    assert [json.loads(asked.body)["event"] for asked in chat.asked] == list(EVENTS)


def test_secrets_come_from_the_environment(chat, monkeypatch):
    """In the URL and in headers."""
    monkeypatch.setenv("CHAT_TOKEN", "s3cret")
    told = notification(f"{chat.url}/${{CHAT_TOKEN}}", headers={"X-Key": "${CHAT_TOKEN}"})
    assert send([told], SWITCHED) == []
    assert (chat.asked[0].path, chat.asked[0].headers["X-Key"]) == ("/s3cret", "s3cret")


@pytest.mark.parametrize(
    ("respond", "told"),
    [
        (lambda asked: Say(status=404), "A notification to 127.0.0.1 failed: the status is 404."),
        (
            lambda asked: Say(status=302, headers={"Location": "/elsewhere"}),
            "A notification to 127.0.0.1 failed: the status is 302.",
        ),
    ],
)
def test_a_refused_notification_is_reported_by_host_only(respond: Respond, told: str):
    """Its URL may hold a token; a redirect is not followed, since headers would go along."""
    with web_server(respond) as server:
        assert send([notification(f"{server.url}/s3cret")], SWITCHED) == [told]
        assert len(server.asked) == 1


def broken(monkeypatch: pytest.MonkeyPatch, url: str) -> list[str]:
    """Send to a URL from the environment, and return what was told."""
    monkeypatch.setenv("HOOK_URL", url)
    return send([notification("${HOOK_URL}")], SWITCHED)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("file:///s3cret", "A notification to an unknown host failed"),
        ("s3cret", "A notification to an unknown host failed"),
        ("http://[s3cret", "A notification to an unknown host failed"),
        ("http://me:s3cret@127.0.0.1/", "A notification to 127.0.0.1 failed"),
    ],
)
def test_an_impossible_url_is_reported_and_not_repeated(monkeypatch, url, told):
    """Whatever the environment holds, notifying neither raises nor gives a secret away."""
    [sentence] = broken(monkeypatch, url)
    assert sentence.startswith(told)
    assert "s3cret" not in sentence


def test_a_missing_variable_is_reported(monkeypatch, chat):
    """The others are still told."""
    monkeypatch.delenv("CHAT_TOKEN", raising=False)
    both = [notification(f"{chat.url}/${{CHAT_TOKEN}}"), notification(chat.url)]
    assert send(both, SWITCHED) == ["A notification was not sent: CHAT_TOKEN is not set."]
    assert len(chat.asked) == 1


def test_a_service_that_is_away_is_reported(chat):
    """One that is there is notified all the same."""
    away = notification("http://nowhere.invalid/s3cret")
    assert send([away, notification(chat.url)], SWITCHED) == [
        "A notification to nowhere.invalid failed: the name does not resolve to an address."
    ]
    assert len(chat.asked) == 1
