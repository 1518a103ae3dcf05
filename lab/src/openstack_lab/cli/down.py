# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`lab down` and `lab wipe`."""

from openstack_lab.engine import claim
from openstack_lab.engine.graph import reversed_needs, run_in_order
from openstack_lab.engine.lab_lock import alone
from openstack_lab.engine.progress import Progress
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.host import leftovers
from openstack_lab.lab import Lab
from openstack_lab.services import SERVICES, UNITS


def bring_down(lab: Lab) -> None:
    """Stop every service, those first that need others, and leave nothing but data.

    Raises LabError if the directory is no lab's.
    """
    if claim.is_there(lab):
        claim.require_lab(lab)
        with alone(lab), Progress() as progress:
            stop_everything(lab, progress)
            progress.say("the lab is down")


def wipe(lab: Lab) -> None:
    """Bring the lab down and remove its data too; raises LabError if the directory is no lab's."""
    if claim.is_there(lab):
        claim.require_lab(lab)
        with alone(lab), Progress() as progress:
            stop_everything(lab, progress)
            claim.remove(lab)
            progress.say("the lab is removed")


def stop_everything(lab: Lab, progress: Progress) -> None:
    """Stop services and supervisor, and remove what they leave on the machine."""
    supervisor = Supervisor(lab)

    def stop(name: str) -> None:
        if name not in SERVICES:
            return
        progress.begin(name)
        supervisor.stop(name)
        progress.done(name, "stopped")

    if supervisor.is_running():
        needs = {name: unit.needs for name, unit in UNITS.items()}
        run_in_order(reversed_needs(needs), stop, at_once=len(UNITS))
        supervisor.shut_down()
    leftovers.remove(lab)
