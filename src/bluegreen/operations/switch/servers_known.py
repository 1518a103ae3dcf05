# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is known of a side's servers, and what tells where Octavia does not.

docs/decisions/not-known.md says why what is not known is neither good nor bad.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NoReturn

from bluegreen.clock import wait_for
from bluegreen.cloud.calls import BRIEFLY
from bluegreen.errors import CloudError, StepFailed, Stuck
from bluegreen.model.address import Address, Role
from bluegreen.model.application import Application
from bluegreen.model.balancer import Balancer, Members
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.summary import way_to_a_side
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.prechecks import Precheck

OCTAVIA_AGAIN = timedelta(seconds=5)
OCTAVIA_LIMIT = timedelta(minutes=1)
"""How long Octavia is asked how a side's servers are before that counts as not known."""

LOOK = "openstack loadbalancer status show {}"


def knowledge_prechecks(
    application: Application, to: Colour, proof: ProofSpec | None
) -> list[Precheck]:
    """Refuse a side of which nobody can tell how its servers are; nothing where that is known.

    Where no health monitor asks them, only an answer of the servers themselves can tell: by the
    proof, or through the preview address while that shows the side.
    """
    side = application.side(to)
    members, balancer = side.members, side.balancer
    if balancer is None or not members.unmonitored:
        return []
    servers = f"{side.colour} has {members.in_words}"
    if proof is None:
        return [Precheck("known", holds=True, sentence=f"{servers}; no proof is required")]
    shown = application.side_at(application.preview) is side
    if proof.asks_servers:
        told = f"{servers}; the proof asks the servers directly"
    elif proof.allow_unknown:
        told = f"{servers}; --allow-unknown takes it all the same"
    elif shown and can_ask_servers(proof, balancer):
        told = f"{servers}; they are asked through the preview address"
    else:
        told = f"{servers}, so the load balancer answers even if none of its servers works"
        way = way_to_knowledge(balancer, way_to_a_side(side))
        return [Precheck("known", holds=False, sentence=told, next_step=way)]
    return [Precheck("known", holds=True, sentence=told, known=proof.asks_servers)]


def can_ask_servers(proof: ProofSpec, balancer: Balancer) -> bool:
    """Whether this machine can ask the servers themselves, by HTTP on any path but the proof's."""
    return proof.probes and balancer.protocol == "HTTP"


def way_to_knowledge(balancer: Balancer, build: str = "") -> str:
    """Return what tells how the servers of a balancer without a health monitor are.

    `build` is the command that makes a monitor again where this program made one.
    """
    if balancer.adopted:
        build = (
            f"openstack loadbalancer pool list --loadbalancer {balancer.id}, then openstack "
            "loadbalancer healthmonitor create --type TCP --delay 5 --timeout 3 --max-retries 3 "
            "POOL"
        )
    build = build or f"bluegreen up VERSION --sides {balancer.colour}"
    return (
        f"{build}; or name in switch.proof a path that the servers answer; or, if you know that "
        "they work, run the same command with --allow-unknown"
    )


def must_have_servers(
    context: ExecutionContext, address: Address, balancer: Balancer, proof: ProofSpec
) -> None:
    """See a healthy server on a side that was proved, or an answer that only a server can give.

    A load balancer says which side it is, and counts connections, with no server too. Where nobody
    says how the servers are, they are asked through the address, if this machine can.

    Raises StepFailed when there is none, or nothing says that any works. What Octavia does not tell
    within a minute is neither good nor bad: production stays where it is then, and Stuck is raised.
    """
    members, silence = _members(context, balancer)
    if members is not None and not members.total:
        raise StepFailed(
            f"{balancer.colour}'s load balancer answers, but it has no servers",
            LOOK.format(balancer.id),
        )
    if members is not None and not members.at_most:
        raise StepFailed(
            f"{balancer.colour}'s load balancer answers, but none of its servers is healthy",
            LOOK.format(balancer.id),
        )
    if members is not None and members.healthy:
        return
    if members is None:
        sentence = f"it is unknown how {balancer.colour}'s servers are: {silence}"
    else:
        sentence = f"{balancer.colour}'s load balancer answers, but it has {members.in_words}"
    if not _is_accepted(context, address, balancer, proof, sentence):
        _leave_to_a_person(address, balancer, sentence, is_silent=members is None)


def _is_accepted(
    context: ExecutionContext, address: Address, balancer: Balancer, proof: ProofSpec, doubt: str
) -> bool:
    """Whether what is not known is known otherwise, or a person has decided; say which."""
    if proof.asks_servers:
        instead = "its servers have answered the proof"
    elif proof.allow_unknown:
        instead = "--allow-unknown takes it all the same"
    elif can_ask_servers(proof, balancer):
        found = context.cloud.data_plane.servers_answer(address, balancer)
        context.say(f"{doubt[0].upper()}{doubt[1:]}; {found.seen}.")
        return found.proved
    else:
        return False
    context.say(f"{doubt[0].upper()}{doubt[1:]}; {instead}.")
    return True


def _leave_to_a_person(
    address: Address, balancer: Balancer, sentence: str, *, is_silent: bool
) -> NoReturn:
    name = balancer.application
    if not is_silent:
        raise StepFailed(sentence, way_to_knowledge(balancer))
    if address.role is Role.PRODUCTION:
        raise Stuck(
            f"production is on {balancer.colour}, but {sentence}",
            f"bluegreen resume {name}, which checks again; or bluegreen rollback {name}",
        )
    raise StepFailed(sentence, LOOK.format(balancer.id))


def _members(context: ExecutionContext, balancer: Balancer) -> tuple[Members | None, str]:
    """Return a balancer's members; None, and why, when Octavia does not tell within a minute."""
    balancers = context.cloud.for_so_long(BRIEFLY).balancers
    try:
        found = wait_for(
            lambda: balancers.inspect(balancer),
            limit=OCTAVIA_LIMIT,
            every=OCTAVIA_AGAIN,
            clock=context.clock,
            despite=CloudError,
        )
    except CloudError as silence:
        return None, silence.true_now.rstrip(".")
    return found.members, ""
