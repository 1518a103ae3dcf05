# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What must hold before anything moves. Pure: an observation in, sentences out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bluegreen.model.application import Application, Release, Side
from bluegreen.model.stack import StackState
from bluegreen.model.summary import way_to_a_side
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural


@dataclass(frozen=True)
class Precheck:
    """One condition, whether it holds, what it says either way, and the way on when it does not.

    One that is not `known` holds where that is no reason to refuse, or a person has decided.
    """

    name: str
    holds: bool
    sentence: str
    next_step: str = ""
    known: bool = True

    @property
    def line(self) -> str:
        """What it found, as a line of a plan."""
        word = ("ok" if self.known else "?") if self.holds else "NO"
        return f"  {word:3} {self.sentence}"


def switch_prechecks(
    application: Application,
    to: Colour,
    expected: Colour | None,
    *,
    grows: bool = False,
    allow_unknown: bool = False,
) -> list[Precheck]:
    """Return the prechecks of a switch to a side, which must be at least as large as the live one.

    One that `grows` first need not be.
    """
    new, old = application.side(to), application.side(to.other)
    counted = "server" if new.members.unmonitored else "healthy server"
    return [
        *move_prechecks(application, to, expected, allow_unknown=allow_unknown),
        *one_release_prechecks(application, to),
        Precheck(
            "healthy",
            new.members.at_most >= max(1, new.wanted),
            f"{to} has {plural(new.members.at_most, counted)} of {max(1, new.wanted)} wanted",
            way_to_healthy_servers(application, new),
        ),
        *(() if grows else (_large_enough(application, new, old),)),
    ]


def _large_enough(application: Application, new: Side, old: Side) -> Precheck:
    counted = "server" if new.members.unmonitored or old.members.unmonitored else "healthy server"
    return Precheck(
        "large-enough",
        new.members.at_most >= old.members.at_most,
        f"{new.colour} has {plural(new.members.at_most, counted)}, {old.colour} has "
        f"{old.members.at_most}",
        way_to_a_larger_side(application, new, old) if new.members.at_most >= new.wanted else "",
    )


def way_to_the_other(application: Application) -> str:
    """Return the command that makes the idle side live: it may be newer than what is live."""
    return f"bluegreen {'switch' if application.newcomer else 'rollback'} {application.name}"


def never_was_live(to_come: Release) -> str:
    """Return what is on the idle side, as a sentence."""
    return f"{to_come.colour} has {to_come.version} ({to_come.name}), which was never live"


def way_to_healthy_servers(application: Application, side: Side) -> str:
    """Return the command that replaces what is dead; none where this program made no servers."""
    if side.release is None or application.unread:
        return ""
    if side.balancer and not side.members.total:
        return way_to_a_side(side)  # which lets them join the pool again
    if side.members.healthy == side.members.total < side.wanted:
        return f"bluegreen scale {side.colour} {application.name} --count {side.wanted}"
    return (
        f"wait if servers are still booting, else: bluegreen repair {side.colour} "
        f"{application.name}"
    )


def one_release_prechecks(
    application: Application, to: Colour, *, allow_resizing: bool = False
) -> list[Precheck]:
    """Refuse in the middle of a deploy: two versions would answer side by side."""
    side = application.side(to)
    if side.release is None:
        return []
    stack = side.release.stack
    complete = stack.may_be_complete or stack.state is StackState.UNREAD
    whole = complete or (allow_resizing and side.release.was_complete)
    states = ", ".join(f"{r.name} ({r.stack.state_in_words})" for r in side.releases)
    next_step = f"bluegreen resume {application.name}, to finish the interrupted deploy"
    return [
        Precheck(
            "one-release",
            whole and len(side.releases) == 1,
            f"{to} has {states}",
            f"{next_step}; or at once with --allow-smaller" if allow_resizing else next_step,
            known=stack.state is not StackState.UNKNOWN,
        )
    ]


def runs_nothing(colour: Colour) -> Precheck:
    """Return the precheck that refuses what is wanted of a release that is not there."""
    next_step = "bluegreen deploy VERSION, to build on the idle side"
    return Precheck("release", holds=False, sentence=f"{colour} runs nothing", next_step=next_step)


def built_here(application: Application) -> list[Precheck]:
    """Return the precheck against building for, or removing, what was adopted; none otherwise."""
    if not application.adopted:
        return []
    return [
        Precheck(
            "built-here",
            holds=False,
            sentence=f"{application.name} was adopted: other tools make its servers and load "
            "balancers, not this program",
            next_step=f"build as before, then bluegreen switch {application.name}; or "
            f"bluegreen adopt {application.name} --unadopt",
        )
    ]


