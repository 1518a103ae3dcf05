# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is installed is looked at, and installed again when it has gone."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from openstack_lab.engine.unit import Step
from openstack_lab.lab import Lab
from openstack_lab.services import UNITS, installation


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("wheels", "virtualenv"),
        ("horizon-packages", "horizon_virtualenv"),
        ("telemetry-packages", "telemetry_virtualenv"),
    ],
)
def test_a_virtual_environment_that_has_gone_is_made_again(
    step: str, name: str, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its stamp says that it was made."""
    ran: list[str] = []

    def run(_lab: Lab, _name: str, command: Sequence[str | Path], *_: object) -> None:
        ran.append(str(command[1]))

    monkeypatch.setattr(installation, "run_logged", run)
    unit = UNITS[step]
    assert isinstance(unit, Step)
    (lab.paths.stamps / step).write_text(hashlib.sha256(unit.inputs(lab).encode()).hexdigest())

    assert unit.done(lab)
    assert unit.lacks(lab)
    installation.make_virtualenv(lab, step, getattr(lab.paths, name))

    assert ran == ["venv"]
