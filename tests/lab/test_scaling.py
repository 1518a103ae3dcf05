# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Load on a real OpenStack: more servers, a switch that takes them along, fewer again.

The tests of this file are one story and run in the order in which they stand. What is counted are
requests and servers; the seconds of each step are printed, and asserted nowhere.
"""

from __future__ import annotations

import os
import re
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPException

import pytest

from bluegreen.cloud import connect
from bluegreen.cloud.observe import observe
from bluegreen.cloud.protocols import Cloud
from bluegreen.model.application import Application, Side
from bluegreen.model.scaling import Direction
from bluegreen.model.tags import Colour
from bluegreen.probe import Prober, Target

from .conftest import Operator, answering, operator_of

pytestmark = pytest.mark.lab

NAME = "scaling"
PATIENCE = 420.0
"""Seconds that anything may take; on a quiet machine it takes less than a tenth of that."""

LATE = timedelta(seconds=60)
"""How long a request may take: what is late is not lost, on a machine that others use as well."""

BETWEEN = 4.0
"""Seconds between two portions of load, so that each of two servers is busy all the time."""

SCALING = """\
scaling: {source: prometheus, out_above: 20, in_below: 5, cooldown: 20s, window: 1m, drain: 15s}
"""
"""Low, since what others take of the processors is missing in the load: busy servers that got a
third of them were seen at 15 percent each, and idle ones at 1."""


@pytest.fixture(scope="module")
def operator(
    tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]
) -> Iterator[Operator]:
    """An operator whose demo application scales from one server to two; blue is live."""
    operator = operator_of(tmp_path_factory.mktemp(NAME), lab_environment, NAME)
    specification = operator.folder / "bluegreen.yaml"
    text = specification.read_text().replace("count: 2", "count: {min: 1, max: 2, wanted: 1}")
    specification.write_text(text + SCALING)
    remove = ("down", NAME, "--live", NAME, "--yes", "--break-lease")
    operator.types(*remove, expect=None)
    operator.types("up", "1.0", "--yes")
    yield operator
    operator.types(*remove, expect=None)


@pytest.fixture(scope="module")
def cloud(operator: Operator) -> Iterator[Cloud]:
    """The same project, read without starting a program each time."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in operator.environment.items():
            patch.setitem(os.environ, name, value)
        yield connect()


class Watched:
    """What is seen from a moment on, and when it was seen first."""

    def __init__(self, cloud: Cloud, colour: Colour) -> None:
        self._cloud, self._colour = cloud, colour
        self._since = time.monotonic()
        self.application: Application | None = None

    @property
    def side(self) -> Side:
        """The side as it was seen last."""
        assert self.application is not None
        return self.application.side(self._colour)

    def servers(self) -> int:
        """Return how many servers of the side Nova has now."""
        name = f"{NAME}-{self._colour}-"
        return sum(server.name.startswith(name) for server in self._cloud.servers.find(NAME))

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        """Look until it holds, and print the seconds from the beginning."""
        while True:
            self.application = observe(self._cloud, NAME)
            seconds = time.monotonic() - self._since
            if holds():
                print(f"{seconds:6.1f} s  {what}")  # noqa: T201
                return
            assert seconds < PATIENCE, f"not within {PATIENCE} s: {what}; {self.side}"

    def alarm(self, direction: Direction) -> str:
        """Return the state of one of the side's alarms, as far as the cloud answers."""
        release = self.side.release
        assert release is not None
        assert release.scaling is not None
        found = (a for a in release.scaling.alarms or () if a.direction is direction)
        return next((alarm.state for alarm in found), "not read")

    def last_scaling(self) -> Direction | None:
        """Return which way the side was scaled last; Heat says so when the whole change is over."""
        release = self.side.release
        last = release.scaling.last if release and release.scaling else None
        return last.direction if last else None


@contextmanager
def load_on(address: str) -> Iterator[None]:
    """Keep the servers behind an address busy, through that address, in portions of ten seconds.

    A failing request is reported; the load goes on. Whether requests fail is the prober's to say.
    """
    enough = threading.Event()

    def ask() -> None:
        while not enough.is_set():
            try:
                urllib.request.urlopen(
                    f"http://{address}/cgi-bin/load?seconds=10", timeout=30
                ).close()
            except (OSError, HTTPException) as trouble:
                print(f"a portion of load failed: {trouble}")  # noqa: T201
            enough.wait(BETWEEN)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        enough.set()
        asking.join()


def test_load_adds_a_server_and_a_switch_takes_the_size_along(
    operator: Operator, cloud: Cloud
) -> None:
    """CPU → alarm → Heat → a healthy member that answers requests; then green is grown to as many
    before production moves to it. No request fails on the way.
    """
    sides = operator.sides(NAME)
    production = sides["blue"]["Floating IP"]
    assert (
        sides["blue"]["Alarms"].count("suspended"),
        sides["green"]["Alarms"].count("suspended"),
    ) == (0, 2)

    with Prober(Target.of(f"http://{production}/version"), rate=10.0, timeout=LATE) as probe:
        with load_on(production):
            blue = Watched(cloud, Colour.BLUE)
            blue.until("the alarm", lambda: blue.alarm(Direction.OUT) == "alarm")
            blue.until("a second server in Nova", lambda: blue.servers() == 2)
            blue.until("a second member of the pool", lambda: blue.side.members.total == 2)
            blue.until("two healthy members", lambda: blue.side.members.healthy == 2)
            blue.until("requests reach both servers", lambda: len(answering(production)) == 2)
            blue.until("Heat's word of it", lambda: blue.last_scaling() is Direction.OUT)
            plan = operator.types("switch", "--dry-run").err
            switched = operator.types("switch", "--drain", "none", "--yes")
        report = probe.stop()
    after = operator.sides(NAME)

    assert re.search(rf"Scale out {NAME}-green-r\d+ from 1 server to 2", plan)
    assert report.failed == 0, report.as_dict()
    print(f"{len(report.records)} requests, {report.failed} failed")  # noqa: T201
    assert len(report.records) > 100
    assert (after["green"]["Role"], after["green"]["Healthy"]) == ("live", 2)
    assert (
        after["green"]["Alarms"].count("suspended"),
        after["blue"]["Alarms"].count("suspended"),
    ) == (0, 2)
    assert after["blue"]["Last Scaling"].startswith("out at ")
    assert "Resume scale-out of green" in switched.err


def test_the_end_of_load_takes_a_server_out_of_the_pool_before_it_ends(
    operator: Operator, cloud: Cloud
) -> None:
    """Green has nothing to do: one of its two servers leaves, first the pool and then Nova. Blue,
    the way back, has nothing to do either, and keeps both.
    """
    production = operator.sides(NAME)["green"]["Floating IP"]
    with Prober(Target.of(f"http://{production}/version"), rate=10.0, timeout=LATE) as probe:
        green = Watched(cloud, Colour.GREEN)
        green.until("one member of the pool", lambda: green.side.members.total == 1)
        left_behind = green.servers()
        green.until("one server in Nova", lambda: green.servers() == 1)
        green.until("Heat's word of it", lambda: green.last_scaling() is Direction.IN)
        report = probe.stop()
    sides = operator.sides(NAME)

    assert left_behind == 2
    assert report.failed == 0, report.as_dict()
    print(f"{len(report.records)} requests, {report.failed} failed")  # noqa: T201
    assert len(report.records) > 50
    assert sides["green"]["Last Scaling"].startswith("in at ")
    assert (sides["blue"]["Size"], sides["blue"]["Alarms"].count("suspended")) == (2, 2)
