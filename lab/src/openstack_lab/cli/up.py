# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`lab up`: brings everything up in order, and ends when everything serves."""

import threading
from collections.abc import Sequence

from keystoneauth1.exceptions import ClientException
from openstack.exceptions import SDKException

from openstack_lab.cli.down import stop_everything
from openstack_lab.engine import claim, logs
from openstack_lab.engine.graph import AT_ONCE, run_in_order, shuffled
from openstack_lab.engine.lab_lock import alone
from openstack_lab.engine.progress import Progress
from openstack_lab.engine.rendering import write_configuration
from openstack_lab.engine.serving import Serving
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.engine.unit import Step
from openstack_lab.errors import Interrupted, LabError
from openstack_lab.host import leftovers, user
from openstack_lab.host.preflight import check_machine, full_directories
from openstack_lab.lab import Lab, sign_in
from openstack_lab.services import SERVICES, services_of, units_of


def bring_up(lab: Lab, *, telemetry: bool = False, seed: int | None = None) -> None:
    """Bring the lab up; what is up already is only checked.

    With `telemetry`, servers' CPU is measured and alarms can act on it, from now on. With a `seed`,
    units come up in a random order and after random delays, as far as their needs allow.
    Raises LabError when the machine does not fit, a step fails or a service does not serve.
    """
    supervisor = Supervisor(lab)
    if not supervisor.is_running():
        check_machine(lab, telemetry=telemetry)
    claim.claim(lab)
    with alone(lab), Progress() as progress:
        _tidy_up(lab, supervisor, progress)
        lab.prepare()
        user.ensure(lab)
        logs.remove_old(lab)
        if telemetry:
            lab.add_telemetry()
        units = units_of(lab)
        supervisor.start_with(services_of(lab).values())
        over = threading.Event()
        serving = Serving(lab, supervisor, progress, over)

        needs: dict[str, Sequence[str]] = {name: unit.needs for name, unit in units.items()}
        at_once, delays = AT_ONCE, dict.fromkeys(units, 0.0)
        if seed is not None:
            progress.say(f"in a random order, which `--shuffle {seed}` repeats")
            needs, delays = shuffled(needs, seed)
            at_once = len(units)

        def bring_up_unit(name: str) -> None:
            if over.wait(delays[name]):
                raise Interrupted
            unit = units[name]
            if isinstance(unit, Step):
                _do_step(lab, unit, progress)
            else:
                serving.start(unit, units)

        def interrupt() -> None:
            by_force = over.is_set()
            over.set()
            # Their threads wait for them, and learn how they have ended.
            leftovers.ask_to_end(leftovers.steps_under_way(lab), by_force=by_force)

        try:
            run_in_order(needs, bring_up_unit, at_once, interrupt)
        except LabError as error:
            if not (full := full_directories(lab)):
                raise
            state = "\n".join((error.state, *full))
            raise LabError(state, "Free some, then run `lab up` again.") from error
        progress.say(f"the lab is up; {sign_in(lab)}")


def _tidy_up(lab: Lab, supervisor: Supervisor, progress: Progress) -> None:
    if orphans := leftovers.steps_under_way(lab):
        progress.say(f"ending {len(orphans)} programs that an interrupted `lab` left behind")
        leftovers.end(orphans)
    if broken := _ended_for_good(supervisor):
        progress.say(f"{broken} has ended, and others depend on it: restarting everything")
        stop_everything(lab, progress)
    elif not supervisor.is_running():
        leftovers.remove(lab)


def _ended_for_good(supervisor: Supervisor) -> str | None:
    """Name a service that others have built on and that has ended."""
    for name, process in supervisor.processes().items():
        service = SERVICES.get(name)
        if service and not service.start_again and process.state in ("EXITED", "FATAL"):
            return name
    return None


def _do_step(lab: Lab, step: Step, progress: Progress) -> None:
    for name in step.configuration:
        write_configuration(lab, name)
    try:
        if step.done(lab):
            reason = step.lacks(lab)
            if not reason:
                return
            progress.say(f"{step.name}: {reason}: running it again")
        progress.begin(step.name)
        step.do(lab)
    except (ClientException, SDKException) as error:
        raise LabError(
            f"{step.name} failed: {error}.", "Read `lab logs --errors`, then run `lab up` again."
        ) from error
    progress.done(step.name, "done")
