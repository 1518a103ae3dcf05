# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen release`: a version from build to retirement."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bluegreen.cli.move_options import add_allow_unknown, add_drain, add_proof, drain_of
from bluegreen.cli.options import (
    add_application_of_specification,
    add_change,
    add_version,
    duration,
    specification_of,
)
from bluegreen.cli.stages import request_of, show_stage
from bluegreen.cli.verb import Verb
from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.operations.context import ExecutionContext
    from bluegreen.operations.session import Session
    from bluegreen.release.dry_run import Foreseen
    from bluegreen.release.stages.request import ReleaseRequest
    from bluegreen.spec import Specification


class ReleaseCommand(Verb):
    """Take a version from build to retirement.

    The stages: deploy, check, approve, switch, watch, drain, scale, retire.

    After an interruption, the same command continues where it stopped. If the watch fails, the
    release rolls back automatically, unless the specification says otherwise.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the version, and what may differ from the specification for once."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_proof(parser)
        add_version(parser)
        add_application_of_specification(parser)
        parser.add_argument(
            "--together",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="also release the application of this specification, all or none; may be repeated",
        )
        parser.add_argument(
            "--approve",
            choices=("auto", "ask", "wait"),
            help="who approves: nobody, you, or another person with `bluegreen approve` "
            "(default: approval in the specification)",
        )
        parser.add_argument(
            "--watch",
            type=duration,
            metavar="DURATION",
            help="how long to watch after the switch (default: watch.duration)",
        )
        parser.add_argument(
            "--on-failure",
            choices=("automatic", "ask", "never"),
            help="who rolls back if the watch fails (default: watch.on_failure)",
        )
        add_drain(parser)
        add_allow_unknown(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Ask, then take every stage."""
        requests = [
            request_of(specification, parsed_args.version, parsed_args)
            for specification in _specifications(parsed_args)
        ]
        session = self.session(parsed_args)
        _announce(requests, session)
        if session.dry_run or session.stop_at:
            _foresee(requests, session)
        if session.dry_run:
            return 0
        if len(requests) > 1:
            _release_together(requests, session)
        else:
            _release_alone(requests[0], session)
        return 0


def _specifications(parsed_args: argparse.Namespace) -> list[Specification]:
    """Return those of all applications that are released, each another one's."""
    from bluegreen.spec import load

    read = [specification_of(parsed_args), *map(load, parsed_args.together)]
    names = [specification.application for specification in read]
    if len(set(names)) < len(names):
        raise UsageError(f"an application is given twice: {', '.join(names)}")
    return [_for_once(specification, parsed_args) for specification in read]


def _names(requests: Sequence[ReleaseRequest]) -> str:
    return ", ".join(request.application for request in requests)


def _announce(requests: Sequence[ReleaseRequest], session: Session) -> None:
    from bluegreen.release.pipeline import STAGES

    stages = ", ".join(stage.__name__ for stage in STAGES)
    session.say(f"Release of {_names(requests)} {requests[0].version}: {stages}.")


def _rehearse(requests: Sequence[ReleaseRequest], session: Session) -> None:
    """Do what a dry run does."""
    _announce(requests, session)
    _foresee(requests, session)


def _release_alone(request: ReleaseRequest, session: Session) -> None:
    """Hold the lease, and take every stage."""
    from bluegreen.release.pipeline import release

    session.confirm(f"Release {request.application} {request.version}?")
    with session.under_lease(request.application, partial(_rehearse, [request])) as lease:
        release(request, session.context(lease))


def _release_together(requests: Sequence[ReleaseRequest], session: Session) -> None:
    """Hold every lease, then release all or none.

    Leases are taken by name, whichever is released first: two that wait for each other's would wait
    until one gives up.
    """
    from bluegreen.release.group import Member, release_together

    names, version = _names(requests), requests[0].version
    session.confirm(f"Release {names} {version} together?")
    contexts: dict[str, ExecutionContext] = {}
    with ExitStack() as leases:
        for name in sorted(request.application for request in requests):
            lease = leases.enter_context(session.under_lease(name, partial(_rehearse, requests)))
            contexts[name] = session.context(lease)
        release_together([Member(request, contexts[request.application]) for request in requests])
    session.say(f"{names} {version} are released.")


def _foresee(requests: Sequence[ReleaseRequest], session: Session) -> None:
    """Show what each stage would do if it began now, or look for the point to stop at.

    Raises Refused where a stage would, UsageError when --stop-at names no point.
    """
    from bluegreen.operations.session import refuse_unknown_point

    points: list[str] = []
    for request in requests:
        foreseen = _stages(request, session.context(None))
        points += [name for stage in foreseen for name in stage.points]
        for stage in foreseen if session.dry_run else ():
            show_stage(stage, session)
            if stage.needs:
                stage.plans[0].refuse_if_short(session.cloud.inventory.shortages(stage.needs))
    refuse_unknown_point(session.stop_at, dict.fromkeys(points))


def _stages(request: ReleaseRequest, context: ExecutionContext) -> list[Foreseen]:
    from bluegreen.cloud.observe import observe_existing
    from bluegreen.operations.build.wish import wish_of
    from bluegreen.operations.drain.run import plans_for_connections
    from bluegreen.operations.drift.find import look_for_drift
    from bluegreen.operations.switch.rollback_target import no_way_back
    from bluegreen.release.dry_run import foresee

    application = observe_existing(context.cloud, request.application)
    request.refuse_unless_ready(context)
    newest = context.cloud.journal.newest_release(request.application)
    wish = request.specification.switch.drain
    seeing_off = partial(plans_for_connections, wish=wish, cloud=context.cloud)
    to_come = no_way_back(application, context)
    drift = look_for_drift(context.cloud, application, wish_of(request.specification, application))
    return list(
        foresee(
            request,
            application,
            newest=newest,
            seeing_off=seeing_off,
            to_come=to_come,
            drift=drift,
        )
    )


def _for_once(specification: Specification, parsed_args: argparse.Namespace) -> Specification:
    """Return the specification with what the command line says instead."""
    watch = specification.watch
    if parsed_args.watch is not None:
        every = min(watch.every, parsed_args.watch)
        watch = watch.model_copy(update={"duration": parsed_args.watch, "every": every})
    if parsed_args.on_failure:
        watch = watch.model_copy(update={"on_failure": parsed_args.on_failure})
    drain = drain_of(parsed_args, specification)
    switch = specification.switch.model_copy(update={"drain": drain})
    approval = parsed_args.approve or specification.approval
    return specification.model_copy(update={"watch": watch, "approval": approval, "switch": switch})
