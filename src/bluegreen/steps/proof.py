# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Proof through the data plane: who answers is asked of fresh connections, not of an API.

A floating IP's `status` reads ACTIVE before, during and after a move; only a connection through
the address tells which side answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.cloud.interface import Demand
from bluegreen.errors import CloudError, StepFailed
from bluegreen.observation import Address, Balancer
from bluegreen.steps.step import Run, Step


@dataclass(frozen=True)
class Prove(Step):
    """See one side answer fresh connections to an address, so many in a row."""

    address: Address
    balancer: Balancer
    demand: Demand

    @property
    def name(self) -> str:
        """The step's name."""
        return f"prove-on-{self.address.role}"

    @property
    def change(self) -> str:
        """What acting does."""
        return (
            f"See {self.balancer.colour} answer {self.demand.in_a_row} fresh connections in a row "
            f"on the {self.address.role} address {self.address.floating_ip}."
        )

    def act(self, run: Run) -> None:
        """Connect until the side has answered so many times in a row."""
        proof = run.cloud.data_plane.prove(self.address, self.balancer, self.demand)
        if not proof.proved:
            raise StepFailed(
                f"{self.address.role} address {self.address.floating_ip}: {proof.seen}",
                f"{self._look}; or --proof statistics (or none), from a machine with no way to it",
            )
        must_have_servers(run, self.balancer)

    @property
    def _look(self) -> str:
        host, port = self.address.floating_ip, self.balancer.port
        if self.demand.certificate:
            return f"openssl s_client -connect {host}:{port}"
        if self.demand.banner:
            return f"nc {host} {port}"
        return f"curl -i http://{host}:{port}{self.demand.path}"


def must_have_servers(run: Run, balancer: Balancer) -> None:
    """Raise StepFailed when a side that was proved has servers, and none of them is healthy.

    A load balancer says which side it is, and counts connections, with all its servers down too.
    One that cannot be asked now is no reason to go back.
    """
    try:
        members = run.cloud.balancers.inspect(balancer).members
    except CloudError as trouble:
        run.say(f"How {balancer.colour}'s servers are is not known: {trouble.true_now}.")
        return
    if members.total and not members.healthy:
        raise StepFailed(
            f"{balancer.colour}'s load balancer answers, and none of its servers is healthy",
            f"openstack loadbalancer status show {balancer.id}",
        )


@dataclass(frozen=True)
class MeasureFromHere(Step):
    """Start a steady stream of fresh connections to production, so that the move is measured."""

    production: Address
    old: Balancer
    new: Balancer
    demand: Demand

    @property
    def name(self) -> str:
        """The step's name."""
        return "measure-from-here"

    @property
    def change(self) -> str:
        """What acting does."""
        return f"Open fresh connections to {self.production.floating_ip}, and count every one."

    def act(self, run: Run) -> None:
        """Start the stream."""
        run.measurement = run.cloud.data_plane.measure(
            self.production, self.old, self.new, self.demand
        )

    def undo(self, run: Run) -> None:
        """End the stream."""
        if run.measurement:
            run.cutover, run.measurement = run.measurement.ends(), None


@dataclass(frozen=True)
class MeasureUntilHere(Step):
    """End the stream, and keep what it met."""

    @property
    def name(self) -> str:
        """The step's name."""
        return "measure-until-here"

    @property
    def change(self) -> str:
        """What acting does."""
        return "Count what the fresh connections met during the move."

    def act(self, run: Run) -> None:
        """End the stream; a run that was resumed has none."""
        if run.measurement:
            run.cutover, run.measurement = run.measurement.ends(), None
