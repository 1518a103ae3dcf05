# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The command `lab`."""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from openstack_lab import down, up
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab

Verb = Callable[[Lab, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return 0 if all is well, 1 if not, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    lab = Lab(options.directory.absolute())
    verb: Verb = options.verb
    try:
        return verb(lab, options)
    except LabError as error:
        sys.stderr.write(f"lab: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("lab: interrupted; `lab up` continues where it stopped.\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lab", description="A real OpenStack on one machine.")
    parser.add_argument(
        "--directory",
        type=Path,
        default=Lab.from_environment().directory,
        help="where the lab keeps everything (%(default)s)",
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def add(name: str, verb: Verb, text: str) -> argparse.ArgumentParser:
        one = verbs.add_parser(name, help=text, description=text)
        one.set_defaults(verb=verb)
        return one

    add("up", _up, "install and start everything; wait until it serves")
    add("down", _down, "stop everything, keep the data")
    add("wipe", _wipe, "stop everything and remove the data")
    add("env", _env, "print shell commands that choose the lab's cloud, for eval")
    logs = add("logs", _logs, "show a service's log")
    logs.add_argument("service")
    logs.add_argument("-f", "--follow", action="store_true", help="go on as the log grows")
    return parser


def _up(lab: Lab, _options: argparse.Namespace) -> int:
    up.bring_up(lab)
    return 0


def _down(lab: Lab, _options: argparse.Namespace) -> int:
    down.bring_down(lab)
    return 0


def _wipe(lab: Lab, _options: argparse.Namespace) -> int:
    down.wipe(lab)
    return 0


def _env(lab: Lab, _options: argparse.Namespace) -> int:
    sys.stdout.write(f"export OS_CLIENT_CONFIG_FILE={lab.clouds_file} OS_CLOUD=demo\n")
    sys.stdout.write(f'export PATH="$PATH:{lab.commands}"\n')
    return 0


def _logs(lab: Lab, options: argparse.Namespace) -> int:
    log = lab.logs / f"{options.service}.log"
    if not log.exists():
        known = ", ".join(sorted(path.stem for path in lab.logs.glob("*.log")))
        raise LabError(f"There is no log of {options.service}.", f"There are: {known or 'none'}.")
    follow = ["--follow=name"] if options.follow else []
    return subprocess.run(["tail", "--lines=200", *follow, log], check=False).returncode
