# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An outage of the cloud ends no rollback, and nothing that a run has begun outlives it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from support.fake_cloud import FakeDataPlane, FakeMeasurement, no_fault
from support.operator import Operator
from support.outages import SWITCH, meanwhile
from support.states import good
from support.worlds import live, shop

from bluegreen.clock import SteadyClock, wait_until
from bluegreen.cloud.errors import AnswerLost, Busy
from bluegreen.model.data_plane import Cutover, Proof
from bluegreen.model.tags import Colour


def test_a_three_second_outage_does_not_leave_production_on_the_bad_side(
    ann: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way back waits and asks again, as long as it takes."""
    project, began = ann.project, list[float]()
    proved = FakeDataPlane.prove

    def prove(self: FakeDataPlane, *what: object) -> Proof:
        if "production" in str(what[0]) and live(project) is Colour.GREEN:
            assert project.terminal is not None
            began.append(project.terminal.now())
            return Proof(proved=False, seen="nobody answered")
        return proved(self, *what)  # type: ignore[arg-type]

    def outage(moment: str, call: str) -> None:
        if moment == "before" and call.startswith("addresses.point") and began:
            assert project.terminal is not None
            if project.terminal.now() < began[0] + 3:
                raise Busy("PUT /floatingips of the network service answered 503")

    monkeypatch.setattr(FakeDataPlane, "prove", prove)
    project.fault = outage

    assert ann.types(*SWITCH).code == 3
    assert live(project) is Colour.BLUE
    assert good(shop(project))


@pytest.mark.parametrize("minutes", [1, 5])
@pytest.mark.parametrize("call", ["stacks.get", "balancers.inspect", "balancers.find"])
def test_a_build_outlives_minutes_without_an_answer(ann: Operator, call: str, minutes: int) -> None:
    """A poll that gets no answer is asked again until the step's own limit."""
    project, began = ann.project, list[float]()

    def outage(moment: str, called: str) -> None:
        assert project.terminal is not None
        now = project.terminal.now()
        if called == "stacks.create shop-green-r3":
            began.append(now)
        if (moment, called) == ("before", call) and began and now < began[0] + 60 * minutes:
            raise Busy("GET answered 503")

    project.fault = outage
    ann.types("deploy", "3.0", "--yes", expect=0)
    project.fault = no_fault

    assert [release.version for release in shop(project).green.releases] == ["3.0"]


class Stream(FakeMeasurement):
    """A stream of requests that is open until it is ended."""

    def __init__(self, open_ones: set[Stream]) -> None:
        self._open = open_ones
        self._open.add(self)

    def ends(self) -> Cutover:
        """End it."""
        self._open.discard(self)
        return super().ends()


@pytest.mark.parametrize("how", ["lease", "defect", "Ctrl-C"])
def test_no_stream_of_requests_outlives_its_run(
    ann: Operator, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """A worker of the panel would ask production for ever."""
    streams: set[Stream] = set()
    monkeypatch.setattr(FakeDataPlane, "measure", lambda *what: Stream(streams))

    def happens() -> None:
        if how == "lease":
            ann.project.cloud().leases.break_lease("shop")
            raise AnswerLost("no answer")
        raise KeyError("a defect") if how == "defect" else KeyboardInterrupt

    meanwhile(ann.project, "addresses.point preview None", happens)
    done = ann.types(*SWITCH)

    assert done.code == {"lease": 4, "defect": 4, "Ctrl-C": 1}[how]
    assert not streams
    limit, every = timedelta(seconds=30), timedelta(seconds=0.02)
    assert wait_until(nobody_renews, limit=limit, every=every, clock=SteadyClock())


def nobody_renews() -> bool:
    """Tell whether every thread that renews a lease has ended."""
    return not any(thread.name == "lease" for thread in threading.enumerate())
