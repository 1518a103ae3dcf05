# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The look at the moment that servers are taken from a side: it may be live by somebody's hand.

The lease keeps this program's other runs away, and nobody who moves the production address with
another tool. What a plan knew is as old as the builds and questions before.
"""

from __future__ import annotations

from functools import partial

from bluegreen.cloud.concurrently import concurrently
from bluegreen.errors import StepFailed
from bluegreen.model.address import Role
from bluegreen.model.stack import Stack
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext


def must_be_idle(context: ExecutionContext, application: str, colour: Colour) -> None:
    """Read where production points: two requests. Raises StepFailed when it is on that side."""
    addresses, balancers = concurrently(
        partial(context.cloud.addresses.find, application),
        partial(context.cloud.balancers.find, application),
        clock=context.clock,
    )
    live = {address.port_id for address in addresses if address.role is Role.PRODUCTION}
    if any(b.colour is colour and b.vip_port_id in live for b in balancers):
        raise StepFailed(
            f"production is on {colour} now, so its servers stay as they are",
            f"bluegreen status {application}",
        )


def must_not_serve(context: ExecutionContext, stack: Stack) -> None:
    """Do the same for the side that a stack belongs to; that of the router belongs to none."""
    side = stack.facts.get("side")
    if side in set(Colour):
        must_be_idle(context, stack.application, Colour(side))
