# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What must hold before production goes back: the previous side can serve, and is what it was."""

from __future__ import annotations

from collections.abc import Iterator

from bluegreen.model.application import Application, Release
from bluegreen.model.journal import Entry
from bluegreen.model.stack import StackState
from bluegreen.model.tags import Colour
from bluegreen.operations.prechecks import (
    Precheck,
    move_prechecks,
    never_was_live,
    way_to_healthy_servers,
)


def rollback_prechecks(
    application: Application, to: Colour, expected: Colour | None
) -> list[Precheck]:
    """Return the prechecks of a rollback: the previous side need only be able to serve."""
    side = application.side(to)
    there = [r for r in side.releases if r.stack.state is not StackState.DELETING]
    if not there and not application.unread and not side.adopted:
        gone = "its release is being removed" if side.releases else "its release was removed"
        next_step = "bluegreen deploy VERSION, with the version to bring back; then switch"
        return [
            Precheck(
                "release", holds=False, sentence=f"{to} runs nothing: {gone}", next_step=next_step
            )
        ]
    return [
        *_reading_prechecks(application),
        *move_prechecks(application, to, expected, for_rollback=True),
        Precheck(
            "can-serve",
            side.members.at_most >= 1,
            f"{to} has {side.members.in_words}",
            way_to_healthy_servers(application, side),
        ),
    ]


def _reading_prechecks(application: Application) -> Iterator[Precheck]:
    """Say what could not be read, if anything; a rollback does without it."""
    if application.unread:
        yield Precheck(
            "read",
            holds=True,
            sentence=f"the stacks could not be read ({application.unread}); the members of the "
            "load balancers show what runs, assuming that nothing is being built or "
            "removed",
        )


def rollback_target_prechecks(
    application: Application, to_come: Release | None, failed: Entry | None, *, to_failed: bool
) -> list[Precheck]:
    """Return the precheck against a release that was never live, or that has failed its watch."""
    if to_come is not None:
        return [
            Precheck(
                "way-back",
                holds=False,
                sentence=f"{never_was_live(to_come)}, so it is no rollback target",
                next_step=f"bluegreen switch {application.name}, to make it live",
            )
        ]
    if failed is None:
        return []
    return [
        Precheck(
            "way-back",
            to_failed,
            has_failed(failed),
            f"bluegreen rollback {application.name} --to-failed, if it is still better; else "
            "bluegreen deploy VERSION",
        )
    ]


def has_failed(watch: Entry) -> str:
    """Return which release failed its watch, when, and why, as a sentence."""
    why = f": {watch.details['sentence']}" if watch.details.get("sentence") else ""
    return (
        f"{watch.side} has {watch.version} ({watch.release}), which failed its watch at "
        f"{watch.at:%F %T} UTC{why}"
    )
