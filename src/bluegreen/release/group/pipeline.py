# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Several applications released as one, on one page.

They are separate addresses, so they go live one after the other, within seconds; for that long
users meet the new version of one and the old version of another. What is promised is the end: all
on the new version, or all on the old one. Where a person must decide about one, all stay where
they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from bluegreen.release.group.member import Member
from bluegreen.release.group.rollback import leave, take_back
from bluegreen.release.group.watch import watch_together
from bluegreen.release.stages.approve import approve
from bluegreen.release.stages.check import check
from bluegreen.release.stages.deploy import deploy
from bluegreen.release.stages.drain import drain
from bluegreen.release.stages.request import Stage
from bluegreen.release.stages.retire import retire
from bluegreen.release.stages.scale import scale
from bluegreen.release.stages.switch import switch

BEFORE: tuple[Stage, ...] = (deploy, check, approve)
"""The stages that change nothing for users: every application takes each before the next one."""

AFTER: tuple[Stage, ...] = (drain, scale, retire)
"""The stages that no longer take anything back."""


def release_together(members: Sequence[Member]) -> None:
    """Release every member, or leave every member on the version that it had.

    Run again after an interruption, it goes on where it stopped; what an earlier run has made live
    is taken back with the others once anything moved.

    Raises Refused or StepFailed when nothing went live, RolledBack when all are back, Stuck when a
    person must look: one could not be taken back, a policy leaves that to a person, or a defect of
    this program came once one was live.
    """
    with ExitStack() as records:
        _take_stages(members, records)


def _take_stages(members: Sequence[Member], records: ExitStack) -> None:
    early = _live_already(members)
    try:
        for member in members:
            member.begins(records)
        for stage in BEFORE:
            for member in members:
                member.run_stage(stage)
    except Exception as failure:
        if early:
            leave(early, failure)
        raise
    try:
        for member in members:
            member.run_stage(switch)
        watch_together(members)
    except (Exception, KeyboardInterrupt) as failure:
        take_back(members, failure)
    for stage in AFTER:
        for member in members:
            member.run_stage(stage)


def _live_already(members: Sequence[Member]) -> list[Member]:
    """Return the members whose version is live before that of the others, and say which."""
    live = [member for member in members if member.is_live()]
    if len(live) == len(members):
        return []
    for member in live:
        version = member.request.version
        member.context.say(
            f"{member.name} is already live with {version}; if the release fails, it rolls back "
            "with the others."
        )
    return live
