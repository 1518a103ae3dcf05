# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The data plane as the prober sees it: fresh connections through the address itself."""

from __future__ import annotations

import time
from datetime import timedelta

from bluegreen import probe
from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import Cutover, LongLivedOutcome, Proof, ProofSpec, RequestSpec
from bluegreen.model.verdict import CheckResult
from bluegreen.probe.servers import servers_answer
from bluegreen.probe.warm_up import warm_up


class ProbedDataPlane:
    """Connections from this machine to the addresses; it must have a way to them."""

    def prove(self, address: Address, balancer: Balancer, proof: ProofSpec) -> Proof:
        """Open fresh connections until the balancer's side has answered so many in a row."""
        found = probe.prove(
            _target(address, balancer, proof),
            balancer.colour,
            in_a_row=proof.in_a_row,
            timeout=proof.limit,
        )
        return Proof(found.proved, str(found), found.is_unknown)

    def warm_up(
        self,
        address: Address,
        balancer: Balancer,
        servers: int,
        header: str | None,
        request: RequestSpec,
    ) -> CheckResult:
        """Ask through an address until so many servers have answered well."""
        url = f"http://{address.floating_ip}:{balancer.port}"
        return warm_up(url, servers, header, request)

    def servers_answer(self, address: Address, balancer: Balancer) -> Proof:
        """Ask for `/` until so many requests in a row were answered, with no server error."""
        return servers_answer(f"http://{address.floating_ip}:{balancer.port}/")

    def measure(
        self, address: Address, old: Balancer, new: Balancer, proof: ProofSpec
    ) -> ProbedMeasurement:
        """Start a stream of fresh connections to an address that is about to move."""
        return ProbedMeasurement(_target(address, new, proof), old, new)

    def open_long_lived(
        self, address: Address, balancer: Balancer, proof: ProofSpec
    ) -> LongLivedByProbe:
        """Open some connections, and ask on each of them about twice a second."""
        return LongLivedByProbe(_target(address, balancer, proof), balancer)


class LongLivedByProbe:
    """Kept-alive connections to one side, begun when it is made."""

    CLIENTS = 5
    REQUESTS_PER_SECOND = 10.0
    PATIENCE = timedelta(seconds=5)
    """A client that waits longer takes its connection for dead, as impatient ones do."""

    def __init__(self, target: probe.Target, old: Balancer) -> None:
        self._prober = probe.Prober(
            target,
            rate=self.REQUESTS_PER_SECOND,
            fresh=False,
            keepalive_clients=self.CLIENTS,
            timeout=self.PATIENCE,
        ).start()
        self._old = old.colour
        self._moved_at: float | None = None

    def begins(self) -> None:
        """Note the moment."""
        self._moved_at = time.monotonic()

    def ends(self) -> LongLivedOutcome:
        """End them, and count by what the requests after the moment met.

        A client opens a new connection only when its own has ended, so each new one stands for one
        that was held.
        """
        report = self._prober.stop()
        moved_at = report.stopped if self._moved_at is None else self._moved_at
        after = [record for record in report.records if record.ended >= moved_at]
        gave_up = {probe.RequestOutcome.TIMED_OUT, probe.RequestOutcome.STALLED}
        hung = min(self.CLIENTS, sum(record.outcome in gave_up for record in after))
        renewed = sum(record.connected for record in after)
        ended = max(0, min(self.CLIENTS, renewed) - hung)
        return LongLivedOutcome(
            opened=self.CLIENTS,
            stayed=self.CLIENTS - hung - ended,
            hung=hung,
            ended=ended,
            failed=sum(record.failed for record in after),
            slowest=max((record.ended - record.started for record in after), default=0.0),
        )


class ProbedMeasurement:
    """A stream of fresh connections, begun when it is made."""

    def __init__(self, target: probe.Target, old: Balancer, new: Balancer) -> None:
        self._stream = probe.CutoverProbe(target).__enter__()
        self._old, self._new = old.colour, new.colour
        self._begun = False

    def begins(self) -> None:
        """Note that the move of the address is requested now."""
        self._begun = True
        self._stream.mark()

    def failed_so_far(self) -> int:
        """Return how many of its requests have failed until now, by no fault of this machine."""
        return self._stream.failed_so_far()

    def unknown_so_far(self) -> int:
        """Return how many of its requests this machine could not send, or was late with."""
        return self._stream.unknown_so_far()

    def ends(self) -> Cutover:
        """End the stream and return what it met."""
        if not self._begun:
            self._stream.mark()
        return self._stream.measured(old=self._old, new=self._new)


def _target(address: Address, balancer: Balancer, proof: ProofSpec) -> probe.Target:
    if proof.speaks_http:
        url = f"http://{address.floating_ip}:{balancer.port}{proof.path}"
        if proof.of_balancer:
            return probe.Target.of(url, probe.ByRedirect(address.application))
        return probe.Target.of(url, probe.ByHeader(proof.header)).asked(proof.request)
    identity = (
        probe.ByCertificate(proof.certificate)
        if proof.certificate
        else probe.ByBanner(proof.banner or {})
    )
    return probe.Target.greeting(address.floating_ip, balancer.port, identity)
