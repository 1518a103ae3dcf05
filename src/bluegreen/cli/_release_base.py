# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the commands have in common that carry out stages of a release."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bluegreen.cli.base import ReadsSpecification, WorksUnderLease
from bluegreen.cli.proof_options import add_proof
from bluegreen.model.printable import printable

if TYPE_CHECKING:
    from bluegreen.model.application import Application
    from bluegreen.operations.context import ExecutionContext
    from bluegreen.release.dry_run import Foreseen
    from bluegreen.release.stages.request import Order
    from bluegreen.spec import Specification


class TakesStages(ReadsSpecification, WorksUnderLease):
    """A verb that takes one or more stages of a release."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --proof."""
        parser = super().get_parser(prog_name)
        add_proof(parser)
        return parser

    @contextmanager
    def run_under_lease(
        self, specification: Specification, parsed_args: argparse.Namespace
    ) -> Iterator[ExecutionContext]:
        """Hold the lease, and give what the stages may use, a person to ask included."""
        cloud = self.cloud()
        with self.lease_on(specification.application, cloud, parsed_args) as lease:
            ask = self._ask if sys.stdin.isatty() else None
            yield replace(self.run_of(cloud, lease, parsed_args), ask=ask)

    def order(
        self, specification: Specification, version: str, parsed_args: argparse.Namespace
    ) -> Order:
        """Return what the stages are asked to do."""
        from bluegreen.operations.switch.proof_policy import demand_of
        from bluegreen.release.stages.request import Order

        return Order(specification, version, demand_of(specification, parsed_args.proof))

    def show_stage(self, foreseen: Foreseen) -> None:
        """Show what a stage would do. Raises Refused where it would."""
        from bluegreen.cli.render import stage_lines

        for line in stage_lines(foreseen):
            self.say(line)
        for plan in foreseen.plans:
            plan.refuse_unless_allowed()

    def version_on(self, application: Application, *, live: bool) -> str:
        """Return the version on the live or the idle side; "" when there is none.

        Of an adopted side nobody knows the version; it is then called by its colour.
        """
        side = application.live if live else application.idle
        if side and side.release:
            return side.release.version
        return str(side.colour) if side and side.adopted else ""

    def _ask(self, question: str) -> bool:
        self.app.stderr.write(f"{printable(question)} [y/N] ")
        self.app.stderr.flush()
        return self.app.stdin.readline().strip().lower() in ("y", "yes")
