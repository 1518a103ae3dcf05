# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Telemetry is there for who asks for it, and stays."""

from openstack_lab.engine.rendering import render, render_file
from openstack_lab.host.preflight import port_findings
from openstack_lab.lab import TELEMETRY, Lab
from openstack_lab.services import SERVICES, UNITS, services_of, telemetry, units_of

NAMES = {unit.name for unit in telemetry.UNITS}


def test_without_the_option_nothing_of_it_is_installed_or_started(lab: Lab) -> None:
    """All other units are there."""
    assert set(units_of(lab)) == set(UNITS) - NAMES
    assert "prometheus" not in services_of(lab)


def test_a_lab_that_was_given_telemetry_keeps_it(lab: Lab) -> None:
    """Also for a `lab up` without the option: the next command sees the same lab."""
    lab.add_telemetry()

    assert set(units_of(Lab(lab.directory))) == set(UNITS)


def test_nothing_else_waits_for_telemetry() -> None:
    """So it can be added to a lab that runs."""
    assert [
        name for name, unit in UNITS.items() if name not in NAMES and NAMES & {*unit.needs}
    ] == []


def test_the_alarm_api_has_one_thread(lab: Lab) -> None:
    """With more, alarms that are made together get each other's project (aodh 23)."""
    assert "\nthreads = 1\n" in render_file(lab, "aodh/uwsgi.ini")
    assert "aodh/uwsgi.ini" in render(lab, SERVICES["aodh"].command)


def test_its_ports_may_be_anybodys_as_long_as_it_is_not_wanted() -> None:
    """A machine with a Prometheus of its own can run the lab."""
    taken = {8042: "somebody"}

    assert list(port_findings(taken)) == []
    assert len(list(port_findings(taken, telemetry=True))) == 1
    assert "aodh" in TELEMETRY
