# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What verbs share: speaking, asking, naming the application, reaching the cloud."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cliff.command import Command

from bluegreen.cli.columns import harmless
from bluegreen.cli.exit_codes import tell
from bluegreen.errors import (
    BlueGreenError,
    CloudError,
    Refused,
    Stuck,
    UsageError,
    name_of_defect,
)
from bluegreen.model.printable import printable

if TYPE_CHECKING:
    from bluegreen.clock import Clock
    from bluegreen.cloud.permit import Permit
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.application import Application
    from bluegreen.model.lease import Holder
    from bluegreen.operations.context import ExecutionContext
    from bluegreen.operations.lease_keeper import HeldLease, NobodyElse, OnceThereIsANetwork
    from bluegreen.operations.plan import Plan
    from bluegreen.spec import Specification

SPECIFICATION = Path("bluegreen.yaml")


def duration(text: str) -> timedelta:
    """Return the duration that a word such as 10m means; argparse's error when it means none."""
    from pydantic import TypeAdapter, ValidationError

    from bluegreen.spec.values import Duration

    try:
        return TypeAdapter(Duration).validate_python(text)
    except ValidationError as error:
        raise argparse.ArgumentTypeError(f"{text}: such as 500ms, 50s, 2m or 1h") from error


def at_least_one(text: str) -> int:
    """Return the count that a word is; argparse's error when it is none."""
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text}: a whole number, at least 1")
    return int(text)


