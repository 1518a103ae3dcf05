# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What `lab up` says when a step fails in a way that the step does not know of."""

import pytest
from keystoneauth1.exceptions import ConnectFailure
from openstack.exceptions import HttpException
from openstack_lab.cli import up
from openstack_lab.engine.lab_lock import alone
from openstack_lab.engine.unit import Step
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab


@pytest.fixture
def bring_up(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Have a supervisor that runs already, and no user to make."""
    monkeypatch.setattr(up, "Supervisor", Supervisor)
    monkeypatch.setattr(up, "services_of", lambda lab: {})
    monkeypatch.setattr("openstack_lab.host.user.ensure", lambda lab: None)
    (lab.directory / "this-is-an-openstack-lab").touch()
    return monkeypatch


class Supervisor:
    """Runs, and has nothing to supervise."""

    def __init__(self, lab: Lab) -> None:
        """Take any lab."""

    def is_running(self) -> bool:
        """It does."""
        return True

    def processes(self) -> dict[str, object]:
        """None."""
        return {}

    def start_with(self, services: object) -> None:
        """Do nothing."""


@pytest.mark.parametrize("error", [HttpException("500: no"), ConnectFailure("no answer")])
def test_an_api_that_fails_a_step_is_no_trace(
    lab: Lab, bring_up: pytest.MonkeyPatch, error: Exception
) -> None:
    """The step is named, with what the API has answered and what to run."""

    def fail(_lab: Lab) -> None:
        raise error

    bring_up.setattr(up, "units_of", lambda lab: {"paint": Step("paint", fail)})

    with pytest.raises(LabError, match=f"paint failed: .*{error}") as failure:
        up.bring_up(lab)

    assert "lab logs --errors" in failure.value.remedy
    with alone(lab):
        pass


def test_a_full_disk_is_named_beside_what_has_failed(
    lab: Lab, bring_up: pytest.MonkeyPatch
) -> None:
    """Whichever of the many errors it has brought about."""

    def fail(_lab: Lab) -> None:
        raise LabError("paint failed.", "Buy some.")

    bring_up.setattr(up, "units_of", lambda lab: {"paint": Step("paint", fail)})
    bring_up.setattr(up, "full_directories", lambda lab: ["Only 3 MB are left."])

    with pytest.raises(LabError) as failure:
        up.bring_up(lab)

    assert failure.value.state == "paint failed.\nOnly 3 MB are left."
    assert failure.value.remedy == "Free some, then run `lab up` again."
