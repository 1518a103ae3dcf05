# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What each beat of a switch comes to in the situation that was observed: a step, or nothing.

Nothing is left to do of a beat that an interrupted run has done, or that this cloud needs none of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bluegreen.model.address import Address
from bluegreen.model.application import Application, Side
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.scaling import Direction
from bluegreen.model.tags import Colour
from bluegreen.operations.drain.cut import OpenListener
from bluegreen.operations.plan import Step
from bluegreen.operations.prechecks import way_to_a_larger_side
from bluegreen.operations.scale.alarms import (
    ResumeScaleOut,
    SuspendAutoscaling,
    VerifyAutoscalingSuspended,
)
from bluegreen.operations.scale.scale_out import VerifySize, scale_out_steps
from bluegreen.operations.switch.addresses import DetachPreview, MoveProduction, PointPreview
from bluegreen.operations.switch.proof import Prove, StartMeasuring, StopMeasuring
from bluegreen.operations.switch.statistics import ProveByStatistics
from bluegreen.operations.waits.load_balancer import WaitForBalancer


@dataclass(frozen=True)
class Move:
    """Production on its way to a side, the `target`, proved as `proof` says (None: not at all)."""

    application: Application
    target: Colour
    proof: ProofSpec | None

    @property
    def new(self) -> Side:
        """The side that is to be live."""
        return self.application.side(self.target)

    @property
    def old(self) -> Side:
        """The other side."""
        return self.application.side(self.target.other)

    @property
    def scales(self) -> bool:
        """Whether the new side scales with load."""
        return self.new.release is not None and self.new.release.scaling is not None

    def wait_for_balancer(self) -> Iterator[Step]:
        """Let Octavia end what it is doing with the new side's balancer."""
        if self.new.balancer and self.new.balancer.provisioning == "PENDING_UPDATE":
            yield WaitForBalancer(self.new.balancer)

    def scale_out(self, *, for_rollback: bool = False) -> Iterator[Step]:
        """Give the new side as many healthy servers as the live side has now."""
        return scale_out_steps(self.application, self.target, for_rollback=for_rollback)

    def suspend_autoscaling(self, *, must: bool) -> Iterator[Step]:
        """Keep both sides at their size while production moves.

        The idle side's alarms are suspended already, unless somebody else let them act. A rollback
        does not depend on alarms (`must`), and takes the size that there is.
        """
        live = self.application.live
        moves = live is not self.new
        for side in self.application.sides:
            scaling = side.release.scaling if side.release else None
            if not (side.release and scaling and (moves or side is not self.new)):
                continue
            should_have_some = must and side is live and scaling.lacks_alarms
            if not scaling.is_suspended or should_have_some:
                stack_id, acted = side.release.stack.id, scaling.acting
                yield SuspendAutoscaling(side.colour, stack_id, side is live, must, acted)

    def verify_size(self, *, may_wait: bool) -> Iterator[Step]:
        """Compare the sizes once more: a question or a hook may have taken hours, or load acts."""
        live, new = self.application.live, self.new
        if not (live and live is not new and live.balancer and new.balancer):
            return
        old = live.release
        scaling = old.scaling if old else None
        held = old.stack.id if old and scaling and scaling.has_alarms else None
        makes_up = new.release if self.scales and may_wait else None
        name = self.application.name
        again = "run the same command again" if may_wait else f"bluegreen switch {name}"
        grows_first = f"scales {self.target} out first" if self.scales else "tells what is missing"
        next_step = f"{again}, which {grows_first}"
        if scaling and not self.scales:
            next_step = way_to_a_larger_side(self.application, new, live)
        yield VerifySize(new.balancer, live.balancer, next_step, held, makes_up)

    def open_listener(self) -> Iterator[Step]:
        """Open the new side's listener, which a cut that was interrupted has left closed."""
        if (here := self._here) and here.new.listener_id and not here.new.listens:
            yield OpenListener(here.new)

    def prove_on_preview(self) -> Iterator[Step]:
        """Have the new side answer on the preview address, where that shows it."""
        here, probes = self._here, self._probes
        preview = here.preview if here and not here.moved else None
        if here and probes and preview and preview.port_id == here.new.vip_port_id:
            yield Prove(preview, here.new, probes)

    def start_measuring(self) -> Iterator[Step]:
        """Begin a stream of new connections to production, so that the move is measured."""
        here, probes = self._here, self._probes
        if here and probes and here.old and not here.moved:
            yield StartMeasuring(here.production, here.old, here.new, probes)

    def park_preview(self) -> Iterator[Step]:
        """Detach the preview address, since a fixed IP can hold one floating IP of a network."""
        here = self._here
        if here and here.preview and not here.moved and here.preview.port_id is not None:
            yield DetachPreview(here.preview, back_to=here.preview.port_id)

    def move_production(self) -> Iterator[Step]:
        """Move production from port to port in one request, never by way of nothing."""
        here = self._here
        if here and not here.moved:
            yield MoveProduction(here.production, self.new, here.new.vip_port_id)

    def show_old_side_on_preview(self) -> Iterator[Step]:
        """Point the preview address at the side that is no longer live."""
        here = self._here
        if here is None or here.preview is None or here.old is None:
            return
        if not here.moved or here.preview.port_id != here.old.vip_port_id:
            yield PointPreview(here.preview, self.old, here.old.vip_port_id)

    def prove_on_production(self) -> Iterator[Step]:
        """Have the new side answer on the production address; after an interruption, too."""
        if (here := self._here) and self.proof:
            yield prove_on_production(here.production, here.new, here.old, self.proof)

    def stop_measuring(self) -> Iterator[Step]:
        """End the stream, and keep what it met."""
        here = self._here
        if here and self._probes and here.old and not here.moved:
            yield StopMeasuring()

    def verify_autoscaling_suspended(self) -> Iterator[Step]:
        """See that the old side still has its size, which is the way back."""
        live = self.application.live
        release = live.release if live and live is not self.new else None
        scaling = release.scaling if release else None
        if release and scaling and scaling.has_alarms and not scaling.lacks_alarms:
            yield VerifyAutoscalingSuspended(release.colour, release.stack.id)

    def resume_scale_out(self) -> Iterator[Step]:
        """Let the new side get servers with load; fewer it gets once its own load is known."""
        scaling = self.new.release.scaling if self.new.release else None
        if self.new.release and scaling and scaling.has_alarms:
            grew = self.new is self.application.live and Direction.OUT in scaling.acting
            yield ResumeScaleOut(self.target, self.new.release.stack.id, grew)

    @property
    def _here(self) -> _Here | None:
        """What the addresses move between; None where a part is missing, which a precheck says."""
        production, preview = self.application.production, self.application.preview
        new, old = self.new.balancer, self.old.balancer
        return _Here(production, preview, new, old) if production and new else None

    @property
    def _probes(self) -> ProofSpec | None:
        """The proof, if it is for connections of this machine's own."""
        return self.proof if self.proof and self.proof.probes else None


@dataclass(frozen=True)
class _Here:
    """The addresses and the balancers that they point at.

    `old` may be absent; `preview` too, on the way back.
    """

    production: Address
    preview: Address | None
    new: Balancer
    old: Balancer | None

    @property
    def moved(self) -> bool:
        """Whether production points at the new side already."""
        return self.production.port_id == self.new.vip_port_id


def prove_on_production(
    production: Address, new: Balancer, old: Balancer | None, proof: ProofSpec
) -> Step:
    """Return the step that proves, in the way that is asked for, that a side is live."""
    if proof.probes:
        return Prove(production, new, proof)
    return ProveByStatistics(production, new, old, proof)
