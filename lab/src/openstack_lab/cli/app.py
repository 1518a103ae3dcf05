# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The command `lab`."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openstack_lab.cli.signals import nothing_inherited
from openstack_lab.errors import LabError
from openstack_lab.host.shell_env import variables
from openstack_lab.lab import Lab, sign_in

Verb = Callable[[Lab, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return 0 if it is done, 1 if it failed, 2 for wrong usage."""
    options = _parser()[0].parse_args(arguments)
    verb: Verb = options.verb
    try:
        with nothing_inherited():
            _require_root()
            return verb(Lab(options.directory.absolute()), options)
    except LabError as error:
        sys.stderr.write(f"lab: {error}\n")
    except OSError as error:
        sys.stderr.write(f"lab: {error}.\n  Fix that, then run `lab up`: it continues.\n")
    except KeyboardInterrupt:
        sys.stderr.write("lab: interrupted.\n  `lab up` continues where it stopped.\n")
    return 1


def verbs() -> tuple[str, ...]:
    """Return the verbs that the command knows."""
    return tuple(_parser()[1].choices)


def _parser() -> tuple[argparse.ArgumentParser, Any]:
    words = argparse.ArgumentParser(prog="lab", description="A real OpenStack on one machine.")
    words.add_argument(
        "--directory",
        type=Path,
        default=Lab.from_environment().directory,
        help="where the lab keeps everything (%(default)s)",
    )
    known = words.add_subparsers(required=True, metavar="VERB")

    def add(name: str, verb: Verb, text: str) -> argparse.ArgumentParser:
        one = known.add_parser(name, help=text, description=text)
        one.set_defaults(verb=verb)
        return one

    up = add("up", _up, "install and start everything; wait until it serves")
    up.add_argument(
        "--telemetry",
        action="store_true",
        help="also measure the CPU of servers, for alarms to act on; this stays until `wipe`",
    )
    # For tests: an undeclared need shows only in another order.
    up.add_argument("--shuffle", type=int, metavar="SEED", help=argparse.SUPPRESS)
    add("down", _down, "stop everything, keep the data")
    wipe = add("wipe", _wipe, "stop everything and remove the data")
    wipe.add_argument("--yes", action="store_true", help="do not ask")
    status = add("status", _status, "show which services serve; exit with 0 only if all do")
    status.add_argument("--json", action="store_true", help="print JSON, for programs")
    add("env", _env, "print the shell commands that select the lab's cloud, for eval")
    logs = add("logs", _logs, "show the log of one service, or the errors of all")
    which = logs.add_mutually_exclusive_group(required=True)
    which.add_argument("service", nargs="?")
    which.add_argument(
        "--errors", action="store_true", help="show the last error lines of every log"
    )
    logs.add_argument("-f", "--follow", action="store_true", help="follow the log as it grows")
    return words, known


def _require_root() -> None:
    if os.geteuid() != 0:
        raise LabError("The `lab` command needs root; you are not root.", "Run it again with sudo.")


def _up(lab: Lab, options: argparse.Namespace) -> int:
    from openstack_lab.cli.up import bring_up

    bring_up(lab, telemetry=options.telemetry, seed=options.shuffle)
    return 0


def _down(lab: Lab, _options: argparse.Namespace) -> int:
    from openstack_lab.cli.down import bring_down

    bring_down(lab)
    return 0


def _wipe(lab: Lab, options: argparse.Namespace) -> int:
    from openstack_lab.cli.down import wipe
    from openstack_lab.engine import claim

    if claim.is_there(lab):
        claim.require_lab(lab)
        if not options.yes:
            _ask_for_wipe(lab)
    wipe(lab)
    return 0


def _ask_for_wipe(lab: Lab) -> None:
    sys.stderr.write(
        f"This stops the lab and removes {lab.directory}: servers, images, databases, passwords.\n"
        "Remove it? [y/N] "
    )
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise LabError(
            "Nothing was stopped or removed.", "`lab wipe --yes` removes the lab without asking."
        )


def _status(lab: Lab, options: argparse.Namespace) -> int:
    from openstack_lab.cli.status import look_at

    if not lab.exists():
        raise LabError(f"There is no lab in {lab.directory}.", "Make one with `lab up`.")
    status = look_at(lab)
    text = f"{status.as_text()}{sign_in(lab)}\n"
    sys.stdout.write(json.dumps(status.as_json()) + "\n" if options.json else text)
    return 0 if status.is_well else 1


def _env(lab: Lab, _options: argparse.Namespace) -> int:
    words = " ".join(f"{name}={text}" for name, text in variables(lab).items())
    sys.stdout.write(f"export {words}\n")
    sys.stdout.write(f'export PATH="$PATH:{lab.paths.commands}"\n')
    sys.stdout.write(f"# {sign_in(lab)}\n")
    return 0


def _logs(lab: Lab, options: argparse.Namespace) -> int:
    from openstack_lab.engine import logs

    if options.errors:
        sys.stdout.write(logs.error_report(lab) or "No log has an error.\n")
    else:
        logs.show(lab, options.service, follow=options.follow)
    return 0
