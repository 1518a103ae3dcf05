# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What others wrote in the project is shown, and does nothing to the terminal of its reader."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.faults import strike
from support.operator import Done, Operator
from support.worlds import shop

from bluegreen.errors import CloudError
from bluegreen.model.journal import Entry, Phase
from bluegreen.model.lease import well_known_mac
from bluegreen.model.quota import Shortage
from bluegreen.model.stack import Server

CLEAR = "\x1b[2J\x1b[1;1H"
ESCAPED = "\\x1b[2J\\x1b[1;1H"
ODD = "$(id);=\u202e"
"""A version that could be built before there was a rule for versions."""


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose application has blue live with 1.0, in a project that others write to."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types("up", "1.0", "--yes", expect=0)
    return operator


def wrote(project: FakeProject, operator: str, message: str) -> None:
    """Let a member of the project have written an entry of the journal by hand."""
    entry = Entry(
        *("shop", "r" * 8, datetime.now(UTC) + timedelta(days=1), "switch", Phase.STUCK),
        operator=operator,
        message=message,
    )
    project.cloud().journal.write(entry)


@pytest.mark.parametrize(
    "words",
    [
        ("history",),
        ("history", "--steps"),
        *(("history", "-f", form) for form in ("csv", "value", "json", "yaml")),
        ("resume", "--dry-run"),
    ],
    ids=" ".join,
)
def test_an_entry_of_the_journal_is_only_text(operator: Operator, words: tuple[str, ...]) -> None:
    """No command that tells of it clears the screen, or gives the window another title."""
    wrote(operator.project, f"ann{CLEAR}", f"all is well{CLEAR}\x1b]0;owned\x07\x9b2J\u202e")
    done = operator.types(*words)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(done.out + done.err)


def test_json_is_exact(operator: Operator) -> None:
    """What a program reads is what was written, in JSON's own escapes."""
    wrote(operator.project, "ann", f"=1+1\n{CLEAR}")
    done = operator.types("history", "-f", "json", expect=0)
    assert json.loads(done.out)[0]["Message"] == f"=1+1\n{CLEAR}"


def test_a_cell_of_csv_is_no_formula(operator: Operator) -> None:
    """A spreadsheet that opens the history computes nothing, and its numbers are numbers."""
    wrote(operator.project, "-2+3", '=HYPERLINK("http://x","y")')
    newest, *_, first = csv.DictReader(
        io.StringIO(operator.types("history", "-f", "csv", expect=0).out)
    )
    assert newest["Operator"] == "'-2+3"
    assert newest["Message"] == '\'=HYPERLINK("http://x","y")'
    assert float(first["Seconds"]) >= 0


def test_the_owner_of_a_lease_is_only_text(operator: Operator) -> None:
    """A person who reads "Break the lease of …?" reads all of it, and nothing else."""
    api = operator.project.api
    tags = "bluegreen,bluegreen:application=shop"
    (network, *_) = api.list("network", "/networks", "networks", tags=tags)
    said = {"owner": f"ann{CLEAR}", "message": "x\ny", "ttl": 120, "token": "t"}
    port = {
        "network_id": network["id"],
        "mac_address": well_known_mac("shop"),
        "name": "bluegreen-lease-shop",
        "description": json.dumps(said),
        "device_owner": "bluegreen:lease",
    }
    api.post("network", "/ports", {"port": port})

    refused = operator.types("switch", "--to", "green", "--yes", expect=1)
    assert f"ann{ESCAPED} (x\\ny) is changing shop; that lease" in refused.err
    assert "\x1b" not in refused.err


def test_a_release_with_a_version_that_is_none_is_shown_and_removed(operator: Operator) -> None:
    """What was built before there was a rule goes live, goes back and goes away like any other."""
    stacks = operator.project.stacks
    for name, stack in stacks.items():
        if name.startswith("shop-green-r"):
            stacks[name] = replace(stack, facts={**stack.facts, "version": ODD})
    release = shop(operator.project).green.release
    assert release
    assert release.version == ODD

    shown = operator.types("status", expect=0)
    assert "$(id);=\\u202e" in shown.out
    metrics = operator.types("status", "-f", "prometheus", expect=0)
    assert 'version="$(id);=\\\\u202e"' in metrics.out
    operator.types("switch", "--expect-version", ODD, "--yes", expect=0)
    operator.types("rollback", "--if-live", ODD, "--yes", expect=0)
    shell = operator.types("switch", "--to", "green", "--yes", "-f", "shell", expect=0)
    assert 'version="\\$(id);=\\\\u202e"' in shell.out
    operator.types("rollback", "--yes", expect=0)
    operator.types("retire", "--to", "remove", "--yes", expect=0)
    assert shop(operator.project).green.release is None


SAYS = """
import logging
from bluegreen.cli.verb import Verb
from bluegreen.errors import CloudError, Problem, SpecificationInvalid

class Act(Verb):
    'Act.'
    def take_action(self, parsed_args):
        {}
"""

