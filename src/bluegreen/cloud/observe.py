# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Looking: all reads side by side, and as many of them for a hundred applications as for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from bluegreen.cloud.calls import BRIEFLY, PATIENCE, concurrently, in_time
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import CloudError, Refused
from bluegreen.model.application import Application, Release, Side
from bluegreen.model.assembly import assemble, assemble_all
from bluegreen.model.balancer import Balancer, ServedRelease
from bluegreen.model.scaling import Alarm, ScalingEvent
from bluegreen.model.stack import Stack, StackState

Value = TypeVar("Value")


def observe(cloud: Cloud, name: str) -> Application:
    """Return one application as it is now, with the exact health of every member."""
    addresses, balancers, stacks = concurrently(
        partial(cloud.addresses.find, name),
        partial(_inspected, cloud, name),
        partial(cloud.stacks.find, name),
        clock=cloud.asking.clock,
    )
    return with_scaling(cloud, assemble(name, addresses, balancers, stacks))


def observe_existing(cloud: Cloud, name: str) -> Application:
    """Return an application, or raise Refused when the project holds nothing of that name."""
    return refuse_unless_there(observe(cloud, name))


def refuse_unless_there(application: Application) -> Application:
    """Return the application. Raises Refused when the project holds nothing of its name."""
    if not application.exists and application.unread:
        raise CloudError(application.unread)
    if not application.exists:
        raise Refused(f"the project has no application {application.name}", "bluegreen list")
    return application


def observe_as_far_as_it_answers(
    cloud: Cloud, name: str, *, patience: timedelta = PATIENCE
) -> Application:
    """Return one application, by Neutron and Octavia alone when Heat does not answer in time.

    A way back must not wait for Heat. What runs on the sides is then told by the tags of their
    members, and the application says why in `unread`.
    """
    addresses, balancers, stacks = concurrently(
        partial(cloud.addresses.find, name),
        partial(_inspected, cloud, name),
        partial(_stacks_in_time, cloud, name, patience),
        clock=cloud.asking.clock,
    )
    if not isinstance(stacks, CloudError):
        return with_scaling(cloud, assemble(name, addresses, balancers, stacks))
    serving = concurrently(
        *(partial(cloud.balancers.serving, one) for one in balancers), clock=cloud.asking.clock
    )
    seen = [stack for pair in zip(balancers, serving, strict=True) for stack in _releases(*pair)]
    return replace(assemble(name, addresses, balancers, seen), unread=stacks.true_now.rstrip("."))


def live_side(cloud: Cloud, name: str) -> Side | None:
    """Return the side that production points at now, with a summary of its members; no Heat."""
    addresses, balancers = concurrently(
        partial(cloud.addresses.find, name),
        partial(cloud.balancers.find, name),
        clock=cloud.asking.clock,
    )
    return assemble(name, addresses, balancers, ()).live


def observe_project(cloud: Cloud) -> list[Application]:
    """Return every application of the project; members are summaries, at a fixed cost."""
    addresses, balancers, stacks = concurrently(
        cloud.addresses.find, cloud.balancers.find, cloud.stacks.find, clock=cloud.asking.clock
    )
    return assemble_all(addresses, balancers, stacks)


def with_scaling(cloud: Cloud, application: Application) -> Application:
    """Return the application with the alarms and the last change of each release that scales.

    Only releases whose tags say that they scale are asked about. What the cloud does not say within
    the time that production may wait is not known, and no error: a switch does not hang on it.
    """
    scaled = [release for release in application.releases if release.scaling]
    if not scaled:
        return application
    cloud = cloud.for_so_long(BRIEFLY)
    alarms, *last = concurrently(
        partial(_alarms, cloud, scaled),
        *(partial(_last, cloud, release) for release in scaled),
        clock=cloud.asking.clock,
    )
    seen = {
        release.stack.id: _seen(release, alarms, event)
        for release, event in zip(scaled, last, strict=True)
    }
    blue, green = (
        replace(side, releases=tuple(seen.get(r.stack.id, r) for r in side.releases))
        for side in application.sides
    )
    return replace(application, blue=blue, green=green)


def _stacks_in_time(cloud: Cloud, name: str, patience: timedelta) -> list[Stack] | CloudError:
    stacks = cloud.for_so_long(BRIEFLY).stacks
    return in_time(partial(stacks.find, name), "Heat", patience)


def _releases(balancer: Balancer, serving: Iterable[ServedRelease]) -> Iterator[Stack]:
    for one in serving:
        yield Stack(
            name=f"{balancer.application}-{balancer.colour}-{one.release}",
            id="",
            state=StackState.UNREAD,
            status=str(StackState.UNREAD),
            reason="",
            facts={
                "application": balancer.application,
                "side": str(balancer.colour),
                "release": one.release,
                "version": one.version,
                "wanted": str(one.servers),
            },
        )


def _inspected(cloud: Cloud, name: str) -> list[Balancer]:
    found = cloud.balancers.find(name)
    inspecting = (partial(cloud.balancers.inspect, one) for one in found)
    return list(concurrently(*inspecting, clock=cloud.asking.clock))


def _seen(release: Release, alarms: list[Alarm] | None, last: ScalingEvent | None) -> Release:
    own = None if alarms is None else tuple(a for a in alarms if a.stack_id == release.stack.id)
    scaling = release.scaling and replace(release.scaling, alarms=own, last=last)
    return replace(release, scaling=scaling)


def _alarms(cloud: Cloud, scaled: list[Release]) -> list[Alarm] | None:
    if not any(release.scaling and release.scaling.has_alarms for release in scaled):
        return []
    return _if_answered(cloud.alarms.find, "Aodh")


def _last(cloud: Cloud, release: Release) -> ScalingEvent | None:
    return _if_answered(partial(cloud.stacks.last_scaling, release.stack), "Heat")


def _if_answered(read: Callable[[], Value], whose: str) -> Value | None:
    answer = in_time(read, whose)
    return None if isinstance(answer, CloudError) else answer
