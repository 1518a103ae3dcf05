# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How a switch is proved: what is asked for, what must hold for it, and the steps that prove it."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.errors import StepFailed, Stuck
from bluegreen.extensions.environment import filled
from bluegreen.model.address import Address, Role
from bluegreen.model.application import Application
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import WELL_KNOWN_PATH, ProofSpec
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.prechecks import Precheck
from bluegreen.operations.switch.servers_known import must_have_servers
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
            must_have_servers(context, self.address, self.balancer, self.proof)

    @property
    def _look(self) -> str:
        host, port = self.address.floating_ip, self.balancer.port
        if self.proof.certificate:
            return f"openssl s_client -connect {host}:{port}"
        if self.proof.banner:
            return f"nc {host} {port}"
        return f"curl -i http://{host}:{port}{self.proof.path}"


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
