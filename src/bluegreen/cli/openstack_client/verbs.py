# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Each verb's own class as a command of the `openstack` client, by the same class name.

The client loads every command of every plugin at each start, so `verbs:Switch` is only a name until
`openstack bluegreen switch` is what was typed. Then it is the class Switch with three differences:
the cloud is the one that the client is logged in to, an error has its own exit code, and the
commands that a sentence names are those of this client.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cliff.command import Command

from bluegreen.cli.exit_codes import exit_code_of
from bluegreen.cli.registry import COMMANDS
from bluegreen.errors import CloudError

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud

OF_BLUEGREEN_ALONE = ("complete", "help")
"""Verbs that the client has itself, for all of its commands."""

_TARGETS = {
    row.target.partition(":")[2]: row.target
    for name, row in COMMANDS.items()
    if name not in OF_BLUEGREEN_ALONE
}


def __getattr__(name: str) -> type[Command]:
    """Return what stands for a verb's class; AttributeError when no verb has that class."""
    if name not in _TARGETS:
        raise AttributeError(f"no verb has a class {name}")
    return type(name, (_StandIn,), {"target": _TARGETS[name], "__module__": __name__})


class _StandIn(Command):
    """A verb's class before it is imported: making one makes a command of that class instead."""

    target: str

    def __new__(cls, *arguments: Any, **options: Any) -> Any:
        """Import the class, and return a command of it."""
        module, _, name = cls.target.partition(":")
        verb = getattr(import_module(module), name)
        return type(name, (_InOpenStackClient, verb), {"__doc__": verb.__doc__})(
            *arguments, **options
        )

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        """Be there for cliff's sake only."""
        raise NotImplementedError


class _InOpenStackClient:
    """How a verb differs when it runs within the client."""

    app: Any
    auth_required = False
    """For the client: it need not log in before the verb runs. A verb asks for it, if it does."""

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Run the verb, and return its exit code, with errors told in two parts."""
        run_verb: Callable[[argparse.Namespace], int] = super().run  # type: ignore[misc]
        return exit_code_of(
            lambda: run_verb(parsed_args),
            self.app.stderr,
            debug=bool(self.app.options.debug),
            voice=spoken,
        )

    def cloud(self) -> Cloud:
        """Let the client log in as for its own commands, and return the cloud that it is then in.

        Raises CloudError when it cannot.
        """
        if not self.auth_required:
            self.auth_required = True
            try:
                self.app.prepare_to_run_command(self)
            except Exception as error:  # the client's own, keystoneauth's and the SDK's
                raise CloudError(
                    f"no connection to the cloud: {error}", "openstack token issue"
                ) from error
        cloud: Cloud = self.app.client_manager.bluegreen
        return cloud

    def say(self, sentence: str) -> None:
        """Write a sentence to stderr, its commands as this client's."""
        super().say(spoken(sentence))  # type: ignore[misc]


_A_COMMAND = re.compile(rf"(?<!openstack )\bbluegreen (?=(?:{'|'.join(COMMANDS)})\b)")


def spoken(sentence: str) -> str:
    """Return a sentence in which `bluegreen VERB` is `openstack bluegreen VERB`."""
    return _A_COMMAND.sub("openstack bluegreen ", sentence)
