# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How a command proves who answers, and what must hold so that it can. Pure.

By what is typed, else by what the specification says. A side whose pool has no health monitor is
neither good nor bad: it can go live where the proof asks the servers themselves, or where none is
asked for.
"""

from __future__ import annotations

from bluegreen.model.application import Application, Side
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.tags import Colour
from bluegreen.operations.prechecks import Precheck
from bluegreen.spec import Specification
from bluegreen.spec.placeholders import fill


def proof_of(specification: Specification | None, way: str | None) -> ProofSpec | None:
    """Return how much proof is wanted, or None for none."""
    if specification is None:
        return (
            None
            if way == "none"
            else ProofSpec(by="statistics" if way == "statistics" else "probe")
        )
    proof = specification.switch.proof
    way = way or proof.by
    if way == "none":
        return None
    return ProofSpec(
        proof.in_a_row,
        proof.timeout,
        proof.path,
        by="statistics" if way == "statistics" else "probe",
        header=proof.header,
        certificate=_of_each_side(proof.certificate, specification.application),
        banner=_of_each_side(proof.banner, specification.application),
    )


def _of_each_side(text: str | None, application: str) -> dict[str, str] | None:
    """Return the text as it is on each side; None where the specification has none."""
    if text is None:
        return None
    return {side: fill(text, {"side": side, "application": application}) for side in Colour}


def proof_prechecks(
    application: Application, to: Colour, proof: ProofSpec | None
) -> list[Precheck]:
    """Return the precheck that the proof asked for can be had; none when none is asked for."""
    balancer = application.side(to).balancer
    if proof is None or balancer is None or not proof.probes:
        return []
    by = proof.path if proof.speaks_http else f"port {balancer.port}"
    can_tell = balancer.protocol == "HTTP" if proof.of_balancer else True
    return [
        Precheck(
            "can-tell-sides",
            can_tell,
            f"connections to {by} can tell the sides apart"
            if can_tell
            else f"a {balancer.protocol} listener cannot tell its side: name in switch.proof "
            f"what can (a path that answers with the header {proof.header}, a certificate "
            "or a banner), or use --proof statistics or none",
        )
    ]


def knowledge_prechecks(side: Side, proof: ProofSpec | None) -> list[Precheck]:
    """Refuse a side of which nobody knows how its servers are; nothing where that is known.

    Where no health monitor asks them, only an answer of the servers themselves can tell.
    """
    members, balancer = side.members, side.balancer
    if balancer is None or not members.unmonitored:
        return []
    servers = f"{side.colour} has {members.in_words}"
    if proof is None:
        return [Precheck("known", holds=True, sentence=f"{servers}; no proof is required")]
    return [
        Precheck(
            "known",
            proof.asks_servers,
            f"{servers}; the proof asks the servers directly"
            if proof.asks_servers
            else f"{servers}, so the load balancer answers even if none of its servers works",
            way_to_knowledge(balancer),
        )
    ]


def way_to_knowledge(balancer: Balancer) -> str:
    """Return what tells how the servers of a balancer without a health monitor are."""
    return (
        f"openstack loadbalancer pool list --loadbalancer {balancer.id}, then openstack "
        "loadbalancer healthmonitor create --type TCP --delay 5 --timeout 3 --max-retries 3 POOL; "
        "or name in switch.proof a path that the servers answer; or --proof none"
    )
