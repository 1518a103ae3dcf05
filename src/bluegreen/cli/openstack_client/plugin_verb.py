# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A command of the `openstack` client that has one of this program's commands do the work."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from cliff.command import Command

from bluegreen import CloudError
from bluegreen.cli.exit_codes import exit_code_of

if TYPE_CHECKING:
    from bluegreen import Cloud
    from bluegreen.cli.verb import Verb

NAME = "openstack bluegreen"


class PluginVerb(Command):
    """A command of the client, as the client sees it; what it does is in the verb's own class.

    The verb differs in three things here: the cloud is the one that the client is logged in to, an
    error has its own exit code, and the commands that a sentence names are those of the client.
    """

    app: Any
    target: ClassVar[str]
    """Where the verb's class is, as `module:Class`; it is imported only when the verb is used."""

    auth_required = False
    """For the client: it need not log in before the verb runs. A verb asks for it, if it does."""

    def __init__(
        self, app: Any, app_args: argparse.Namespace | None, cmd_name: str | None = None
    ) -> None:
        from bluegreen.cli.registry import CommandProgram

        super().__init__(app, app_args, cmd_name)
        module, _, name = self.target.partition(":")
        self._verb: Verb = getattr(import_module(module), name)(app, app_args, cmd_name)
        self._verb.program = CommandProgram(NAME, self._connect)

    def get_description(self) -> str:
        """Return what the verb says of itself."""
        return self._verb.get_description()

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Return the verb's own options."""
        return self._verb.get_parser(prog_name)

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Run the verb, and return its exit code; an error is written in two parts."""
        return exit_code_of(
            lambda: self._verb.run(parsed_args),
            self.app.stderr,
            debug=bool(self.app.options.debug),
            text=self._verb.program.text,
        )

    def take_action(self, parsed_args: argparse.Namespace) -> Any:
        """Let the verb act; cliff asks each command for this."""
        return self._verb.take_action(parsed_args)

    def _connect(self) -> Cloud:
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
