# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How a switch is proved: what is asked for, what must hold for it, and the steps that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bluegreen.clock import wait_for
from bluegreen.cloud.calls import BRIEFLY
from bluegreen.errors import CloudError, StepFailed, Stuck
from bluegreen.extensions.environment import filled
from bluegreen.model.address import Address, Role
from bluegreen.model.application import Application, Side
from bluegreen.model.balancer import Balancer, Members
from bluegreen.model.data_plane import WELL_KNOWN_PATH, ProofSpec
from bluegreen.model.summary import way_to_a_side
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.prechecks import Precheck
from bluegreen.spec import Specification
from bluegreen.spec.placeholders import fill


def proof_of(specification: Specification | None, way: str | None) -> ProofSpec | None:
    """Return how much proof is wanted, or None for none.

    Raises Refused when its requests use an environment variable that is not set.
    """
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
        request=filled(proof, proof.path, "proof", "or use --proof statistics")
        if way == "probe" and proof.path != WELL_KNOWN_PATH
        else None,
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
            way_to_knowledge(balancer, way_to_a_side(side)),
        )
    ]


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
    return f"{build}; or name in switch.proof a path that the servers answer; or --proof none"


OCTAVIA_AGAIN = timedelta(seconds=5)
OCTAVIA_LIMIT = timedelta(minutes=1)
"""How long Octavia is asked how a side's servers are before that counts as not known."""

LOOK = "openstack loadbalancer status show {}"


@dataclass(frozen=True)
class Prove(Step):
    """See one side answer fresh connections to an address, so many in a row.

    `allow_empty` is for the side of a measurement, which has no servers.
    """

    address: Address
    balancer: Balancer
    proof: ProofSpec
    allow_empty: bool = False

    @property
    def name(self) -> str:
        """The step's name."""
        return f"prove-on-{self.address.role}"

    def describe(self) -> str:
        """What running does."""
        return (
            f"Verify on the {self.address.role} address {self.address.floating_ip} that "
            f"{self.balancer.colour} answers {self.proof.in_a_row} new connections in a row."
        )

    def apply(self, context: ExecutionContext) -> None:
        """Connect until the side has answered so many times in a row.

        Raises StepFailed when it does not, and Stuck when production has moved and this machine can
        ask nothing, which is no reason to move it back.
        """
        proof = context.cloud.data_plane.prove(self.address, self.balancer, self.proof)
        if proof.is_unknown and self.address.role is Role.PRODUCTION:
            name = self.balancer.application
            raise Stuck(
                f"production is on {self.balancer.colour}, but this machine cannot tell whether "
                f"it answers ({proof.seen})",
                f"bluegreen resume {name}, from a machine that can reach the address; or "
                f"bluegreen rollback {name}",
            )
        if not proof.proved:
            raise StepFailed(
                f"{self.address.role} address {self.address.floating_ip}: {proof.seen}",
                f"{self._look}; or --proof statistics (or none) on a machine without a route to "
                "the address",
            )
        if not self.allow_empty:
            must_have_servers(context, self.balancer, self.proof, self.address.role)

    @property
    def _look(self) -> str:
        host, port = self.address.floating_ip, self.balancer.port
        if self.proof.certificate:
            return f"openssl s_client -connect {host}:{port}"
        if self.proof.banner:
            return f"nc {host} {port}"
        return f"curl -i http://{host}:{port}{self.proof.path}"


def must_have_servers(
    context: ExecutionContext, balancer: Balancer, proof: ProofSpec, role: Role
) -> None:
    """See a healthy server on a side that was proved, or an answer that only a server can give.

    A load balancer says which side it is, and counts connections, with no server too.

    Raises StepFailed when there is none, or no health monitor says that any is healthy. What
    Octavia does not tell within a minute is neither good nor bad: production stays where it is
    then, and Stuck is raised.
    """
    members, silence = _members(context, balancer)
    known = proof.asks_servers
    if members is None and not known:
        sentence = f"it is unknown how {balancer.colour}'s servers are: {silence}"
        if role is Role.PRODUCTION:
            name = balancer.application
            raise Stuck(
                f"production is on {balancer.colour}, but {sentence}",
                f"bluegreen resume {name}, which checks again; or bluegreen rollback {name}",
            )
        raise StepFailed(sentence, LOOK.format(balancer.id))
    if members is None:
        context.say(f"Cannot tell how many of {balancer.colour}'s servers are healthy: {silence}.")
    elif not members.total:
        raise StepFailed(
            f"{balancer.colour}'s load balancer answers, but it has no servers",
            LOOK.format(balancer.id),
        )
    elif not members.at_most:
        raise StepFailed(
            f"{balancer.colour}'s load balancer answers, but none of its servers is healthy",
            LOOK.format(balancer.id),
        )
    elif not members.healthy and not known:
        raise StepFailed(
            f"{balancer.colour}'s load balancer answers, but it has {members.in_words}",
            way_to_knowledge(balancer),
        )


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


@dataclass(frozen=True)
class StartMeasuring(Step):
    """Start a steady stream of fresh connections to production, so that the move is measured."""

    production: Address
    old: Balancer
    new: Balancer
    proof: ProofSpec

    @property
    def name(self) -> str:
        """The step's name."""
        return "start-measuring"

    def describe(self) -> str:
        """What running does."""
        return f"Start probing {self.production.floating_ip} with new connections."

    def apply(self, context: ExecutionContext) -> None:
        """Start the stream."""
        context.progress.measurement = context.cloud.data_plane.measure(
            self.production, self.old, self.new, self.proof
        )

    def undo(self, context: ExecutionContext) -> None:
        """End the stream."""
        context.progress.end_measurement()


@dataclass(frozen=True)
class StopMeasuring(Step):
    """End the stream, and keep what it met."""

    @property
    def name(self) -> str:
        """The step's name."""
        return "stop-measuring"

    def describe(self) -> str:
        """What running does."""
        return "Stop probing and report failed requests and the cutover time."

    def apply(self, context: ExecutionContext) -> None:
        """End the stream; a run that was resumed has none."""
        context.progress.end_measurement()
