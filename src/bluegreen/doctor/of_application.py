# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Findings about an existing application, from facts alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bluegreen.doctor.finding import Finding, bad, note, ok, unknown
from bluegreen.model.address import Address
from bluegreen.model.application import Application
from bluegreen.model.data_plane import Proof
from bluegreen.model.journal import Entry, Phase
from bluegreen.model.lease import Holder
from bluegreen.model.summary import way_to_a_live_side, way_to_a_side
from bluegreen.operations.prechecks import Precheck, balancer_works, behind_one_router

MOVES = ("switch", "rollback")


def of_application(application: Application) -> Iterator[Finding]:
    """Say whether it is whole: addresses, sides, and one router for both."""
    name = application.name
    if application.production is None:
        way = way_to_a_live_side(application)
        yield bad("production", "there is no production address", way)
    elif application.live is None:
        port = application.production.port_id
        where = f"port {port}, which is neither side's" if port else "nothing"
        yield bad("live", f"production points at {where}", f"bluegreen resume {name}")
    if application.preview is None:
        side = application.idle or application.green
        yield bad("preview", "there is no preview address", way_to_a_side(side))
    for precheck in behind_one_router(application):
        yield _from(
            precheck,
            "a side cannot change its router; build an application with another name: bluegreen up "
            "VERSION",
        )
    for side in application.sides:
        works = balancer_works(side)
        yield _from(works, works.next_step)


def of_servers(application: Application, problems: Iterable[str]) -> Iterator[Finding]:
    """Say which servers fail, a finding each, from the sentences that `status` has of them."""
    sentences = [sentence.rstrip(".") for sentence in problems]
    for side in application.sides:
        repair = f"bluegreen repair {side.colour} {application.name}"
        own = (each for each in sentences if each.startswith(f"{side.colour}: "))
        yield from (bad("servers", sentence, repair) for sentence in own)
    silent = (each for each in sentences if each.startswith("Cannot tell"))
    yield from (unknown("servers", sentence) for sentence in silent)


def _from(precheck: Precheck, next_step: str) -> Finding:
    return (
        ok(precheck.name, precheck.sentence)
        if precheck.holds
        else bad(precheck.name, precheck.sentence, next_step)
    )


def of_keepers(address: Address, keepers: Iterable[str]) -> Iterator[Finding]:
    """Say who else manages an address."""
    others = list(keepers)
    for other in others:
        yield bad(
            "other-manager",
            f"{address.role} address {address.floating_ip}: {other}",
            f"openstack floating ip show {address.floating_ip}",
        )
    if not others:
        yield ok(
            "other-manager",
            f"no other manager of the {address.role} address {address.floating_ip} found; "
            "Terraform and scripts leave no visible mark",
        )


def of_last_move(application: Application, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Say whether production is where the newest finished move left it."""
    live = application.live
    moved = (e for e in entries if e.event in MOVES and e.phase is Phase.SUCCEEDED and e.side)
    last = next(moved, None)
    if last is None or live is None:
        return
    if last.side is live.colour:
        yield ok("last-move", f"{live.colour} is live, as the last {last.event} left it")
    else:
        yield note(
            "last-move",
            f"{live.colour} is live, but the last {last.event} in the journal made {last.side} "
            "live: somebody else moved the address, or a run ended without a journal entry",
            f"bluegreen history {application.name}",
        )


def of_reach(proof: Proof | None, problem: str = "") -> Finding:
    """Say whether this machine can prove a switch by connections of its own."""
    if proof is None:
        return unknown(
            "reach", f"could not check whether this machine reaches production: {problem}"
        )
    if proof.proved:
        return ok("reach", f"this machine reaches production: {proof.seen}")
    return note(
        "reach",
        f"this machine does not see the live side on the production address: {proof.seen}",
        "--proof statistics, or switch.proof of the specification",
    )


def of_lease(holder: Holder | None) -> Finding:
    """Say who is at work."""
    if holder is None or holder.expired:
        return ok("lease", "nobody holds the lease")
    if holder.left is None:
        sentence = f"{holder} holds the lease; it is unknown whether that run is still alive"
        return unknown("lease", sentence)
    return note("lease", f"{holder} is changing it")
