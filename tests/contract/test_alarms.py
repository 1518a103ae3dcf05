# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Alarms are found by what they signal, held and let, and are otherwise left as they are."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import openstack
import pytest
from support.fake_cloud import FakeProject
from support.permits import ALONE

from bluegreen.clock import SteadyClock
from bluegreen.cloud import from_connection
from bluegreen.cloud.api import Api
from bluegreen.cloud.errors import NotFound
from bluegreen.cloud.protocols import Cloud
from bluegreen.model.scaling import Alarm, Direction


@dataclass(frozen=True)
class Signalled:
    """A cloud with the two alarms of a release, whose stack has this id."""

    cloud: Cloud
    stack_id: str

    def alarm(self, direction: Direction) -> Alarm:
        """Return one of the alarms as it is now."""
        own = (a for a in self.cloud.alarms.find() if a.stack_id == self.stack_id)
        return next(alarm for alarm in own if alarm.direction is direction)


@pytest.fixture(params=["fake", pytest.param("lab", marks=pytest.mark.lab)])
def signalled(request: pytest.FixtureRequest) -> Iterator[Signalled]:
    """Each of the two clouds in turn."""
    if request.param == "fake":
        project = FakeProject()
        made = (
            Alarm(f"alarm-{way}", "stack-1", way, enabled=True, state="ok") for way in Direction
        )
        project.alarms = {alarm.id: alarm for alarm in made}
        yield Signalled(project.hand(), "stack-1")
    else:
        yield from on_lab(request.getfixturevalue("connection"))


def on_lab(connection: openstack.connection.Connection) -> Iterator[Signalled]:
    """Yield a project with alarms as the release template makes them, and one that is no such."""
    api, stack_id, made = Api(connection, ALONE), secrets.token_hex(16), []
    for name in ("scale_out", "scale_in", "something_else"):
        signals = f"http://127.0.0.1:1/v1/p/stacks/shop-blue-r1/{stack_id}/resources/{name}/signal"
        body = {
            "name": f"contract-{name}-{stack_id}",
            "type": "prometheus",
            "alarm_actions": [f"trust+{signals}"],
            "prometheus_rule": {"query": "up", "comparison_operator": "lt", "threshold": -1},
        }
        made.append(api.post("alarm", "/alarms", body)["alarm_id"])
    try:
        yield Signalled(from_connection(connection).under(ALONE, SteadyClock()), stack_id)
        kept = [api.get("alarm", f"/alarms/{alarm}") for alarm in made]
        assert all(alarm["prometheus_rule"]["query"] == "up" for alarm in kept)
        assert all(alarm["alarm_actions"][0].startswith("trust+http") for alarm in kept)
    finally:
        for alarm in made:
            api.delete("alarm", f"/alarms/{alarm}")


def test_an_alarm_is_found_by_the_policy_that_it_signals(signalled: Signalled) -> None:
    """Both of a release, and nothing that signals something else of it."""
    own = [alarm for alarm in signalled.cloud.alarms.find() if alarm.stack_id == signalled.stack_id]

    assert {alarm.direction for alarm in own} == {Direction.OUT, Direction.IN}
    assert len(own) == 2
    assert all(alarm.enabled for alarm in own)


def test_an_alarm_is_held_and_let_and_the_other_is_left(signalled: Signalled) -> None:
    """Twice is as good as once."""
    for enabled in (False, False, True):
        signalled.cloud.alarms.enable(signalled.alarm(Direction.IN), enabled=enabled)

        assert signalled.alarm(Direction.IN).enabled is enabled
        assert signalled.alarm(Direction.OUT).enabled


def test_an_alarm_that_is_gone_is_not_found(signalled: Signalled) -> None:
    """Its stack was deleted meanwhile."""
    gone = Alarm("0" * 8 + "-0000-4000-8000-" + "0" * 12, "no", Direction.IN, True, "ok")
    with pytest.raises(NotFound):
        signalled.cloud.alarms.enable(gone, enabled=False)
