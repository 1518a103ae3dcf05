# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What `switch` and `rollback` have in common: proof, expectation, and the result."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cliff.show import ShowOne

from bluegreen.cli._autoscaling_base import LetsScaleAfterwards
from bluegreen.cli.base import SPECIFICATION, NamesApplication
from bluegreen.cli.proof_options import add_proof
from bluegreen.errors import SpecificationInvalid
from bluegreen.model.tags import Colour

if TYPE_CHECKING:
    from bluegreen.cloud.permit import Permit
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.application import Application
    from bluegreen.model.connections import Drained
    from bluegreen.model.data_plane import Demand
    from bluegreen.operations.plan import Plan
    from bluegreen.operations.step import Run
    from bluegreen.spec import Specification

Result = tuple[tuple[str, ...], tuple[Any, ...]]


class Moved(NamedTuple):
    """The run of a move (None when it was only shown), and the application as it is after it."""

    run: Run | None
    application: Application | None


class MovesProduction(NamesApplication, LetsScaleAfterwards, ShowOne):
    """A verb that moves the production address."""

    must_have_valid_specification = True
    """Whether a broken ./bluegreen.yaml stands in the way; its hooks may be there to refuse."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._specifications: dict[str, Specification | None] = {}

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --from and --proof."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--from",
            dest="expected",
            type=Colour,
            choices=list(Colour),
            help="refuse unless this side is live now",
        )
        add_proof(parser)
        return parser

    def move(
        self,
        plan: Plan,
        cloud: Cloud,
        lease: Permit | None,
        parsed_args: argparse.Namespace,
        afterwards: Sequence[Plan] = (),
    ) -> Moved:
        """Carry a plan out, and return what is live then and what the move cost."""
        specification = self.specification_of(plan.application)
        run = self.carry_out(plan, cloud, lease, parsed_args, specification, afterwards=afterwards)
        return Moved(run, self.look_again(cloud, plan.application))

    def result(self, name: str, moved: Moved, drained: Drained | None = None) -> Result:
        """Return what a move came to, as a row."""
        cutover = moved.run.cutover if moved.run else None
        live = moved.application.live if moved.application else None
        return (
            (
                "application",
                "live",
                "version",
                "cutover_seconds",
                "requests",
                "failed_requests",
                "old_after_new",
                "connections_left",
                "connections_cut",
            ),
            (
                name,
                str(live.colour) if live else None,
                live.release.version if live and live.release else None,
                round(cutover.seconds, 2) if cutover and cutover.seconds is not None else None,
                cutover.requests if cutover else None,
                cutover.failed if cutover else None,
                cutover.old_after_new if cutover else None,
                drained.remaining if drained else None,
                drained.cut if drained else None,
            ),
        )

    def demand(self, name: str, parsed_args: argparse.Namespace) -> Demand | None:
        """Return how much proof is wanted: --proof, `switch.proof` of ./bluegreen.yaml, default."""
        from bluegreen.operations.switch.proof_policy import demand_of

        way = parsed_args.proof
        return None if way == "none" else demand_of(self.specification_of(name), way)

    def specification_of(self, name: str) -> Specification | None:
        """Return ./bluegreen.yaml if it is of this application. Raises SpecificationInvalid.

        It is read once: what becomes of the file once production moves is not this move's matter.
        """
        if name not in self._specifications:
            self._specifications[name] = self._read(name)
        return self._specifications[name]

    def _read(self, name: str) -> Specification | None:
        """Read it; a rollback goes on with a broken one, without hooks, and proof as by default."""
        try:
            return self.own_specification(name)
        except SpecificationInvalid:
            if self.must_have_valid_specification:
                raise
            self.say(f"{SPECIFICATION} is not valid: no hooks run, and proof is as by default.")
            return None
