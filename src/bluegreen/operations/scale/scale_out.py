# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A side as large as the live one: what it lacks, if there is room, the check before a move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bluegreen.cloud.calls import concurrently
from bluegreen.cloud.errors import Forbidden
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import CloudError, Refused
from bluegreen.model.application import Application, Release, Side
from bluegreen.model.balancer import Balancer, Members
from bluegreen.model.quota import Needs, Shortage
from bluegreen.model.scaling import BOTH_WAYS
from bluegreen.model.stack import StackState
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.prechecks import Precheck
from bluegreen.operations.scale.alarms import enable_alarms
from bluegreen.operations.scale.resize import ResizeRelease
from bluegreen.operations.waits.servers_healthy import WaitUntilHealthy


def size_to_match(application: Application, *, for_rollback: bool = False) -> int:
    """Return how many servers a side needs to be as large as the live one is now; 0 without one."""
    live = application.live
    return servers_needed(live.members, count_unhealthy=not for_rollback) if live else 0


def servers_to_make(application: Application, to: Colour, *, for_rollback: bool = False) -> int:
    """Return how many servers a side lacks to take over from the live side as that is now.

    0 when Heat does not answer: then none can be made.
    """
    live = application.live
    if live is None or live.colour is to or application.unread:
        return 0
    needed = size_to_match(application, for_rollback=for_rollback)
    return max(0, needed - application.side(to).members.total)


def scale_out_needs(parameters: Mapping[str, Any], servers: int) -> Needs:
    """Return what more servers of a release take, from the parameters of its stack."""
    return Needs(
        image=parameters["image"],
        flavor=parameters["flavor"],
        external_network=None,
        key_pair=parameters["key_pair"] or None,
        servers=servers,
        releases=0,
    )


def scale_out_steps(
    application: Application, to: Colour, *, for_rollback: bool = False
) -> Iterator[Step]:
    """Yield the steps after which a side has as many healthy servers as the live side has now.

    None when it has them. Servers that are there and do not answer yet are waited for.
    """
    live, side = application.live, application.side(to)
    if live is None or live.colour is to or side.release is None:
        return
    needed, now = size_to_match(application, for_rollback=for_rollback), side.members.total
    if side.members.at_most >= needed:
        return
    if now < needed:
        yield ResizeRelease(side.release, now=now, wanted=needed, only_idle=True)
    yield WaitUntilHealthy(application.name, to, side.release.stack.name, needed)


def scale_out_prechecks(
    application: Application,
    to: Colour,
    shortages: Sequence[Shortage],
    or_else: str = "",
    *,
    for_rollback: bool = False,
) -> Iterator[Precheck]:
    """Yield the prechecks that a side can become as large as the live side; none when it is.

    `or_else` is a way on where it cannot.
    """
    live, side = application.live, application.side(to)
    if not any(scale_out_steps(application, to, for_rollback=for_rollback)) or live is None:
        return
    lacking = "; ".join(shortage.what for shortage in shortages)
    healthy = side.members.healthy
    needed = size_to_match(application, for_rollback=for_rollback)
    yield Precheck(
        "can-grow",
        not shortages,
        f"{to} has {plural(healthy, 'healthy server')}, {live.colour} has {needed}: "
        + (f"{to} cannot scale out ({lacking})" if shortages else f"{to} scales out first"),
        "; ".join(filter(None, (*dict.fromkeys(s.look for s in shortages), or_else))),
    )


WITH_MORE_RIGHTS = "run the same command with credentials that may change stacks"
"""What helps who may not grow a side."""


def scale_out_shortages(
    cloud: Cloud, side: Side | None, servers: int, say: Callable[[str], None]
) -> Sequence[Shortage]:
    """Return what the project lacks for more servers of a side's release.

    What the project has cannot always be asked; then it says so, Heat will tell, and nothing is
    refused for it. Who may not even read the stack cannot change it.
    """
    return _shortages(cloud, side, servers, say) if servers > 0 else ()


def scale_in_shortages(
    cloud: Cloud, side: Side | None, say: Callable[[str], None]
) -> Sequence[Shortage]:
    """Return what keeps Heat from an update of a side's release that makes no server.

    It validates the servers that stay too: where their image, flavor or key pair is gone, it takes
    none away, and leaves the stack UPDATE_FAILED.
    """
    return _shortages(cloud, side, 0, say)


def _shortages(
    cloud: Cloud, side: Side | None, servers: int, say: Callable[[str], None]
) -> Sequence[Shortage]:
    if side is None or side.release is None:
        return ()
    if obstacles := tuple(_obstacles(side, side.release)):
        return obstacles
    try:
        parameters = cloud.stacks.parameters(side.release.stack.name)
    except Forbidden as refusal:
        return (Shortage(f"these credentials may not: {refusal.true_now}", WITH_MORE_RIGHTS),)
    except CloudError as error:
        return _not_known(servers, error, say)
    try:
        return cloud.inventory.shortages(scale_out_needs(parameters, servers))
    except CloudError as error:
        return _not_known(servers, error, say)


