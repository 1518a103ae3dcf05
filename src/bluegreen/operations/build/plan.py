# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plans that build: `up` and `deploy`. Pure, as every plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bluegreen.errors import Refused
from bluegreen.model.address import Role
from bluegreen.model.application import Application, Release, Side
from bluegreen.model.drift import NOTHING_DIFFERS, Drift, Mending
from bluegreen.model.summary import way_to_a_live_side, way_to_a_side
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural
from bluegreen.operations.build.allocation import PlaceAddress, TakeAddress
from bluegreen.operations.build.balancers import configure_balancer
from bluegreen.operations.build.mend import (
    build_side_again,
    mend_idle_side,
    mend_shared,
    mend_side,
    shared_stack,
    what_is_left,
)
from bluegreen.operations.build.needs import size_of_deploy
from bluegreen.operations.build.stack_requests import (
    application_stack,
    release_stack,
    side_stack,
    stack_name,
)
from bluegreen.operations.build.stacks import BuildStack, RemoveStack
from bluegreen.operations.parallel import InParallel, InSequence
from bluegreen.operations.plan import Plan, Step
from bluegreen.operations.prechecks import Precheck, built_here
from bluegreen.operations.scale.alarms import ResumeAutoscaling
from bluegreen.operations.verify_idle import VerifyIdle
from bluegreen.operations.waits.servers_healthy import WaitUntilHealthy
from bluegreen.spec import Specification


def plan_up(
    specification: Specification,
    version: str,
    application: Application,
    colours: Sequence[Colour] = tuple(Colour),
    *,
    newest: int = 0,
    drift: Drift = NOTHING_DIFFERS,
) -> Plan:
    """Return the plan from whatever is there to the given sides serving a version.

    Every step sees what is there already and leaves it, so that the plan can be carried out again
    after an interruption. What differs from the specification is mended, the idle side first. What
    a side runs is never replaced: that is what `deploy` is for. `newest` is the highest release
    number that the journal remembers.
    """
    first, last = _in_order(application, colours)
    numbers = dict(zip(colours, _free_numbers(application, newest), strict=False))
    live = application.live.colour if application.live else None
    branches = [
        _build_side(specification, version, application, colour, numbers[colour], drift)
        for colour in sorted(numbers, key=lambda colour: colour is live)
    ]
    one_by_one = live is not None and any(
        one.mending is Mending.IN_PLACE for one in drift.differences
    )
    placing: list[Step] = [PlaceAddress(application.name, Role.PRODUCTION, first)]
    if last is not first:
        placing.append(PlaceAddress(application.name, Role.PREVIEW, last))
    if application.live:
        idle = application.side(application.live.colour.other)
        there = idle.colour in colours or idle.stack is not None
        placing = [PlaceAddress(application.name, Role.PREVIEW, idle.colour)] if there else []
    return Plan(
        title=f"up of {application.name} {version}",
        application=application.name,
        event="up",
        version=version,
        prechecks=(*built_here(application), *_nothing_else_runs(application, version, colours)),
        steps=(
            shared_stack(specification, application),
            InParallel(tuple(_take_addresses(specification))),
            *mend_shared(application, drift),
            *(branches if one_by_one else [InParallel(tuple(branches))]),
            *placing,
            *_resume_autoscaling(specification, application, numbers),
        ),
        goes_back=False,
        notes=what_is_left(drift, colours),
    )


def plan_foundation(specification: Specification, version: str) -> Plan:
    """Return the plan of the first stack: the router, and the network that holds the lease."""
    name = specification.application
    return Plan(
        title=f"foundation of {name}",
        application=name,
        event="up",
        version=version,
        steps=(BuildStack(application_stack(specification)),),
        goes_back=False,
    )


def plan_deploy(
    specification: Specification,
    version: str,
    application: Application,
    *,
    newest: int = 0,
    replace_first: bool = False,
    allow_live: bool = False,
    drift: Drift = NOTHING_DIFFERS,
) -> Plan:
    """Return the plan that puts a version on the idle side, as large as the live side is now.

    What differs there from the specification is mended before the new servers are made.

    The older releases of that side go once the new one is healthy, or before it is built with
    `replace_first`. A version that is live replaces another one only `allow_live`: the other is
    the way back. `newest` is the highest release number that the journal remembers.
    """
    idle = application.idle
    if idle is None:
        raise Refused(
            f"deploy refused: no side of {application.name} is live, so none is idle",
            way_to_a_live_side(application, version),
        )
    number = next(iter(_free_numbers(application, newest)))
    wanted = size_of_deploy(specification, application)
    again = build_side_again(specification, application, idle, drift) if replace_first else ()
    mending = () if again else mend_idle_side(specification, application, idle, drift)
    return Plan(
        title=f"deploy of {application.name} {version} to {idle.colour}",
        application=application.name,
        event="deploy",
        side=idle.colour,
        version=version,
        release=f"r{number}",
        prechecks=(
            *built_here(application),
            Precheck(
                "side",
                idle.balancer is not None or bool(mending),
                f"{idle.colour} has {'a' if idle.balancer or mending else 'no'} load balancer",
                way_to_a_side(idle, version),
            ),
            *(() if allow_live else _keeps_the_way_back(version, application, idle)),
        ),
        steps=(
            *mending,
            *(_remove_first(application, idle, number) if replace_first else ()),
            *again,
            *_new_release(specification, version, idle, number, wanted, on_idle=idle.colour),
            *(RemoveStack(release.stack) for release in idle.releases if not replace_first),
        ),
        notes=what_is_left(drift, (idle.colour,)),
    )


