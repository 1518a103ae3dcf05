# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Notifications: telling others what happened. A failing one is reported, and fails nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import JsonValue

from bluegreen.extensions.environment import missing_variables
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.probe.http_request import Ask, NoAnswer, ask
from bluegreen.spec.notifications import EventName, Notification
from bluegreen.spec.placeholders import fill


@dataclass(frozen=True)
class Event:
    """Something that happened to a release, with the sentence that the operator read."""

    event: EventName
    facts: ReleaseFacts
    sentence: str

    def values(self) -> dict[str, str]:
        """Return the facts by the names that placeholders use."""
        return {**self.facts.values(), "event": self.event, "sentence": self.sentence}


def send(notifications: Sequence[Notification], event: Event) -> list[str]:
    """Tell everybody who wants to know of such events; return a sentence for each failure.

    Never raises for what a notification meets. The sentences name hosts only, since a URL or a
    header may be a secret.
    """
    wanted = [n for n in notifications if event.event in n.events]
    with ThreadPoolExecutor(max_workers=max(1, len(wanted))) as pool:
        problems = pool.map(lambda notification: _problem_with(notification, event), wanted)
    return [problem for problem in problems if problem]


def _problem_with(notification: Notification, event: Event) -> str | None:
    missing = missing_variables(notification.variables)
    if missing:
        return f"A notification was not sent: {', '.join(missing)} is not set."
    url = fill(notification.url, {}, os.environ)
    try:
        answer = ask(_request(notification, url, event), notification.timeout)
    except NoAnswer as none:
        return f"A notification to {_host(url)} failed: {none}."
    if not 200 <= answer.status < 300:
        return f"A notification to {_host(url)} failed: the status is {answer.status}."
    return None


def _request(notification: Notification, url: str, event: Event) -> Ask:
    values = event.values()
    content: JsonValue = dict(values)
    if notification.template is not None:
        content = _filled(notification.template, values)
    headers = {name: fill(text, values, os.environ) for name, text in notification.headers.items()}
    return Ask(url, {"Content-Type": "application/json", **headers}, json.dumps(content).encode())


def _filled(template: JsonValue, values: Mapping[str, str]) -> JsonValue:
    """Fill the placeholders in every text; JSON's own escapes are added later, around them."""
    match template:
        case str():
            return fill(template, values, os.environ)
        case list():
            return [_filled(below, values) for below in template]
        case dict():
            return {key: _filled(below, values) for key, below in template.items()}
    return template


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "an unknown host"
    except ValueError:
        return "an unknown host"
