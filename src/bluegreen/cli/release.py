# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen release`: a version from build to retirement."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bluegreen.cli._release_base import TakesStages
from bluegreen.cli.base import ChangesCloud, duration, refuse_unknown_point, version_of_release
from bluegreen.cli.drain_options import add_drain, drain_for_once
from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.operations.context import ExecutionContext
    from bluegreen.release.dry_run import Foreseen
    from bluegreen.release.stages.request import Order
    from bluegreen.spec import Specification


class Release(TakesStages, ChangesCloud):
    """Take a version from build to retirement.

    The stages: deploy, check, approve, switch, watch, drain, scale, retire.

    Run again after an interruption, it goes on where it stopped. When the watch fails, production
    goes back by itself unless the specification says otherwise.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the version, and what may differ from the specification for once."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "version", metavar="VERSION", type=version_of_release, help="version of the application"
        )
        parser.add_argument(
            "--together",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="release this specification's application too, all or none; may be repeated",
        )
        parser.add_argument(
            "--approve",
            choices=("auto", "ask", "wait"),
            help="who lets it go live: nobody, you, or another person by `bluegreen approve` "
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
            help="who rolls back when the watch fails (default: watch.on_failure)",
        )
        add_drain(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Ask, then take every stage."""
        from bluegreen.release.pipeline import STAGES, release

        specifications = self._specifications(parsed_args)
        names = ", ".join(specification.application for specification in specifications)
        version = parsed_args.version
        stages = ", ".join(stage.__name__ for stage in STAGES)
        self.say(f"Release of {names} {version}: {stages}.")
        if parsed_args.dry_run or parsed_args.stop_at:
            self._foresee(specifications, parsed_args)
        if parsed_args.dry_run:
            return 0
        if parsed_args.together:
            return self._release_together(specifications, parsed_args)
        self.confirm(parsed_args, f"Release {names} {version}?")
        with self.run_under_lease(specifications[0], parsed_args) as run:
            release(self.order(specifications[0], version, parsed_args), run)
        return 0

    def _specifications(self, parsed_args: argparse.Namespace) -> list[Specification]:
        """Return those of all applications that are released, each another one's."""
        from bluegreen.spec import load

        read = [self.specification(parsed_args), *map(load, parsed_args.together)]
        names = [specification.application for specification in read]
        if len(set(names)) < len(names):
            raise UsageError(f"an application is named twice: {', '.join(names)}")
        return [_for_once(specification, parsed_args) for specification in read]

    def _release_together(
        self, specifications: Sequence[Specification], parsed_args: argparse.Namespace
    ) -> int:
        """Hold every lease, then release all or none.

        Leases are taken by name, whichever is released first: two that wait for each other's
        would wait until one gives up.
        """
        from bluegreen.release.group import Part, release_together

        names = ", ".join(specification.application for specification in specifications)
        version = parsed_args.version
        self.confirm(parsed_args, f"Release {names} {version} together?")
        runs: dict[str, ExecutionContext] = {}
        with ExitStack() as leases:
            for one in sorted(specifications, key=lambda each: each.application):
                holding = self.run_under_lease(one, parsed_args)
                runs[one.application] = leases.enter_context(holding)
            parts = [
                Part(self.order(one, version, parsed_args), runs[one.application])
                for one in specifications
            ]
            release_together(parts)
        self.say(f"{names} {version} are released.")
        return 0

    def _foresee(
        self, specifications: Sequence[Specification], parsed_args: argparse.Namespace
    ) -> None:
        """Show what each stage would do if it began now, or look for the point to stop at.

        Raises Refused where a stage would, UsageError when --stop-at names no point.
        """
        cloud = self.cloud()
        points: list[str] = []
        for specification in specifications:
            order = self.order(specification, parsed_args.version, parsed_args)
            foreseen = self._stages(order, self.run_of(cloud, None, parsed_args))
            points += [name for stage in foreseen for name in stage.points]
            if parsed_args.dry_run:
                self._show(foreseen, cloud)
        refuse_unknown_point(parsed_args.stop_at, dict.fromkeys(points))

    def _stages(self, order: Order, run: ExecutionContext) -> list[Foreseen]:
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.operations.drain.after_move import plans_for_connections
        from bluegreen.operations.switch.rollback_target import no_way_back
        from bluegreen.release.dry_run import foresee

        application = observe_existing(run.cloud, order.application)
        order.refuse_unless_ready(run)
        newest = run.cloud.journal.newest_release(order.application)
        wish = order.specification.switch.drain
        seeing_off = partial(plans_for_connections, wish=wish, cloud=run.cloud)
        to_come = no_way_back(application, run)
        return list(
            foresee(order, application, newest=newest, seeing_off=seeing_off, to_come=to_come)
        )

    def _show(self, foreseen: Iterable[Foreseen], cloud: Cloud) -> None:
        for stage in foreseen:
            self.show_stage(stage)
            if stage.needs:
                stage.plans[0].refuse_if_short(cloud.inventory.shortages(stage.needs))


def _for_once(specification: Specification, parsed_args: argparse.Namespace) -> Specification:
    """Return the specification with what the command line says instead."""
    watch = specification.watch
    if parsed_args.watch is not None:
        every = min(watch.every, parsed_args.watch)
        watch = watch.model_copy(update={"duration": parsed_args.watch, "every": every})
    if parsed_args.on_failure:
        watch = watch.model_copy(update={"on_failure": parsed_args.on_failure})
    drain = drain_for_once(
        specification, parsed_args.drain, parsed_args.drain_deadline, parsed_args.after_deadline
    )
    switch = specification.switch.model_copy(update={"drain": drain})
    approval = parsed_args.approve or specification.approval
    return specification.model_copy(update={"watch": watch, "approval": approval, "switch": switch})
