# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`doctor --measure` leaves nothing as it was not: production is back, a pair is gone, or the way
there is named.

What one fault at each place comes to for the application is in the crash matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.acts import with_two_versions
from support.fake_cloud import FakeProject, no_fault
from support.nth_call import strike_call
from support.operator import Done, Killed, Operator
from support.states import good
from support.worlds import live, shop

from bluegreen.cloud.errors import AnswerLost, Busy
from bluegreen.cloud.observe import observe
from bluegreen.model.tags import Colour

MEASURE = ("doctor", "shop", "--measure", "application", "--yes")
PAIR = ("doctor", "--measure", "pair", "--external-network", "public", "--yes")
THERE = "addresses.point production vip-shop-green"
NAME = "doctor-1a2b3c"


@pytest.fixture
def project() -> FakeProject:
    """An empty project."""
    return FakeProject()


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody whose application runs 1.0 live on blue, and 2.0 on green."""
    return with_two_versions(project, tmp_path)


def from_the_move_on(project: FakeProject, trouble: Callable[[], BaseException]) -> None:
    """Let every call meet a trouble once production was moved to the idle side."""

    def fault(moment: str, call: str) -> None:
        if THERE in project.calls and (moment, call) != ("before", THERE):
            raise trouble()

    project.fault = fault


def test_a_measurement_that_cannot_come_back_is_stuck_and_leads_to_the_rollback(
    operator: Operator, project: FakeProject
) -> None:
    """The idle side's version was not released: it is never exit code 1, nor the end of it."""
    from_the_move_on(project, lambda: Busy("answered 503"))
    done = operator.types(*MEASURE, expect=4)
    project.fault = no_fault
    assert live(project) is Colour.GREEN
    assert done.next_command == ["resume", "shop"]

    done = operator.types("resume", "shop", "--yes", "--break-lease", expect=4)
    assert "which was not released" in done.err
    assert done.next_command == ["rollback", "shop"]

    operator.types("rollback", "shop", "--yes", "--break-lease", expect=0)
    assert live(project) is Colour.BLUE
    assert good(shop(project))


def test_ctrl_c_between_the_two_moves_brings_production_back(
    operator: Operator, project: FakeProject
) -> None:
    """Production was at the other version for a moment: exit code 3."""
    left: list[str] = []

    def fault(moment: str, call: str) -> None:
        if THERE in project.calls and call.startswith("data_plane.prove") and not left:
            left.append(call)
            raise KeyboardInterrupt

    project.fault = fault
    operator.types(*MEASURE, expect=3)

    assert live(project) is Colour.BLUE
    assert good(shop(project))


def test_another_measurement_does_not_begin_where_one_was_interrupted(
    operator: Operator, project: FakeProject
) -> None:
    """It would end on the side that nobody has released."""
    operator.types(*MEASURE, "--stop-at", "after:move-production", expect=137)
    project.fault = no_fault

    done = operator.types(*MEASURE, "--break-lease", expect=1)

    assert "has left production on green" in done.err
    assert done.next_command == ["rollback", "shop"]


def test_what_was_measured_only_was_never_live(operator: Operator, project: FakeProject) -> None:
    """A rollback goes to no release that was live for a measurement only."""
    operator.types(*MEASURE, expect=0)

    done = operator.types("rollback", "shop", "--yes", expect=1)

    assert "which was never live" in done.err


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pair have a name that is known beforehand."""
    monkeypatch.setattr("bluegreen.doctor.run.secrets.token_hex", lambda size: "1a2b3c")


def struck(
    tmp_path: Path, number: int, trouble: Callable[[], BaseException]
) -> tuple[Operator, Done, bool]:
    """Measure on a pair, and let the so-manieth call meet a trouble; tell whether it was made."""
    project = FakeProject()
    made = strike_call(project, number, trouble)
    operator = Operator(project, tmp_path)
    done = operator.types(*PAIR)
    project.fault = no_fault
    return operator, done, len(made) >= number


@pytest.mark.parametrize(
    "trouble",
    [lambda: Busy("503"), lambda: AnswerLost("no answer"), KeyboardInterrupt, Killed],
    ids=["refused with 503", "answer lost", "Ctrl-C", "killed"],
)
@pytest.mark.usefixtures("named")
def test_a_pair_is_removed_or_what_removes_it_is_named(
    tmp_path: Path, trouble: Callable[[], BaseException]
) -> None:
    """Whichever call meets a fault: nothing is left, or `down` with its name leaves nothing."""
    number = 0
    while True:
        number += 1
        operator, done, was_made = struck(tmp_path, number, trouble)
        if not was_made:
            break
        down = ("down", NAME, "--live", NAME)
        if observe(operator.project.cloud(), NAME).exists:
            told = done.code == 4 and tuple(done.next_command) == down
            assert told or done.code == 137, (number, done.err)
            operator.types(*down, "--yes", "--break-lease", expect=0)
        assert not observe(operator.project.cloud(), NAME).exists
        assert not operator.project.addresses
    assert number > 50


@pytest.mark.usefixtures("named")
def test_a_pair_that_stays_names_the_command_that_removes_it(
    operator: Operator, project: FakeProject
) -> None:
    """The cloud does not answer for minutes."""

    def fault(moment: str, call: str) -> None:
        if f"addresses.point production vip-{NAME}-green" in project.calls:
            raise Busy("answered 503")

    project.fault = fault
    done = operator.types(*PAIR, expect=4)

    assert f"{NAME} was not removed" in done.err
    assert done.next_command == ["down", NAME, "--live", NAME]
