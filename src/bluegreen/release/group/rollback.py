# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Taking back all that is live together, or leaving all of it to a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NoReturn

from bluegreen.errors import CloudError, Refused, RolledBack, Stuck
from bluegreen.model.application import Application
from bluegreen.model.tags import Colour
from bluegreen.operations.change import execute_with_hooks
from bluegreen.operations.executor import GOES_BACK_FROM, sentence_of
from bluegreen.operations.plan import the_other_side
from bluegreen.operations.switch.plan import plan_rollback
from bluegreen.operations.switch.rollback_target import no_way_back
from bluegreen.release.group.member import Member
from bluegreen.release.stages.drain import drain_after_rollback
from bluegreen.release.stages.observe_with_retry import look_before_way_back

Left = list[tuple[Member, str]]
"""The members that are not taken back, each with the reason."""


def take_back(members: Sequence[Member], failure: BaseException) -> NoReturn:
    """Take back every member that is live with the new version, whichever run made it live.

    Where a person must decide about one of them, all stay. Otherwise what fails for one does not
    keep the others from going back.

    Raises the failure itself when no member was live with the new version, RolledBack when all are
    back, Stuck when a person must decide, or must look after those that did not go back. After a
    defect of this program nobody knows what going back would do, so it is left to a person too.
    """
    names = ", ".join(member.name for member in members)
    why = sentence_of(failure)
    live, left = _live(members)
    if isinstance(failure, Stuck):
        kept = "an operator must decide about one, and so about all"
    elif not isinstance(failure, GOES_BACK_FROM):
        why = f"releasing {names} met a defect of this program: {why}"
        kept = "an operator must decide after a defect"
    else:
        kept = _kept_for_a_person(live, why)
    left += [(member, kept) for member, _ in live] if kept else _roll_back(live, why)
    if left:
        raise _stuck(left, why, failure) from failure
    if not live and not isinstance(failure, RolledBack):
        raise failure
    ways = [way for member, was in live for way in member.request.ways_on_after_way_back(was)]
    ways.append(getattr(failure, "next_step", "") or f"bluegreen history {members[0].name}")
    next_step = "; ".join(dict.fromkeys(ways))
    raise RolledBack(f"{names} all run their former versions again: {why}", next_step) from failure


def leave(live: Sequence[Member], failure: Exception) -> NoReturn:
    """Leave to a person what an earlier run made live: this one moved nothing, and moves nothing.

    It may have been released for itself, and long ago. Raises Stuck, which names it.
    """
    left = [(member, "was live before, and nothing has moved since") for member in live]
    raise _stuck(left, sentence_of(failure), failure) from failure


def _live(members: Sequence[Member]) -> tuple[list[tuple[Member, Application]], Left]:
    """Return the members that are live with the new version, and those that are not known."""
    live: list[tuple[Member, Application]] = []
    unknown: Left = []
    for member in members:
        try:
            application = _look(member)
        except (Exception, KeyboardInterrupt) as error:
            unknown.append((member, f"cannot tell what is live: {sentence_of(error)}"))
        else:
            if member.request.is_live(application):
                live.append((member, application))
    return live, unknown


def _look(member: Member) -> Application:
    """Return the application as it is now. Raises CloudError when its live version is not known."""
    application = look_before_way_back(member.name, member.context)
    if application.unread and application.live and application.live.release is None:
        raise CloudError(application.unread)
    return application


def _kept_for_a_person(live: Sequence[tuple[Member, Application]], why: str) -> str:
    """Return why all stay until a person decides, or ""; a person is asked once, for all."""
    for member, application in live:
        if kept := _stays_by_itself(member, application):
            return kept
    asking = [
        member for member, _ in live if member.request.specification.watch.on_failure == "ask"
    ]
    if not asking:
        return ""
    names = ", ".join(member.name for member, _ in live)
    ask = asking[0].context.ask
    try:
        yes = ask is not None and ask(f"{why}. Roll back {names}?")
    except KeyboardInterrupt:
        yes = False
    return "" if yes else f"{asking[0].name} does not roll back without confirmation"


def _stays_by_itself(member: Member, application: Application) -> str:
    policy = member.request.specification.watch.on_failure
    if policy == "never":
        return f"{member.name} never rolls back automatically"
    if policy == "automatic" and application.paused:
        return f"{member.name} is paused"
    return ""


def _roll_back(live: Sequence[tuple[Member, Application]], why: str) -> Left:
    """Roll every member back, the last one first; return those that stay."""
    back: list[tuple[Member, Colour]] = []
    left: Left = []
    for member, _ in reversed(live):
        try:
            back.append((member, _roll_one_back(member, why)))
        except (Exception, KeyboardInterrupt) as error:
            member.context.say(f"{member.name} was not rolled back: {sentence_of(error)}.")
            left.append((member, sentence_of(error)))
    for member, side in back:  # only now, since users of the others waited
        end = RolledBack(f"{member.request.version} was live; {side} is live again: {why}")
        _despite_defect(
            member, partial(drain_after_rollback, member.request, member.context, side.other)
        )
        _despite_defect(member, partial(member.notify, end))
    return left


def _despite_defect(member: Member, act: Callable[[], None]) -> None:
    """Do what follows a rollback; a failure in it is reported, and stops nothing else."""
    try:
        act()
    except Exception as error:
        member.context.say(f"{member.name} is rolled back, but afterwards: {sentence_of(error)}.")


def _roll_one_back(member: Member, why: str) -> Colour:
    application = _look(member)
    if paused_meanwhile := _stays_by_itself(member, application):
        raise Refused(paused_meanwhile)
    side = the_other_side(application, "rollback")
    member.context.say(f"Rolling back {member.name}: {why}.")
    to_come = no_way_back(application, member.context)
    plan = plan_rollback(application, proof=member.request.proof, to_come=to_come)
    execute_with_hooks(plan, member.context, member.request.specification, is_news=False)
    return side


def _stuck(left: Left, why: str, failure: BaseException) -> Stuck:
    """Notify of the members that stay, and return what is then to be raised."""
    by_reason: dict[str, list[str]] = {}
    for member, reason in left:
        by_reason.setdefault(reason, []).append(member.name)
    stay = "; ".join(f"{', '.join(names)} ({reason})" for reason, names in by_reason.items())
    ways = [failure.next_step] if isinstance(failure, Stuck) and failure.next_step else []
    ways += [
        f"bluegreen rollback {member.name} --if-live {member.request.version}" for member, _ in left
    ]
    stuck = Stuck(f"{why}; not rolled back: {stay}", "; ".join(dict.fromkeys(ways)))
    for member, _ in left:
        if not member.is_notified:
            member.notify(stuck)
    return stuck