def _obstacles(side: Side, release: Release) -> Iterator[Shortage]:
    """Yield what keeps servers from joining or leaving a side that serves all the same."""
    if side.balancer and side.balancer.is_doubtful:
        yield Shortage(
            f"{side.colour}'s load balancer is in ERROR and takes no other servers",
            f"openstack loadbalancer status show {side.balancer.id}",
        )
    if release.stack.state is StackState.UNKNOWN:
        yield Shortage(
            f"{release.stack.name} is {release.stack.status}: a change of size would also replace "
            "the servers that failed that check",
            f"openstack stack check {release.stack.name}, which checks again",
        )


def switch_shortages(
    cloud: Cloud, application: Application, say: Callable[[str], None]
) -> Sequence[Shortage]:
    """Return what the project lacks for the servers that a switch makes on the idle side first.

    None are made, and nothing is asked, unless that side scales with load.
    """
    idle = application.idle
    if idle is None or idle.release is None or idle.release.scaling is None:
        return ()
    return scale_out_shortages(cloud, idle, servers_to_make(application, idle.colour), say)


def _not_known(servers: int, error: CloudError, say: Callable[[str], None]) -> Sequence[Shortage]:
    more = f"the quota suffices for {plural(servers, 'more server')}"
    what = more if servers else "Heat can take servers away"
    say(f"Cannot tell whether {what}: {error.true_now}.")
    return ()


GROWTHS = 3
"""How often the new side grows once the live one is held; it is held, so once is nearly always
enough: a signal that was on its way when it was held may still add servers."""


@dataclass(frozen=True)
class VerifySize(Step):
    """See that the side that goes live is as large as the live one; make up for what it lacks.

    What load has made of the live side before it was held is made up for by `release`, the new
    side's; without it, or when that does not help, the step refuses and names `next_step`. `held`
    is the live side's stack, None when it has no alarms of its own: they are read once more, and
    held again where an evaluation that was under way has let them act (`SuspendAutoscaling`).
    """

    new: Balancer
    old: Balancer
    next_step: str
    held: str | None = None
    release: Release | None = None

    @property
    def name(self) -> str:
        """The step's name."""
        return "verify-size"

    def describe(self) -> str:
        """What running does."""
        more = ", and scale it out if not" if self.release else ""
        return (
            f"Verify that {self.new.colour} still has as many servers as {self.old.colour}{more}."
        )

    def describe_undo_now(self, context: ExecutionContext) -> str | None:
        """What undoing does, once it has grown."""
        grown = self._grown(context)
        return grown.describe_undo() if grown else None

    def apply(self, context: ExecutionContext) -> None:
        """Read both balancers, and grow. Raises Refused when the live side is larger even so."""
        for growths in range(GROWTHS + 1):
            if self.held:
                enable_alarms(context, self.held, BOTH_WAYS, enabled=False)
            new, old = concurrently(
                partial(context.cloud.balancers.inspect, self.new),
                partial(context.cloud.balancers.inspect, self.old),
                clock=context.clock,
            )
            needed = servers_needed(old.members, count_unhealthy=self.release is not None)
            if new.members.at_most >= needed:
                return
            if self.release is None or growths == GROWTHS:
                raise Refused(
                    f"{old.colour} has {plural(needed, 'server')} now, {new.colour} has "
                    f"{new.members.in_words}, and nothing is changed",
                    self.next_step,
                )
            self._grow(context, self.release, new.members.total, needed)

    def undo(self, context: ExecutionContext) -> None:
        """Give the side the size back that it had before this step, if it was changed."""
        if grown := self._grown(context):
            grown.undo(context)

    def _grown(self, context: ExecutionContext) -> ResizeRelease | None:
        """The first resize that the step made; None when it made none."""
        before = context.progress.found.get(self.name)
        if before is None or self.release is None:
            return None
        return ResizeRelease(self.release, now=before, wanted=before, only_idle=True)

    def _grow(self, context: ExecutionContext, release: Release, now: int, needed: int) -> None:
        stack = release.stack
        if now < needed:
            resize = ResizeRelease(release, now=now, wanted=needed, only_idle=True)
            context.progress.found.setdefault(self.name, now)
            context.say(resize.describe())
            resize.apply(context)
        WaitUntilHealthy(stack.application, self.new.colour, stack.name, needed).apply(context)


def servers_needed(live: Members, *, count_unhealthy: bool) -> int:
    """Return how many healthy servers a side must have to take over from the live one.

    A server that boots was added because load asks for it, and one that is dead is missed already:
    `count_unhealthy` counts both. A way back does not wait for as many as a broken side has.
    """
    return live.total if count_unhealthy else live.at_most
