# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The examination as it is ordered, and the measurement of held connections on request."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bluegreen.clock import wait_until
from bluegreen.cloud.observe import observe, observe_existing
from bluegreen.cloud.permit import THROW_AWAY
from bluegreen.cloud.protocols import Cloud
from bluegreen.doctor.examine import examine
from bluegreen.doctor.finding import Finding, Rating
from bluegreen.doctor.measure import (
    plan_measured_move_of_pair,
    plan_pair,
    plan_there_and_back,
    plans_of_removal,
    specification_of_pair,
)
from bluegreen.doctor.of_connections import of_long_lived
from bluegreen.errors import BlueGreenError, Refused, Stuck, UsageError
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.journal import ENTRIES_OF_A_RUN, last_act, runs_of
from bluegreen.operations.change import change
from bluegreen.operations.executor import execute, sentence_of
from bluegreen.operations.session import Session
from bluegreen.spec import Specification

REMOVAL, AGAIN = timedelta(minutes=2), timedelta(seconds=5)
"""How long, and how often, the removal of a pair is tried again."""


@dataclass(frozen=True, kw_only=True)
class DoctorRequest:
    """What is examined, and on what held connections are measured: a throw-away pair of sides,
    whose floating IPs come from `external_network`, or the application itself.
    """

    application: str | None
    specification: Specification | None
    proof: ProofSpec | None
    measure: Literal["pair", "application"] | None = None
    external_network: str | None = None


def examine_and_measure(request: DoctorRequest, session: Session) -> Iterator[Finding]:
    """Yield each finding as soon as it is made; nothing is measured after a bad one.

    Raises what a change raises where something is measured, and Stuck when a pair stays.
    """
    bad = False
    for finding in examine(
        session.cloud, request.application, request.specification, request.proof
    ):
        bad = bad or finding.verdict is Rating.BAD
        yield finding
    if request.measure and bad:
        session.say("No measurement, because of the findings above.")
    elif request.measure == "pair":
        yield from _on_a_pair(_network(request, session.cloud), session)
    elif request.measure == "application":
        yield from _on_application(request, session)


def _network(request: DoctorRequest, cloud: Cloud) -> str:
    """Return where a pair's floating IPs come from. Raises UsageError where that is not known."""
    if request.external_network:
        return request.external_network
    if request.specification:
        return request.specification.external_network
    there = cloud.tenancy.external_networks()
    if len(there) != 1:
        raise UsageError(
            f"there are {len(there)} external networks: {', '.join(there)}",
            "run the same command with --external-network",
        )
    return there[0]


def _on_a_pair(network: str, session: Session) -> Iterator[Finding]:
    """Build a pair, move its address with connections held, and remove it again."""
    pair = f"doctor-{secrets.token_hex(3)}"
    try:
        context = change(plan_pair(specification_of_pair(pair, network)), session, THROW_AWAY)
        if context is None:
            return
        there = observe(session.cloud, pair)
        outcome = execute(plan_measured_move_of_pair(there, ProofSpec()), context)
        if outcome.long_lived:
            yield of_long_lived(outcome.long_lived)
    finally:
        if not session.dry_run:
            _remove_pair(pair, session)


def _remove_pair(pair: str, session: Session) -> None:
    """Remove what is there of a pair. Raises Stuck with the way on when some of it stays."""
    left: list[str] = []

    def is_gone() -> bool:
        left[:] = [f"parts of {pair} are still there"]
        try:
            return _removed(pair, session)
        except BlueGreenError as error:
            left[:] = [sentence_of(error)]
            session.say(f"Removing {pair} again: {left[0]}.")
            return False

    try:
        gone = wait_until(is_gone, limit=REMOVAL, every=AGAIN, clock=session.clock)
    except KeyboardInterrupt as interrupt:
        gone, left = False, [sentence_of(interrupt)]
    if not gone:
        raise Stuck(
            f"the throw-away pair {pair} was not removed: {left[0]}",
            f"bluegreen down {pair} --live {pair}",
        )


def _removed(pair: str, session: Session) -> bool:
    found = observe(session.cloud, pair)
    if found.exists:
        session.say(f"Removing {pair}.")
        for removal in plans_of_removal(found):
            execute(removal, session.context(THROW_AWAY))
    gone = not observe(session.cloud, pair).exists
    if gone:
        session.cloud.journal.prune(pair, keep=0)
    return gone


def _on_application(request: DoctorRequest, session: Session) -> Iterator[Finding]:
    """Move production to the idle side with connections held, and back."""
    name, cloud = request.application, session.cloud
    if name is None:
        raise UsageError(
            "no application given to measure on",
            "bluegreen doctor NAME --measure application",
        )
    if request.proof is None:
        raise UsageError("--proof none cannot measure anything", "run the same command without it")
    with session.under_lease(name) as lease:
        act = last_act(runs_of(cloud.journal.entries(name, 2 * ENTRIES_OF_A_RUN)))
        plan = plan_there_and_back(
            observe_existing(cloud, name), request.proof, act.last if act else None
        )
        context = change(plan, session, lease)
        if context is None:
            return
        met = context.progress.long_lived
        if met is None:
            raise Refused("no connection was held, so nothing was measured")
        yield of_long_lived(met)
