# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a resume cannot end, each with the command that can. Pure: an observation in."""

from __future__ import annotations

from bluegreen.errors import Refused, Stuck
from bluegreen.model.application import Application, Side
from bluegreen.model.journal import STAYED, Entry, Phase
from bluegreen.model.stack import StackState
from bluegreen.model.summary import way_to_a_live_side, way_to_a_side
from bluegreen.model.tags import Colour
from bluegreen.operations.prechecks import way_to_the_other
from bluegreen.spec.values import VERSION


def live_side_or_way_on(application: Application, was: Entry | None) -> Side:
    """Return the live side, unless another command than a resume must go on."""
    live, production = application.live, application.production
    if left := side_left_by_measurement(application, was):
        raise Stuck(
            f"a measurement left production of {application.name} on {left}, which was not "
            "released",
            f"bluegreen rollback {application.name}",
        )
    if live is None and production and production.port_id:
        raise Refused(
            f"production of {application.name} points at port {production.port_id}, which is "
            "neither side's: somebody else moved it or manages it",
            way_to_a_live_side(application),
        )
    _refuse_a_way_down(application, was)
    if live:
        _refuse_a_live_side_that_goes(application, live)
    _refuse_a_way_up(application, was)
    if live is None:
        raise Stuck(
            f"production of {application.name} points at nothing", way_to_a_live_side(application)
        )
    _refuse_a_sick_live_side(application, live)
    return live


def side_left_by_measurement(application: Application, was: Entry | None) -> Colour | None:
    """Return the live side when what was done last, a measurement, has moved production there.

    It moves production to a side that nobody has released, and back; it was interrupted between.
    """
    live = application.live
    if live is None or was is None or was.event != "measure":
        return None
    is_back = was.phase in (Phase.SUCCEEDED, *STAYED)
    return live.colour if was.side is live.colour and not is_back else None


def refuse_a_mixed_live_side(application: Application) -> None:
    """Raise Stuck when the live side has several releases: a resume never touches that side.

    No command of this program makes it so, but a move by hand onto the middle of a deploy does.
    """
    live, idle, name = application.live, application.idle, application.name
    if live is None or idle is None or len(live.releases) < 2:
        return
    names = " and ".join(release.name for release in live.releases)
    raise Stuck(
        f"{live.colour} is live with {names}; resume does not choose between them",
        f"bluegreen rollback {name}, then bluegreen resume {name}"
        if idle.members.at_most
        else (
            f"openstack stack delete {name}-{live.colour}-rN, for the one that should not be there"
        ),
    )


def _refuse_a_way_down(application: Application, was: Entry | None) -> None:
    """Leave what `down` began to `down`; where the journal is silent, what looks as if it had."""
    lasting = [s for s in (application.stack, *(side.stack for side in application.sides)) if s]
    going = [stack for stack in lasting if stack.status.startswith("DELETE")]
    without_address = application.production is None and len(lasting) + len(
        application.releases
    ) > bool(application.stack)
    if was is not None and was.event != "down":
        return
    if going or without_address or (was and _missing(application)[0]):
        what = f"{going[0].name} is {going[0].status}" if going else "parts of it are gone"
        although = f" --live {application.name}" if application.live else ""
        raise Stuck(
            f"{application.name} was being removed, and {what}",
            f"bluegreen down {application.name}{although}",
        )


def _refuse_a_live_side_that_goes(application: Application, live: Side) -> None:
    """Leave a live side that somebody has begun to delete to the other one: it cannot be kept."""
    if live.stack is None or not live.stack.status.startswith("DELETE"):
        return
    raise Stuck(
        f"{live.stack.name} is {live.stack.status}, though {live.colour} is live",
        way_to_the_other(application)
        if application.side(live.colour.other).members.at_most
        else f"bluegreen deploy VERSION, then bluegreen switch {application.name}",
    )


def _refuse_a_way_up(application: Application, was: Entry | None) -> None:
    began_up = was is not None and was.event == "up"
    missing, side = _missing(application)
    if missing or (began_up and application.live is None):
        raise Stuck(
            f"{application.name} is only partly built: {missing or 'no side is live yet'}",
            _up_again(application, side, was if began_up else None),
        )


def _up_again(application: Application, side: Side | None, was: Entry | None) -> str:
    """Return the `up` that goes on; with one side live it must not ask for the other's version."""
    live, newest = application.live, application.releases[:1]
    versions = {release.version for release in application.releases}
    if application.adopted:
        idle = application.idle
        return way_to_a_side(idle) if idle else way_to_a_live_side(application)
    if live is None and (len(versions) > 1 or application.production is None) and versions:
        return way_to_a_live_side(application)
    if live is None:
        known = was.version if was else None
        return f"bluegreen up {_buildable(known or (newest[0].version if newest else None))}"
    lacking = side or application.side(live.colour.other)
    release = lacking.release or live.release
    version = _buildable(release.version if release else None)
    return f"bluegreen up {version} --sides {lacking.colour}, then bluegreen resume"


def _buildable(version: str | None) -> str:
    """Return a version as a command takes it; a word that stands for one where it would not."""
    try:
        return VERSION.check(version or "")
    except ValueError:
        return "VERSION"


def _missing(application: Application) -> tuple[str, Side | None]:
    """Return the first thing that `up` would make, or "", and the side that it belongs to."""
    if application.production is None or application.preview is None:
        return "an address is missing", None
    for side in application.sides:
        if side.stack and (not side.stack.was_complete or side.balancer is None):
            return (
                f"{side.stack.name} is {side.stack.status} and its load balancer is not ready",
                side,
            )
        if side.balancer and not side.balancer.listener_id:
            return f"{side.colour}'s load balancer has no listener", side
    partial = [release.stack for release in application.releases if not release.was_complete]
    of_one_version = len({release.version for release in application.releases}) == 1
    if application.live is None and partial and of_one_version:
        return f"{partial[0].name} is {partial[0].status}", None
    sided = application.blue.stack or application.green.stack or application.adopted
    return "" if sided else "it has no side", None


def _refuse_a_sick_live_side(application: Application, live: Side) -> None:
    name, other = application.name, application.side(live.colour.other)
    if other.members.at_most:
        next_step = way_to_the_other(application)
    elif live.release:
        next_step = f"bluegreen repair {live.colour} {name}"
    else:
        next_step = f"bluegreen deploy VERSION, then bluegreen switch {name}"
    if live.members.at_most == 0:
        raise Stuck(f"{live.colour} is live, but none of its servers is healthy", next_step)
    if live.release and live.release.stack.state in (StackState.FAILED, StackState.DELETING):
        stack = live.release.stack
        look = f"openstack stack failures list {stack.name}"
        if stack.status.startswith("DELETE"):
            if not other.members.at_most:
                next_step = f"bluegreen deploy VERSION, then bluegreen switch {name}"
            look = next_step
        elif live.release.was_complete:
            look = f"{look}, then bluegreen repair {live.colour} {name}"
        raise Stuck(f"{stack.name} on the live side is {stack.status}", look)
