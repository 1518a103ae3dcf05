# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The `openstack` client as the extra `openstack` installs it: its commands and their options."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from importlib.metadata import entry_points, requires
from io import StringIO
from unittest.mock import MagicMock

from cliff.commandmanager import CommandManager
from packaging.requirements import Requirement


class NoSuchCommand(Exception):
    """The client would refuse the command line; the text is why."""


def read(words: list[str]) -> tuple[str, Namespace]:
    """Return the command that the words after `openstack` name, and its arguments as it reads them.

    Raises NoSuchCommand for a command that is not installed, and for arguments that it refuses.
    """
    try:
        factory, name, rest = _commands().find_command(words)
    except ValueError as error:
        raise NoSuchCommand(f"{error}") from error
    if _provider_of(name) not in distributions("openstack-bluegreen", ("openstack",)):
        raise NoSuchCommand(f"what provides {name} is not installed with the extra openstack")
    refusal = StringIO()
    try:
        with redirect_stderr(refusal), redirect_stdout(StringIO()):
            return name, factory(MagicMock(), None).get_parser(f"openstack {name}").parse_args(rest)
    except SystemExit as leaving:
        raise NoSuchCommand(refusal.getvalue()) from leaving


@cache
def distributions(name: str, extras: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the names of all that is installed with a distribution and these extras of it."""
    found, new = {(name, extras)}, [(name, extras)]
    while new:
        for requirement in _requirements(*new.pop()):
            if requirement not in found:
                found.add(requirement)
                new.append(requirement)
    return frozenset(each for each, _ in found)


def _requirements(name: str, extras: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for text in requires(name) or ():
        needed = Requirement(text)
        marker = needed.marker
        if marker is None or any(marker.evaluate({"extra": each}) for each in ("", *extras)):
            yield _normalized(needed.name), tuple(sorted(needed.extras))


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _groups() -> list[str]:
    """Return the groups of commands that the client loads: of each API the newest version."""
    names = sorted(g for g in entry_points().groups if re.fullmatch(r"openstack\.[\w.]+\.v\d+", g))
    newest = {name.rpartition(".v")[0]: name for name in names}
    return ["openstack.cli", "openstack.common", *newest.values()]


@cache
def _commands() -> CommandManager:
    first, *others = _groups()
    manager = CommandManager(first)
    for group in others:
        manager.add_command_group(group)
    return manager


@cache
def _providers() -> dict[str, str]:
    return {
        each.name.replace("_", " "): _normalized(each.dist.name)
        for group in _groups()
        for each in entry_points(group=group)
        if each.dist
    }


def _provider_of(name: str) -> str:
    return _providers().get(name, "")
