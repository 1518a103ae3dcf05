# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""After a fault: `resume`, and the same command again, each end well."""

from __future__ import annotations

from pathlib import Path

from bluegreen.model.journal import runs_of
from support.acts import LEASED, Act
from support.crash_world import operator_of, seen_in
from support.fake_cloud import FakeProject
from support.operator import Done, Operator
from support.states import good, standing


def both_ways_on(name: str, project: FakeProject, folder: Path) -> list[str]:
    """Go on with `resume`, and in another copy of the world with the same command.

    Faults that leave the same world are gone on from once.
    """
    lasts = []
    for application in LEASED[name].applications:
        journal = runs_of(project.cloud().journal.entries(application, 50))
        last = journal[0].last if journal else None
        lasts.append(last and (last.event, last.version))
    standings = [standing(application) for application in seen_in(name, project)]
    key = repr((name, standings, frozenset(project.tagged_balancers), lasts, project.by_hand))
    if key not in _gone_on_from:
        resumes = tuple(("resume", each, "--yes") for each in LEASED[name].applications)
        wrong = [
            _go_on(name, operator_of(name, project.copy(), folder), first)
            for first in (resumes, (LEASED[name].words,))
        ]
        _gone_on_from[key] = [text for texts in wrong for text in texts]
    return _gone_on_from[key]


_gone_on_from: dict[str, list[str]] = {}


def _go_on(name: str, operator: Operator, first: tuple[tuple[str, ...], ...]) -> list[str]:
    """Type commands, and whatever each then says to type; then the act once more."""
    act = LEASED[name]
    wrong = []
    for commands in (first, (act.words,)):
        ends = [_type_until_done(operator, words, act) for words in commands]
        if any(done.code for done in ends) or not all(map(good, seen_in(name, operator.project))):
            told = [line for done in ends for line in done.err.splitlines()[-2:]]
            wrong.append(f"{commands} did not end well: {told}")
    if not all(map(act.reached, seen_in(name, operator.project))):
        wrong.append(f"{first}, then the same command: not done")
    return wrong


def _type_until_done(operator: Operator, words: tuple[str, ...], act: Act) -> Done:
    done = operator.types(*words, "--break-lease")
    for _ in range(3):
        if done.code == 0:
            break
        told = done.next_command
        following = (*told, *_consent(told)) if told else (*act.words, "--break-lease")
        done = operator.types(*following)
    return done


def _consent(words: list[str]) -> tuple[str, ...]:
    return () if words[:1] in (["list"], ["status"]) else ("--yes", "--break-lease")
