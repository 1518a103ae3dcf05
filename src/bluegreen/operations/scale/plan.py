# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""When the alarms of a side act and when they are held, and a size that a person wants. Pure.

Each of these yields nothing for a release without alarms of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bluegreen.model.application import Application, Release, Side
from bluegreen.model.quota import Shortage
from bluegreen.model.scaling import BOTH_WAYS, Direction, Scaling
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural
from bluegreen.operations.plan import Plan, Step, what_is_on
from bluegreen.operations.prechecks import Precheck, one_release_prechecks, runs_nothing
from bluegreen.operations.scale.alarms import ResumeAutoscaling, ResumeScaleOut, SuspendAutoscaling
from bluegreen.operations.scale.resize import ResizeRelease
from bluegreen.operations.waits.servers_healthy import WaitUntilHealthy


@dataclass(frozen=True)
class SizeWish:
    """What a person wants of a release: so many servers, or other bounds; None leaves it."""

    count: int | None = None
    min: int | None = None
    max: int | None = None

    def bounds(self, release: Release) -> tuple[int, int]:
        """Return the bounds that the release is to have."""
        return self.min or release.min, self.max or release.max

    def servers(self, now: int) -> int:
        """Return how many servers it is to have: as many as now, unless these bounds forbid it."""
        if self.count is not None:
            return self.count
        if self.min is not None and now < self.min:
            return self.min
        return min(now, self.max) if self.max is not None else now

    def more_servers(self, side: Side) -> int:
        """Return how many servers a side lacks for this; not above 0 when it lacks none."""
        now = servers_of(side, side.release) if side.release else 0
        return self.servers(now) - now if side.release else 0


def servers_of(side: Side, release: Release) -> int:
    """Return how many servers a release has, as far as that is known."""
    return side.members.total or release.wanted


def plan_scale(
    application: Application, colour: Colour, wish: SizeWish, shortages: Sequence[Shortage] = ()
) -> Plan:
    """Return the plan that gives a side another size or other bounds, without a new release."""
    side = application.side(colour)
    return Plan(
        title=f"scale of {application.name} {colour}",
        application=application.name,
        event="scale",
        **what_is_on(side),
        prechecks=tuple(_scale_prechecks(application, side, wish, shortages)),
        steps=tuple(_steps_of_scale(application, side, wish)),
    )


def plan_autoscaling(application: Application) -> Plan:
    """Return the plan after which the live side scales with load, and the idle one does not."""
    live = application.live or application.blue
    return Plan(
        title=f"autoscaling of {application.name}",
        application=application.name,
        event="scaling",
        **what_is_on(live),
        steps=tuple(steps_resuming_autoscaling(application)),
        goes_back=False,
    )


def autoscaling_plans_after_move(application: Application, to: Colour) -> tuple[Plan, ...]:
    """Return what will be done about scaling once a side is live, to be shown beforehand."""
    release = application.side(to).release
    if release is None or release.scaling is None or not release.scaling.has_alarms:
        return ()
    return (
        Plan(
            title=f"autoscaling of {application.name}",
            application=application.name,
            event="scaling",
            **what_is_on(application.side(to)),
            steps=(
                ResumeAutoscaling(to, release.stack.name, release.stack.id, release.scaling.window),
            ),
            goes_back=False,
        ),
    )


def autoscaling_plans_left(application: Application) -> tuple[Plan, ...]:
    """Return what is left to be done about scaling once the live side's load is known."""
    live = application.live
    scaling = live.release.scaling if live and live.release else None
    if live is None or scaling is None or scaling.is_active:
        return ()
    return autoscaling_plans_after_move(application, live.colour)


def plans_after_change_by_hand(application: Application, colour: Colour) -> tuple[Plan, ...]:
    """Return what is left for a live side that a change by hand leaves growing only.

    That is one that only grew before, or that was found held: its own load is not known yet.
    """
    side = application.side(colour)
    scaling = side.release.scaling if side.release else None
    if side is not application.live or scaling is None or scaling.lacks_alarms:
        return ()
    return autoscaling_plans_after_move(application, colour) if scaling.acting != BOTH_WAYS else ()


def steps_resuming_scale_out(application: Application) -> Iterator[Step]:
    """Yield what needs no wait: the idle side is held, and the live one grows with load."""
    live = application.live
    yield from _steps_suspending_idle(application)
    release = live.release if live else None
    scaling = release.scaling if release else None
    if release and scaling and not (scaling.is_active or scaling.scale_out_only):
        yield ResumeScaleOut(release.colour, release.stack.id)


