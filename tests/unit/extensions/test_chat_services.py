# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The notifications in docs/hooks.md send what Slack and Mattermost document."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from support.web_server import Say, web_server

from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.extensions.notifications import Event, send
from bluegreen.spec.notifications import EVENTS, Notification, texts_in

PAGE = (Path(__file__).parents[3] / "docs/hooks.md").read_text(encoding="utf-8")
FACTS = ReleaseFacts("shop", "green", "2.0", "r7", "203.0.113.11:80", "203.0.113.10:80")
SENTENCE = 'Heat says: <!channel> "no" & more, `code` {version} ${HOME}\n'

PLAIN_TEXT = {
    "type": "object",
    "properties": {
        "type": {"const": "plain_text"},
        "text": {"type": "string", "minLength": 1, "maxLength": 3000},
    },
    "required": ["type", "text"],
    "additionalProperties": False,
}

SLACK = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "minLength": 1},
        "blocks": {
            "type": "array",
            "maxItems": 50,
            "items": {
                "oneOf": [
                    {
                        "properties": {"type": {"const": "section"}, "text": PLAIN_TEXT},
                        "required": ["type", "text"],
                        "additionalProperties": False,
                    },
                    {
                        "properties": {
                            "type": {"const": "context"},
                            "elements": {"type": "array", "maxItems": 10, "items": PLAIN_TEXT},
                        },
                        "required": ["type", "elements"],
                        "additionalProperties": False,
                    },
                ]
            },
        },
    },
    "required": ["text", "blocks"],
    "additionalProperties": False,
}
"""Slack's reference of blocks: section, context and text object, with their limits."""

MATTERMOST = {
    "type": "object",
    "properties": {
        "username": {"type": "string"},
        "text": {"type": "string", "minLength": 1},
        "attachments": {
            "type": "array",
            "items": {
                "properties": {
                    "fallback": {"type": "string"},
                    "text": {"type": "string"},
                    "fields": {
                        "type": "array",
                        "items": {
                            "properties": {
                                "title": {"type": "string"},
                                "value": {"type": "string"},
                                "short": {"type": "boolean"},
                            },
                            "required": ["title", "value"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["fallback"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["text"],
    "additionalProperties": False,
}
"""Mattermost's documentation of incoming webhooks and of message attachments."""

SCHEMAS = {"Slack": SLACK, "Mattermost": MATTERMOST}
SERVICES = pytest.mark.parametrize("service", SCHEMAS)


def shown(service: str) -> dict[str, Any]:
    """Return the notification that the page shows for a service."""
    chapter = PAGE.partition(f"### {service}\n")[2]
    block = re.search(r"```yaml part\n(.*?)```", chapter, re.DOTALL)
    assert block
    [found] = yaml.safe_load(block[1])["notifications"]
    return dict(found)


@SERVICES
def test_what_is_sent_is_what_the_service_takes(service: str) -> None:
    """Whatever is in the sentence: quotes and the service's own signs among it."""
    with web_server(lambda asked: Say("ok")) as server:
        notification = Notification.model_validate({**shown(service), "url": server.url})
        problems = [
            problem
            for event in notification.events
            for problem in send([notification], Event(event, FACTS, SENTENCE))
        ]
        bodies = [json.loads(asked.body) for asked in server.asked]

    assert problems == []
    assert len(bodies) == len(notification.events)
    for body, event in zip(bodies, notification.events, strict=True):
        jsonschema.validate(body, SCHEMAS[service])
        assert body["text"] == f"shop 2.0: {event}"
        assert SENTENCE in texts_in(body)


@SERVICES
def test_the_address_of_the_service_is_a_secret_of_the_environment(service: str) -> None:
    """Anybody who knows it can post there, and the file is in a repository."""
    notification = Notification.model_validate(shown(service))

    assert len(notification.variables) == 1
    assert {"awaiting_approval", "rolled_back", "stuck"} <= set(notification.events) <= set(EVENTS)