NEXT = "\\nnext: rm -rf /"


def test_a_sentence_is_one_line(run_verb) -> None:
    """Text within it forges neither an error nor the next command."""
    run = run_verb(SAYS.format(f"self.say('shop: {NEXT}.')"))
    assert run.err == "shop: \\nnext: rm -rf /.\n"


def test_an_error_of_a_service_is_one_line(run_verb) -> None:
    """Both parts: what is true now, and what to run next."""
    run = run_verb(SAYS.format(f"raise CloudError('no: {NEXT}\\x1b', 'bluegreen status\\x9b')"))
    assert run.err == "error: no: \\nnext: rm -rf /\\x1b\nnext: bluegreen status\\x9b\n"


def test_each_problem_of_a_file_is_one_line(run_verb) -> None:
    """A key with a newline in it is one problem."""
    problem = "Problem('bluegreen.yaml', 3, 'a\\nb\\x1b', 'is no key')"
    run = run_verb(SAYS.format(f"raise SpecificationInvalid(({problem},))"))
    assert run.err.splitlines()[:2] == [
        "error: the specification has one problem, and nothing was touched",
        "bluegreen.yaml:3: a\\nb\\x1b: is no key",
    ]


def test_a_defect_is_one_line_and_its_traceback_printable(run_verb) -> None:
    """With --debug the traceback has its lines, and nothing in it is obeyed."""
    source = SAYS.format("raise RuntimeError('odd\\nthing\\x1b')")
    assert run_verb(source).err.startswith("error: unexpected RuntimeError: odd\\nthing\\x1b\n")


def test_a_question_is_one_line(run_verb, monkeypatch) -> None:
    """What is asked is what is agreed to."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asks = (
        "parsed_args.yes = False; "
        "self.terminal(parsed_args).confirm('Break the lease of \\x1b[8mann?')"
    )
    run = run_verb(SAYS.format(asks), stdin=Terminal("y\n"))
    assert run.err == "Break the lease of \\x1b[8mann? [y/N] "


def test_a_warning_of_a_library_is_printable(run_verb) -> None:
    """Libraries repeat what services say."""
    run = run_verb(SAYS.format("logging.getLogger('x').warning('Heat says %s', '\\x1b[2J')"))
    assert run.err == "Heat says \\x1b[2J\n"


HOSTILE = "a\x1b[2J\x9b\u202e\nnext: rm -rf /\r=1+1"
COMMANDS = [
    ("status",),
    ("status", "-f", "prometheus"),
    ("list",),
    ("history",),
    ("history", "-f", "csv"),
    ("history", "-f", "value"),
    ("doctor", "shop"),
    ("check", "--dry-run"),
    ("resume", "--yes"),
    ("switch", "--yes"),
    ("rollback", "--yes"),
    ("deploy", "3.0", "--yes"),
    ("release", "3.0", "--dry-run"),
    ("repair", "blue", "--yes"),
    ("retire", "--yes"),
    ("scale", "green", "--count", "3", "--max", "3", "--yes"),
    ("drain", "--yes"),
    ("pause",),
    ("down", "shop", "--live", "shop", "--yes"),
]


def is_only_text(done: Done) -> bool:
    """Tell whether a terminal obeys nothing of what was written, and no line is forged."""
    written = done.out + done.err
    lines = written.splitlines()
    return written.replace("\n", "").isprintable() and "next: rm -rf /" not in lines


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_writes_what_a_terminal_obeys(
    operator: Operator, words: tuple[str, ...]
) -> None:
    """Whatever servers, stacks, quotas, keepers and the journal say of themselves."""
    project = operator.project
    wrote(project, HOSTILE, HOSTILE)
    address = next(iter(shop(project).blue.members.healthy_addresses))
    project.unhealthy.add(address)
    project.servers_in_error.append(
        Server(f"shop-blue-{HOSTILE}", frozenset({address}), "ERROR", fault=HOSTILE, id=address)
    )
    project.failing_stacks["shop-green-r3"] = HOSTILE
    project.missing.append(Shortage(HOSTILE, HOSTILE))
    project.other_managers = {one: [HOSTILE] for one in project.addresses}
    project.refusals = dict.fromkeys(("stacks", "journal"), HOSTILE)

    assert is_only_text(operator.types(*words))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_error_of_a_service_is_obeyed(operator: Operator, words: tuple[str, ...]) -> None:
    """Each call of each command in turn is answered with such an error."""
    rehearsal = operator.project.copy()
    rehearsal.calls.clear()
    replace(operator, project=rehearsal).types(*words)
    assert rehearsal.calls

    for call in dict.fromkeys(rehearsal.calls):
        project = operator.project.copy()
        strike(project, "before", call, lambda: CloudError(HOSTILE, HOSTILE))
        done = replace(operator, project=project).types(*words)
        assert is_only_text(done), f"{call}: {done}"