def _build_side(
    specification: Specification,
    version: str,
    application: Application,
    colour: Colour,
    free_number: int,
    drift: Drift,
) -> Step:
    side = application.side(colour)
    request, inputs = side_stack(specification, colour)
    release = side.release
    wanted = release.wanted if release else specification.servers.count.wanted
    first: tuple[Step, ...] = ()
    if side.stack and side.stack.status.startswith("DELETE"):  # its servers hold its network
        first = tuple(RemoveStack(each.stack) for each in side.releases)
        side, release = replace(side, balancer=None, releases=()), None
    number = release.number if release else free_number
    mending = () if first else mend_side(specification, side, drift)
    configures = side.balancer is None and not mending
    configured = (configure_balancer(specification, colour),) if configures else ()
    stack_is_failed = side.stack is not None and side.stack.status == "UPDATE_FAILED"
    return InSequence(
        f"Build {colour}: network, load balancer, and {plural(wanted, 'server')} of {version}.",
        (
            *first,
            *(() if stack_is_failed and mending else (BuildStack(request, inputs),)),
            *mending,
            *configured,
            *_new_release(specification, version, side, number, wanted),
        ),
    )


def _in_order(application: Application, colours: Sequence[Colour]) -> tuple[Colour, Colour]:
    """Return the side for production and the one for preview, where neither is placed yet.

    A side that preview shows was not live: production is gone, and goes to the other one.
    """
    first, last = colours[0], colours[-1]
    shown = application.side_at(application.preview)
    if shown and shown.colour is first and application.production is None:
        return last, first
    return first, last


def _new_release(
    specification: Specification,
    version: str,
    side: Side,
    number: int,
    wanted: int,
    *,
    on_idle: Colour | None = None,
) -> tuple[Step, Step]:
    request, inputs = release_stack(specification, side.colour, number, version, wanted)
    healthy = WaitUntilHealthy(
        specification.application,
        side.colour,
        stack_name(specification.application, side.colour, number),
        wanted,
    )
    return BuildStack(request, inputs, on_idle=on_idle), healthy


def _keeps_the_way_back(version: str, application: Application, idle: Side) -> Iterable[Precheck]:
    """Refuse where the live version would replace another one, as `release` never does."""
    live, other = application.live, idle.release
    if live and live.release and other and live.release.version == version != other.version:
        yield Precheck(
            "way-back",
            holds=False,
            sentence=f"{version} is already live on {live.colour}; on {idle.colour} it would "
            f"replace {other.version}, the rollback target",
            next_step=f"bluegreen deploy {version} --allow-live",
        )


def _remove_first(application: Application, idle: Side, number: int) -> Iterable[Step]:
    live = application.side(idle.colour.other).balancer
    if idle.releases and idle.balancer and live:
        yield VerifyIdle(idle.balancer, live, ignore_connections=True)
    meanwhile = f"until r{number} is healthy there is no rollback"
    yield from (RemoveStack(release.stack, meanwhile) for release in idle.releases)


def _take_addresses(specification: Specification) -> Iterable[TakeAddress]:
    named = specification.addresses
    for role, brought in ((Role.PRODUCTION, named.production), (Role.PREVIEW, named.preview)):
        yield TakeAddress(
            specification.application,
            role,
            specification.external_network,
            str(brought) if brought else None,
        )


def _resume_autoscaling(
    specification: Specification, application: Application, numbers: Mapping[Colour, int]
) -> Iterable[Step]:
    """Yield what lets the live side scale: the one that production is on, or is placed on.

    `numbers` are those of the releases that may be built, the first for the side to go live.
    """
    colour = application.live.colour if application.live else next(iter(numbers))
    release = application.side(colour).release
    if release and release.scaling and not release.scaling.is_active:
        yield ResumeAutoscaling(colour, release.stack.name, release.stack.id)
    specified = specification.scaling
    if release is None and colour in numbers and specified and specified.source != "none":
        yield ResumeAutoscaling(colour, stack_name(application.name, colour, numbers[colour]))


def _nothing_else_runs(
    application: Application, version: str, colours: Sequence[Colour]
) -> Iterable[Precheck]:
    for colour in colours:
        release: Release | None = application.side(colour).release
        if release is not None:
            is_it, instead = release.version == version, f"; deploy {version} instead"
            yield Precheck(
                f"{colour}-version",
                is_it,
                f"{colour} already runs {release.version}{'' if is_it else instead}",
                f"bluegreen deploy {version}",
            )


def _free_numbers(application: Application, remembered: int) -> Iterable[int]:
    """Return two release numbers above every one that is there, or that the journal remembers."""
    newest = max((release.number for release in application.releases), default=0)
    first = max(newest, remembered) + 1
    return range(first, first + 2)
