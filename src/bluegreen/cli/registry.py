# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every verb: its line of help, the class that is imported when it is used, and how it is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, NamedTuple

from cliff.command import Command
from cliff.commandmanager import CommandManager

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud


class Row(NamedTuple):
    """One verb: what it does in a line, and where its class is, as `module:Class`."""

    summary: str
    target: str


Table = Mapping[str, Row]

COMMANDS: Table = {
    "adopt": Row(
        "Adopt two existing load balancers and their floating IP",
        "bluegreen.cli.adopt:AdoptCommand",
    ),
    "approve": Row(
        "Approve the release on the idle side, so that it goes live",
        "bluegreen.cli.approve:ApproveCommand",
    ),
    "check": Row("Run the checks against the idle side", "bluegreen.cli.check:CheckCommand"),
    "complete": Row(
        "Print a completion script for bash, zsh or fish", "bluegreen.cli.complete:CompleteCommand"
    ),
    "credential create": Row(
        "Make a narrow application credential for a job, and print its clouds.yaml entry once",
        "bluegreen.cli.credential:CredentialCreateCommand",
    ),
    "credential delete": Row(
        "Delete narrow credentials of an application",
        "bluegreen.cli.credential:CredentialDeleteCommand",
    ),
    "credential list": Row(
        "List the narrow credentials that you made for an application",
        "bluegreen.cli.credential:CredentialListCommand",
    ),
    "deploy": Row("Deploy a version to the idle side", "bluegreen.cli.deploy:DeployCommand"),
    "doctor": Row("Examine the cloud and an application", "bluegreen.cli.doctor:DoctorCommand"),
    "down": Row("Remove an application", "bluegreen.cli.down:DownCommand"),
    "drain": Row(
        "Drain the idle side: wait until no connections remain on it, or end them",
        "bluegreen.cli.drain:DrainCommand",
    ),
    "help": Row("Print the help of a command", "bluegreen.cli.help:HelpCommand"),
    "history": Row("List the runs on an application", "bluegreen.cli.history:HistoryCommand"),
    "init": Row("Write a commented starter specification", "bluegreen.cli.init:InitCommand"),
    "list": Row("List the applications of the project", "bluegreen.cli.list:ListCommand"),
    "pause": Row("Suspend automatic actions", "bluegreen.cli.pause:PauseCommand"),
    "probe": Row(
        "Probe a URL at a fixed rate, and count all requests and the side that answers each",
        "bluegreen.cli.probe:ProbeCommand",
    ),
    "reject": Row(
        "Reject the release on the idle side, so that it does not go live",
        "bluegreen.cli.approve:RejectCommand",
    ),
    "release": Row(
        "Take a version from build to retirement", "bluegreen.cli.release:ReleaseCommand"
    ),
    "repair": Row(
        "Replace the dead servers of a side, without a new release",
        "bluegreen.cli.repair:RepairCommand",
    ),
    "resume": Row("Complete or clean up an interrupted run", "bluegreen.cli.resume:ResumeCommand"),
    "retire": Row(
        "Shrink the idle side to a few warm servers, or remove its release",
        "bluegreen.cli.retire:RetireCommand",
    ),
    "rollback": Row("Make the previous side live again", "bluegreen.cli.rollback:RollbackCommand"),
    "scale": Row(
        "Change the number of servers of a side, without a new release",
        "bluegreen.cli.scale:ScaleCommand",
    ),
    "schema": Row(
        "Print the JSON schema of the specification", "bluegreen.cli.schema:SchemaCommand"
    ),
    "status": Row("Show both sides of an application", "bluegreen.cli.status:StatusCommand"),
    "switch": Row("Make the idle side live", "bluegreen.cli.switch:SwitchCommand"),
    "timetable": Row(
        "Compute the maintenance window of a release, without blue-green and with it",
        "bluegreen.cli.timetable:TimetableCommand",
    ),
    "unpause": Row("Resume automatic actions", "bluegreen.cli.pause:UnpauseCommand"),
    "up": Row("Build both sides of an application with one version", "bluegreen.cli.up:UpCommand"),
    "validate": Row(
        "Check the specification offline, and report all problems at once",
        "bluegreen.cli.validate:ValidateCommand",
    ),
    "watch": Row("Watch the live side for a while", "bluegreen.cli.watch:WatchCommand"),
}


def name_in(argv: Sequence[str], names: Container[str]) -> str | None:
    """Return the name that an argument list begins with, of one word or of two; None for none."""
    beginnings = (" ".join(argv[:words]) for words in (1, 2))
    return next((name for name in beginnings if name in names), None)


class CommandTable(CommandManager):
    """Finds a verb by its whole name, and imports no other."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.commands = {
            name: EntryPoint(name, row.target, "bluegreen.cli") for name, row in table.items()
        }

    def add_command(self, name: str, command_class: type[Command]) -> None:
        """Add cliff's own help and complete only where the table has none."""
        if name not in self.commands:
            super().add_command(name, command_class)

    def find_command(self, argv: list[str]) -> tuple[type[Command], str, list[str]]:
        """Return the class, its name and its arguments; ValueError for an unknown name.

        Unlike cliff's, it takes no abbreviations: a verb added later must not change what a
        script means.
        """
        name = name_in(argv, self.commands)
        if name is None:
            raise ValueError(f"{argv[0]} is not a command{self._alone(argv[0])}")
        return self.commands[name].load(), name, argv[len(name.split()) :]

    def _alone(self, word: str) -> str:
        """Say what may follow a word that only begins names."""
        following = [name.split()[1] for name in self.commands if name.startswith(f"{word} ")]
        return f" on its own: {', '.join(sorted(following))}" if following else ""


OWN_NAME = "bluegreen"


@dataclass(frozen=True)
class CommandProgram:
    """A program that has the commands, under `name`; `connect` returns the cloud it works on."""

    name: str
    connect: Callable[[], Cloud]

    def text(self, sentence: str) -> str:
        """Return a sentence with its commands as they are typed in this program."""
        if self.name == OWN_NAME:
            return sentence
        return self._command.sub(f"{self.name} ", sentence)

    @cached_property
    def _command(self) -> re.Pattern[str]:
        """One of this project's commands, unless it stands there under this name already."""
        prefix = self.name.removesuffix(OWN_NAME)
        verbs = "|".join(map(re.escape, COMMANDS))
        return re.compile(rf"(?<!{re.escape(prefix)})\b{OWN_NAME} (?=(?:{verbs})\b)")