def version_of_release(text: str) -> str:
    """Return the version that a word is; argparse's error when it is none.

    None at all is what an unset variable of a pipeline comes to. Only what is to be built must be
    one: a release that is there with another version is shown, switched to, rolled back to and
    removed like any other.
    """
    from bluegreen.spec.values import VERSION

    try:
        return VERSION.check(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no version: it {error}") from error


def refuse_unless_name_of_application(text: str, run_next: str) -> None:
    """Raise UsageError for what could not name an application in a specification either.

    Tags with a comma in them are never found again, and long names share a journal.
    """
    from bluegreen.spec.values import APPLICATION_NAME

    try:
        APPLICATION_NAME.check(text)
    except ValueError as error:
        raise UsageError(f"{text!r} cannot name an application: it {error}", run_next) from error


def refuse_unknown_point(point: str | None, names: Iterable[str]) -> None:
    """Raise UsageError, listing all points, when a `--stop-at` is before or after no such name."""
    points = [f"{moment}:{name}" for name in names for moment in ("before", "after")]
    if point is not None and point not in points:
        raise UsageError(
            f"--stop-at {point}: there is no such point, and nothing was changed",
            f"one of {', '.join(points) or 'none: nothing is left to do'}",
        )


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    """Add the option of every verb that changes something."""
    parser.add_argument("--dry-run", action="store_true", help="show the plan, change nothing")


def add_side(parser: argparse.ArgumentParser) -> None:
    """Add the side as a positional argument, before the application, which is there already.

    argparse reads and shows positional arguments in the order in which they were added.
    """
    from bluegreen.model.tags import Colour

    parser.add_argument("side", metavar="SIDE", type=Colour, choices=list(Colour))
    application = next(action for action in parser._actions if action.dest == "application")
    for ordered in (parser._actions, parser._positionals._group_actions):
        ordered.remove(application)
        ordered.append(application)


def _column(name: str) -> str:
    return name.lower().strip().replace(" ", "_")


class Verb(Command):
    """A command that speaks on stderr and can reach the cloud.

    The classes of this file stand before cliff's in a command's bases:
    `class Status(NamesApplication, ShowOne)`.
    """

    def say(self, sentence: str) -> None:
        """Write one sentence for people to stderr, unless --quiet; results go to stdout.

        Whoever reads it may go away, as in `bluegreen switch 2>&1 | head`; the work goes on.
        """
        if self.app.options.verbose_level:
            tell(self.app.stderr, f"{printable(sentence)}\n")

    def cloud(self) -> Cloud:
        """Connect to the cloud that --os-cloud or OS_CLOUD names.

        openstack is imported only here, since that alone takes a second.
        """
        from bluegreen.cloud import connect

        return connect(self.app.options.os_cloud)

    def produce_output(
        self, parsed_args: argparse.Namespace, column_names: Sequence[str], data: Any
    ) -> int:
        """Show a result as cliff does, whatever text is in it.

        Raises UsageError when it has no column that is asked for.
        As for cliff, case does not matter in a column's name, and a space may be an underscore.
        """
        from cliff.lister import Lister

        there = {_column(name) for name in column_names}
        if parsed_args.columns and there.isdisjoint(map(_column, parsed_args.columns)):
            raise UsageError(
                f"the result has no column {', '.join(parsed_args.columns)}, but "
                f"{', '.join(column_names)}",
                "the same command with one of those after -c",
            )

        def shown(row: Iterable[Any]) -> tuple[Any, ...]:
            return tuple(harmless(value, parsed_args.formatter) for value in row)

        result = map(shown, data) if isinstance(self, Lister) else shown(data)
        return int(super().produce_output(parsed_args, column_names, result))  # type: ignore[misc]


class NamesApplication(Verb):
    """A verb for one application, by default that of ./bluegreen.yaml."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application as an optional argument."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "application",
            metavar="APPLICATION",
            nargs="?",
            help=f"name of the application (default: that of ./{SPECIFICATION})",
        )
        return parser

    def application(self, parsed_args: argparse.Namespace) -> str:
        """Return the application's name.

        Raises UsageError when neither the command line nor ./bluegreen.yaml gives one, and
        SpecificationInvalid when the file's `application` is no name.
        """
        if parsed_args.application is not None:
            return str(parsed_args.application)
        if not SPECIFICATION.exists():
            raise UsageError(
                f"no application is named, and there is no {SPECIFICATION} here",
                "the same command with the name of the application; bluegreen list shows them",
            )
        from bluegreen.spec import application_name

        return application_name(SPECIFICATION)

    def own_specification(self, application: str) -> Specification | None:
        """Return ./bluegreen.yaml when it is of this application; None when it is not, or absent.

        Raises SpecificationInvalid.
        """
        from bluegreen.spec import load

        found = load(SPECIFICATION) if SPECIFICATION.exists() else None
        return found if found and found.application == application else None


class ReadsSpecification(Verb):
    """A verb that works from the specification."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --specification."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--specification",
            metavar="FILE",
            type=Path,
            default=SPECIFICATION,
            help=f"the specification (default: {SPECIFICATION})",
        )
        return parser

    def specification(self, parsed_args: argparse.Namespace) -> Specification:
        """Read the specification; SpecificationInvalid holds all of its problems."""
        from bluegreen.spec import load

        return load(parsed_args.specification)


