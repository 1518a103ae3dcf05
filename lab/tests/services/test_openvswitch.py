# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Open vSwitch's database may be made again at any time."""

import pytest
from openstack_lab.engine.unit import Step
from openstack_lab.lab import Lab
from openstack_lab.services import UNITS


@pytest.mark.parametrize("text", [None, "", "no database"])
def test_a_spoiled_database_of_open_vswitch_is_made_again(text: str | None, lab: Lab) -> None:
    """It has wires only, which the agents make again."""
    unit = UNITS["openvswitch-database"]
    assert isinstance(unit, Step)
    if text is not None:
        (lab.paths.data / "openvswitch.db").write_text(text)

    assert "is not an Open vSwitch database" in (unit.lacks(lab) or "")
