# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the commands have in common that take stages of a release."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bluegreen.cli.move_options import add_proof
from bluegreen.cli.options import add_application_of_specification, add_lease

if TYPE_CHECKING:
    from bluegreen.model.application import Application
    from bluegreen.operations.session import Session
    from bluegreen.release.dry_run import Foreseen
    from bluegreen.release.stages.request import ReleaseRequest
    from bluegreen.spec import Specification


def add_stage(parser: argparse.ArgumentParser) -> None:
    """Add what a command of one stage takes: lease, application, --specification, --proof."""
    add_lease(parser)
    add_application_of_specification(parser)
    add_proof(parser)


def request_of(
    specification: Specification, version: str, parsed_args: argparse.Namespace
) -> ReleaseRequest:
    """Return what the stages are asked to do."""
    from bluegreen.operations.switch.proof import proof_of
    from bluegreen.release.stages.request import ReleaseRequest

    allow_unknown = getattr(parsed_args, "allow_unknown", False)
    proof = proof_of(specification, parsed_args.proof)
    return ReleaseRequest(specification, version, proof, allow_unknown=allow_unknown)


def show_stage(foreseen: Foreseen, session: Session) -> None:
    """Show what a stage would do. Raises Refused where it would."""
    from bluegreen.cli.render import stage_lines

    for line in stage_lines(foreseen):
        session.say(line)
    for plan in foreseen.plans:
        plan.refuse_unless_allowed()


def version_on(application: Application, *, live: bool) -> str:
    """Return the version on the live or the idle side; "" when there is none.

    Of an adopted side nobody knows the version; it is then called by its colour.
    """
    side = application.live if live else application.idle
    if side and side.release:
        return side.release.version
    return str(side.colour) if side and side.adopted else ""
