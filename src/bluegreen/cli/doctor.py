# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen doctor`: what stands in the way here, and what fits this cloud."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from cliff.lister import Lister

from bluegreen.cli.base import SPECIFICATION, ChangesCloud, NamesApplication
from bluegreen.cli.columns import Rows, cells
from bluegreen.cli.proof_options import add_proof
from bluegreen.errors import BlueGreenError, Refused, Stuck, UsageError

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.doctor.finding import Finding
    from bluegreen.model.data_plane import Demand
    from bluegreen.spec import Specification

REMOVAL, AGAIN = timedelta(minutes=2), timedelta(seconds=5)
"""How long, and how often, the removal of a pair is tried again."""

COLUMNS = ("Check", "Verdict", "Finding", "Next")


class Doctor(NamesApplication, ChangesCloud, Lister):
    """Examine the cloud and an application, with the rights that you have.

    Services, rights, quota, extensions of the network service; of an application: its router, who
    else manages its addresses, whether this machine reaches it. Only reads, unless --measure is
    given. Exit code 1 when something stands in the way.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --measure and --external-network."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--measure",
            choices=("pair", "application"),
            help="see what becomes of connections that are held while the address moves: on a "
            "throw-away pair of sides without servers, which takes two load balancers, two "
            "floating IPs and some minutes; or on the application itself, whose production moves "
            "to the idle side and back",
        )
        parser.add_argument(
            "--external-network",
            metavar="NAME",
            help="for --measure pair: where its floating IPs come from (default: as in "
            f"{SPECIFICATION}, or the only one there is)",
        )
        add_proof(parser)
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Show the findings, and tell by the exit code whether something stands in the way."""
        from bluegreen.doctor.finding import Verdict

        self._found: list[Finding] = []
        super().run(parsed_args)
        wrong = sum(finding.verdict is Verdict.BAD for finding in self._found)
        self.say(f"{wrong} of {len(self._found)} findings stand in the way.")
        return 1 if wrong else 0

    def rehearse(self, parsed_args: argparse.Namespace) -> None:
        """Do nothing: everything was examined before the lease is needed."""

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Examine, and measure on request."""
        from bluegreen.doctor.examine import examine
        from bluegreen.operations.switch.proof_policy import demand_of

        name = self._application_or_none(parsed_args)
        specification = self.own_specification(name) if name else None
        cloud = self.cloud()
        demand = demand_of(specification, parsed_args.proof)
        for finding in examine(cloud, name, specification, demand):
            self._tell(finding)
        if parsed_args.measure and not self._stands_in_the_way():
            for finding in self._measured(cloud, name, specification, demand, parsed_args):
                self._tell(finding)
        return COLUMNS, [cells((f.name, str(f.verdict), f.sentence, f.way_on)) for f in self._found]

    def _tell(self, finding: Finding) -> None:
        self._found.append(finding)
        self.say(f"  {finding.verdict:7} {finding.sentence}.")

    def _stands_in_the_way(self) -> bool:
        from bluegreen.doctor.finding import Verdict

        if any(finding.verdict is Verdict.BAD for finding in self._found):
            self.say("Nothing is measured while something stands in the way.")
            return True
        return False

    def _application_or_none(self, parsed_args: argparse.Namespace) -> str | None:
        named = parsed_args.application is not None or SPECIFICATION.exists()
        return self.application(parsed_args) if named else None

    def _measured(
        self,
        cloud: Cloud,
        name: str | None,
        specification: Specification | None,
        demand: Demand | None,
        parsed_args: argparse.Namespace,
    ) -> Iterator[Finding]:
        if parsed_args.measure == "pair":
            network = parsed_args.external_network or (
                specification.external_network if specification else self._only_network(cloud)
            )
            yield from self._on_a_pair(cloud, network, parsed_args)
        elif name is None:
            raise UsageError(
                "no application is named to measure on",
                "bluegreen doctor NAME --measure application",
            )
        elif demand is None:
            raise UsageError("nothing can be measured with --proof none", "the same without it")
        else:
            yield from self._on_application(cloud, name, demand, parsed_args)

    def _only_network(self, cloud: Cloud) -> str:
        there = cloud.tenancy.external_networks()
        if len(there) != 1:
            raise UsageError(
                f"there are {len(there)} external networks: {', '.join(there)}",
                "the same command with --external-network",
            )
        return there[0]

    def _on_a_pair(
        self, cloud: Cloud, network: str, parsed_args: argparse.Namespace
    ) -> Iterator[Finding]:
        """Build a pair, move its address with connections held, and remove it again."""
        from bluegreen.cloud.observe import observe
        from bluegreen.cloud.permit import THROW_AWAY
        from bluegreen.doctor.measure import (
            plan_measured_move_of_pair,
            plan_pair,
            specification_of_pair,
        )
        from bluegreen.doctor.of_connections import of_held
        from bluegreen.model.data_plane import Demand
        from bluegreen.operations.executor import execute

        pair = f"doctor-{secrets.token_hex(3)}"
        try:
            plan = plan_pair(specification_of_pair(pair, network))
            run = self.carry_out(plan, cloud, THROW_AWAY, parsed_args)
            if run is None:
                return
            outcome = execute(plan_measured_move_of_pair(observe(cloud, pair), Demand()), run)
            if outcome.held:
                yield of_held(outcome.held)
        finally:
            if not parsed_args.dry_run:
                self._remove_pair(pair, cloud, parsed_args)

    def _remove_pair(self, pair: str, cloud: Cloud, parsed_args: argparse.Namespace) -> None:
        """Remove what is there of a pair. Raises Stuck with the way on when some of it stays."""
        from bluegreen.clock import wait_until
        from bluegreen.operations.executor import sentence_of

        left: list[str] = []

        def is_gone() -> bool:
            left[:] = [f"parts of {pair} are still there"]
            try:
                return self._removed(pair, cloud, parsed_args)
            except BlueGreenError as trouble:
                left[:] = [sentence_of(trouble)]
                self.say(f"Removing {pair} again: {left[0]}.")
                return False

        try:
            gone = wait_until(is_gone, limit=REMOVAL, every=AGAIN, clock=self.clock())
        except KeyboardInterrupt as interrupt:
            gone, left = False, [sentence_of(interrupt)]
        if not gone:
            raise Stuck(
                f"the throw-away pair {pair} is not removed: {left[0]}",
                f"bluegreen down {pair} --live {pair}",
            )

    def _removed(self, pair: str, cloud: Cloud, parsed_args: argparse.Namespace) -> bool:
        from bluegreen.cloud.observe import observe
        from bluegreen.cloud.permit import THROW_AWAY
        from bluegreen.doctor.measure import plans_of_removal
        from bluegreen.operations.executor import execute

        found = observe(cloud, pair)
        if found.exists:
            self.say(f"Removing {pair}.")
            for removal in plans_of_removal(found):
                execute(removal, self.run_of(cloud, THROW_AWAY, parsed_args))
        gone = not observe(cloud, pair).exists
        if gone:
            cloud.journal.prune(pair, keep=0)
        return gone

    def _on_application(
        self, cloud: Cloud, name: str, demand: Demand, parsed_args: argparse.Namespace
    ) -> Iterator[Finding]:
        """Move production to the idle side with connections held, and back."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.doctor.measure import plan_there_and_back
        from bluegreen.doctor.of_connections import of_held
        from bluegreen.model.history import ENTRIES_OF_A_RUN, last_act, runs_of

        with self.lease_on(name, cloud, parsed_args) as lease:
            act = last_act(runs_of(cloud.journal.entries(name, 2 * ENTRIES_OF_A_RUN)))
            plan = plan_there_and_back(
                observe_existing(cloud, name), demand, act.last if act else None
            )
            run = self.carry_out(plan, cloud, lease, parsed_args)
            if run is None:
                return
            held = run.progress.held
            if held is None:
                raise Refused("nothing was held, so nothing was measured")
            yield of_held(held)
