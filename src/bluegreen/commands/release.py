# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen release`: a version from build to retirement."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bluegreen.commands.base import ChangesCloud, duration, refuse_unknown_point
from bluegreen.commands.seeing_off import add_drain, drain_for_once
from bluegreen.commands.staging import TakesStages
from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.plan import Plan
    from bluegreen.specification import Specification


class Release(TakesStages, ChangesCloud):
    """Take a version from build to retirement.

    The stages: deploy, check, approve, switch, watch, drain, retire.

    Run again after an interruption, it goes on where it stopped. When the watch fails, production
    goes back by itself unless the specification says otherwise.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the version, and what may differ from the specification for once."""
        parser = super().get_parser(prog_name)
        parser.add_argument("version", metavar="VERSION", help="version of the application")
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
        from bluegreen.release import STAGES, release

        specification = _for_once(self.specification(parsed_args), parsed_args)
        name, version = specification.application, parsed_args.version
        stages = ", ".join(stage.__name__ for stage in STAGES)
        self.say(f"Release of {name} {version}: {stages}.")
        if parsed_args.dry_run:
            return self._rehearse(specification, version, parsed_args)
        if parsed_args.stop_at:
            names = [stage.__name__ for stage in STAGES]
            plans = self._plans(specification, version, parsed_args)
            names += [step for plan in plans for step in plan.step_names]
            refuse_unknown_point(parsed_args.stop_at, names)
        if parsed_args.together:
            return self._release_together(specification, parsed_args)
        self.confirm(parsed_args, f"Release {name} {version}?")
        with self.run_under_lease(specification, parsed_args) as run:
            release(self.order(specification, version, parsed_args), run)
        return 0

    def _release_together(self, first: Specification, parsed_args: argparse.Namespace) -> int:
        """Hold every lease, then release all or none."""
        from bluegreen.specification import load
        from bluegreen.together import Part, release_together

        others = (_for_once(load(file), parsed_args) for file in parsed_args.together)
        specifications = (first, *others)
        names = [specification.application for specification in specifications]
        if len(set(names)) < len(names):
            raise UsageError(f"an application is named twice: {', '.join(names)}")
        version = parsed_args.version
        self.confirm(parsed_args, f"Release {', '.join(names)} {version} together?")
        with ExitStack() as leases:
            parts = [
                Part(
                    self.order(specification, version, parsed_args),
                    leases.enter_context(self.run_under_lease(specification, parsed_args)),
                )
                for specification in specifications
            ]
            release_together(parts)
        self.say(f"{', '.join(names)} {version} are released.")
        return 0

    def _rehearse(
        self, specification: Specification, version: str, parsed_args: argparse.Namespace
    ) -> int:
        """Show the plans of the stages that change the cloud, as they would be made now."""
        from bluegreen.commands.showing import plan_lines

        for plan in self._plans(specification, version, parsed_args):
            for line in plan_lines(plan):
                self.say(line)
        return 0

    def _plans(
        self, specification: Specification, version: str, parsed_args: argparse.Namespace
    ) -> tuple[Plan, ...]:
        from bluegreen.building import plan_deploy
        from bluegreen.ending_connections import plans_for_connections
        from bluegreen.observe import observe_existing
        from bluegreen.plan import plan_switch

        order, cloud = self.order(specification, version, parsed_args), self.cloud()
        application = observe_existing(cloud, specification.application)
        newest = cloud.journal.newest_release(application.name)
        switch = plan_switch(application, demand=order.demand)
        old, wish = application.live, specification.switch.drain
        return (
            plan_deploy(specification, version, application, newest=newest),
            switch,
            *(plans_for_connections(application, old.colour, wish, cloud) if old else ()),
        )


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
