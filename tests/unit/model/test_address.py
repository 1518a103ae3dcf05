# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""When two addresses that were read at different times are the same."""

from __future__ import annotations

from dataclasses import replace

from bluegreen.model.address import Address, Role


def test_a_report_of_neutrons_agent_alone_changes_no_address() -> None:
    """The L3 agent reports a status seconds after the PUT, which counts the revision up; seen on
    the lab as an application that "differed" while nobody had touched it.
    """
    before = Address("fip", Role.PRODUCTION, "shop", "203.0.113.1", None, "port-1", None, 2)

    assert replace(before, revision=3) == before
    assert replace(before, port_id="port-2") != before
