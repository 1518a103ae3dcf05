# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One request over a connection of its own, in the way that the target can tell its side."""

from bluegreen.probe.client import Client
from bluegreen.probe.greeting_client import GreetingClient
from bluegreen.probe.http_client import HttpClient
from bluegreen.probe.identity import ByBanner, ByCertificate
from bluegreen.probe.limits import Limits
from bluegreen.probe.record import Kind, Record
from bluegreen.probe.target import Target


def ask_once(target: Target, limits: Limits, planned: float | None = None) -> Record:
    """Send one request, or open one connection where the greeting tells the side."""
    greets = isinstance(target.identity, ByBanner | ByCertificate)
    kind_of_client: type[Client] = GreetingClient if greets else HttpClient
    with kind_of_client(target, Kind.FRESH, limits) as client:
        return client.request(planned)
