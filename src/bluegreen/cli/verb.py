# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every command is: it speaks on stderr, shows its result on stdout, reaches the cloud.

A command parses its arguments into a request, and gives it to a function with a session.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TextIO

from cliff.columns import FormattableColumn
from cliff.command import Command

from bluegreen.cli.exit_codes import InterruptedAtQuestion, write_stderr
from bluegreen.cli.registry import OWN_NAME, CommandProgram
from bluegreen.errors import Refused, UsageError
from bluegreen.model.text import inert_in_double_quotes, neutral, printable, printable_lines

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.application import Application
    from bluegreen.operations.plan import Plan
    from bluegreen.operations.session import Session


@dataclass(frozen=True)
class Terminal:
    """What an operation writes to and asks. With `yes` every question is answered already.

    `say` writes one sentence; results are not written here.
    """

    say: Callable[[str], None]
    stdin: TextIO
    stderr: TextIO
    yes: bool = False

    def show(self, plan: Plan) -> None:
        """Write the lines of a plan."""
        for line in plan.lines:
            self.say(line)

    def report(self, application: Application) -> None:
        """Write what matters most of an application."""
        from bluegreen.model.summary import headline

        self.say(headline(application))

    def confirm(self, question: str) -> None:
        """Go on only with a yes: by --yes, or typed in answer to the question.

        Raises Refused for any other answer, UsageError when there is nobody to ask, and
        InterruptedAtQuestion for Ctrl-C.
        """
        if self.yes:
            return
        if not self.stdin.isatty():
            raise UsageError(
                "this command asks for confirmation before it changes anything, but there is no "
                "terminal",
                "run the same command with --yes, or with --dry-run to see the plan",
            )
        try:
            agreed = self.ask(question)
        except KeyboardInterrupt as interrupt:
            self.stderr.write("\n")  # what follows does not stand behind the question
            raise InterruptedAtQuestion from interrupt
        if not agreed:
            raise Refused("not confirmed; nothing was changed")

    def ask(self, question: str) -> bool:
        """Whether a yes is typed in answer to a question."""
        self.stderr.write(f"{printable(question)} [y/N] ")
        self.stderr.flush()
        return self.stdin.readline().strip().lower() in ("y", "yes")


class Verb(Command):
    """A command of this program.

    It stands before cliff's own in a command's bases: `class Status(Verb, Lister)`.
    """

    def __init__(
        self, app: Any, app_args: argparse.Namespace | None, cmd_name: str | None = None
    ) -> None:
        super().__init__(app, app_args, cmd_name)
        self.program = CommandProgram(OWN_NAME, self._connect)

    def _connect(self) -> Cloud:
        """Connect to the cloud and the region that the options or the variables name.

        openstack is imported only here, since that alone takes a second.
        """
        from bluegreen.cloud import connect

        options = self.app.options
        return connect(options.os_cloud, region=options.os_region_name)

    def say(self, sentence: str) -> None:
        """Write one sentence for people to stderr, unless --quiet; results go to stdout.

        Its reader may go away, as in `bluegreen switch 2>&1 | head`; the work goes on.
        """
        if self.app.options.verbose_level:
            write_stderr(self.app.stderr, self.program.text(f"{printable(sentence)}\n"))

    def cloud(self) -> Cloud:
        """Return the cloud that the program works on."""
        return self.program.connect()

    def terminal(self, parsed_args: argparse.Namespace) -> Terminal:
        """Return what this command writes to and asks; one without --yes asks nothing."""
        yes = getattr(parsed_args, "yes", True)
        return Terminal(self.say, self.app.stdin, self.app.stderr, yes)

    def session(self, parsed_args: argparse.Namespace) -> Session:
        """Connect, and return the session that the options ask for."""
        from bluegreen.clock import SteadyClock
        from bluegreen.model.lease import whoami
        from bluegreen.operations.session import LeaseTerms, Session

        terminal = self.terminal(parsed_args)
        return Session(
            cloud=self.cloud(),
            output=terminal,
            operator=whoami(),
            clock=SteadyClock(),
            command=self.cmd_name or "",
            message=getattr(parsed_args, "message", ""),
            lease=LeaseTerms(
                wait=getattr(parsed_args, "wait", timedelta(0)),
                break_it=getattr(parsed_args, "break_lease", False),
                without=getattr(parsed_args, "without_lease", False),
            ),
            dry_run=getattr(parsed_args, "dry_run", False),
            stop_at=getattr(parsed_args, "stop_at", None),
            ask=terminal.ask if self.app.stdin.isatty() else None,
        )

    def produce_output(
        self, parsed_args: argparse.Namespace, column_names: Sequence[str], data: Any
    ) -> int:
        """Show a result as cliff does, whatever text is in it.

        Raises UsageError when it has no column that is asked for. Where something was changed,
        that is done by then: a wrong column or a full disk is only said, and makes no switch stuck.
        """
        try:
            return self._produce_output(parsed_args, column_names, data)
        except BrokenPipeError:
            raise
        except Exception as error:
            if not getattr(parsed_args, "changes_cloud", False) or parsed_args.dry_run:
                raise
            self.say(f"Done, but the result could not be shown: {error}.")
            return 0

    def _produce_output(
        self, parsed_args: argparse.Namespace, column_names: Sequence[str], data: Any
    ) -> int:
        """Show it. As for cliff, case does not matter in a column's name, nor a space or a _."""
        from cliff.lister import Lister

        there = {_column(name) for name in column_names}
        if parsed_args.columns and there.isdisjoint(map(_column, parsed_args.columns)):
            raise UsageError(
                f"the result has no column {', '.join(parsed_args.columns)}, but "
                f"{', '.join(column_names)}",
                "run the same command with one of those after -c",
            )

        def shown(row: Iterable[Any]) -> tuple[Any, ...]:
            return tuple(_harmless(value, parsed_args.formatter) for value in row)

        result = map(shown, data) if isinstance(self, Lister) else shown(data)
        return int(super().produce_output(parsed_args, column_names, result))  # type: ignore[misc]


def _column(name: str) -> str:
    return name.lower().strip().replace(" ", "_")


def _harmless(value: Any, output_format: str) -> Any:
    """Return a value of a result as it may be written in one of cliff's formats.

    JSON and YAML have escapes of their own, and stay exact. A value that is no text stays as it is.
    """
    if output_format in ("json", "yaml"):
        return value
    if output_format == "table":
        return printable_lines(value) if isinstance(value, str) else value
    exact = value.machine_readable() if isinstance(value, FormattableColumn) else value
    if not isinstance(exact, str):
        return value
    match output_format:
        case "csv":
            return neutral(printable(exact))
        case "shell":
            return inert_in_double_quotes(printable(exact))
    return printable(exact)
