# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Exit codes, errors in two parts, and the help."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bluegreen import __version__
from bluegreen.cli.app import main
from bluegreen.cli.registry import COMMANDS, CommandTable

RAISES = """
from cliff.command import Command
from bluegreen import errors

class Act(Command):
    'Act.'
    def take_action(self, parsed_args):
        raise {exception}
"""

SPEAKS = """
import sys
from bluegreen.cli.verb import Verb
from bluegreen.cli.app import BlueGreenShell
from bluegreen.cli.registry import Row
from bluegreen.errors import Stuck

class Act(Verb):
    'Act.'
    def take_action(self, parsed_args):
        self.say('Begun.')
        self.say('Half done.')
        self.app.stdout.write('changed')
        if not {ends_well}:
            raise Stuck('as it was', 'look')

sys.exit(BlueGreenShell({{'act': Row('Act', '__main__:Act')}}).run(['act']))
"""


@pytest.mark.parametrize(
    ("exception", "code"),
    [
        ("errors.Refused('as it was', 'look')", 1),
        ("errors.CloudError('as it was', 'look')", 1),
        ("errors.UsageError('as it was', 'look')", 2),
        ("errors.RolledBack('as it was', 'look')", 3),
        ("errors.Stuck('as it was', 'look')", 4),
    ],
)
def test_each_kind_of_error_has_its_exit_code(run_verb, exception, code):
    """Scripts tell by the code what happened, people by two lines."""
    run = run_verb(RAISES.format(exception=exception))
    assert (run.code, run.out) == (code, "")
    assert run.err == "error: as it was\nnext: look\n"


def test_an_error_without_advice_has_one_line(run_verb):
    """There is no empty next."""
    run = run_verb(RAISES.format(exception="errors.Refused('as it was')"))
    assert run.err == "error: as it was\n"


def test_ctrl_c_ends_with_130(run_verb):
    """As shells expect of a program that was interrupted."""
    run = run_verb(RAISES.format(exception="KeyboardInterrupt"))
    assert run.code == 130
    assert run.err.startswith("error: interrupted\nnext: ")


def test_a_closed_pipe_ends_in_silence(run_verb):
    """`bluegreen list | head` is no error to talk about."""
    run = run_verb(RAISES.format(exception="BrokenPipeError"))
    assert (run.code, run.err) == (141, "")


@pytest.mark.parametrize(("ends_well", "code"), [(True, 0), (False, 4)])
def test_a_reader_that_goes_away_ends_no_work(tmp_path, ends_well, code):
    """`bluegreen switch --yes 2>&1 | head` goes on, and the exit code is that of the switch."""
    (tmp_path / "act.py").write_text(SPEAKS.format(ends_well=ends_well))
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [sys.executable, "act.py"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=write
        )
    finally:
        os.close(write)
    assert (done.returncode, done.stdout) == (code, b"changed")


def test_a_defect_is_reported_without_a_traceback(run_verb):
    """People get a sentence and the way to the traceback."""
    run = run_verb(RAISES.format(exception="KeyError('x')"))
    assert run.code == 1
    assert run.err.startswith("error: unexpected KeyError: 'x'\nnext: ")


def test_debug_shows_the_traceback(run_verb):
    """The exit code stays the same."""
    run = run_verb(RAISES.format(exception="errors.Stuck('as it was')"), "--debug")
    assert run.code == 4
    assert "Traceback (most recent call last)" in run.err


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"]])
def test_the_help_lists_every_command(arguments, capsys):
    """One line for each."""
    assert main(arguments) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    for name, row in COMMANDS.items():
        assert f"{name} {row.summary}" in lines


@pytest.mark.parametrize(
    "arguments",
    [["help", "validate"], ["validate", "--help"], ["validate", "--format", "json", "-h"]],
)
def test_each_command_has_its_help(arguments, capsys):
    """Wherever --help stands, it is about the command."""
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith("usage: bluegreen validate ")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_class_says(name):
    """The help is printed without importing the classes, so the two are compared here.

    The summary is the class's first sentence, or its beginning.
    """
    factory, _, _ = CommandTable(COMMANDS).find_command(name.split())
    if factory.__module__.startswith("bluegreen."):
        sentence = (factory.__doc__ or "").splitlines()[0]
        assert re.match(re.escape(COMMANDS[name].summary) + "[.,:]", sentence), sentence


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "no command given"),
        (["valdate"], "valdate is not a command\nnext: bluegreen validate"),
        (["vali"], "vali is not a command\nnext: bluegreen validate"),
        (["swich", "shop"], "swich is not a command\nnext: bluegreen switch shop\n"),
        (["switch", "--to", "red"], "argument --to: red is no side; choose blue or green"),
        (["scale", "red"], "argument SIDE: red is no side; choose blue or green"),
        (["xyz"], "xyz is not a command\nnext: bluegreen --help"),
        (["help", "xyz"], "xyz is not a command"),
        (["validate", "--bogus"], "unrecognized arguments: --bogus"),
        (["list", "extra"], "unrecognized arguments: extra"),
        (["--os-cloud"], "expected one argument"),
        (["--vers"], "--vers is not a command"),
    ],
)
def test_wrong_usage_ends_with_2(arguments, told, capsys):
    """Also an abbreviation, since what is added later must not change its meaning."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert told in err
    assert out == ""


def test_a_character_that_the_terminal_lacks_ends_nothing(tmp_path):
    """A message in Japanese, or the … of a long one, on a terminal of Latin letters."""
    (tmp_path / "mine.yaml").write_text(
        "before: {steps: [{step: 切り替え, takes: 3s}]}\n"
        "after: {steps: [{step: Go…, takes: 3s}]}\n",
        encoding="utf-8",
    )
    shown = subprocess.run(
        [sys.executable, "-m", "bluegreen.cli.app", "timetable", "--durations", "mine.yaml"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "iso-8859-1"},
        capture_output=True,
        encoding="iso-8859-1",
        check=False,
    )

    assert shown.returncode == 0, shown.stderr
    assert "\\u5207\\u308a\\u66ff\\u3048" in shown.stdout
    assert "Go\\u2026" in shown.stdout


def test_the_version_is_printed(capsys):
    """For bug reports."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"bluegreen {__version__}\n"


def test_bash_completion_knows_the_commands(capsys):
    """The script comes from the same table."""
    assert main(["complete"]) == 0
    out = capsys.readouterr().out
    assert "_bluegreen()" in out
    assert "validate" in out


LOGS = """
import logging
from cliff.command import Command

class Act(Command):
    'Act.'
    def take_action(self, parsed_args):
        log = logging.getLogger('library')
        log.debug('request'), log.info('progress'), log.warning('trouble')
"""


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "trouble\n"),
        (["-q"], "trouble\n"),
        (["-v"], "progress\ntrouble\n"),
        (["-vv"], "request\nprogress\ntrouble\n"),
        (["--debug"], "request\nprogress\ntrouble\n"),
    ],
)
def test_libraries_say_as_much_as_was_asked_for(run_verb, options, told):
    """By default only what a person must know."""
    assert run_verb(LOGS, *options).err == told


def test_a_log_file_gets_everything(run_verb):
    """It is for looking back, when it is too late to ask for more."""
    assert run_verb(LOGS, "--log-file", "all.log").err == "trouble\n"
    assert "DEBUG    library request" in Path("all.log").read_text()


def test_the_process_keeps_its_logging(run_verb):
    """A program that runs the shell from within is not left with its handlers."""
    before = logging.getLogger().handlers[:]
    run_verb(LOGS, "--log-file", "all.log")
    assert logging.getLogger().handlers == before