class WorksUnderLease(Verb):
    """A verb that holds the lease on the application it works on."""

    goes_without_a_port = False
    """Whether it goes on where the quota of ports has no room for a lease, since it is urgent."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the reason, and what to do while another operator is at work."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "-m", "--message", default="", metavar="TEXT", help="why; kept in the journal"
        )
        parser.add_argument(
            "--wait",
            type=duration,
            default=timedelta(0),
            metavar="DURATION",
            help="how long to wait for another operator to finish, such as 10m (default: not)",
        )
        parser.add_argument(
            "--break-lease",
            action="store_true",
            help="end another operator's lease, once that is agreed to; only when that run is dead "
            "for certain",
        )
        parser.add_argument(
            "--without-lease",
            action="store_true",
            help="for a credential that may take none: refused while another operator holds the "
            "lease, but one who begins meanwhile is not kept out",
        )
        add_dry_run(parser)
        return parser

    def clock(self) -> Clock:
        """Return the clock that all waiting of this command goes by."""
        return self._clock

    @cached_property
    def _clock(self) -> Clock:
        from bluegreen.clock import SteadyClock

        return SteadyClock()

    @contextmanager
    def lease_on(
        self,
        application: str,
        cloud: Cloud,
        parsed_args: argparse.Namespace,
        *,
        may_break: bool = True,
        patience: timedelta = timedelta(0),
    ) -> Iterator[Permit | None]:
        """Hold the permit to change an application: its lease, wherever one can be held.

        None for a rehearsal. Before the application has a network the lease is taken as soon as
        it has one. Without `may_break` another's lease is not broken, though --break-lease was
        given; with it only once that is agreed to. It is waited for at least as long as `patience`.
        Raises LeaseHeld when another operator has it and --wait has passed.
        """
        from bluegreen.cloud.errors import NothingToLease, OverQuota
        from bluegreen.model.operator import whoami
        from bluegreen.operations.lease_keeper import (
            NobodyElse,
            OnceThereIsANetwork,
            take_within,
            wait_while_held,
            without_a_port,
        )

        if self.is_rehearsal(parsed_args):
            yield None
            return
        wait = max(parsed_args.wait, patience)
        if parsed_args.without_lease:
            wait_while_held(wait, cloud.leases, application, clock=self.clock(), say=self.say)
            self.say("Without the lease: another operator who begins meanwhile is not kept out.")
            yield NobodyElse(cloud.leases, application)
            return
        breaks = may_break and parsed_args.break_lease
        holder = cloud.leases.holder(application) if breaks else None
        if holder and not holder.expired:
            self.agree_to_break(holder, parsed_args)
            if cloud.leases.break_lease(application, only=holder.lease):
                self.say(f"Broke the lease of {holder}.")
        take = partial(
            take_within,
            leases=cloud.leases,
            application=application,
            owner=whoami(),
            message=parsed_args.message or self.cmd_name or "",
            clock=self.clock(),
            say=self.say,
        )
        try:
            lease: HeldLease | OnceThereIsANetwork | NobodyElse = take(wait)
        except NothingToLease:
            lease = OnceThereIsANetwork(application, partial(take, timedelta(0)))
        except OverQuota as refusal:
            lease = without_a_port(
                refusal, cloud.leases, application, urgent=self.goes_without_a_port, say=self.say
            )
        with lease:
            yield lease

    def agree_to_break(self, holder: Holder, parsed_args: argparse.Namespace) -> None:
        """Return when another's lease may be broken: a verb that asks nothing takes its word."""

    def is_rehearsal(self, parsed_args: argparse.Namespace) -> bool:
        """Whether nothing is going to be changed, so that nobody need be kept out."""
        return bool(parsed_args.dry_run)

    def run_of(
        self, cloud: Cloud, lease: Permit | None, parsed_args: argparse.Namespace
    ) -> ExecutionContext:
        """Return what the steps of this command may use."""
        from bluegreen.model.operator import whoami
        from bluegreen.operations.context import ExecutionContext

        return ExecutionContext(
            cloud=cloud,
            say=self.say,
            operator=whoami(),
            message=parsed_args.message,
            clock=self.clock(),
            lease=lease,
            stop_at=getattr(parsed_args, "stop_at", None),
        )