def steps_resuming_autoscaling(application: Application) -> Iterator[Step]:
    """Yield what is left to do until the live side scales with load and the idle one is held."""
    live = application.live
    yield from _steps_suspending_idle(application)
    if live and live.release and (scaling := live.release.scaling) and not scaling.is_active:
        stack = live.release.stack
        yield ResumeAutoscaling(live.colour, stack.name, stack.id, scaling.window)


def _steps_suspending_idle(application: Application) -> Iterator[Step]:
    idle = application.idle
    if idle and idle.release and (scaling := idle.release.scaling) and not scaling.is_suspended:
        yield SuspendAutoscaling(idle.colour, idle.release.stack.id, resume_on_undo=False)


def _scale_prechecks(
    application: Application, side: Side, wish: SizeWish, shortages: Sequence[Shortage]
) -> Iterator[Precheck]:
    release, colour = side.release, side.colour
    if release is None:
        yield runs_nothing(colour)
        return
    yield from one_release_prechecks(application, colour)
    fewest, most = wish.bounds(release)
    yield Precheck(
        "bounds",
        fewest <= most,
        f"the bounds of {colour} are {fewest} to {plural(most, 'server')}",
        "run the same command with --min not above --max",
    )
    if wish.count is not None and fewest <= most:
        yield _count_within_bounds(application, side, wish.count, fewest, most)
    yield from capacity_prechecks(shortages)


def _count_within_bounds(
    application: Application, side: Side, count: int, fewest: int, most: int
) -> Precheck:
    """Return the precheck against a count that was mistyped, such as 50 for 5."""
    within, name = fewest <= count <= most, application.name
    allowed = f"bluegreen scale {side.colour} {name} --count {count} --min {count}"
    key = "servers.count.min"
    if count > most:
        allowed = f"bluegreen scale {side.colour} {name} --count {count} --max {count}"
        key = "servers.count.max"
    return Precheck(
        "count",
        within,
        f"{plural(count, 'server')} {'is' if count == 1 else 'are'} "
        f"{'within' if within else 'outside'} these bounds",
        f"{allowed}; for every release from now on, {key} in bluegreen.yaml",
    )


def capacity_prechecks(shortages: Sequence[Shortage], because: str = "") -> Iterator[Precheck]:
    """Yield the precheck against a change by hand that the project has no room for.

    `because` comes before what is short, and says why it is needed.
    """
    if shortages:
        yield Precheck(
            "room",
            holds=False,
            sentence=because + "; ".join(shortage.what for shortage in shortages),
            next_step="; ".join(dict.fromkeys(shortage.look for shortage in shortages)),
        )


def _steps_of_scale(application: Application, side: Side, wish: SizeWish) -> Iterator[Step]:
    release = side.release
    if release is None:
        return
    now = servers_of(side, release)
    wanted = wish.servers(now)
    bounds, old_bounds = wish.bounds(release), (release.min, release.max)
    scaling = release.scaling if application.live is side else None
    change: list[Step] = []
    if (now, release.wanted, old_bounds) != (wanted, wanted, bounds):
        by_then = wish.servers if scaling else None
        change.append(ResizeRelease(release, now, wanted, bounds, by_then))
    if change and wanted > now:
        change.append(WaitUntilHealthy(application.name, side.colour, release.stack.name))
    yield from steps_while_held(release, scaling, change)


def steps_while_held(
    release: Release, scaling: Scaling | None, change: Sequence[Step]
) -> Iterator[Step]:
    """Yield a change by hand, and around it what holds a side that scales and lets it again.

    `scaling` is None where the side is not live, and held anyway. What the change needs to know of
    the side's size it has to read itself: load changes it until it is held.
    """
    stack_id = release.stack.id
    if change and scaling and not scaling.is_suspended:
        yield SuspendAutoscaling(
            release.colour, stack_id, resume_on_undo=True, acted=scaling.acting
        )
    yield from change
    if scaling:
        yield from _steps_resuming_as_before(release, scaling, was_held=bool(change))


def _steps_resuming_as_before(
    release: Release, scaling: Scaling, *, was_held: bool
) -> Iterator[Step]:
    """Yield what lets a live side scale as before, after a change by hand that held it.

    One that only grew is one whose own load is not known yet, after a switch, and is left so. One
    that an interrupted run has held may be the same: it grows too, and shrinks only later.
    """
    alarms = scaling.has_alarms and not scaling.lacks_alarms
    if alarms and (was_held or Direction.OUT not in scaling.acting):
        directions = BOTH_WAYS if scaling.acting == BOTH_WAYS else frozenset({Direction.OUT})
        stack = release.stack
        yield ResumeAutoscaling(release.colour, stack.name, stack.id, directions=directions)
