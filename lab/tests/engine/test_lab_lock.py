# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One command at a time changes a lab."""

import os

import pytest
from openstack_lab.engine.lab_lock import alone
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab


def test_a_second_command_is_refused_and_told_by_whom(lab: Lab) -> None:
    """The sentence names the process that holds the lab."""
    with alone(lab), pytest.raises(LabError, match=f"process {os.getpid()}"), alone(lab):
        pass


def test_the_next_command_may_work_when_the_first_has_ended(lab: Lab) -> None:
    """Also when the first failed."""
    with pytest.raises(RuntimeError), alone(lab):
        raise RuntimeError

    with alone(lab):
        assert (lab.directory / "lock").read_text().strip() == str(os.getpid())