def expectation_prechecks(application: Application, expected: Colour | None) -> list[Precheck]:
    """Return the precheck that the side is live that the caller believes; none without a belief."""
    if expected is None:
        return []
    live = application.live.colour if application.live else None
    return [
        Precheck(
            "as-expected",
            live is expected,
            f"{live or 'no side'} is live, {expected} was expected",
        )
    ]


def version_prechecks(side: Side, expected: str | None) -> list[Precheck]:
    """Return the precheck that a side runs the version that the caller believes; none without."""
    if expected is None:
        return []
    version = side.release.version if side.release else None
    return [
        Precheck(
            "as-expected-version",
            version == expected,
            f"{side.colour} runs {version or 'nothing'}, {expected} was expected",
        )
    ]


def move_prechecks(
    application: Application,
    to: Colour,
    expected: Colour | None,
    *,
    for_rollback: bool = False,
    allow_unknown: bool = False,
) -> Iterator[Precheck]:
    """Yield what must hold for every move: the addresses, the new side's balancer, one router.

    One `for_rollback` takes what serves: it needs no preview address, and waits for no stray tag.
    """
    new, live = application.side(to), application.live
    production, preview = application.production, application.preview
    for odd in application.oddities:
        if odd.is_double:
            known = for_rollback and not odd.in_doubt
            yield Precheck("one-of-each", known, odd.sentence, odd.next_step)
    yield Precheck(
        "production", production is not None, f"there is {_a(production)} production address"
    )
    if preview is None and for_rollback:
        sentence = (
            "there is no preview address: on OVN, connections that are open now hang after the move"
        )
        yield Precheck("preview", holds=True, sentence=sentence, known=False)
    else:
        yield Precheck(
            "preview",
            preview is not None,
            f"there is {_a(preview)} preview address",
            way_to_a_side(application.idle) if application.idle else "",
        )
    if production is not None:
        known = production.port_id is None or live is not None
        yield Precheck(
            "ours",
            known,
            f"production points at {live.colour if live else 'nothing'}"
            if known
            else f"production points at port {production.port_id}, which is neither side's",
        )
    if production is not None and production.revision is None:
        yield Precheck(
            "fence",
            holds=True,
            sentence="the network service has no revisions: only the clock protects against a "
            "late request of an operator who has lost the lease",
        )
    yield from expectation_prechecks(application, expected)
    yield balancer_works(new, allow_unknown=for_rollback or allow_unknown)
    yield from behind_one_router(application)


def behind_one_router(application: Application) -> Iterator[Precheck]:
    """Yield the precheck of one router for both addresses; none where one of them is on none."""
    one = application.one_router
    if one is not None:
        yield Precheck(
            "one-router",
            one,
            "both sides are behind one router"
            if one
            else "the sides are behind two routers: a move would reset every connection",
        )


def way_to_a_larger_side(application: Application, new: Side, old: Side) -> str:
    """Return the command after which a side that no switch grows is as large as the live one."""
    ran_before = new.release and old.release and new.release.number < old.release.number
    if ran_before:
        return f"bluegreen rollback {application.name}, which scales {new.colour} out first"
    return "bluegreen deploy VERSION, which builds as many servers as are live"


def balancer_works(side: Side, *, allow_unknown: bool = False) -> Precheck:
    """Return the precheck that a side's load balancer is there and in order.

    While Octavia works on it (a cut, a server that joins) it goes on serving as before: a rollback
    does not wait for that, and a switch waits in its first step. Of one that serves although
    Octavia failed with a change of it, nobody knows more: `allow_unknown` takes it.
    """
    balancer = side.balancer
    if balancer is None:
        return Precheck(
            "balancer",
            holds=False,
            sentence=f"{side.colour} has no load balancer",
            next_step=way_to_a_side(side),
        )
    if not balancer.listener_id:
        return Precheck(
            "balancer",
            holds=False,
            sentence=f"{side.colour}'s load balancer has no listener",
            next_step=way_to_a_side(side),
        )
    state = f"{side.colour}'s load balancer is {balancer.provisioning}/{balancer.operating}"
    if balancer.is_doubtful:
        name = balancer.application
        return Precheck(
            "balancer",
            allow_unknown,
            f"{state}: it serves, but Octavia failed with its last change",
            f"bluegreen switch {name} --allow-unknown, if you know that {side.colour} works; an "
            f"administrator repairs it: openstack loadbalancer failover {balancer.id}",
            known=False,
        )
    return Precheck(
        "balancer",
        balancer.provisioning in ("ACTIVE", "PENDING_UPDATE") and balancer.serves,
        state,
        f"openstack loadbalancer status show {balancer.id}",
    )


def _a(thing: object | None) -> str:
    return "a" if thing else "no"
