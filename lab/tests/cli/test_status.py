# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The status of a lab."""

from openstack_lab.cli.status import Line, Status, look_at
from openstack_lab.lab import Lab
from openstack_lab.services import services_of


def test_a_lab_that_was_never_started_is_not_well(lab: Lab) -> None:
    """Every service is listed as stopped, and what is not installed is named."""
    status = look_at(lab)

    assert not status.is_well
    assert {line.service for line in status.services} == set(services_of(lab))
    assert {line.state for line in status.services} == {"STOPPED"}
    assert "virtualenv" in status.unfinished


def _status(*lacks: str | None, unfinished: tuple[str, ...] = ()) -> Status:
    lines = (Line(f"service{n}", 100 + n, "RUNNING", one) for n, one in enumerate(lacks))
    return Status("/lab", tuple(lines), unfinished)


def test_it_is_well_when_everything_serves_and_is_done() -> None:
    """Both are needed."""
    assert _status(None, None).is_well
    assert not _status(None, "no HTTP answer").is_well
    assert not _status(None, unfinished=("images",)).is_well


def test_the_table_says_what_is_lacking_and_what_to_run() -> None:
    """One line for each service, and the next command."""
    text = _status(None, "port 5000 closed", unfinished=("images",)).as_text()

    assert "no: port 5000 closed" in text
    assert "Not done: images." in text
    assert "lab up" in text


def test_programs_get_the_same_as_values() -> None:
    """The JSON holds each service's state and the verdict."""
    values = _status("port 5000 closed").as_json()

    assert values["is_well"] is False
    assert values["services"][0]["lacks"] == "port 5000 closed"