class ChangesCloud(WorksUnderLease):
    """A verb that changes something: it can show its plan, and asks before it acts."""

    _at_work: tuple[Plan, ExecutionContext] | None = None

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Run the verb. Raises Stuck for a defect once production has moved: that is no 1."""
        try:
            return int(super().run(parsed_args))
        except (BlueGreenError, BrokenPipeError):
            raise
        except Exception as defect:
            if not (self._at_work and self._at_work[1].progress.production_left):
                raise
            plan, _ = self._at_work
            raise Stuck(
                f"production has moved, and then {plan.title} met a defect of this program: "
                f"{name_of_defect(defect)}",
                plan.when_stuck,
            ) from defect

    def produce_output(
        self, parsed_args: argparse.Namespace, column_names: Sequence[str], data: Any
    ) -> int:
        """Show the result; where it cannot be shown, say that, and fail nothing.

        What was ordered is done by then: a wrong column or a full disk makes no switch stuck.
        """
        try:
            return super().produce_output(parsed_args, column_names, data)
        except BrokenPipeError:
            raise
        except Exception as trouble:
            if parsed_args.dry_run:
                raise
            self.say(f"It is done. Its result cannot be shown: {trouble}.")
            return 0

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add what every changing command takes."""
        parser = super().get_parser(prog_name)
        parser.add_argument("--yes", action="store_true", help="do not ask before changing")
        parser.add_argument(
            "--stop-at",
            metavar="POINT",
            help="for rehearsals: end at once, as kill -9 would, before:STEP or after:STEP",
        )
        return parser

    def agree_to_break(self, holder: Holder, parsed_args: argparse.Namespace) -> None:
        """Rehearse, then ask: a lease is not broken for what would be refused, or for a no.

        Raises what the rehearsal raises, Refused, and UsageError when there is nobody to ask.
        """
        self.rehearse(parsed_args)
        self.confirm(parsed_args, f"Break the lease of {holder}?")

    def rehearse(self, parsed_args: argparse.Namespace) -> None:
        """Do what --dry-run does, without its result."""
        self.take_action(argparse.Namespace(**{**vars(parsed_args), "dry_run": True}))

    def carry_out(
        self,
        plan: Plan,
        cloud: Cloud,
        lease: Permit | None,
        parsed_args: argparse.Namespace,
        specification: Specification | None = None,
        *,
        afterwards: Sequence[Plan] = (),
    ) -> ExecutionContext | None:
        """Show a plan, ask, and carry it out; None when it was only to be shown.

        The specification's hooks run around it, and those who want to know are told. What the
        caller will do `afterwards` is shown, and agreed on, with it.

        Raises Refused when a guard says no, with --dry-run too: that is what a rehearsal is for;
        UsageError when --stop-at names no point of it.
        """
        from bluegreen.cli.render import plan_lines
        from bluegreen.operations.with_hooks import execute_with_hooks

        plans = (plan, *afterwards)
        refuse_unknown_point(parsed_args.stop_at, (name for p in plans for name in p.step_names))
        for line in (line for p in plans for line in plan_lines(p)):
            self.say(line)
        plan.refuse_unless_allowed()
        if parsed_args.dry_run:
            return None
        if any(p.steps for p in plans):
            self.confirm(parsed_args, f"{plan.title[0].upper()}{plan.title[1:]}?")
        run = self.run_of(cloud, lease, parsed_args)
        self._at_work = plan, run
        execute_with_hooks(plan, run, specification)
        return run

    def look_again(self, cloud: Cloud, name: str) -> Application | None:
        """Return the application as it is afterwards, and say it in a sentence.

        What was ordered is done by then, so a cloud that does not answer now fails nothing: that
        is said, and the answer is None.
        """
        from bluegreen.cloud.observe import observe_as_far_as_it_answers
        from bluegreen.model.summary import headline

        try:
            application = observe_as_far_as_it_answers(cloud, name)
        except CloudError as trouble:
            self.say(f"It is done. How it looks now is not known: {trouble.true_now}.")
            return None
        self.say(headline(application))
        return application

    def confirm(self, parsed_args: argparse.Namespace, question: str) -> None:
        """Go on only with a yes: by --yes, or typed in answer to `question`.

        Raises Refused for any other answer, and UsageError when there is nobody to ask.
        """
        if parsed_args.yes:
            return
        if not self.app.stdin.isatty():
            raise UsageError(
                "this asks before it changes anything, and there is no terminal to ask on",
                "the same command with --yes, or with --dry-run to see the plan",
            )
        self.app.stderr.write(f"{printable(question)} [y/N] ")
        self.app.stderr.flush()
        if self.app.stdin.readline().strip().lower() not in ("y", "yes"):
            raise Refused("nothing was changed, since the answer was not yes")
